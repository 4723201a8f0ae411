"""What the services say they can do: MapServer's document without what is not answered here, or nobody's business."""

from functools import lru_cache
from typing import Final

import numpy as np
from lxml import etree

from sip.geo.crs import PL_1992, AxisOrder, parse_srs_name, transform
from sip.services.maps import mapfile
from sip.services.maps.drawing import draw
from sip.services.maps.pool import Map

_LANGUAGES: Final = {"pol": "pol", "pl": "pol", "eng": "eng", "en": "eng"}
# Requests and documents of MapServer that are not passed on to it.
_UNANSWERED: Final = frozenset(("DescribeLayer", "GetStyles", "PutStyles", "MetadataURL"))
_UNWRITTEN: Final = frozenset(("application/vnd.ogc.gml", "gml"))
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NAMESPACES: Final = {"common": "http://inspire.ec.europa.eu/schemas/common/1.0"}
# The regulation on network services; whether we keep it in all it says, nobody has evaluated.
_INSPIRE: Final = {
    ".//common:MandatoryKeyword/common:KeywordValue": "infoMapAccessService",
    ".//common:Specification/common:Title": "Rozporządzenie Komisji (WE) nr 976/2009",
    ".//common:Specification/common:DateOfLastRevision": "2009-10-19",
}
_ADDRESS: Final = ("AddressType", "Address", "City", "StateOrProvince", "PostCode", "Country")
# Points along each edge of a box, which is a curve in another system.
_ALONG: Final = 21


def language(text: str) -> str:
    """Polish where another one is asked for, as INSPIRE wants."""
    return _LANGUAGES.get(text.lower(), "pol")


@lru_cache(maxsize=64)
def document(drawn: Map, version: str, spoken: str, address: str, day: str) -> bytes:
    """Capabilities of the service at ADDRESS."""
    query = {"SERVICE": drawn.name.upper(), "VERSION": version, "REQUEST": "GetCapabilities", "LANGUAGE": spoken}
    root = etree.fromstring(draw(drawn, query, address=address, day=day).content, _parser())
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or _is_unanswered(element):
            _removed(element)
    if drawn.name == "wms":
        _bounded(root, newer=version == "1.3.0")
        _for_inspire(root)
        if version == "1.1.1":
            _without_crs84(root)
    _addressed(root)
    _shortened(root)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)


def _is_unanswered(element: etree._Element) -> bool:
    name = etree.QName(element).localname
    if name == "Post":
        return etree.QName(element.getroottree().getroot()).localname.startswith("WM")
    return name in _UNANSWERED or (name == "Format" and (element.text or "").strip() in _UNWRITTEN)


def _removed(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _bounded(root: etree._Element, *, newer: bool) -> None:
    """Boxes to the centimetre, which MapServer rounds to six digits; a time that may be left out."""
    boxes = {}
    for element in root.iter("{*}BoundingBox", "BoundingBox"):
        name = element.get("CRS") or element.get("SRS") or ""
        if name not in boxes:
            boxes[name] = _box(name, newer=newer)
        for edge, value in zip(("minx", "miny", "maxx", "maxy"), boxes[name], strict=True):
            element.set(edge, f"{value:.7f}" if max(map(abs, boxes[name])) < 360 else f"{value:.2f}")
    for element in root.iter("{*}Dimension" if newer else "Extent"):
        element.set("default", "current")
        if newer:
            element.set("current", "1")


def _addressed(root: etree._Element) -> None:
    """A postal address of WMS in all its parts, empty where the office's settings do not say."""
    for place in root.iter("{*}ContactAddress"):
        said = {etree.QName(part).localname: part for part in place}
        namespace = etree.QName(place).namespace
        place[:] = [said[name] if name in said else etree.Element(etree.QName(namespace, name)) for name in _ADDRESS]


def _for_inspire(root: etree._Element) -> None:
    """What INSPIRE wants of a view service and MapServer has no setting for."""
    for path, text in _INSPIRE.items():
        for element in root.iterfind(path, _NAMESPACES):
            element.text = text


def _without_crs84(root: etree._Element) -> None:
    """The older version has no such system."""
    for element in [*root.iter("SRS"), *root.iter("BoundingBox")]:
        if "CRS:84" in (element.text, element.get("SRS")):
            _removed(element)


def _box(name: str, *, newer: bool) -> tuple[float, float, float, float]:
    """The extent in another system, first the axis that the version has first."""
    crs, _ = parse_srs_name(name)
    west, south, east, north = mapfile.extent()
    along = np.linspace(0, 1, _ALONG)
    xs, ys = west + along * (east - west), south + along * (north - south)
    edges = [np.column_stack((xs, np.full(_ALONG, y))) for y in (south, north)]
    edges += [np.column_stack((np.full(_ALONG, x), ys)) for x in (west, east)]
    found = transform(np.vstack(edges), PL_1992, crs)
    swapped = newer and "84" not in name[:6] and crs.axes == AxisOrder.NORTH_EAST
    placed = found[:, ::-1] if swapped else found
    (first, second), (third, fourth) = placed.min(axis=0), placed.max(axis=0)
    return float(first), float(second), float(third), float(fourth)


def _shortened(root: etree._Element) -> None:
    """Without the address of a schema of MapServer's own that nobody can be given."""
    words = root.get(_SCHEMA_LOCATION, "").split()
    pairs = zip(words[::2], words[1::2], strict=False)
    kept = [word for pair in pairs if "GetSchemaExtension" not in pair[1] for word in pair]
    if kept:
        root.set(_SCHEMA_LOCATION, " ".join(kept))
