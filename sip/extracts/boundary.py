"""A parcel's boundary as points: what surveyors and spreadsheets take."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from sip.geo.crs import CRS, PL_1992, WGS84, Coordinates, transform, zone_2000
from sip.public import rows

GEOMETRY = "SELECT ST_AsBinary(geom) FROM parcel_history_public WHERE id = %(version)s"


@dataclass(frozen=True, slots=True)
class Vertex:
    """A point of the boundary, in metres; `part` and `ring` count from 1, ring 1 being the outer one.

    `to_next` is the distance on the PL-1992 plane to the next point of the ring, the last leading to the first.
    """

    number: int
    part: int
    ring: int
    northing: float
    easting: float
    northing_2000: float
    easting_2000: float
    to_next: float


@dataclass(frozen=True, slots=True)
class Boundary:
    zone: CRS
    vertices: tuple[Vertex, ...]


def outline(version: int) -> shapely.Polygon | shapely.MultiPolygon:
    """In PL-1992, easting first. VERSION is a record's `version_pk`."""
    return area(rows(GEOMETRY, {"version": version})[0][0])


def area(wkb: bytes | memoryview) -> shapely.Polygon | shapely.MultiPolygon:
    shape = shapely.from_wkb(bytes(wkb))
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        raise TypeError(f"an outline is an area, not a {shape.geom_type}")
    return shape


def boundary(shape: shapely.Polygon | shapely.MultiPolygon) -> Boundary:
    """All points of SHAPE, in the zone of PL-2000 that its middle belongs to."""
    middle = np.array([[shape.centroid.x, shape.centroid.y]])
    zone = zone_2000(float(transform(middle, PL_1992, WGS84)[0, 0]))
    vertices: list[Vertex] = []
    for part, polygon in enumerate(shapely.get_parts(shape), 1):
        for ring, line in enumerate((polygon.exterior, *polygon.interiors), 1):
            vertices += _ring(shapely.get_coordinates(line)[:-1], len(vertices), part, ring, zone)
    return Boundary(zone, tuple(vertices))


def _ring(points: Coordinates, before: int, part: int, ring: int, zone: CRS) -> Iterator[Vertex]:
    followers = np.roll(points, -1, axis=0)
    elsewhere = transform(points, PL_1992, zone)
    for index, ((x, y), following, (x2, y2)) in enumerate(zip(points, followers, elsewhere, strict=True), 1):
        length = math.dist((x, y), following)
        yield Vertex(before + index, part, ring, float(y), float(x), float(y2), float(x2), length)
