"""Download service of data sets of planning acts as Atom feeds, by INSPIRE's technical guidance for such services.

A data set is what shares a namespace: the acts of one kind of one gmina. The feed of the service has an entry for each,
the feed of a data set an entry for each of its acts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from drf_spectacular.utils import extend_schema
from lxml import etree

from sip.geo.crs import PL_1992, WGS84, transform
from sip.public import rows, statement
from sip.services.answers import validated
from sip.services.errors import NotFound
from sip.services.layers import register_version
from sip.services.planning import schema
from sip.services.planning.app_xml import SRS, plain
from sip.services.planning.words import titles
from sip.services.rest.views import PlainView

ATOM: Final = "http://www.w3.org/2005/Atom"
GEORSS: Final = "http://www.georss.org/georss"
INSPIRE: Final = "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0"
NAMESPACES: Final[dict[Any, str]] = {None: ATOM, "georss": GEORSS, "inspire_dls": INSPIRE}
MEDIA_TYPE: Final = "application/atom+xml"
GML: Final = "application/gml+xml;version=3.2"
DATASETS: Final = statement(__file__, "datasets.sql")
# Of the feed of a register that has no act yet.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
TITLE: Final = "Akty planowania przestrzennego – usługa pobierania"
SUBTITLE: Final = "Zbiory danych aktów planowania przestrzennego w schemacie APP 2.0 (GML 3.2), układ PL-1992"


@dataclass(frozen=True, slots=True)
class File:
    """An act that can be downloaded; `box` is west, south, east, north in PL-1992."""

    identifier: str
    namespace: str
    title: str
    kind: str
    status: str
    changed_at: datetime
    unit: str
    box: tuple[float, ...] | None


Files = Sequence[File]


class ServiceFeedView(PlainView):
    @extend_schema(**schema.SERVICE_FEED)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return validated(request, _service_feed(_root(request), register_version()), f"{MEDIA_TYPE}; charset=utf-8")


class DatasetFeedView(PlainView):
    @extend_schema(**schema.DATASET_FEED)
    def get(self, request: HttpRequest, namespace: str) -> HttpResponseBase:
        body = _dataset_feed(_root(request), namespace, register_version())
        if body is None:
            raise NotFound(f"There is no data set {namespace} in the register.")
        return validated(request, body, f"{MEDIA_TYPE}; charset=utf-8")


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _files() -> list[File]:
    """Those that an address can lead to."""
    found = [_file(*row) for row in rows(DATASETS)]
    return [file for file in found if _addressable(file)]


def _file(*row: Any) -> File:
    *told, west, south, east, north = row
    identifier, namespace, title, kind, status, changed_at, unit = told
    box = None if west is None else (west, south, east, north)
    return File(identifier, namespace, title, kind, status, changed_at, unit, box)


def _addressable(file: File) -> bool:
    try:
        return bool(_file_address("", file) and _dataset_address("", file.namespace))
    except NoReverseMatch:
        return False


@lru_cache(maxsize=20)
def _service_feed(root: str, version: int) -> bytes:
    files = _files()
    address = _address(root, "planning-datasets")
    feed = _feed(root, address, TITLE, SUBTITLE, files)
    for namespace, members in groupby(files, key=attrgetter("namespace")):
        _dataset_entry(feed, root, namespace, list(members))
    return _written(feed)


@lru_cache(maxsize=200)
def _dataset_feed(root: str, namespace: str, version: int) -> bytes | None:
    files = [file for file in _files() if file.namespace == namespace]
    if not files:
        return None
    address = _dataset_address(root, namespace)
    feed = _feed(root, address, _dataset_title(namespace, files), SUBTITLE, files)
    _link(feed, "up", _address(root, "planning-datasets"), MEDIA_TYPE, TITLE)
    for file in files:
        _act_entry(feed, root, file)
    return _written(feed)


def _feed(root: str, address: str, title: str, subtitle: str, files: Files) -> etree._Element:
    feed = etree.Element(_q(ATOM, "feed"), nsmap=NAMESPACES)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "pl")
    _text(feed, "title", title)
    _text(feed, "subtitle", subtitle)
    _link(feed, "self", address, MEDIA_TYPE, title)
    _text(feed, "id", address)
    _text(feed, "rights", settings.DATA_RIGHTS)
    _text(feed, "updated", _moment(max((file.changed_at for file in files), default=NEVER)))
    author = etree.SubElement(feed, _q(ATOM, "author"))
    _text(author, "name", settings.ACCESSIBILITY["body"])
    _text(author, "email", settings.ACCESSIBILITY["email"])
    return feed


def _dataset_entry(feed: etree._Element, root: str, namespace: str, files: Files) -> None:
    """The feed of the data set leads to its files; they are named here too, for clients that look no further."""
    title, address = _dataset_title(namespace, files), _dataset_address(root, namespace)
    entry = _entry(feed, title, address, files)
    authority, _, code = namespace.rpartition("/")
    for name, value in (("code", code), ("namespace", authority)):
        etree.SubElement(entry, _q(INSPIRE, f"spatial_dataset_identifier_{name}")).text = plain(value)
    _link(entry, "alternate", address, MEDIA_TYPE, title)
    for file in files:
        _link(entry, "section", _file_address(root, file), GML, file.title)
    _text(entry, "summary", f"{', '.join(_kinds(files))}; liczba aktów: {len(files)}")


def _act_entry(feed: etree._Element, root: str, file: File) -> None:
    entry = _entry(feed, file.title, _file_address(root, file), [file])
    _link(entry, "alternate", _file_address(root, file), GML, file.title)
    _text(entry, "summary", f"{', '.join(_kinds([file]))}; {titles().get(file.status, file.status) or 'stan nieznany'}")


def _entry(feed: etree._Element, title: str, address: str, files: Files) -> etree._Element:
    entry = etree.SubElement(feed, _q(ATOM, "entry"))
    _text(entry, "title", title or address)
    _text(entry, "id", address)
    _text(entry, "rights", settings.DATA_RIGHTS)
    _text(entry, "updated", _moment(max(file.changed_at for file in files)))
    etree.SubElement(entry, _q(ATOM, "category"), term=SRS, label=PL_1992.name)
    for polygon in _polygon(files):
        etree.SubElement(entry, _q(GEORSS, "polygon")).text = polygon
    return entry


def _polygon(files: Files) -> Iterator[str]:
    """The box of all of them as latitude and longitude of its corners; nothing where no outline is known."""
    boxes = np.array([file.box for file in files if file.box], dtype=float).reshape(-1, 4)
    if not len(boxes):
        return
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    corners = transform(np.array([(west, south), (east, south), (east, north), (west, north)]), PL_1992, WGS84)
    (left, low), (right, high) = corners.min(axis=0), corners.max(axis=0)
    ring = ((low, left), (low, right), (high, right), (high, left), (low, left))
    yield " ".join(f"{latitude:.6f} {longitude:.6f}" for latitude, longitude in ring)


def _dataset_title(namespace: str, files: Files) -> str:
    units = ", ".join(dict.fromkeys(file.unit for file in files if file.unit))
    return " – ".join(filter(None, (", ".join(_kinds(files)).capitalize(), units, namespace)))


def _kinds(files: Files) -> list[str]:
    return list(dict.fromkeys(titles().get(file.kind, file.kind) or "akt planowania" for file in files))


def _dataset_address(root: str, namespace: str) -> str:
    return _address(root, "planning-dataset", namespace)


def _file_address(root: str, file: File) -> str:
    return _address(root, "planning-act-file", file.identifier)


def _address(root: str, name: str, *args: str) -> str:
    return f"{root}{reverse(name, settings.HOT_URLCONF, args)}"


def _link(parent: etree._Element, rel: str, href: str, media_type: str, title: str) -> None:
    given = {"rel": rel, "type": media_type, "hreflang": "pl", "href": href, "title": plain(title)}
    etree.SubElement(parent, _q(ATOM, "link"), given)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _q(ATOM, name)).text = plain(text)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _q(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _written(feed: etree._Element) -> bytes:
    written: bytes = etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
