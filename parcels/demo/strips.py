"""Strips of land along a line: what a road, a river or a railway takes."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from parcels.demo.plane import Points, normals, rounded

GRID = 0.01
NEAR = 0.02


@dataclass(frozen=True)
class Corridor:
    """`polygon` is what is left of it after those before it; `line` its middle, of the given width."""

    kind: str
    line: Points
    width: float
    polygon: BaseGeometry


def strip(
    line: Points,
    width: float,
    start: tuple[Points, Points] | None = None,
    end: tuple[Points, Points] | None = None,
) -> Polygon:
    """The land within half the width of the line; `start` and `end` are its (left, right) corners."""
    across = normals(line) * width / 2
    left, right = line + across, line - across
    if start:
        left[0], right[0] = start
    if end:
        left[-1], right[-1] = end
    return Polygon(rounded(np.vstack([left, right[::-1]])))


def areas(shape: BaseGeometry) -> BaseGeometry:
    """The areal parts of what an overlay left, without its stray lines and points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    areal: BaseGeometry = shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return areal


def within(polygon: BaseGeometry, land: Polygon) -> BaseGeometry:
    """What of a strip lies in a precinct, meeting its outline in vertices of it, as its neighbours know them."""
    corners = shapely.get_coordinates(land.exterior)[:-1]
    tree = shapely.STRtree(np.array(shapely.points(corners), dtype=object))
    for _ in range(4):
        polygon = areas(shapely.intersection(polygon.buffer(0), land, grid_size=GRID))
        coords = shapely.get_coordinates(polygon)
        spots = np.array(shapely.points(coords), dtype=object)
        near = shapely.dwithin(land.exterior, spots, NEAR)
        moved = coords.copy()
        moved[near] = corners[tree.nearest(spots[near])]
        polygon = shapely.set_coordinates(polygon, moved)
        if polygon.is_valid and land.covers(polygon):
            break
    return areas(shapely.intersection(polygon.buffer(0), land, grid_size=GRID))
