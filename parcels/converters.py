"""Path converters for identifiers: `/` and `.` stay raw in the address, as proxies would undo an encoding."""

from django.urls import register_converter

from parcels.identifiers import PARCEL_PATTERN, PRECINCT_PATTERN


class ParcelIdConverter:
    regex = PARCEL_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PrecinctIdConverter(ParcelIdConverter):
    regex = PRECINCT_PATTERN


register_converter(ParcelIdConverter, "parcel_id")
register_converter(PrecinctIdConverter, "precinct_id")
