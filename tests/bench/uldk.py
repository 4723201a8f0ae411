"""ULDK as its plugins ask it, and the statements it answers by."""

from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from parcels.identifiers import ParcelId
from sip.geo.crs import PL_1992
from sip.services.places import AT_POINT
from sip.services.uldk import objects
from sip.services.uldk.asked import Asked

RESULT: Final = "geom_wkt,teryt,voivodeship,county,commune,region,parcel"


class Question(NamedTuple):
    path: str
    statement: str
    values: dict[str, Any]


def by_id(identifier: str) -> Question:
    parcel = ParcelId.parse(identifier)
    if parcel is None:
        raise ValueError(identifier)
    wanted = {"precincts": [parcel.precinct], "number": parcel.number, "sheet": parcel.sheet[3:].lstrip("0")}
    return _question({"request": "GetParcelById", "id": identifier}, objects.text_of("parcel"), wanted)


def by_point(x: float, y: float) -> Question:
    """Easting and northing in PL-1992."""
    wanted = {"px": x, "py": y, "point_srid": PL_1992.srid}
    return _question({"request": "GetParcelByXY", "xy": f"{x},{y}"}, objects.text_of("parcel_at", AT_POINT), wanted)


def _question(given: dict[str, str], statement: str, wanted: dict[str, Any]) -> Question:
    query = given | {"result": RESULT}
    return Question(f"/uldk/?{urlencode(query)}", statement, objects.drawing(Asked(query)) | wanted)
