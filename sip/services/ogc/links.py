"""Links between the resources of OGC API, absolute as its clients need them."""

from collections.abc import Mapping
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


def in_all_formats(rel: str, href: str, data: Format, title: str = "") -> list[Link]:
    types = (data.type, HTML.type)
    return [link(rel, f"{href}?f={name}", media_type, title) for name, media_type in zip(NAMES, types, strict=True)]
