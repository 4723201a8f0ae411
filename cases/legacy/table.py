"""Tables of former registers: CSV in the encodings of offices, spreadsheets, and all that registers are read from."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Final

import shapely

from cases.legacy.findings import Note
from sip.geo.crs import AxisOrder, Reading, UnknownCRS, parse_srs_name
from sip.geo.gmlstream import Unreadable
from sip.registers.reading import gdal
from sip.registers.reading.bytesource import DAMAGED_ZIP, MOST_RATIO, RATIO_FROM, ByteSource
from sip.registers.reading.columns import Columns, UnknownColumns
from sip.registers.reading.formats import Format, recognise
from sip.registers.reading.rows import RawRow
from sip.registers.reading.table import TableFile

DELIMITERS: Final = ";,\t|"
SAMPLE: Final = 1 << 16
MOST_CELL: Final = 1 << 20
# A cell of more lines is one whose quote was never closed.
MOST_LINES: Final = 200
# So many lines of titles and the like may stand above the header.
MOST_ABOVE: Final = 20
# Under this name rows carry cells that no column of the header is for.
EXTRA: Final = "\0"
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SRID: Final = re.compile(r"\s*SRID=(\d{4,6});", re.IGNORECASE)
# Letters that only one of the two encodings has at these bytes: ą ś ź Ą Ś Ź.
_ISO_LETTERS: Final = bytes((0xB1, 0xB6, 0xBC, 0xA1, 0xA6, 0xAC))
_CP1250_LETTERS: Final = bytes((0xB9, 0x9C, 0x9F, 0xA5, 0x8C, 0x8F))
_SHEETS: Final = {"xl/workbook.xml": "XLSX", "content.xml": "ODS"}
MOST_SHEET_BYTES: Final = 64 * 1024 * 1024


class Table:
    """Rows of one file, to be iterated once. Opening and iterating raise Unreadable.

    `declared` and `usual` are for a Placer: how geometries without a system of their own are to be read.
    """

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path = path
        self.rows = _opened(path, columns)

    def __iter__(self) -> Iterator[RawRow]:
        return iter(self.rows)

    @property
    def declared(self) -> Reading | None:
        return self.rows.declared

    @property
    def usual(self) -> AxisOrder:
        return self.rows.usual

    def progress(self) -> tuple[int, int]:
        return self.rows.progress()


def _opened(path: Path, columns: Columns) -> "TableFile | CsvTable | SheetTable":
    if driver := _sheet_driver(path):
        return SheetTable(path, columns, driver)
    if recognise_text(path):
        return CsvTable(path, columns)
    return TableFile(path, columns)


def recognise_text(path: Path) -> bool:
    """Text in UTF-16, as spreadsheets save it, counts too."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return True
    return recognise(path).format is Format.CSV


class CsvTable:
    """A CSV file; a row's number is that of its first line in the file."""

    usual = AxisOrder.EAST_NORTH

    def __init__(self, path: Path, columns: Columns) -> None:
        self._bytes = ByteSource(path)
        encoding = _encoding(ByteSource(path))
        self._text = io.TextIOWrapper(io.BufferedReader(_Stream(self._bytes)), encoding, errors="replace", newline="")
        csv.field_size_limit(MOST_CELL)
        lines = iter(self._text)
        head = list(islice(lines, MOST_ABOVE + 1))
        self._line, delimiter = _header_of(head, columns)
        self._reader = csv.reader(self._counted(chain(head[self._line :], lines)), delimiter=delimiter)
        self._header = [name.strip() for name in next(self._parsed(), (0, []))[1]]
        if not columns.suffice(self._header):
            raise UnknownColumns(self._header)
        self._geometry = next((name for name in self._header if columns.is_geometry(name)), "")
        self._ahead = list(islice(self._parsed(), 1))
        sample = self._ahead[0][1] if self._ahead else []
        self.declared = _declared(dict(zip(self._header, sample, strict=False)), self._geometry)

    def __iter__(self) -> Iterator[RawRow]:
        for number, cells in chain(self._ahead, self._parsed()):
            yield from self._row(number, cells)

    def progress(self) -> tuple[int, int]:
        return self._bytes.progress()

    def _counted(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self._line += 1
            yield line

    def _parsed(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with the numbers of their first lines."""
        while True:
            start = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable("too-large-text" if "limit" in str(error) else "unknown-format", "", start) from None
            yield start, cells

    def _row(self, number: int, cells: list[str]) -> Iterator[RawRow]:
        if not any(cell.strip() for cell in cells):
            return
        values = {name: cell.replace("\0", "�") for name, cell in zip(self._header, cells, strict=False)}
        if extra := [cell for cell in cells[len(self._header) :] if cell.strip()]:
            values[EXTRA] = "; ".join(extra)
        yield _shaped(number, values, self._geometry)


def _header_of(head: Sequence[str], columns: Columns) -> tuple[int, str]:
    """How many lines stand above the header, and what parts the cells: titles may, and `sep=;` of spreadsheets."""
    said = _SEPARATOR_LINE.fullmatch(head[0]) if head else None
    above = 1 if said else 0
    for place, line in enumerate(head[above:], start=above):
        delimiter = said[1] if said else max(DELIMITERS, key=line.count)
        # A name in quotes may go over several lines.
        with suppress(csv.Error):
            if columns.suffice(next(csv.reader(head[place:], delimiter=delimiter), [])):
                return place, delimiter
    first = head[above] if len(head) > above else ""
    return above, said[1] if said else max(DELIMITERS, key=first.count)


class SheetTable:
    """The first sheet of a spreadsheet that has the columns; GDAL reads its cells as text."""

    declared = None
    usual = AxisOrder.EAST_NORTH

    def __init__(self, path: Path, columns: Columns, driver: str) -> None:
        _small_enough(path)
        self._options = {f"OGR_{driver}_HEADERS": "FORCE", f"OGR_{driver}_FIELD_TYPES": "STRING"}
        self._path, self._columns, self._done, self._above = path, columns, 0, 0
        self._header, self._cells = self._read()
        self._geometry = next((name for name in self._header if columns.is_geometry(name)), "")

    def __iter__(self) -> Iterator[RawRow]:
        for number, cells in enumerate(zip(*self._cells, strict=True), start=self._above + 2):
            self._done = number - 1 - self._above
            if any(cell.strip() for cell in cells):
                yield _shaped(number, dict(zip(self._header, cells, strict=True)), self._geometry)

    def progress(self) -> tuple[int, int]:
        return self._done, len(self._cells[0]) if len(self._cells) else 0

    def _read(self) -> tuple[list[str], list[list[str]]]:
        seen: list[str] = []
        for name in self._sheets():
            header, cells = self._sheet(name)
            if self._columns.suffice(header):
                return header, cells
            if self._is_below(cells):
                above = self._above
                return [column[above - 1] for column in cells], [column[above:] for column in cells]
            seen += header
        raise UnknownColumns(seen)

    def _sheets(self) -> list[str]:
        try:
            return [layer.name for layer in gdal.layers(self._path, with_geometry=False)]
        except gdal.Failed:
            raise Unreadable("unknown-format") from None

    def _sheet(self, name: str) -> tuple[list[str], list[list[str]]]:
        try:
            batch = gdal.read(self._path, layer=name, with_geometry=False, options=self._options)
        except gdal.Failed:
            raise Unreadable("unknown-format") from None
        return batch.fields, batch.columns

    def _is_below(self, cells: Sequence[Sequence[str]]) -> bool:
        """Whether the header stands below a title; `_above` are the rows over the first of data, but one."""
        for place, row in enumerate(islice(zip(*cells, strict=True), MOST_ABOVE)):
            if self._columns.suffice(row):
                self._above = place + 1
                return True
        return False


def _shaped(number: int, values: dict[str, str], geometry: str) -> RawRow:
    """The row with its WKT as a shape, which stays among the values too."""
    text = _SRID.sub("", values.get(geometry, "")).strip() if geometry else ""
    if not text:
        return RawRow(number, values)
    try:
        return RawRow(number, values, shapely.force_2d(shapely.from_wkt(text)))
    except shapely.errors.ShapelyError:
        return RawRow(number, values, fault="WKT")


def _declared(values: Mapping[str, str], geometry: str) -> Reading | None:
    found = _SRID.match(values.get(geometry, ""))
    if not found:
        return None
    try:
        return Reading(parse_srs_name(f"EPSG:{found[1]}")[0], AxisOrder.EAST_NORTH)
    except UnknownCRS:
        return None


class _Stream(io.RawIOBase):
    """Chunks as a file that can be read once."""

    def __init__(self, source: ByteSource) -> None:
        self._chunks, self._held = source.chunks(), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._held:
            self._held = next(self._chunks, b"")
        size = min(len(view), len(self._held))
        view[:size], self._held = self._held[:size], self._held[size:]
        return size


def _encoding(source: ByteSource) -> str:
    """By its mark, else UTF-8 where all of it is; of the two Polish ones that whose letters occur more often."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, iso, cp1250, start = True, 0, 0, b""
    for chunk in source.chunks():
        start = start or chunk[:4]
        iso += sum(map(chunk.count, (bytes((byte,)) for byte in _ISO_LETTERS)))
        cp1250 += sum(map(chunk.count, (bytes((byte,)) for byte in _CP1250_LETTERS)))
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig"
    return "iso8859-2" if iso > cp1250 else "cp1250"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _sheet_driver(path: Path) -> str:
    """GDAL's name for the kind of spreadsheet that the file is, "" for others."""
    if not zipfile.is_zipfile(path):
        return ""
    names = {info.filename for info in _members(path)}
    return next((driver for member, driver in _SHEETS.items() if member in names), "")


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """Raises Unreadable for an archive that is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (*DAMAGED_ZIP, EOFError, OSError):
        raise Unreadable("unknown-format") from None


def _small_enough(path: Path) -> None:
    """A spreadsheet is held in memory as a whole. Raises Unreadable."""
    size = path.stat().st_size
    unpacked = sum(info.file_size for info in _members(path))
    if size > MOST_SHEET_BYTES or unpacked > max(RATIO_FROM, MOST_RATIO * size):
        raise Unreadable("zip-bomb")


def row_notes(row: RawRow) -> list[Note]:
    """What is wrong with a row as a row."""
    notes = []
    if EXTRA in row.values:
        notes.append(Note("extra-cells", typed=row.values[EXTRA], detail=row.values[EXTRA][:100]))
    if any(value.count("\n") > MOST_LINES for value in row.values.values()):
        notes.append(Note("open-quote", detail=str(MOST_LINES)))
    if any("�" in value for value in row.values.values()):
        notes.append(Note("odd-characters"))
    return notes
