"""XML from strangers: no entities, no document types, nothing fetched, limits in size and depth."""

from typing import Final

from lxml import etree

from sip.services.maps.exceptions import OgcError

LARGEST: Final = 256_000
DEEPEST: Final = 40
MOST_ELEMENTS: Final = 5_000


def read(content: bytes, name: str = "request", *, encoding: str | None = None) -> etree._Element:
    """The root element. ENCODING: of what was text already, whatever its declaration says. Raises OgcError."""
    if len(content) > LARGEST:
        raise OgcError("OperationParsingFailed", f"At most {LARGEST} bytes are read.", name)
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise OgcError("OperationParsingFailed", "This is no well-formed XML.", name) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise OgcError("OperationParsingFailed", "A document type is not taken.", name)
    _limited(root, name)
    return root


def _limited(root: etree._Element, name: str) -> None:
    depth = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end", "comment", "pi"))):
        if event == "pi" or isinstance(element, etree._Entity):
            raise OgcError("OperationParsingFailed", "Processing instructions and entities are not taken.", name)
        depth += {"start": 1, "end": -1}.get(event, 0)
        if depth > DEEPEST or count > MOST_ELEMENTS * 2:
            raise OgcError("OperationParsingFailed", "This XML is too deep or has too many elements.", name)


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname
