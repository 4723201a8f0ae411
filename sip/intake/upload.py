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
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

Filter = Callable[[Iterable[bytes], Callable[[bytes], object]], object]
XML_STARTS = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x00<")
GZIP = b"\x1f\x8b"
GZIP_BITS = zlib.MAX_WBITS | 16
ZIP = b"PK\x03\x04"
# Address points, WFS answers of parcels or buildings, planning acts; a file that also names an EGB_ class is none.
WITHOUT_PERSONS = re.compile(
    rb"PRG_|prgad|mua:|:(?:dzialki|budynki|adresy)\b|/zagospodarowanieprzestrzenne(?:\.gov\.pl)?/schemas/app/",
    re.IGNORECASE,
)
PERSONS_POSSIBLE = b"EGB_"
# Text for people: a web page, or what a word processor saved as one.
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|meta|body|p|div|h[1-6]|table|ol|ul|span|center)\b",
    re.IGNORECASE | re.DOTALL,
)
# Members that every document of a word processor has (DOCX).
TEXT_DOCUMENT = frozenset(("[Content_Types].xml", "_rels/.rels"))
PART = 1 << 20
# What a file is, is told by this many bytes: chunks come in any size, a first one of a single byte too.
BEGINNING = 1 << 16
SHAPEFILE_METADATA = ".shp.xml"
ARCHIVE_LIMIT = 300_000_000
TEXT_PART_LIMIT = 100_000_000
# What a name may keep: it ends up in a path, on a page and in a report.
SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class UploadRefused(Exception):
    """An upload that is not taken; the text is for people, in Polish."""


class StoredFile(UploadedFile[Any]):
    """A file that lies in the intake folder already; unless kept, it goes when its request has been answered."""

    def __init__(self, path: Path, name: str, content_type: str, failure: Exception | None) -> None:
        super().__init__(None, name, content_type, path.stat().st_size)
        self.path = path
        self.failure = failure
        self.kept = False

    def close(self) -> None:
        """Nothing is open."""


class FilteringUploadHandler(FileUploadHandler):
    """Writes each file of a form into a folder of its own under INTAKE_DIR; the size limit is that of all together."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0
        self.stored: list[StoredFile] = []
        self.path: Path | None = None
        self.sink: _Sink | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        folder = settings.INTAKE_DIR / uuid.uuid4().hex
        folder.mkdir(parents=True, mode=0o700)
        self.path = folder / safe_name(self.file_name or "plik")
        self.sink = _Sink(self.path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.sink is not None
        self.received += len(raw_data)
        # The rest of the request is read and dropped: a connection cut off here could not be told why.
        if self.received <= settings.UPLOAD_LIMIT_MB * 1_000_000:
            self.sink.put(raw_data)

    def file_complete(self, file_size: int) -> StoredFile:
        assert self.path is not None and self.sink is not None
        failure = self.sink.close()
        if self.received > settings.UPLOAD_LIMIT_MB * 1_000_000:
            self.path.unlink(missing_ok=True)
            failure = UploadRefused(_("Pliki są większe niż dozwolone %s MB.") % settings.UPLOAD_LIMIT_MB)
        self.path.touch()
        file = StoredFile(self.path, self.path.name, self.content_type or "", failure)
        self.stored.append(file)
        self.path = self.sink = None
        return file

    def upload_interrupted(self) -> None:
        """Forget the file that was arriving."""
        if self.path is None or self.sink is None:
            return
        self.sink.close()
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path = self.sink = None

    def discard(self) -> None:
        """Remove whatever came with the request and was not kept."""
        self.upload_interrupted()
        for file in self.stored:
            if not file.kept:
                shutil.rmtree(file.path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a name, in letters that are harmless in any path."""
    cleaned = "".join(letter if letter in SAFE else "_" for letter in name.replace("\\", "/").rpartition("/")[2])
    return cleaned.lstrip(".")[-100:] or "plik"


def filtered(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """Write what of the file may be stored. Raises UploadRefused, and whatever the filter in the settings does."""
    arriving = iter(chunks)
    beginning = b""
    while len(beginning) < BEGINNING and (chunk := next(arriving, None)) is not None:
        beginning += chunk
    if beginning:
        _filter_for(beginning)(itertools.chain([beginning], arriving), write)


def _filter_for(beginning: bytes) -> Filter:
    """XML is cleaned unless it plainly is of a kind without persons: unknown XML is better emptied than stored."""
    if beginning.startswith(GZIP):
        return _unpacked
    if beginning.startswith(ZIP):
        return _archive
    if not _may_be_xml(beginning):
        return _copy
    return _watched if WITHOUT_PERSONS.search(beginning) or PAGE.match(beginning) else cleaned


def _may_be_xml(beginning: bytes) -> bool:
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return not text or text.startswith(XML_STARTS)


def cleaned(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    import_string(settings.UPLOAD_FILTER)(chunks, write)


def _copy(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    for chunk in chunks:
        write(chunk)


def _watched(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """XML of a kind without persons; one that turns out to hold objects of the cadastre ends there."""
    before = b""
    for chunk in chunks:
        joined = before + chunk
        if PERSONS_POSSIBLE in joined:
            raise UploadRefused(_("Plik łączy obiekty EGiB z innymi danymi; prześlij je osobno."))
        write(chunk)
        before = joined[1 - len(PERSONS_POSSIBLE) :]


def _unpacked(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """A gzipped file is unpacked on the way, so that what is inside is cleaned too."""
    filtered(_within_limit(_inflate(chunks)), write)


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What the members of a gzip file hold; packers that work in parallel write several."""
    unpacker = zlib.decompressobj(GZIP_BITS)
    for chunk in chunks:
        while chunk:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP_BITS)
            yield unpacker.decompress(chunk, PART)
            chunk = unpacker.unused_data or unpacker.unconsumed_tail
    if not unpacker.eof:
        raise UploadRefused(_("Plik gzip jest niepełny."))


def _within_limit(parts: Iterable[bytes]) -> Iterator[bytes]:
    produced = 0
    for part in parts:
        produced += len(part)
        if produced > settings.UPLOAD_LIMIT_MB * 1_000_000:
            raise UploadRefused(_("Plik po rozpakowaniu jest większy niż dozwolone %s MB.") % settings.UPLOAD_LIMIT_MB)
        yield part


def _archive(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    """A zip is looked into before any of it is stored: a shapefile or a DOCX may pass, a GML has to come by itself."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > ARCHIVE_LIMIT:
            raise UploadRefused(_("Archiwum zip jest większe niż 300 MB; prześlij pliki bez pakowania."))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        is_text = set(archive.namelist()) >= TEXT_DOCUMENT
        if any(_hides(archive, member, is_text=is_text) for member in archive.infolist()):
            raise UploadRefused(_("Plik GML prześlij bez pakowania albo spakowany gzip (.gml.gz), nie w archiwum zip."))
    write(bytes(content))


def _hides(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, is_text: bool) -> bool:
    """Whether a member could hold persons. The reader goes by content, so the name says too little."""
    with archive.open(member) as content:
        beginning = content.read(BEGINNING)
        if is_text:
            return beginning.startswith((GZIP, ZIP)) or _names_persons(beginning, content)
    if member.filename.lower().endswith(SHAPEFILE_METADATA):
        return PERSONS_POSSIBLE in beginning
    return beginning.startswith((GZIP, ZIP)) or (bool(beginning) and _may_be_xml(beginning))


def _names_persons(beginning: bytes, rest: IO[bytes]) -> bool:
    """Whether a part of a text document holds objects of the cadastre; of one too large to tell they are assumed."""
    before, read = b"", 0
    chunk = beginning
    while chunk and read <= TEXT_PART_LIMIT:
        if PERSONS_POSSIBLE in before + chunk:
            return True
        before, read = chunk[1 - len(PERSONS_POSSIBLE) :], read + len(chunk)
        chunk = rest.read(PART)
    return read > TEXT_PART_LIMIT


class _Sink:
    """Turns pushed chunks into the iterable that a filter reads, in a thread of its own."""

    def __init__(self, path: Path) -> None:
        self.chunks: queue.Queue[bytes | None] = queue.Queue(maxsize=8)
        self.failure: Exception | None = None
        # A new thread speaks the default language; what it refuses is read by the person of the request.
        self.thread = threading.Thread(target=self._run, args=(path, get_language()), daemon=True)
        self.thread.start()

    def put(self, chunk: bytes) -> None:
        self.chunks.put(chunk)

    def close(self) -> Exception | None:
        self.chunks.put(None)
        self.thread.join()
        return self.failure

    def _run(self, path: Path, language: str | None) -> None:
        arriving: Iterator[bytes] = iter(self.chunks.get, None)
        try:
            with override(language), path.open("wb") as file:
                filtered(arriving, file.write)
        except Exception as error:
            self.failure = error
            path.unlink(missing_ok=True)
        for _rest in arriving:
            pass
