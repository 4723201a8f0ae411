"""How well shapes cover the ground together: what two of them share, and what none of them has.

GEOS finds the edges that do not match their neighbours' (coverage validity); only shapes on such edges are then
measured against each other, so that a clean set of thousands costs next to nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
# To what registers keep coordinates.
GRID_M = 0.01
# Neighbours with different corners part by centimetres: corners are rounded, and straight lines of one coordinate
# system are curves in another, the more the longer they are (the middle of 1 km along a parallel by 2.5 cm).
NARROWEST_M = (0.02, 0.1)
_BEND = 2.5e-8


class Overlap(NamedTuple):
    """Two shapes, by their places in the array, that share ground: `area` in m2, `place` inside of it."""

    first: int
    second: int
    area: str
    place: shapely.Point


class Hole(NamedTuple):
    """Ground that no shape has."""

    area: str
    place: shapely.Point


class Coverage:
    """SHAPES are valid areas in metres. Tolerances are those of the settings."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._mismatched = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))

    def overlaps(self, *, slivers: bool = True) -> Iterator[Overlap]:
        """Each pair once; without SLIVERS those count for nothing."""
        suspects = np.flatnonzero(self._mismatched)
        if not len(suspects):
            return
        first, second = shapely.STRtree(self._shapes).query(self._shapes[suspects], predicate="intersects")
        pairs = {tuple(sorted((int(suspects[a]), int(b)))) for a, b in zip(first, second, strict=True)}
        for a, b in sorted(pair for pair in pairs if pair[0] != pair[1]):
            shared = shapely.intersection(self._shapes[a], self._shapes[b])
            if not slivers:
                shared = shapely.MultiPolygon([part for part in _areas(shared) if not is_sliver(part)])
            if shared.area > settings.OVERLAP_TOLERANCE_M2:
                yield Overlap(a, b, square_metres(shared), inside(shared))

    def holes(self) -> Iterator[Hole]:
        """Holes enclosed by the shapes together."""
        for part in shapely.get_parts(self.union()):
            for ring in part.interiors:
                hole = shapely.Polygon(ring)
                if hole.area > settings.GAP_TOLERANCE_M2:
                    yield Hole(square_metres(hole), inside(hole))

    def union(self) -> shapely.Geometry:
        """Joining a valid coverage is many times quicker, as it only drops the shared edges.

        A mismatched one is joined on a grid, or a corner on a neighbour's straight side would leave a crack.
        """
        if self._mismatched.any():
            return shapely.union_all(self._shapes, grid_size=GRID_M)
        return shapely.coverage_union_all(self._shapes)


def is_sliver(part: shapely.Geometry) -> bool:
    """Whether a polygon is but what two lines that are meant to be one leave between them."""
    length = shapely.length(part) / 2
    least, most = NARROWEST_M
    return bool(shapely.area(part) <= length * min(max(least, _BEND * length**2), most))


def _areas(shape: shapely.Geometry) -> Iterator[shapely.Polygon]:
    return (part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon))


def square_metres(shape: shapely.Geometry) -> str:
    return f"{shapely.area(shape):.1f} m²".replace(".", ",")


def inside(shape: shapely.Geometry) -> shapely.Point:
    point = shapely.point_on_surface(shape)
    assert isinstance(point, shapely.Point)
    return point
