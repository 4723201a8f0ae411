"""Where a report points: read from the map's address, or from what a person typed, without a map."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from cases.models import MapReport
from parcels.identifiers import ParcelId
from sip.extracts import history
from sip.extracts import parcel as extract
from sip.extracts.picture import picture
from sip.geo.crs import CRS, PL_1992, PL_2000, WGS84, transform
from sip.public import rows

Point = tuple[float, float]

MOST_IDENTIFIER: Final = 80
MOST_ZOOM: Final = 30.0
USUAL_ZOOM: Final = 15.0
# Poland with room around it: eastings and northings in PL-1992, longitudes and latitudes, northings in PL-2000.
_EAST: Final = (140_000.0, 900_000.0)
_NORTH: Final = (100_000.0, 900_000.0)
_LONGITUDE: Final = (13.5, 24.5)
_LATITUDE: Final = (48.5, 55.5)
_NORTH_2000: Final = (5_300_000.0, 6_150_000.0)
# The view's middle is the place as long as it is on the chosen parcel or at its edge.
_EDGE_M: Final = 20.0

_TWO_WORDS: Final = re.compile(r"(\d{1,8}(?:[.,]\d{1,12})?)\s*(?:[;,]\s+|[;\s])\s*(\d{1,8}(?:[.,]\d{1,12})?)")
_ONE_WORD: Final = re.compile(r"(\d{1,8}(?:\.\d{1,12})?),(\d{1,8}(?:\.\d{1,12})?)")
_UNITS: Final = re.compile(r"[°ENen]")

# The newest shape known under an identifier, and the view's middle where it belongs to that parcel.
PARCEL: Final = """
SELECT unit_code, ST_X(spot), ST_Y(spot),
    ST_DWithin(geom, ST_SetSRID(ST_MakePoint(%(x)s::float, %(y)s::float), %(srid)s), %(edge)s)
FROM (
    SELECT *, ST_PointOnSurface(geom) AS spot FROM parcel_history_public
    WHERE identifier = %(identifier)s ORDER BY valid_to DESC NULLS FIRST LIMIT 1
) AS newest
"""
AT: Final = """
SELECT p.identifier, p.unit_code FROM parcel_public AS p
WHERE ST_Intersects(p.geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s)) ORDER BY p.identifier LIMIT 1
"""
PRECINCT_AT: Final = """
SELECT left(identifier, 8) FROM precinct_public
WHERE ST_Intersects(geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s)) ORDER BY identifier LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Place:
    """`point` is easting, northing in PL-1992; `unit` the registration unit, empty where unknown.

    `is_known` says that the register has, or had, the parcel.
    """

    point: Point | None = None
    parcel: str = ""
    unit: str = ""
    words: str = ""
    zoom: float | None = None
    is_known: bool = True


def of_view(centre: str, zoom: str, identifier: str) -> Place | None:
    """The place in a map's address (?c=easting,northing&z=zoom&d=idDzialki); what makes no sense there is ignored."""
    point = _centre(centre)
    place = _of_parcel(identifier, point) or (_of_point(point) if point else None)
    return replace(place, zoom=_zoom(zoom)) if place else None


def of_text(text: str) -> Place:
    """The place that a person typed: a parcel's identifier, coordinates in a usual system, else words as they are.

    Raises ValueError where the numbers are no place in Poland.
    """
    if place := _of_parcel("".join(text.split()), None):
        return place
    pair = _pair(text)
    if pair is None:
        return Place(words=text)
    readings = list(_readings(*pair))
    if not readings:
        raise ValueError(text)
    return _of_point(next((point for point in readings if _unit_at(point)), readings[0]))


def of_report(report: MapReport) -> Place:
    point = (report.place.x, report.place.y) if report.place else None
    return Place(point, report.parcel, report.unit_code, report.whereabouts, report.zoom)


def shown(place: Place | None) -> dict[str, Any]:
    """What pages show of a place: the parcel's record and picture, or what came after it, and the map there."""
    if place is None:
        return {"place": None}
    record = extract.parcel(place.parcel) if place.parcel else None
    return {
        "place": place,
        "parcel": record,
        "picture": picture(record) if record else "",
        "successors": history.relatives(place.parcel)[1] if place.parcel and not record else [],
        "map_url": _map_url(place),
    }


def _map_url(place: Place) -> str:
    """The map as the reporter saw it, with their parcel chosen; the whole map where no place is known."""
    view = {"d": place.parcel} if place.parcel else {}
    if place.point:
        view |= {"c": ",".join(f"{value:.1f}" for value in place.point), "z": f"{place.zoom or USUAL_ZOOM:g}"}
    return f"{reverse('map')}?{urlencode(view, safe=',/')}" if view else reverse("map")


def _of_parcel(identifier: str, view: Point | None) -> Place | None:
    """None where IDENTIFIER is neither in the register nor written like one."""
    if not identifier or len(identifier) > MOST_IDENTIFIER or "\0" in identifier:
        return None
    x, y = view or (None, None)
    found = rows(PARCEL, {"identifier": identifier, "x": x, "y": y, "edge": _EDGE_M, "srid": PL_1992.srid})
    if found:
        unit, spot_x, spot_y, is_view_there = found[0]
        return Place(view if view and is_view_there else (spot_x, spot_y), identifier, unit)
    parsed = ParcelId.parse(identifier)
    return Place(view, identifier, parsed.unit, is_known=False) if parsed else None


def _of_point(point: Point) -> Place:
    found = rows(AT, _at(point))
    identifier, unit = found[0] if found else ("", _unit_at(point))
    return Place(point, identifier, unit)


def _unit_at(point: Point) -> str:
    found = rows(PRECINCT_AT, _at(point))
    return found[0][0] if found else ""


def _at(point: Point) -> dict[str, float]:
    return {"x": point[0], "y": point[1], "srid": PL_1992.srid}


def _centre(text: str) -> Point | None:
    parts = text.split(",")
    if len(parts) != 2:
        return None
    try:
        east, north = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    return (east, north) if _within(east, _EAST) and _within(north, _NORTH) else None


def _zoom(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= MOST_ZOOM else None


def _pair(text: str) -> Point | None:
    """Two numbers, with a comma or a point for decimals: "715000,5 345000", "51.23, 22.56", "51,23; 22,56"."""
    plain = _UNITS.sub(" ", text).strip()
    found = _TWO_WORDS.fullmatch(plain) or _ONE_WORD.fullmatch(plain)
    return (_decimal(found[1]), _decimal(found[2])) if found else None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _readings(first: float, second: float) -> Iterator[Point]:
    """Each way to take two numbers for a place in Poland, in PL-1992; easting first before northing first."""
    for east, north in ((first, second), (second, first)):
        crs = _system(east, north)
        if crs is not None:
            x, y = transform(np.array([[east, north]]), crs, PL_1992)[0]
            yield float(x), float(y)


def _system(east: float, north: float) -> CRS | None:
    if _within(east, _LONGITUDE) and _within(north, _LATITUDE):
        return WGS84
    if _within(east, _EAST) and _within(north, _NORTH):
        return PL_1992
    zones = [crs for crs in PL_2000 if crs.eastings and _within(east, crs.eastings)]
    return zones[0] if zones and _within(north, _NORTH_2000) else None


def _within(value: float, bounds: Point) -> bool:
    """False for NaN too."""
    return bounds[0] <= value <= bounds[1]
