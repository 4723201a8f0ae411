"""Styles that clients bring (SLD_BODY): read with limits, and nothing in them that would be fetched from anywhere."""

from typing import Final

from lxml import etree

from sip.services.maps.exceptions import OgcError, invalid
from sip.services.maps.xmlbody import local_name, read
from sip.services.registry.drawn import BY_NAME, LINE, POLYGON

LARGEST: Final = 64_000
# Nothing to be seen, of shapes that are more than points.
_UNSEEN: Final = {
    POLYGON: (
        '<PolygonSymbolizer xmlns="http://www.opengis.net/sld"><Fill><CssParameter name="fill">#ffffff</CssParameter>'
        '<CssParameter name="fill-opacity">0</CssParameter></Fill></PolygonSymbolizer>'
    ),
    LINE: (
        '<LineSymbolizer xmlns="http://www.opengis.net/sld"><Stroke><CssParameter name="stroke">#ffffff</CssParameter>'
        '<CssParameter name="stroke-opacity">0</CssParameter></Stroke></LineSymbolizer>'
    ),
}
# Elements that name files, other services or data of the client's own.
_REFUSED: Final = frozenset(
    (
        "ExternalGraphic",
        "ExternalMark",
        "OnlineResource",
        "InlineContent",
        "InlineFeature",
        "RemoteOWS",
        "UserLayer",
        "UserStyle.Href",
        "ColorReplacement",
        "RasterSymbolizer",
        "Function",
        "Gml",
        "Inline",
        "MarkIndex",
    )
)


def checked(text: str) -> tuple[list[str], str]:
    """Names of the layers that a style is for, and the style as MapServer is given it. Raises OgcError."""
    if len(text.encode()) > LARGEST:
        raise invalid("SLD_BODY", f"at most {LARGEST} bytes are read.")
    try:
        # MapServer reads the text, not the declaration: a comment here must be one there.
        root = read(text.encode(), "SLD_BODY", encoding="utf-8")
    except OgcError as error:
        raise invalid("SLD_BODY", error.text) from None
    if local_name(root) != "StyledLayerDescriptor":
        raise invalid("SLD_BODY", "this is no StyledLayerDescriptor.")
    for element in root.iter("*"):
        if local_name(element) in _REFUSED:
            raise invalid("SLD_BODY", f"{local_name(element)} is not taken from clients.")
    styled = list(root.iter("{*}NamedLayer"))
    for layer in styled:
        _check(layer)
    return [_name(layer) for layer in styled], etree.tostring(root, encoding="unicode")


def _name(layer: etree._Element) -> str:
    return _text(layer.find("{*}Name"))


def _check(layer: etree._Element) -> None:
    name = _name(layer)
    if name not in BY_NAME:
        raise OgcError("LayerNotDefined", f"SLD_BODY: there is no layer {name[:60]!r}.", "sld_body")
    for element in layer.iter("{*}PropertyName", "{*}ValueReference"):
        if _text(element) not in BY_NAME[name].columns:
            served = ", ".join(BY_NAME[name].columns)
            raise invalid("SLD_BODY", f"{name} has no attribute {_text(element)[:60]!r}. It has: {served}.")
    if symbolizer := _UNSEEN.get(BY_NAME[name].shape):
        for rule in layer.iter("{*}Rule"):
            _carry(rule, symbolizer)


def _carry(rule: etree._Element, symbolizer: str) -> None:
    """Labels need something to stand on: MapServer 8 draws none of a rule that has nothing else."""
    kinds = {local_name(child) for child in rule if str(child.tag).endswith("Symbolizer")}
    labels = rule.find("{*}TextSymbolizer")
    if labels is not None and kinds == {"TextSymbolizer"}:
        labels.addprevious(etree.fromstring(symbolizer))


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
