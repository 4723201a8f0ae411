"""Features of an answer drawn for the page of people: paths and points of SVG in a frame, from their GeoJSON."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sip.geo.crs import ETRS89, WGS84, AxisOrder, Reading

Point = tuple[float, float]

WIDTH: Final = 800.0
# The narrowest and the tallest picture, as parts of the width.
_LOWEST, _TALLEST = 0.3, 0.75
_MARGIN: Final = 16.0
_DEGREES: Final = (WGS84, ETRS89)
# Nested lists above the positions of a geometry's lines, rings or points.
_NESTED: Final = {"Point": 0, "MultiPoint": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}


@dataclass(frozen=True, slots=True)
class Shape:
    """`path` for lines and areas, `points` for the others; `href` and `title` are its feature's."""

    href: str
    title: str
    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    height: int
    shapes: tuple[Shape, ...]


def drawing(features: Iterable[tuple[str, str, Mapping[str, Any] | None]], reading: Reading) -> Drawing | None:
    """Of addresses, titles and geometries in the system of READING; None where none has a place."""
    placed = [(href, title, shape, list(_parts(shape, reading))) for href, title, shape in features if shape]
    every = [point for *_, parts in placed for part in parts for point in part]
    if not every:
        return None
    frame = _Frame.around(every)
    return Drawing(round(frame.height), tuple(_shape(*each, frame) for each in placed))


def _parts(geometry: Mapping[str, Any], reading: Reading) -> Iterator[list[Point]]:
    """Its lines, rings or points as eastings and northings of one length; degrees are shortened to it."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for each in geometry["geometries"]:
            yield from _parts(each, reading)
        return
    given = geometry["coordinates"]
    for part in _flat([given] if kind == "Point" else given, _NESTED[kind]):
        yield [_metric(position, reading) for position in part]


def _flat(given: list[Any], depth: int) -> Iterator[list[Any]]:
    if not depth:
        yield given
        return
    for each in given:
        yield from _flat(each, depth - 1)


def _metric(position: list[float], reading: Reading) -> Point:
    x, y = position[:2] if reading.order is AxisOrder.EAST_NORTH else position[1::-1]
    return (x * math.cos(math.radians(y)), y) if reading.crs in _DEGREES else (x, y)


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    scale: float
    height: float
    left: float
    top: float

    @classmethod
    def around(cls, points: list[Point]) -> "_Frame":
        west, east = (limit(x for x, _ in points) for limit in (min, max))
        south, north = (limit(y for _, y in points) for limit in (min, max))
        wide, high = east - west, north - south
        room = WIDTH - 2 * _MARGIN
        tallest = WIDTH * _TALLEST - 2 * _MARGIN
        # A lone point has no extent, and any scale will do.
        scale = min(room / wide if wide else math.inf, tallest / high if high else math.inf)
        scale = scale if math.isfinite(scale) else 1.0
        height = max(high * scale + 2 * _MARGIN, WIDTH * _LOWEST)
        return cls(west, north, scale, height, (WIDTH - wide * scale) / 2, (height - high * scale) / 2)

    def place(self, point: Point) -> Point:
        x, y = point
        return round(self.left + (x - self.west) * self.scale, 1), round(self.top + (self.north - y) * self.scale, 1)


def _shape(href: str, title: str, geometry: Mapping[str, Any], parts: list[list[Point]], frame: _Frame) -> Shape:
    # Points that fall on the one before say nothing more.
    drawn = [[point for point, _ in groupby(map(frame.place, part))] for part in parts]
    if "Point" in geometry["type"]:
        return Shape(href, title, "", tuple(point for part in drawn for point in part))
    close = "Z" if "Polygon" in geometry["type"] else ""
    path = "".join(f"M{'L'.join(f'{x:g} {y:g}' for x, y in part)}{close}" for part in drawn)
    return Shape(href, title, path, ())
