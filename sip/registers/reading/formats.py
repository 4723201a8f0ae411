"""What a delivered file is, told by its first bytes: names and suffixes are not believed."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sip.geo.gmlstream import Unreadable
from sip.registers.reading.bytesource import CHUNK, MOST_RATIO, RATIO_FROM, ByteSource


class Format(StrEnum):
    XML = "xml"
    GEOJSON = "geojson"
    CSV = "csv"
    OGR = "ogr"


@dataclass(frozen=True, slots=True)
class Found:
    """The format; for a Shapefile in a zip archive also which `member` it is."""

    format: Format
    member: str = ""


_OGR_MAGIC: Final = (b"SQLite format 3\x00", b"fgb\x03", b"\x00\x00\x27\x0a")
_ZIP: Final = b"PK\x03\x04"


def recognise(path: Path) -> Found:
    """Raises Unreadable: unknown-format, zip-bomb, empty-file, not-a-file."""
    source = ByteSource(path)
    with path.open("rb") as stream:
        raw = stream.read(64)
    if raw.startswith(_OGR_MAGIC):
        return Found(Format.OGR)
    if raw.startswith(_ZIP) and (member := _shapefile_in(path)):
        return Found(Format.OGR, member)
    start = next(source.chunks(), b"")[:CHUNK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise Unreadable("empty-file")
    if start.startswith(b"<"):
        return Found(Format.XML)
    if start.startswith(b"{"):
        return Found(Format.GEOJSON)
    if b"\x00" in start:
        raise Unreadable("unknown-format")
    return Found(Format.CSV)


def _shapefile_in(path: Path) -> str:
    """The name of the only Shapefile in an archive, "" if it holds none."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise Unreadable("unknown-format") from None
    shapes = [info.filename for info in members if info.filename.lower().endswith(".shp")]
    if not shapes:
        return ""
    if len(shapes) > 1:
        raise Unreadable("unknown-format", f"shp: {len(shapes)}")
    unpacked = sum(info.file_size for info in members)
    if unpacked > max(RATIO_FROM, MOST_RATIO * path.stat().st_size):
        raise Unreadable("zip-bomb")
    return shapes[0]
