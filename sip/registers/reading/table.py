"""A file of features with attributes, whatever its format.

GeoPackage, Shapefile, FlatGeobuf, GeoJSON, CSV, an answer of a WFS, and drawings (DXF), whose areas have a layer and
perhaps a text.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from sip.geo.crs import AxisOrder, Reading
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.bytesource import ByteSource
from sip.registers.reading.columns import Columns, UnknownColumns
from sip.registers.reading.csvtable import CsvRows
from sip.registers.reading.dxf import DxfRows
from sip.registers.reading.formats import Format, recognise
from sip.registers.reading.geojson import GeoJsonRows
from sip.registers.reading.ogr import OgrRows
from sip.registers.reading.placing import take
from sip.registers.reading.rows import RawRow
from sip.registers.reading.wfs import WfsRows

SAMPLE: Final = 1000


class TableFile:
    """Rows of one file, to be iterated once, in flat memory.

    `declared` is the reading of geometries that name none themselves, `usual` the likelier axis order of others:
    what a `Placer` asks for. `data_date` is the day that the file says it was true. Opening and iterating raise
    Unreadable.
    """

    def __init__(self, path: Path, columns: Columns, *, areal: bool = False) -> None:
        """`areal` says that areas are wanted, where a file has several layers."""
        self._bytes = ByteSource(path)
        self.rows = self._open(path, columns, areal=areal)
        self._source, self._ahead = iter(self.rows), list[RawRow]()
        self._failure: Unreadable | None = None
        if isinstance(self.rows, GeoJsonRows | WfsRows):
            self._look_ahead(columns)

    def __iter__(self) -> Iterator[RawRow]:
        yield from self._ahead
        if self._failure:
            raise self._failure
        yield from self._source

    def _look_ahead(self, columns: Columns) -> None:
        """Features name their columns one by one, and one may lack what others have: the first thousand tell."""
        self._ahead, self._failure = take(self._source, SAMPLE)
        names = dict.fromkeys(chain.from_iterable(row.values for row in self._ahead))
        if names and not columns.suffice(names):
            raise UnknownColumns(names)

    @property
    def declared(self) -> Reading | None:
        return self.rows.declared

    @property
    def usual(self) -> AxisOrder:
        return self.rows.usual

    @property
    def data_date(self) -> date | None:
        return self.rows.data_date if isinstance(self.rows, WfsRows) else None

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all (of a file that GDAL reads, in proportion to its features)."""
        if isinstance(self.rows, OgrRows) and self.rows.count:
            return self._bytes.total * self.rows.done // self.rows.count, self._bytes.total
        return self._bytes.progress()

    def _open(
        self, path: Path, columns: Columns, *, areal: bool
    ) -> WfsRows | GeoJsonRows | CsvRows | OgrRows | DxfRows:
        found = recognise(path)
        match found.format:
            case Format.XML:
                return WfsRows(self._bytes.chunks())
            case Format.GEOJSON:
                return GeoJsonRows(self._bytes.chunks())
            case Format.CSV:
                return CsvRows(self._bytes.chunks(), columns)
            case Format.DXF:
                return DxfRows(path, member=found.member)
            case Format.OGR:
                return OgrRows(path, columns, member=found.member, areal=areal)
