"""Geometries that filters bring along: read, checked, and placed in the system of the data."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import ETRS89, PL_1992, WGS84, AxisOrder, Coordinates, Reading
from sip.services import places
from sip.services.errors import BadRequest

MOST_POINTS: Final = 2000
_HALF_TURN: Final = 180.0
_KINDS: Final = {
    "Point": 0,
    "LineString": 1,
    "MultiPoint": 1,
    "Polygon": 2,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}
_DEGREES: Final = (WGS84, ETRS89)
# Edges that are straight in the system of the filter are curves in that of the data; cut into so many pieces
# they lie within centimetres of them.
_PIECES: Final = 16


class Place(NamedTuple):
    """A geometry in the system of the data; `is_part` where what lies far outside the country was left out."""

    shape: BaseGeometry
    is_part: bool


def placed(tree: dict[str, Any], reading: Reading) -> Place:
    """Of GeoJSON or {"bbox": ...}, its axes in the order of READING. Raises BadRequest."""
    shape = _box(tree["bbox"], reading) if "bbox" in tree else _shape(tree, reading)
    return _in_data(shape, reading)


def _shape(tree: dict[str, Any], reading: Reading) -> BaseGeometry:
    if tree.get("type") == "GeometryCollection":
        parts = tree.get("geometries")
        if not isinstance(parts, list) or not parts or not all(isinstance(each, dict) for each in parts):
            raise BadRequest("filter: a collection of geometries has `geometries`.")
        if any(each.get("type") == "GeometryCollection" for each in parts):
            raise BadRequest("filter: a collection of geometries holds no other collection.")
        return shapely.GeometryCollection([_shape(each, reading) for each in parts])
    return _valid(_simple(tree, reading))


def _simple(tree: dict[str, Any], reading: Reading) -> BaseGeometry:
    kind, given = tree.get("type"), tree.get("coordinates")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise BadRequest(f"filter: {str(kind)[:40]!r} is no kind of geometry. Known: {', '.join(_KINDS)}.")
    ordered = _ordered(given, _KINDS[kind], reading)
    if "Polygon" in kind:
        _refuse_open(ordered if kind == "Polygon" else [ring for part in ordered for ring in part])
    try:
        shape = shapely.geometry.shape({"type": kind, "coordinates": ordered})
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        raise BadRequest(f"filter: the {kind} is not one: too few points, or too many brackets.") from None
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise BadRequest(f"filter: a geometry has more than {MOST_POINTS} points.")
    return shape


def _ordered(given: Any, depth: int, reading: Reading) -> Any:
    """Positions nested DEPTH deep, easting first; heights are left out, as nothing here has any."""
    if not isinstance(given, list) or not given:
        raise BadRequest("filter: a geometry lacks coordinates.")
    if depth:
        return [_ordered(each, depth - 1, reading) for each in given]
    if len(given) not in (2, 3) or not all(_is_number(each) for each in given):
        raise BadRequest("filter: a position of a geometry is two numbers, or three.")
    x, y = given[:2] if reading.order is AxisOrder.EAST_NORTH else given[1::-1]
    places.refuse_far("filter", x, y, reading.crs.srid)
    return float(x), float(y)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _refuse_open(rings: list[Any]) -> None:
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise BadRequest("filter: a ring of a polygon ends where it began, and has at least four positions.")


def _valid(shape: BaseGeometry) -> BaseGeometry:
    if not shapely.is_valid(shape):
        raise BadRequest(f"filter: the {shape.geom_type} is not valid: {shapely.is_valid_reason(shape)}.")
    return shape


def _box(given: Any, reading: Reading) -> BaseGeometry:
    if not isinstance(given, list) or len(given) not in (4, 6) or not all(_is_number(each) for each in given):
        raise BadRequest("filter: a box is four numbers, or six.")
    half = len(given) // 2
    (west, south), (east, north) = (_ordered(corner, 0, reading) for corner in (given[:half], given[half:]))
    if south > north or (west > east and reading.crs not in _DEGREES):
        raise BadRequest("filter: a box is its lower corner and its upper one, the axes in the order of filter-crs.")
    if west <= east:
        return _rectangle(west, south, east, north)
    # Round the other side of the world.
    parts = (_rectangle(west, south, _HALF_TURN, north), _rectangle(-_HALF_TURN, south, east, north))
    return shapely.union_all(parts)


def _rectangle(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """A line or a point where it has no width."""
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    return (
        shapely.LineString([(west, south), (east, north)])
        if (west, south) != (east, north)
        else shapely.Point(west, south)
    )


def _in_data(shape: BaseGeometry, reading: Reading) -> Place:
    country = places.country(reading.crs.srid)
    west, south, east, north = shape.bounds
    is_part = west < country.west or south < country.south or east > country.east or north > country.north
    if is_part:
        shape = _each(shape, lambda part: shapely.intersection(part, shapely.box(*country)))
    if reading.crs == PL_1992 or shape.is_empty:
        return Place(shape, is_part)
    length = max(east - west, north - south) / _PIECES
    if length:
        shape = shapely.segmentize(shape, length)
    return Place(shapely.transform(shape, lambda points: _moved(points, reading)), is_part)


def _each(shape: BaseGeometry, change: Callable[[BaseGeometry], BaseGeometry]) -> BaseGeometry:
    """Changed part by part where it is a collection of several kinds."""
    if not isinstance(shape, shapely.GeometryCollection):
        return change(shape)
    return shapely.GeometryCollection([change(part) for part in shape.geoms])


def _moved(points: Coordinates, reading: Reading) -> Coordinates:
    return Reading(reading.crs, AxisOrder.EAST_NORTH).to_pl_1992(points)
