"""CSV with geometry as WKT or two columns: encoding and delimiter found from the content."""

import csv
import re
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

import numpy as np
import shapely

from sip.geo.crs import AxisOrder, Reading, UnknownCRS, parse_srs_name
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.columns import Columns, UnknownColumns
from sip.registers.reading.rows import RawRow
from sip.registers.reading.values import central_european

_LINE_LIMIT: Final = 16 * 1024 * 1024
_DELIMITERS: Final = ";,\t|"
# Of one column nobody can tell whether it is a table.
_LEAST_COLUMNS: Final = 2
_SRID: Final = re.compile(r"\s*SRID=(\d{4,6});", re.IGNORECASE)


class CsvRows:
    """Rows of a CSV file; WKT is easting first, in the system its SRID prefix names or none."""

    usual = AxisOrder.EAST_NORTH

    def __init__(self, chunks: Iterable[bytes], columns: Columns) -> None:
        lines = _lines(_decoded(chunks))
        header = next(lines, "")
        csv.field_size_limit(_LINE_LIMIT)
        delimiter = max(_DELIMITERS, key=header.count)
        self._reader = csv.reader(chain([header], lines), delimiter=delimiter)
        self._header = next(self._parsed(), [])
        if "\0" in header or len(self._header) < _LEAST_COLUMNS:
            raise Unreadable("unknown-format")
        if not columns.suffice(self._header):
            raise UnknownColumns(self._header)
        self._geometry = next((name for name in self._header if columns.is_geometry(name)), "")
        self._ahead = list(islice(self._parsed(), 1))
        self.declared = self._declared()

    def __iter__(self) -> Iterator[RawRow]:
        for number, cells in enumerate(chain(self._ahead, self._parsed()), start=2):
            if any(cells):
                yield self._row(number, dict(zip(self._header, cells, strict=False)))

    def _parsed(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error as error:
            large = "limit" in str(error)
            raise Unreadable("too-large-text" if large else "unknown-format", "", self._reader.line_num) from None

    def _declared(self) -> Reading | None:
        values = dict(zip(self._header, next(iter(self._ahead), []), strict=False))
        if not (found := _SRID.match(values.get(self._geometry, ""))):
            return None
        try:
            return Reading(parse_srs_name(f"EPSG:{found[1]}")[0], AxisOrder.EAST_NORTH)
        except UnknownCRS:
            return None

    def _row(self, number: int, values: dict[str, str]) -> RawRow:
        text = _SRID.sub("", values.pop(self._geometry, "")).strip()
        values = {name: value.replace("\0", "�") for name, value in values.items()}
        if not text:
            return RawRow(number, values)
        try:
            geometry = shapely.force_2d(shapely.from_wkt(text))
        except shapely.errors.ShapelyError:
            return RawRow(number, values, fault="WKT")
        finite = np.isfinite(shapely.get_coordinates(geometry)).all()
        return RawRow(number, values, geometry) if finite else RawRow(number, values, fault="number")


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """UTF-8, or another encoding of Polish where the first letter beyond ASCII is not UTF-8."""
    decoder: IncrementalDecoder = getincrementaldecoder("utf-8-sig")()
    certain = False
    try:
        for chunk in chunks:
            state = decoder.getstate()
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                if certain or not error.object[: error.start].isascii():
                    raise
                whole = bytes(state[0]) + chunk
                decoder, certain = getincrementaldecoder(central_european(whole))(), True
                text = decoder.decode(whole)
            certain = certain or not text.isascii()
            yield text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unreadable("wrong-encoding") from None


def _lines(texts: Iterable[str]) -> Iterator[str]:
    held = ""
    for text in texts:
        *whole, held = (held + text).split("\n")
        for line in whole:
            yield line + "\n"
        if len(held) > _LINE_LIMIT:
            raise Unreadable("too-large-text")
    if held:
        yield held
