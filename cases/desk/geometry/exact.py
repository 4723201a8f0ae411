"""The registers' own coordinates: what drawn points are drawn to, and what typed points mean to the millimetre."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import PL_1992, Coordinates
from sip.public import TookTooLong, rows, rows_within, statement

# Lists are written to the millimetre: what differs by less is the same point.
REACH_M: Final = 0.001
SECONDS: Final = 5.0
# Beyond this the map shows more boundaries than a hand can aim at, and they would not be light to send.
WIDEST_M: Final = 2_500.0
MOST_TARGETS: Final = 4_000

_TARGETS: Final = statement(__file__, "targets.sql")
_NEARBY: Final = statement(__file__, "nearby.sql")
_PARCELS: Final = """
SELECT identifier, ST_AsBinary(ST_Force2D(geom)) FROM parcel_public WHERE identifier = ANY(%(identifiers)s)
"""
Box = tuple[float, float, float, float]


def targets(box: Box) -> bytes:
    """GeoJSON in EPSG:2180, easting first, of the boundaries that cross BOX: coordinates exactly as they are stored.

    Raises TookTooLong.
    """
    names = dict(zip(("west", "south", "east", "north"), box, strict=True))
    found = rows_within(SECONDS, _TARGETS, {**names, "srid": PL_1992.srid, "most": MOST_TARGETS})
    features = [
        {"type": "Feature", "properties": {"kind": kind, "label": label}, "geometry": orjson.Fragment(shape)}
        for kind, label, shape in found
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def parcels_named(identifiers: Sequence[str]) -> dict[str, BaseGeometry]:
    """Shapes (EPSG:2180) of the parcels in force, by identifier; unknown ones are left out."""
    found = rows(_PARCELS, {"identifiers": list(identifiers)})
    return {identifier: shapely.from_wkb(bytes(shape)) for identifier, shape in found}


def adopt(shape: BaseGeometry, known: Sequence[BaseGeometry]) -> tuple[BaseGeometry, int]:
    """SHAPE (EPSG:2180) with each point that stands on one of the registers', or of the KNOWN shapes', made that very
    point; and how many stand on the registers'.

    Where the registers do not answer in time their points are not adopted.
    """
    points = shapely.get_coordinates(shape)
    registered = _registered(points)
    earlier = shapely.get_coordinates(list(known))
    moved, _hits = _drawn_to(points, earlier)
    moved, hits = _drawn_to(moved, registered)
    return shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), moved), hits


def _registered(points: Coordinates) -> Coordinates:
    wkb = shapely.to_wkb(shapely.MultiPoint(points))
    parameters: dict[str, Any] = {"points": wkb, "srid": PL_1992.srid, "reach": REACH_M}
    try:
        found = rows_within(SECONDS, _NEARBY, parameters)
    except TookTooLong:
        return np.empty((0, 2))
    return np.array(found, dtype=float).reshape(-1, 2)


def _drawn_to(points: Coordinates, known: Coordinates) -> tuple[Coordinates, int]:
    """Each point at the nearest KNOWN one within reach, and how many places have one: a ring ends where it begins."""
    if not len(points) or not len(known):
        return points, 0
    tree = shapely.STRtree(np.asarray(shapely.points(known)))
    own, other = tree.query_nearest(shapely.points(points), max_distance=REACH_M, all_matches=False)
    moved = points.copy()
    moved[own] = known[other]
    return moved, len(np.unique(moved[own], axis=0))
