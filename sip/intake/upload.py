"""Uploaded files: cleaned while they arrive, so that persons in a GML never touch the disk.

Browsers send the files as multipart; Django hands each on in chunks. XML runs through the filter named in the
settings; anything else is stored as it is. Nothing is kept in memory beyond a few chunks.
"""

import io
import itertools
import queue
import re
import shutil
import threading
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

Filter = Callable[[Iterable[bytes], Callable[[bytes], object]], object]
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
# Address points and WFS answers of parcels or buildings; a file that also names an EGB_ class is no such file.
WITHOUT_PERSONS = re.compile(rb"PRG_|prgad|mua:|:(?:dzialki|budynki|adresy)\b", re.IGNORECASE)
PART = 1 << 20
ARCHIVE_LIMIT = 300_000_000
# What a name may keep: it ends up in a path, on a page and in a report.
SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class UploadRefused(Exception):
    """An upload that is not taken; the text is for people, in Polish."""


class StoredFile(UploadedFile[Any]):
    """A file that lies in the intake folder already."""

    def __init__(self, path: Path, name: str, content_type: str, failure: Exception | None) -> None:
        super().__init__(None, name, content_type, path.stat().st_size)
        self.path = path
        self.failure = failure


class FilteringUploadHandler(FileUploadHandler):
    """Writes each file of a form into a folder of its own under INTAKE_DIR."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        folder = settings.INTAKE_DIR / uuid.uuid4().hex
        folder.mkdir(parents=True, mode=0o700)
        self.path = folder / safe_name(self.file_name or "plik")
        self.received = 0
        self.sink: _Sink | None = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_MB * 1_000_000:
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        if self.sink is None:
            self.sink = _Sink(self.path, _filter_for(raw_data))
        self.sink.put(raw_data)

    def file_complete(self, file_size: int) -> StoredFile:
        failure = self.sink.close() if self.sink else None
        self.path.touch()
        return StoredFile(self.path, self.path.name, self.content_type or "", failure)

    def upload_interrupted(self) -> None:
        if self.sink is not None:
            self.sink.close()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def discard(files: Iterable[StoredFile]) -> None:
    """Remove files that will not become a delivery."""
    for file in files:
        shutil.rmtree(file.path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a name, in letters that are harmless in any path."""
    cleaned = "".join(letter if letter in SAFE else "_" for letter in name.replace("\\", "/").rpartition("/")[2])
    return cleaned.lstrip(".")[-100:] or "plik"


def _filter_for(beginning: bytes) -> Filter:
    """XML is cleaned unless it plainly is of a kind without persons: unknown XML is better emptied than stored."""
    if beginning.startswith(GZIP):
        return _unpacked
    if beginning.startswith(ZIP):
        return _archive
    if beginning.lstrip().startswith(XML_STARTS) and (b"EGB_" in beginning or not WITHOUT_PERSONS.search(beginning)):
        return cleaned
    return _copy


def cleaned(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    import_string(settings.UPLOAD_FILTER)(chunks, write)


def _copy(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    for chunk in chunks:
        write(chunk)


def _unpacked(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """A gzipped file is unpacked on the way, so that what is inside is cleaned too."""
    parts = _inflate(chunks)
    beginning = next(parts, b"")
    _filter_for(beginning)(itertools.chain([beginning], parts), write)


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    produced = 0
    for chunk in chunks:
        while chunk:
            part = unpacker.decompress(chunk, PART)
            produced += len(part)
            if produced > settings.UPLOAD_LIMIT_MB * 1_000_000:
                raise UploadRefused(
                    _("Plik po rozpakowaniu jest większy niż dozwolone %s MB.") % settings.UPLOAD_LIMIT_MB
                )
            yield part
            chunk = unpacker.unconsumed_tail


def _archive(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """A zip is looked into before any of it is stored: a shapefile may pass, a GML has to come by itself."""
    content = b""
    for chunk in chunks:
        content += chunk
        if len(content) > ARCHIVE_LIMIT:
            raise UploadRefused(_("Archiwum zip jest większe niż 300 MB; prześlij pliki bez pakowania."))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    if any(name.lower().endswith((".gml", ".xml", ".gz", ".zip")) for name in names):
        raise UploadRefused(_("Plik GML prześlij bez pakowania albo spakowany gzip (.gml.gz), nie w archiwum zip."))
    write(content)


class _Sink:
    """Turns pushed chunks into the iterable that a filter reads, in a thread of its own."""

    def __init__(self, path: Path, chosen: Filter) -> None:
        self.chunks: queue.Queue[bytes | None] = queue.Queue(maxsize=8)
        self.failure: Exception | None = None
        self.thread = threading.Thread(target=self._run, args=(path, chosen), daemon=True)
        self.thread.start()

    def put(self, chunk: bytes) -> None:
        self.chunks.put(chunk)

    def close(self) -> Exception | None:
        self.chunks.put(None)
        self.thread.join()
        return self.failure

    def _run(self, path: Path, chosen: Filter) -> None:
        arriving: Iterator[bytes] = iter(self.chunks.get, None)
        try:
            with path.open("wb") as file:
                chosen(arriving, file.write)
        except Exception as error:
            self.failure = error
            path.unlink(missing_ok=True)
        for _rest in arriving:
            pass
