"""Where a report points: read from the map's address, or from what a person typed, without a map."""

import math
import re
from dataclasses import dataclass, replace
from typing import Any, Final

from cases.reports.models import MapReport
from parcels.identifiers import ParcelId
from sip.extracts import history
from sip.extracts import parcel as extract
from sip.extracts.picture import picture
from sip.geo.crs import PL_1992, POLAND
from sip.map_address import map_address
from sip.public import rows
from sip.registers.versions import MOST_IDENTIFIER
from sip.services.search.find import search
from sip.services.search.results import Kind
from sip.services.search.understand import Query, understand

Point = tuple[float, float]

MOST_ZOOM: Final = 30.0
USUAL_ZOOM: Final = 15.0
# The view's middle is the place as long as it is on the chosen parcel or at its edge.
_EDGE_M: Final = 20.0

# As many results as show whether one alone is all of what was typed.
_RESULTS: Final = 60
# Coordinates, were they of a place in Poland.
_NUMBERS_ONLY: Final = re.compile(
    r"[\s°'′\"″nesw]*\d+(?:[.,]\d+)?[\s.,;°'′\"″nesw]+\d[\d\s.,;°'′\"″nesw]*", re.IGNORECASE
)
# Of what search finds, what is small enough to report something of.
_SPOTS: Final = (Kind.PARCEL, Kind.FORMER_PARCEL, Kind.ADDRESS)

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
    """The place that a person typed, understood as search does: coordinates, a parcel, an address; else the words.

    Raises ValueError where the numbers are no place in Poland.
    """
    # The register has identifiers that no grammar allows.
    if place := _of_parcel("".join(text.split()), None):
        return place
    query = understand(text)
    if query.positions:
        points = [(position.easting, position.northing) for position in query.positions]
        return _of_point(next((point for point in points if _unit_at(point)), points[0]))
    if place := _found(query) or (_of_parcel(query.code.start, None) if query.code and query.code.number else None):
        return place
    if _NUMBERS_ONLY.fullmatch(text):
        raise ValueError(text)
    return Place(words=text)


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
        # The map as the reporter saw it; the whole map where no place is known.
        "map_url": map_address(
            parcel=place.parcel,
            centre=place.point,
            zoom=(place.zoom or USUAL_ZOOM) if place.point else None,
        ),
    }


def _found(query: Query) -> Place | None:
    """What search finds if it is one spot and all of what was typed; an address keeps its words, too."""
    result = search(query, limit=_RESULTS).only
    if result is None or result.kind not in _SPOTS:
        return None
    if result.kind is Kind.ADDRESS:
        return replace(_of_point(result.point), words=query.text)
    return _of_parcel(result.identifier or "", None)


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
    # Not a number is within nothing.
    return (east, north) if POLAND[0] <= east <= POLAND[2] and POLAND[1] <= north <= POLAND[3] else None


def _zoom(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= MOST_ZOOM else None
