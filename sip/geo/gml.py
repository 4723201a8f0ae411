"""GML geometry elements -> numbers as written: rings of pairs, with the srsName that covers them."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from django.contrib.gis.gdal import GDALException, OGRGeometry
from lxml import etree

from sip.geo.gmlstream import local_name

_POLYGONS: Final = frozenset(("Polygon", "PolygonPatch", "Rectangle", "Triangle"))
_COLLECTIONS: Final = frozenset(
    ("MultiSurface", "MultiPolygon", "MultiGeometry", "CompositeSurface", "Surface", "PolyhedralSurface")
)
_JOINED: Final = frozenset(("CompositeSurface", "Surface", "PolyhedralSurface"))
_SINGLE: Final = frozenset(("OrientableSurface", "MultiPoint"))
_MEMBERS: Final = frozenset(
    (
        "surfaceMember",
        "surfaceMembers",
        "polygonMember",
        "polygonMembers",
        "geometryMember",
        "geometryMembers",
        "patches",
        "polygonPatches",
        "baseSurface",
        "pointMember",
    )
)
_EXTERIOR: Final = frozenset(("exterior", "outerBoundaryIs"))
_INTERIOR: Final = frozenset(("interior", "innerBoundaryIs"))
_LINES: Final = frozenset(("LineString", "Curve", "CompositeCurve", "OrientableCurve"))
_MANY_LINES: Final = frozenset(("MultiCurve", "MultiLineString"))
_LINE_MEMBERS: Final = frozenset(("curveMember", "curveMembers", "lineStringMember"))
_CURVE_MEMBERS: Final = frozenset(("curveMember", "curveMembers", "baseCurve"))
_CURVES_OF_CURVES: Final = frozenset(("CompositeCurve", "OrientableCurve"))
_JOINT: Final = 0.01
_DIMENSIONS: Final = (2, 3)


class BadGeometry(ValueError):
    """The element is no geometry that can be read; the text says why, quoting at most a name."""


@dataclass(slots=True)
class Outline:
    """Geometry as written: flat rings of pairs (x y x y ...), in whichever axis order they came.

    `polygons` lists how many of the `rings` each polygon has; it is empty for points, each of which is a ring of one
    pair, and for `lines`. `joined` are polygons that make up one surface together.
    """

    srs: str = ""
    rings: list[list[float]] = field(default_factory=list)
    polygons: list[int] = field(default_factory=list)
    multiple: bool = False
    joined: bool = False
    lines: bool = False


def read_geometry(holder: Any) -> Outline | None:
    """The geometry inside a property element (or a geometry element itself); None where there is none.

    Raises BadGeometry.
    """
    outline = Outline()
    element = holder if _is_geometry(holder) else next(iter(holder), None)
    if element is None:
        return None
    _surface(element, outline, dimension=None)
    if outline.polygons and sum(outline.polygons) != len(outline.rings):
        raise BadGeometry("points among surfaces")
    return outline if outline.rings else None


def _is_geometry(element: Any) -> bool:
    name = local_name(element.tag)
    return name == "Point" or any(name in names for names in (_POLYGONS, _COLLECTIONS, _SINGLE, _LINES, _MANY_LINES))


def _surface(element: Any, outline: Outline, dimension: str | None) -> None:
    name = local_name(element.tag)
    outline.srs = outline.srs or element.get("srsName", "")
    dimension = element.get("srsDimension", dimension)
    if name in _POLYGONS:
        _polygon(element, outline, dimension)
    elif name == "Point":
        outline.rings.append(_position(element, outline, dimension))
    elif name in _LINES or name in _MANY_LINES:
        _line(element, outline, dimension)
    elif name in _COLLECTIONS or name in _SINGLE:
        outline.multiple |= name in _COLLECTIONS and name not in _JOINED
        outline.joined |= name in _JOINED
        for member in _members(element):
            _surface(member, outline, dimension)
    else:
        raise BadGeometry(name[:60])


def _line(element: Any, outline: Outline, dimension: str | None) -> None:
    outline.lines = True
    if local_name(element.tag) in _LINES:
        outline.rings.append(_curve(element, outline, dimension))
        return
    outline.multiple = True
    for member in element:
        if local_name(member.tag) in _LINE_MEMBERS:
            outline.rings += [_curve(curve, outline, dimension) for curve in member]


def _members(element: Any) -> Iterator[Any]:
    for child in element:
        if local_name(child.tag) in _MEMBERS:
            yield from child


def _polygon(element: Any, outline: Outline, dimension: str | None) -> None:
    exteriors, interiors = [], []
    for child in element:
        name = local_name(child.tag)
        if name in _EXTERIOR:
            exteriors.extend(child)
        elif name in _INTERIOR:
            interiors.extend(child)
    if len(exteriors) != 1:
        raise BadGeometry("exterior")
    for ring in (*exteriors, *interiors):
        outline.rings.append(_ring(ring, outline, dimension))
    outline.polygons.append(1 + len(interiors))


def _ring(ring: Any, outline: Outline, dimension: str | None) -> list[float]:
    name = local_name(ring.tag)
    outline.srs = outline.srs or ring.get("srsName", "")
    dimension = ring.get("srsDimension", dimension)
    if name == "Ring":
        return _curved_ring(ring, outline, dimension)
    if name != "LinearRing":
        raise BadGeometry(name[:60])
    if len(ring) == 1 and ring[0].tag.endswith("}posList"):
        positions = ring[0]
        outline.srs = outline.srs or positions.get("srsName", "")
        return _flat(positions.text, positions.get("srsDimension", dimension))
    return _other_positions(ring, outline, dimension)


def _position(point: Any, outline: Outline, dimension: str | None) -> list[float]:
    pair = _other_positions(point, outline, dimension, closed=False)
    if len(pair) != 2:
        raise BadGeometry("Point")
    return pair


def _other_positions(element: Any, outline: Outline, dimension: str | None, *, closed: bool = True) -> list[float]:
    """Pairs from a run of gml:pos or gml:coord, from gml:coordinates, or from several lists."""
    pairs: list[float] = []
    for child in element:
        name = local_name(child.tag)
        outline.srs = outline.srs or child.get("srsName", "")
        dimension = child.get("srsDimension", dimension)
        if name == "pos":
            pairs += _one(child.text)
        elif name == "posList":
            pairs += _flat(child.text, dimension, closed=closed)
        elif name == "coordinates":
            pairs += _coordinates(child)
        elif name == "coord":
            pairs += _one(" ".join(axis.text or "" for axis in child))
        elif name in ("pointProperty", "pointRep") and len(child):
            pairs += _position(child[0], outline, dimension)
        else:
            raise BadGeometry(name[:60])
    return pairs


def _numbers(text: str | None) -> list[float]:
    try:
        return list(map(float, (text or "").replace("_", "?").split()))
    except ValueError:
        raise BadGeometry("number") from None


def _one(text: str | None) -> list[float]:
    numbers = _numbers(text)
    if len(numbers) not in _DIMENSIONS:
        raise BadGeometry("ordinates")
    return numbers[:2]


def _flat(text: str | None, dimension: str | None, *, closed: bool = True) -> list[float]:
    """Pairs from a list of ordinates; heights, declared or evident, are left out."""
    numbers = _numbers(text)
    if dimension == "3" or (dimension != "2" and closed and _looks_spatial(numbers)):
        if len(numbers) % 3:
            raise BadGeometry("ordinates")
        return [number for index, number in enumerate(numbers) if index % 3 != 2]
    if len(numbers) % 2:
        raise BadGeometry("ordinates")
    return numbers


def _looks_spatial(numbers: list[float]) -> bool:
    """Whether an undeclared list closes on itself as triples but not as pairs."""
    if len(numbers) % 3 or len(numbers) < 12:
        return False
    return numbers[:3] == numbers[-3:] and (len(numbers) % 2 == 1 or numbers[:2] != numbers[-2:])


def _coordinates(element: Any) -> list[float]:
    """GML 2: tuples parted by `ts`, ordinates by `cs`, fractions by `decimal`."""
    text = element.text or ""
    decimal, within, between = element.get("decimal", "."), element.get("cs", ","), element.get("ts", " ")
    if not within.isspace():
        text = re.sub(rf"\s*{re.escape(within)}\s*", within, text)
    pairs: list[float] = []
    for part in text.split(None if between == " " else between):
        ordinates = part.replace(within, " ").replace(decimal, ".")
        pairs += _one(ordinates)
    return pairs


def _curved_ring(ring: Any, outline: Outline, dimension: str | None) -> list[float]:
    """A ring of curves laid end to end."""
    pairs: list[float] = []
    for member in ring:
        if local_name(member.tag) in _CURVE_MEMBERS:
            for curve in member:
                pairs = _continued(pairs, _curve(curve, outline, dimension))
    return pairs


def _continued(pairs: list[float], more: list[float]) -> list[float]:
    if pairs and math.dist(pairs[-2:], more[:2]) > _JOINT:
        raise BadGeometry("gap between curves")
    return pairs + (more[2:] if pairs[-2:] == more[:2] else more)


def _curve(curve: Any, outline: Outline, dimension: str | None) -> list[float]:
    name = local_name(curve.tag)
    outline.srs = outline.srs or curve.get("srsName", "")
    dimension = curve.get("srsDimension", dimension)
    if name not in _CURVES_OF_CURVES:
        return _linearised(curve, outline, dimension)
    pairs = _curved_ring(curve, outline, dimension)
    if curve.get("orientation") == "-":
        return [number for index in range(len(pairs) - 2, -2, -2) for number in pairs[index : index + 2]]
    return pairs


def _linearised(curve: Any, outline: Outline, dimension: str | None) -> list[float]:
    """One curve as lines, by GDAL.

    Without any srsName GDAL leaves the axes as they are; its arcs come out the same from both directions, so
    that neighbours keep a common boundary.
    """
    for element in curve.iter():
        outline.srs = outline.srs or element.attrib.get("srsName", "")
        element.attrib.pop("srsName", None)
    if dimension:
        curve.set("srsDimension", dimension)
    try:
        linear = OGRGeometry.from_gml(etree.tostring(curve, with_tail=False)).get_linear_geometry()
        flat: list[float] = shapely.get_coordinates(shapely.from_wkb(bytes(linear.wkb))).ravel().tolist()
    except (GDALException, shapely.errors.ShapelyError):
        raise BadGeometry("curve") from None
    if not flat:
        raise BadGeometry("curve")
    return flat
