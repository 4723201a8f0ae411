"""Filters of WFS (OGC Filter 1.1, FES 2.0): what stands in them is on a list before MapServer reads it."""

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from sip.geo.crs import PL_1992, UnknownCRS, parse_srs_name
from sip.services.maps.exceptions import OgcError, invalid
from sip.services.maps.mapfile import SYSTEMS, is_number
from sip.services.maps.xmlbody import local_name, read
from sip.services.registry.drawn import BY_NAME, Drawn

GEOMETRY: Final = "msGeometry"
LARGEST: Final = 128_000
_NAMES: Final = frozenset(("PropertyName", "ValueReference"))
_OF_NAMES: Final = tuple(f"{{*}}{name}" for name in sorted(_NAMES))
_COMPARISONS: Final = (
    "PropertyIsEqualTo PropertyIsNotEqualTo PropertyIsLessThan PropertyIsGreaterThan PropertyIsLessThanOrEqualTo"
    " PropertyIsGreaterThanOrEqualTo PropertyIsLike PropertyIsNull PropertyIsNil PropertyIsBetween LowerBoundary"
    " UpperBoundary Literal"
)
_SPATIAL: Final = "BBOX Intersects Disjoint Within Contains Touches Crosses Overlaps Equals DWithin Beyond Distance"
_SHAPES: Final = (
    "Envelope lowerCorner upperCorner Box coordinates Point pos posList LineString Polygon exterior interior"
    " outerBoundaryIs innerBoundaryIs LinearRing MultiSurface surfaceMember surfaceMembers MultiPolygon polygonMember"
    " MultiPoint pointMember MultiCurve curveMember MultiLineString lineStringMember Surface patches PolygonPatch"
)
_ELEMENTS: Final = (
    frozenset(f"Filter And Or Not ResourceId FeatureId GmlObjectId {_COMPARISONS} {_SPATIAL} {_SHAPES}".split())
    | _NAMES
)
_IDENTIFYING: Final = ("rid", "fid")
_IDENTIFIER: Final = re.compile(r"([a-z_]{1,40})\.[0-9]{1,18}")
# Namespace of filters, element of names, namespace of shapes.
_WRITTEN: Final = {
    "1.1.0": ("http://www.opengis.net/ogc", "PropertyName", "http://www.opengis.net/gml"),
    "2.0.0": ("http://www.opengis.net/fes/2.0", "ValueReference", "http://www.opengis.net/gml/3.2"),
}
_COMPARED: Final = re.compile("PropertyIs(?!Like|Null|Nil)")
_NUMBER: Final = re.compile(r"\s*[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,2})?\s*")
_PAIRS: Final = frozenset(("pos", "posList", "lowerCorner", "upperCorner"))
_ATTRIBUTES: Final = {
    "matchCase": re.compile("true|false|1|0"),
    "matchAction": re.compile("Any|All|One"),
    "wildCard": re.compile(r"[^'\"\\\w]|\*"),
    "singleChar": re.compile(r"[^'\"\\\w]|_"),
    "escapeChar": re.compile(r"[^'\"\w]"),
    "escape": re.compile(r"[^'\"\w]"),
    "id": re.compile(r"[\w.-]{1,80}"),
    "srsDimension": re.compile("2"),
    "uom": re.compile(r"[A-Za-z:/_.0-9#-]{1,80}"),
    "units": re.compile(r"[A-Za-z:/_.0-9#-]{1,80}"),
    "decimal": re.compile(r"\."),
    "cs": re.compile(","),
    "ts": re.compile(r"\s"),
}


def checked(text: str, drawn: Drawn) -> str:
    """The filter as MapServer is given it. Raises OgcError."""
    if len(text) > LARGEST:
        raise invalid("FILTER", f"at most {LARGEST} characters are read.")
    root = read(text.encode(), "filter")
    if local_name(root) != "Filter":
        raise OgcError("OperationParsingFailed", "FILTER: a Filter element is needed.", "filter")
    for element in root.iter("*"):
        _check(element, drawn)
    for element in list(root.iter("{*}Beyond")):
        _negated(element)
    return etree.tostring(root, encoding="unicode")


def _negated(beyond: etree._Element) -> None:
    """Beyond a distance as not within it: the database has no word for it."""
    namespace, parent = etree.QName(beyond).namespace, beyond.getparent()
    if parent is not None:
        negation = etree.Element(etree.QName(namespace, "Not"))
        parent.replace(beyond, negation)
        negation.append(beyond)
        beyond.tag = etree.QName(namespace, "DWithin").text


def boxed(query: Mapping[str, str]) -> dict[str, str]:
    """QUERY with a box in another system as a filter: as BBOX, MapServer reads the box around it in the register's."""
    *corners, system = query.get("BBOX", "").split(",")
    if not corners or system.endswith(f"::{PL_1992.srid}"):
        return dict(query)
    namespace, name, gml = _WRITTEN[query["VERSION"]]
    edges = (
        f"<gml:{edge}Corner>{' '.join(corners[at : at + 2])}</gml:{edge}Corner>"
        for at, edge in ((0, "lower"), (2, "upper"))
    )
    shape = f'<gml:Envelope srsName="{system}">{"".join(edges)}</gml:Envelope>'
    condition = f"<BBOX><{name}>{GEOMETRY}</{name}>{shape}</BBOX>"
    others = {key: value for key, value in query.items() if key != "BBOX"}
    return others | {"FILTER": f'<Filter xmlns="{namespace}" xmlns:gml="{gml}">{condition}</Filter>'}


def _check(element: etree._Element, drawn: Drawn) -> None:
    name = local_name(element)
    if name not in _ELEMENTS:
        raise OgcError("OperationParsingFailed", f"FILTER: {name[:40]} is not understood here.", "filter")
    if name in _NAMES:
        element.text = attribute(element.text or "", drawn, "filter")
    if _COMPARED.match(name):
        _check_values(element, drawn)
    if name == "Distance" and not (_NUMBER.fullmatch(element.text or "") and float(element.text or "") >= 0):
        raise invalid("FILTER", "a Distance is a number, 0 or more.")
    for key, value in list(element.attrib.items()):
        if key in _IDENTIFYING:
            element.set(key, _identity(str(value), drawn))
        else:
            _check_attribute(element, str(key), str(value))


def _check_values(comparison: etree._Element, drawn: Drawn) -> None:
    compared = {attribute(element.text or "", drawn, "filter") for element in comparison.iter(*_OF_NAMES)}
    numbers = [name for name in compared if name in drawn.columns and is_number(drawn, name)]
    for element in comparison.iter("{*}Literal"):
        text = element.text or ""
        if numbers and not _NUMBER.fullmatch(text):
            raise invalid("FILTER", f"{numbers[0]} is a number, which {text[:40]!r} is not.")
        # MapServer takes it for the beginning of a sign of its own.
        if "\\" in text:
            raise invalid("FILTER", "no value here has a backslash in it.")


def _check_attribute(element: etree._Element, key: str, value: str) -> None:
    name = etree.QName(key).localname
    if name == "srsName":
        named, swapped = system(value, "filter")
        element.set(key, named)
        if swapped:
            _swap(element)
    elif "schemaLocation" in name or name in ("version", "nilReason"):
        del element.attrib[key]
    elif name not in _ATTRIBUTES or not _ATTRIBUTES[name].fullmatch(value):
        raise OgcError("OperationParsingFailed", f"FILTER: the attribute {name[:40]} is not understood here.", "filter")


def _identity(text: str, drawn: Drawn) -> str:
    """Of no feature where the identifier is none of ours, which is no mistake (ISO 19142, 7.2.2). Raises OgcError."""
    found = _IDENTIFIER.fullmatch(text)
    if found and found[1] != drawn.name and found[1] in BY_NAME:
        raise OgcError("InvalidParameterValue", f"{text} is not of the type {drawn.name}.", "resourceid")
    return text if found and found[1] == drawn.name else f"{drawn.name}.0"


def attribute(text: str, drawn: Drawn, locator: str) -> str:
    """The name of an attribute of the layer, without a prefix or a path before it. Raises OgcError."""
    name = text.strip().rpartition("/")[2].rpartition(":")[2]
    if name in {GEOMETRY, "geom", "geometry", "the_geom"}:
        return GEOMETRY
    if name not in drawn.columns:
        served = ", ".join(drawn.columns)
        raise OgcError(
            "InvalidParameterValue", f"{drawn.name} has no attribute {name[:60]!r}. It has: {served}.", locator
        )
    return name


def system(text: str, locator: str) -> tuple[str, bool]:
    """A coordinate system by its URN, and whether TEXT, a short name, has pairs the other way round.

    EPSG:n puts easting first, as in other national services; MapServer takes every name by its authority's order.
    """
    try:
        crs, order = parse_srs_name(text)
    except UnknownCRS:
        crs = None
    if crs is None or crs.srid not in SYSTEMS:
        served = ", ".join(f"urn:ogc:def:crs:EPSG::{srid}" for srid in SYSTEMS)
        raise OgcError("InvalidParameterValue", f"{text[:60]!r} is not served. Served: {served}.", locator)
    return f"urn:ogc:def:crs:EPSG::{crs.srid}", order != crs.axes


def _swap(shape: etree._Element) -> None:
    """Turn the pairs of a shape round."""
    for element in shape.iter("*"):
        if local_name(element) in _PAIRS:
            numbers = (element.text or "").split()
            element.text = " ".join(word for at in range(0, len(numbers), 2) for word in reversed(numbers[at : at + 2]))
        elif local_name(element) == "coordinates":
            pairs = (pair.split(",") for pair in (element.text or "").split())
            element.text = " ".join(",".join(reversed(pair)) for pair in pairs)
