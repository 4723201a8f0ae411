"""Styles that clients bring (SLD_BODY): read with limits, and nothing in them that would be fetched from anywhere."""

from typing import Final

from lxml import etree

from sip.services.maps.exceptions import OgcError, invalid
from sip.services.maps.xmlbody import local_name, read
from sip.services.registry.drawn import BY_NAME

LARGEST: Final = 64_000
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


def checked(text: str) -> list[str]:
    """Names of the layers that a style is for. Raises OgcError."""
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
        _check(element)
    names = [_text(layer.find("{*}Name")) for layer in root.iter("{*}NamedLayer")]
    for name in names:
        if name not in BY_NAME:
            raise OgcError("LayerNotDefined", f"SLD_BODY: there is no layer {name[:60]!r}.", "sld_body")
    return names


def _check(element: etree._Element) -> None:
    name = local_name(element)
    if name in _REFUSED:
        raise invalid("SLD_BODY", f"{name} is not taken from clients.")
    if name in ("PropertyName", "ValueReference") and not any(
        _text(element) in drawn.columns for drawn in BY_NAME.values()
    ):
        raise invalid("SLD_BODY", f"there is no attribute {_text(element)[:60]!r}.")


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
