"""Conditions on where a feature is: a box and a point in any system we know."""

from functools import cache
from typing import Any, Final

import numpy as np

from sip.geo.crs import ETRS89, KNOWN, PL_1992, WGS84, transform
from sip.geo.grid import Box
from sip.services import parameters
from sip.services.errors import BadRequest
from sip.services.parameters import Coordinates, Query

Condition = tuple[str, dict[str, Any]]

NOWHERE: Final[Condition] = ("false", {})
# The country with a wide margin, longitude before latitude. Farther away projections fail, and nothing is there.
COUNTRY: Final = Box(10.0, 46.0, 28.0, 58.0)
# A line or a point where the box has no width. Its edges are curves in the system of the data.
IN_BOX: Final = (
    "ST_Intersects(geom, ST_Transform(ST_Segmentize(ST_SetSRID(ST_Envelope("
    "ST_MakeLine(ST_MakePoint(%(w)s, %(s)s), ST_MakePoint(%(e)s, %(n)s))), %(box_srid)s), %(piece)s)"
    f", {PL_1992.srid}))"
)
AT_POINT: Final = (
    f"ST_Intersects(geom, ST_Transform(ST_SetSRID(ST_MakePoint(%(px)s, %(py)s), %(point_srid)s), {PL_1992.srid}))"
)


def in_box(query: Query, name: str) -> Condition | None:
    """None where the query names no box. Raises BadRequest for one that is no box."""
    given = parameters.coordinates(query, name, 4)
    return None if given is None else within(name, given)


def within(name: str, given: Coordinates) -> Condition:
    """In a box. Raises BadRequest for one that is no box."""
    box = Box(*given.values)
    if box.west > box.east or box.south > box.north:
        raise BadRequest(f"{name}: the order is minimum x, minimum y, maximum x, maximum y.")
    refuse_far(name, box.west, box.south, given.srid)
    refuse_far(name, box.east, box.north, given.srid)
    # A little more, so that a box without width is not taken for one that misses the country.
    ours = box.grown(1e-9).within(country(given.srid))
    if ours is None:
        return NOWHERE
    west, south = max(box.west, ours.west), max(box.south, ours.south)
    east, north = min(box.east, ours.east), min(box.north, ours.north)
    piece = max((east - west) / 16, (north - south) / 16, 1e-6)
    return IN_BOX, {"w": west, "s": south, "e": east, "n": north, "box_srid": given.srid, "piece": piece}


def at_point(query: Query, name: str) -> Condition | None:
    given = parameters.coordinates(query, name, 2)
    return None if given is None else at(name, given)


def at(name: str, point: Coordinates) -> Condition:
    x, y = point.values
    refuse_far(name, x, y, point.srid)
    ours = country(point.srid)
    if not (ours.west <= x <= ours.east and ours.south <= y <= ours.north):
        return NOWHERE
    return AT_POINT, {"px": x, "py": y, "point_srid": point.srid}


def refuse_far(name: str, x: float, y: float, srid: int) -> None:
    """What is a place of no kind is a mistake, often of the order; elsewhere in the world is just empty."""
    most_x, most_y = (180.0, 90.0) if srid in (WGS84.srid, ETRS89.srid) else (2.1e7, 2.1e7)
    if abs(x) > most_x or abs(y) > most_y:
        raise BadRequest(
            f"{name}: ({x:g}, {y:g}) is not a place in EPSG:{srid}; the order is easting, northing or lon, lat."
        )


@cache
def country(srid: int) -> Box:
    """COUNTRY in another system: the box around its edges."""
    steps = np.linspace(0, 1, 17)
    lon, lat = (
        COUNTRY.west + steps * (COUNTRY.east - COUNTRY.west),
        COUNTRY.south + steps * (COUNTRY.north - COUNTRY.south),
    )
    edges = [(x, y) for x in lon for y in (COUNTRY.south, COUNTRY.north)]
    edges += [(x, y) for x in (COUNTRY.west, COUNTRY.east) for y in lat]
    there = transform(np.array(edges), WGS84, KNOWN[srid])
    return Box(*map(float, (*there.min(axis=0), *there.max(axis=0))))
