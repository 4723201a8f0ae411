"""The catalogue as RDF/XML, which older harvesters read, made of its JSON-LD: of the forms used there and no others."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

MEDIA_TYPE: Final = "application/rdf+xml"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

JSON = Mapping[str, Any]


def rdf_xml(document: JSON) -> bytes:
    """A node with `@context` of prefixes, `@id` (a blank node without) and `@type`; names are prefixed everywhere."""
    prefixes: dict[str, str] = document["@context"]
    root = etree.Element(f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF, **prefixes})
    _node(root, document, prefixes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _node(parent: etree._Element, node: JSON, prefixes: Mapping[str, str]) -> None:
    element = etree.SubElement(parent, _name(node["@type"], prefixes))
    if "@id" in node:
        element.set(f"{{{_RDF}}}about", node["@id"])
    for name, values in node.items():
        if not name.startswith("@"):
            for value in values if isinstance(values, list) else [values]:
                _property(etree.SubElement(element, _name(name, prefixes)), value, prefixes)


def _property(element: etree._Element, value: Any, prefixes: Mapping[str, str]) -> None:
    if isinstance(value, str):
        element.text = value
    elif "@value" in value:
        element.text = value["@value"]
        if "@language" in value:
            element.set(_LANGUAGE, value["@language"])
        if "@type" in value:
            prefix, _, name = value["@type"].partition(":")
            element.set(f"{{{_RDF}}}datatype", prefixes[prefix] + name)
    elif "@type" in value:
        _node(element, value, prefixes)
    else:
        element.set(f"{{{_RDF}}}resource", value["@id"])


def _name(prefixed: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, name = prefixed.partition(":")
    return f"{{{prefixes[prefix]}}}{name}"
