"""Feeds of download services in Atom, by INSPIRE's technical guidance: what those of all data sets share."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from lxml import etree

from sip.geo.crs import PL_1992, WGS84, transform
from sip.services.planning.app_xml import SRS, plain

ATOM: Final = "http://www.w3.org/2005/Atom"
GEORSS: Final = "http://www.georss.org/georss"
INSPIRE: Final = "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0"
NAMESPACES: Final[dict[Any, str]] = {None: ATOM, "georss": GEORSS, "inspire_dls": INSPIRE}
MEDIA_TYPE: Final = "application/atom+xml"
LANGUAGE: Final = "pl"
# Of the feed of a register that has nothing yet.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
# West, south, east, north in PL-1992.
Box = tuple[float, ...]
Element = etree._Element


def root(request: HttpRequest) -> str:
    """What every address begins with."""
    return request.build_absolute_uri("/").rstrip("/")


def address(root: str, name: str, *args: str) -> str:
    return f"{root}{reverse(name, settings.HOT_URLCONF, args)}"


def feed(own: str, title: str, subtitle: str, changed_at: datetime) -> Element:
    made = etree.Element(named(ATOM, "feed"), nsmap=NAMESPACES)
    made.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    text(made, "title", title)
    text(made, "subtitle", subtitle)
    link(made, "self", own, MEDIA_TYPE, title)
    text(made, "id", own)
    text(made, "rights", settings.DATA_RIGHTS)
    text(made, "updated", moment(changed_at))
    author = etree.SubElement(made, named(ATOM, "author"))
    text(author, "name", settings.ACCESSIBILITY["body"])
    text(author, "email", settings.ACCESSIBILITY["email"])
    return made


def entry(parent: Element, title: str, own: str, changed_at: datetime, boxes: Iterable[Box | None]) -> Element:
    made = etree.SubElement(parent, named(ATOM, "entry"))
    text(made, "title", title or own)
    text(made, "id", own)
    text(made, "rights", settings.DATA_RIGHTS)
    text(made, "updated", moment(changed_at))
    etree.SubElement(made, named(ATOM, "category"), term=SRS, label=PL_1992.name)
    for polygon in _polygon(boxes):
        etree.SubElement(made, named(GEORSS, "polygon")).text = polygon
    return made


def identify(made: Element, code: str, namespace: str) -> None:
    """Say which spatial data set an entry is of."""
    for name, value in (("code", code), ("namespace", namespace)):
        etree.SubElement(made, named(INSPIRE, f"spatial_dataset_identifier_{name}")).text = plain(value)


def link(parent: Element, rel: str, href: str, media_type: str, title: str, **more: str) -> None:
    given = {"rel": rel, "type": media_type, "hreflang": LANGUAGE, "href": href, "title": plain(title), **more}
    etree.SubElement(parent, named(ATOM, "link"), given)


def text(parent: Element, name: str, words: str) -> None:
    etree.SubElement(parent, named(ATOM, name)).text = plain(words)


def in_degrees(boxes: Iterable[Box | None]) -> Box | None:
    """West, south, east and north of all of them in WGS 84; None where nothing is known."""
    known = np.array([box for box in boxes if box], dtype=float).reshape(-1, 4)
    if not len(known):
        return None
    (west, south), (east, north) = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    corners = transform(np.array([(west, south), (east, south), (east, north), (west, north)]), PL_1992, WGS84)
    return (*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0)))


def _polygon(boxes: Iterable[Box | None]) -> Iterator[str]:
    """Latitude and longitude of the corners; nothing where no outline is known."""
    found = in_degrees(boxes)
    if found is None:
        return
    left, low, right, high = found
    ring = ((low, left), (low, right), (high, right), (high, left), (low, left))
    yield " ".join(f"{latitude:.6f} {longitude:.6f}" for latitude, longitude in ring)


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def named(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def written(made: Element) -> bytes:
    body: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return body
