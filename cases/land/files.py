"""What people's files draw: GeoJSON, GML, GeoPackage, Shapefile in a zip, DXF; read as deliveries are."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import orjson
from django.core.files.temp import NamedTemporaryFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.errors import Incomplete
from sip.geo.crs import AxisOrder, Reading
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.columns import Columns
from sip.registers.reading.rows import RawRow
from sip.registers.reading.table import TableFile

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_FEATURES: Final = 200


@dataclass(frozen=True, slots=True)
class Content:
    """Features as they are written, in no system yet; `declared` is what the file says of its own."""

    rows: tuple[RawRow, ...]
    declared: Reading | None
    usual: AxisOrder


class _AnyColumns(Columns):
    """The geometry is wanted, whatever stands beside it."""

    def __init__(self, *, with_words: bool) -> None:
        super().__init__({}, {})
        self._with_words = with_words

    def knows(self, column: str) -> bool:
        return self._with_words

    def suffice(self, columns: Iterable[str]) -> bool:
        return True


def read(upload: UploadedFile, *, with_words: bool = False) -> Content:  # type: ignore[type-arg]
    """The file's features; WITH_WORDS their attributes too, by which people know them apart.

    Raises Incomplete, saying what is wrong with the file.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise wrong(_("Plik z kształtem może mieć najwyżej %d MB.") % (MOST_BYTES // 1024 // 1024))
    with NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:8].lower()) as copy:
        copy.write(_collected(b"".join(upload.chunks())))
        copy.flush()
        try:
            return _content(TableFile(Path(copy.name), _AnyColumns(with_words=with_words), areal=True))
        except Unreadable as error:
            raise unreadable(error) from None


def _content(table: TableFile) -> Content:
    rows = tuple(islice(table, MOST_FEATURES + 1))
    if len(rows) > MOST_FEATURES:
        raise wrong(_("Plik ma więcej niż %d obiektów: zostaw w nim tylko to miejsce.") % MOST_FEATURES)
    return Content(rows, table.declared, table.usual)


def _collected(content: bytes) -> bytes:
    """A lone GeoJSON feature or geometry as the collection of it; anything else as it is."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"features"' in content:
        return content
    try:
        alone = orjson.loads(content)
    except orjson.JSONDecodeError:
        return content
    feature = alone if alone.get("type") == "Feature" else {"type": "Feature", "properties": {}, "geometry": alone}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature]})


def unreadable(error: Unreadable) -> Incomplete:
    known = {
        "no-crs": _("Nie wiadomo, w jakim układzie są współrzędne z pliku."),
        "empty-file": _("Plik jest pusty."),
        "zip-bomb": _("Archiwum rozpakowuje się do ogromnego pliku; nie przyjmujemy takich."),
    }
    other = _("Tego pliku nie umiemy odczytać. Przyjmujemy GeoJSON, GML, GeoPackage, Shapefile w ZIP i DXF.")
    return wrong(known.get(error.code, other))


def wrong(words: str) -> Incomplete:
    return Incomplete({"shape": [words]})
