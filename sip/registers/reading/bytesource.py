"""A delivered file as chunks of bytes: plain, gzipped or a zip with one document; bombs are refused."""

import gzip
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from sip.geo.gmlstream import Unreadable

CHUNK: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_DOCUMENTS: Final = (".gml", ".xml", ".geojson", ".json", ".csv")
# Registers in XML shrink some twenty times; a bomb a thousand times.
MOST_RATIO: Final = 250
RATIO_FROM: Final = 32 * 1024 * 1024
# What opening an archive of any bytes has been seen to raise; names that are no UTF-8 are a ValueError.
DAMAGED_ZIP: Final = (zipfile.BadZipFile, struct.error, RuntimeError, ValueError, OverflowError)


class ByteSource:
    """The content of `path`, decompressed, with how much of the file itself has been read.

    `passes` is how often it will be read, which `total` and `read` count.
    """

    def __init__(self, path: Path, *, passes: int = 1) -> None:
        self.path = path
        self._size = regular_size(path)
        self.total = self._size * passes
        self.read = 0

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self.read, self.total

    def chunks(self) -> Iterator[bytes]:
        """Chunks of at most CHUNK bytes. Raises Unreadable."""
        before = self.read
        try:
            with self.path.open("rb") as raw:
                for chunk in self._unpacked(raw):
                    self.read = before + min(raw.tell(), self._size)
                    yield chunk
        except OSError as error:
            raise Unreadable("not-a-file", error.strerror or "") from None
        self.read = before + self._size

    def _unpacked(self, raw: IO[bytes]) -> Iterator[bytes]:
        magic = raw.read(4)
        raw.seek(0)
        try:
            if magic.startswith(_GZIP):
                yield from self._limited(gzip.GzipFile(fileobj=raw), raw)
            elif magic == _ZIP:
                yield from self._limited(_only_member(raw), raw)
            else:
                while chunk := raw.read(CHUNK):
                    yield chunk
        except EOFError:
            raise Unreadable("truncated") from None
        except (zlib.error, gzip.BadGzipFile, *DAMAGED_ZIP):
            raise Unreadable("unknown-format") from None

    def _limited(self, content: IO[bytes] | gzip.GzipFile, raw: IO[bytes]) -> Iterator[bytes]:
        unpacked = 0
        while chunk := content.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > RATIO_FROM and unpacked > MOST_RATIO * raw.tell():
                raise Unreadable("zip-bomb")
            yield chunk


def regular_size(path: Path) -> int:
    """Bytes of a regular file. Raises Unreadable for anything else, and for an empty one."""
    try:
        status = path.stat()
    except OSError as error:
        raise Unreadable("not-a-file", error.strerror or "") from None
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not-a-file")
    if status.st_size == 0:
        raise Unreadable("empty-file")
    return status.st_size


def several(count: int) -> str:
    """What is wrong with an archive of COUNT files, for people."""
    return _("Pliki w archiwum zip: %d. Nie wiadomo, który wczytać; dostarcz je osobno.") % count


def _only_member(raw: IO[bytes]) -> IO[bytes]:
    """The document in a zip archive: its only file, or the only one that may hold a register."""
    archive = zipfile.ZipFile(raw)
    # ZipInfo.is_dir fails for one without a name.
    files = [info for info in archive.infolist() if not info.filename.endswith("/")]
    documents = [info for info in files if info.filename.lower().endswith(_DOCUMENTS)]
    chosen = files if len(files) == 1 else documents
    if len(chosen) != 1:
        raise Unreadable("unknown-format", several(len(files)))
    return archive.open(chosen[0])
