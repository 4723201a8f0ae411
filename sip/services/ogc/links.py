"""Links between the resources of OGC API, absolute as its clients need them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from sip.services.ogc.formats import HTML, NAMES, Format

ROOT: Final = "/ogc/"
Link = dict[str, Any]


def address(request: HttpRequest, *parts: str, query: Mapping[str, Any] | None = None) -> str:
    """Of the resource whose path below the landing page has these PARTS."""
    path = ROOT + "/".join(quote(part, safe="~=") for part in parts)
    return request.build_absolute_uri(f"{path}?{urlencode(query)}" if query else path)


def link(rel: str, href: str, media_type: str = "", title: str = "") -> Link:
    made = {"rel": rel, "href": href}
    if media_type:
        made["type"] = media_type
    if title:
        made["title"] = title
    return made


def own(request: HttpRequest, query: Mapping[str, str], used: Format, data: Format) -> list[Link]:
    """`self` in the format in use and `alternate` in the other."""
    path = request.build_absolute_uri(request.path)
    other = data if used is HTML else HTML
    return [
        link("self", f"{path}?{urlencode(query)}" if query else path, used.type),
        link("alternate", f"{path}?{urlencode({**query, 'f': other.name})}", other.type),
    ]


def every_link(document: Any) -> list[Link]:
    """Links of a document and of what it lists, each once; templates are no links that a page could hold."""
    found = {each["href"]: each for each in _links(document) if not each.get("templated")}
    return list(found.values())


def _links(part: Any) -> Iterator[Link]:
    """Whatever has an address and says what it is to this document."""
    if isinstance(part, dict) and "href" in part and "rel" in part:
        if isinstance(part["href"], str):
            yield part
    elif isinstance(part, dict):
        for each in part.values():
            yield from _links(each)
    elif isinstance(part, list):
        for each in part:
            yield from _links(each)


def in_all_formats(rel: str, href: str, data: Format, title: str = "") -> list[Link]:
    types = (data.type, HTML.type)
    return [link(rel, f"{href}?f={name}", media_type, title) for name, media_type in zip(NAMES, types, strict=True)]
