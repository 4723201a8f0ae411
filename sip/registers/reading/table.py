"""A file of features with attributes, whatever its format: GeoPackage, Shapefile, GeoJSON, CSV, an answer of a WFS."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sip.geo.crs import AxisOrder, Reading
from sip.registers.reading.bytesource import ByteSource
from sip.registers.reading.columns import Columns
from sip.registers.reading.csvtable import CsvRows
from sip.registers.reading.formats import Format, recognise
from sip.registers.reading.geojson import GeoJsonRows
from sip.registers.reading.ogr import OgrRows
from sip.registers.reading.rows import RawRow
from sip.registers.reading.wfs import WfsRows


class TableFile:
    """Rows of one file, to be iterated once, in flat memory.

    `declared` is the reading of geometries that name none themselves, `usual` the likelier axis order of others:
    what a `Placer` asks for. `data_date` is the day that the file says it was true. Opening and iterating raise
    Unreadable.
    """

    def __init__(self, path: Path, columns: Columns) -> None:
        self._bytes = ByteSource(path)
        self._rows = self._open(path, columns)

    def __iter__(self) -> Iterator[RawRow]:
        return iter(self._rows)

    @property
    def declared(self) -> Reading | None:
        return self._rows.declared

    @property
    def usual(self) -> AxisOrder:
        return self._rows.usual

    @property
    def data_date(self) -> date | None:
        return self._rows.data_date if isinstance(self._rows, WfsRows) else None

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all (of a file that GDAL reads, in proportion to its features)."""
        if isinstance(self._rows, OgrRows) and self._rows.count:
            return self._bytes.total * self._rows.done // self._rows.count, self._bytes.total
        return self._bytes.progress()

    def _open(self, path: Path, columns: Columns) -> WfsRows | GeoJsonRows | CsvRows | OgrRows:
        found = recognise(path)
        match found.format:
            case Format.XML:
                return WfsRows(self._bytes.chunks())
            case Format.GEOJSON:
                return GeoJsonRows(self._bytes.chunks())
            case Format.CSV:
                return CsvRows(self._bytes.chunks(), columns)
            case Format.OGR:
                return OgrRows(path, columns, member=found.member)
