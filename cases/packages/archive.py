"""The package's file: a ZIP that comes out alike byte by byte whenever its content is alike.

Files are stored as they are: how a compressor packs depends on its version, and documents are packed already. Times
are fixed, names sorted, the manifest last. So a check can write the archive again and compare: no byte is left out.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

MANIFEST: Final = "manifest.json"
CHUNK: Final = 1 << 18
# The earliest that ZIP knows.
TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o644 << 16
_UNIX: Final = 3

Chunks = Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of known size, whose bytes are read when it is written."""

    path: str
    size: int
    chunks: Chunks


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    path: str
    size: int
    sha256: str


def of_bytes(path: str, content: bytes) -> Entry:
    return Entry(path, len(content), (content,))


def write(target: IO[bytes], entries: Iterable[Entry], about: Mapping[str, Any]) -> str:
    """Write ENTRIES sorted by path, and the manifest, which says ABOUT; returns the digest of the whole."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        listed = [put(archive, entry) for entry in sorted(entries, key=lambda entry: entry.path)]
        put(archive, of_bytes(MANIFEST, manifest(listed, about)))
    return whole(listed)


def put(archive: zipfile.ZipFile, entry: Entry) -> Listed:
    """Raises ValueError where the bytes are not as many as was said."""
    digest, size = hashlib.sha256(), 0
    with archive.open(_info(entry), "w") as file:
        for chunk in entry.chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    if size != entry.size:
        raise ValueError(entry.path)
    return Listed(entry.path, size, digest.hexdigest())


def _info(entry: Entry) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(entry.path, TIME)
    info.create_system, info.external_attr, info.file_size = _UNIX, _MODE, entry.size
    return info


def manifest(listed: Iterable[Listed], about: Mapping[str, Any]) -> bytes:
    files = sorted(listed, key=lambda file: file.path)
    content = {
        **about,
        "files": [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in files],
        "size": sum(file.size for file in files),
        "sha256": whole(files),
    }
    return written(content)


def whole(listed: Iterable[Listed]) -> str:
    """SHA-256 of the lines that sha256sum would write of the files, sorted by path."""
    lines = (f"{file.sha256}  {file.path}\n" for file in sorted(listed, key=lambda file: file.path))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def written(content: Any) -> bytes:
    """JSON as all files of a package are written: keys sorted, indented, one line end at the end."""
    return f"{json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)}\n".encode()


def compact(content: Any) -> bytes:
    """The same in one line, for long lists of coordinates."""
    return f"{json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n".encode()


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
