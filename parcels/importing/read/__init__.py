"""Readers: a delivered file -> a stream of frozen records, pure and in constant memory."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from parcels.importing.read.columns import Columns
from parcels.importing.read.csvtable import CsvRows
from parcels.importing.read.egib import EgibReader
from parcels.importing.read.formats import Format, Found, recognise
from parcels.importing.read.geojson import GeoJsonRows
from parcels.importing.read.ogr import OgrRows
from parcels.importing.read.prg import address_records
from parcels.importing.read.records import Kind, Problem, Record, Unreadable
from parcels.importing.read.scrubbing import ScrubReport, scrub
from parcels.importing.read.tables import records
from parcels.importing.read.wfs import WfsRows
from sip.registers.reading.bytesource import ByteSource

__all__ = ["ScrubReport", "Source", "Unreadable", "open_source", "scrub"]

_TABLES: Final = {kind.value: kind for kind in (Kind.PARCELS, Kind.BUILDINGS, Kind.ADDRESSES)}


class Source:
    """Records of one file, to be iterated once.

    `notes`, `data_date` and `complete_precincts` fill up while reading. Iteration raises Unreadable, after
    the records that came before the fault.
    """

    def __init__(self, kind: str, path: Path, mapping: Mapping[str, str]) -> None:
        self._kind = kind
        self._mapping = mapping
        self._bytes = ByteSource(path)
        self._ogr: OgrRows | None = None
        self.notes: list[Problem] = []
        self.data_date: date | None = None
        self.complete_precincts: set[str] = set()

    def __iter__(self) -> Iterator[Record]:
        return self._egib() if self._kind == "egib" else self._table(_TABLES[self._kind])

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all (of a file that GDAL reads, in proportion to its features)."""
        if self._ogr and self._ogr.count:
            return self._bytes.total * self._ogr.done // self._ogr.count, self._bytes.total
        return self._bytes.read, self._bytes.total

    def _egib(self) -> Iterator[Record]:
        reader = EgibReader(self._bytes.chunks(), self.notes, self.complete_precincts)
        self.data_date = reader.data_date
        yield from reader

    def _table(self, kind: Kind) -> Iterator[Record]:
        found = recognise(self._bytes.path)
        if found.format is Format.XML and kind is Kind.ADDRESSES:
            self._bytes = ByteSource(self._bytes.path, passes=2)
            return address_records(self._bytes.chunks, self.notes)
        rows = self._rows(found, Columns(kind, self._mapping))
        return records(kind, rows, self.notes, mapping=self._mapping, declared=rows.declared, usual=rows.usual)

    def _rows(self, found: Found, columns: Columns) -> WfsRows | GeoJsonRows | CsvRows | OgrRows:
        match found.format:
            case Format.XML:
                answer = WfsRows(self._bytes.chunks())
                self.data_date = answer.data_date
                return answer
            case Format.GEOJSON:
                return GeoJsonRows(self._bytes.chunks())
            case Format.CSV:
                return CsvRows(self._bytes.chunks(), columns)
            case Format.OGR:
                self._ogr = OgrRows(self._bytes.path, columns, member=found.member)
                return self._ogr


def open_source(kind: str, path: Path, *, mapping: Mapping[str, str] | None = None) -> Source:
    """The reader for a kind of delivery: "egib", "parcels", "buildings" or "addresses".

    `mapping` says in which column of the file one of our attributes stands (their names: columns.py). Raises
    Unreadable for what is no readable file at all.
    """
    if kind != "egib" and kind not in _TABLES:
        raise ValueError(kind)
    return Source(kind, path, mapping or {})
