"""What a delivered file is, told by its first bytes: names and suffixes are not believed."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sip.geo.gmlstream import Unreadable
from sip.registers.reading.bytesource import CHUNK, DAMAGED_ZIP, MOST_RATIO, RATIO_FROM, ByteSource, several


class Format(StrEnum):
    XML = "xml"
    GEOJSON = "geojson"
    CSV = "csv"
    OGR = "ogr"
    DXF = "dxf"


@dataclass(frozen=True, slots=True)
class Found:
    """The format; for a Shapefile or another file that GDAL reads inside of a zip archive also its `member`."""

    format: Format
    member: str = ""


_OGR_MAGIC: Final = (b"SQLite format 3\x00", b"fgb\x03", b"\x00\x00\x27\x0a")
_ZIP: Final = b"PK\x03\x04"
# A drawing begins with a section, after comments at most.
_DXF: Final = re.compile(rb"\s*(?:999[ \t]*\r?\n[^\n]*\n\s*)*0[ \t]*\r?\n\s*SECTION\s")
_IN_ZIP: Final = {".shp": Format.OGR, ".gpkg": Format.OGR, ".fgb": Format.OGR, ".dxf": Format.DXF}


def recognise(path: Path) -> Found:
    """Raises Unreadable: unknown-format, zip-bomb, empty-file, not-a-file."""
    source = ByteSource(path)
    with path.open("rb") as stream:
        raw = stream.read(64)
    if raw.startswith(_OGR_MAGIC):
        return Found(Format.OGR)
    if raw.startswith(_ZIP) and (member := _member_in(path)):
        return Found(_IN_ZIP[_suffix(member)], member)
    start = next(source.chunks(), b"")[:CHUNK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise Unreadable("empty-file")
    if start.startswith(b"<"):
        return Found(Format.XML)
    if start.startswith(b"{"):
        return Found(Format.GEOJSON)
    if _DXF.match(start):
        return Found(Format.DXF)
    if b"\x00" in start:
        raise Unreadable("unknown-format")
    return Found(Format.CSV)


def _member_in(path: Path) -> str:
    """The name of the only file in an archive that GDAL reads, "" if it holds none."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except DAMAGED_ZIP:
        raise Unreadable("unknown-format") from None
    found = [info.filename for info in members if _suffix(info.filename) in _IN_ZIP]
    if not found:
        return ""
    if len(found) > 1:
        raise Unreadable("unknown-format", several(len(found)))
    unpacked = sum(info.file_size for info in members)
    if unpacked > max(RATIO_FROM, MOST_RATIO * path.stat().st_size):
        raise Unreadable("zip-bomb")
    return found[0]


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()
