"""Path converters for the addresses of features."""

from django.urls import register_converter

from parcels.converters import ParcelIdConverter


class ObjectKeyConverter(ParcelIdConverter):
    """Of buildings and addresses; see Collection."""

    regex = "[0-9a-f]{16}"


class UnitCodeConverter(ParcelIdConverter):
    regex = "[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}_[1-589])?)?"


class DigestConverter(ParcelIdConverter):
    """SHA-256 of an extract."""

    regex = "[0-9a-f]{64}"


class EntryConverter(ParcelIdConverter):
    """UUID of an entry of a public register."""

    regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


register_converter(EntryConverter, "entry")
register_converter(DigestConverter, "digest")
register_converter(ObjectKeyConverter, "object_key")
register_converter(UnitCodeConverter, "unit_code")
