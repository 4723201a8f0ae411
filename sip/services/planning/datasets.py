"""Download service of data sets of planning acts as Atom feeds, by INSPIRE's technical guidance for such services.

A data set is what shares a namespace: the acts of one kind of one gmina. The feed of the service has an entry for each,
the feed of a data set an entry for each of its acts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch
from drf_spectacular.utils import extend_schema

from sip.public import rows, statement
from sip.services import atom
from sip.services.answers import validated
from sip.services.errors import NotFound
from sip.services.layers import register_version
from sip.services.planning import schema
from sip.services.planning.words import titles
from sip.services.rest.views import PlainView

GML: Final = "application/gml+xml;version=3.2"
DATASETS: Final = statement(__file__, "datasets.sql")
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
        return validated(
            request, _service_feed(atom.root(request), register_version()), f"{atom.MEDIA_TYPE}; charset=utf-8"
        )


class DatasetFeedView(PlainView):
    @extend_schema(**schema.DATASET_FEED)
    def get(self, request: HttpRequest, namespace: str) -> HttpResponseBase:
        body = _dataset_feed(atom.root(request), namespace, register_version())
        if body is None:
            raise NotFound(f"There is no data set {namespace} in the register.")
        return validated(request, body, f"{atom.MEDIA_TYPE}; charset=utf-8")


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
    feed = atom.feed(atom.address(root, "planning-datasets"), TITLE, SUBTITLE, _changed(files))
    for namespace, members in groupby(files, key=attrgetter("namespace")):
        _dataset_entry(feed, root, namespace, list(members))
    return atom.written(feed)


@lru_cache(maxsize=200)
def _dataset_feed(root: str, namespace: str, version: int) -> bytes | None:
    files = [file for file in _files() if file.namespace == namespace]
    if not files:
        return None
    title = _dataset_title(namespace, files)
    feed = atom.feed(_dataset_address(root, namespace), title, SUBTITLE, _changed(files))
    atom.link(feed, "up", atom.address(root, "planning-datasets"), atom.MEDIA_TYPE, TITLE)
    for file in files:
        _act_entry(feed, root, file)
    return atom.written(feed)


def _changed(files: Files) -> datetime:
    return max((file.changed_at for file in files), default=atom.NEVER)


def _dataset_entry(feed: atom.Element, root: str, namespace: str, files: Files) -> None:
    """The feed of the data set leads to its files; they are named here too, for clients that look no further."""
    title, address = _dataset_title(namespace, files), _dataset_address(root, namespace)
    entry = atom.entry(feed, title, address, _changed(files), [file.box for file in files])
    authority, _, code = namespace.rpartition("/")
    atom.identify(entry, code, authority)
    atom.link(entry, "alternate", address, atom.MEDIA_TYPE, title)
    for file in files:
        atom.link(entry, "section", _file_address(root, file), GML, file.title)
    atom.text(entry, "summary", f"{', '.join(_kinds(files))}; liczba aktów: {len(files)}")


def _act_entry(feed: atom.Element, root: str, file: File) -> None:
    entry = atom.entry(feed, file.title, _file_address(root, file), file.changed_at, [file.box])
    atom.link(entry, "alternate", _file_address(root, file), GML, file.title)
    standing = titles().get(file.status, file.status) or "stan nieznany"
    atom.text(entry, "summary", f"{', '.join(_kinds([file]))}; {standing}")


def _dataset_title(namespace: str, files: Files) -> str:
    units = ", ".join(dict.fromkeys(file.unit for file in files if file.unit))
    return " – ".join(filter(None, (", ".join(_kinds(files)).capitalize(), units, namespace)))


def _kinds(files: Files) -> list[str]:
    return list(dict.fromkeys(titles().get(file.kind, file.kind) or "akt planowania" for file in files))


def _dataset_address(root: str, namespace: str) -> str:
    return atom.address(root, "planning-dataset", namespace)


def _file_address(root: str, file: File) -> str:
    return atom.address(root, "planning-act-file", file.identifier)
