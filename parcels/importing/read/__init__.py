"""Readers: a delivered file -> a stream of frozen records, pure and in constant memory."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from parcels.importing.read.columns import OWN, REQUIRED
from parcels.importing.read.egib import EgibReader
from parcels.importing.read.prg import address_records
from parcels.importing.read.records import Kind, Problem, Record, Unreadable
from parcels.importing.read.scrubbing import ScrubReport, scrub
from parcels.importing.read.tables import records
from sip.registers.reading.bytesource import ByteSource
from sip.registers.reading.columns import Columns
from sip.registers.reading.formats import Format, recognise
from sip.registers.reading.table import TableFile

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
        self._file: ByteSource | TableFile = ByteSource(path)
        self._path = path
        self.notes: list[Problem] = []
        self.data_date: date | None = None
        self.complete_precincts: set[str] = set()

    def __iter__(self) -> Iterator[Record]:
        return self._egib() if self._kind == "egib" else self._table(_TABLES[self._kind])

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._file.progress()

    def _egib(self) -> Iterator[Record]:
        self._file = source = ByteSource(self._path)
        reader = EgibReader(source.chunks(), self.notes, self.complete_precincts)
        self.data_date = reader.data_date
        yield from reader

    def _table(self, kind: Kind) -> Iterator[Record]:
        if kind is Kind.ADDRESSES and recognise(self._path).format is Format.XML:
            self._file = source = ByteSource(self._path, passes=2)
            return address_records(source.chunks, self.notes)
        columns = Columns(OWN[kind], self._mapping, required=REQUIRED[kind])
        self._file = table = TableFile(self._path, columns)
        self.data_date = table.data_date
        return records(kind, table, columns, self.notes)


def open_source(kind: str, path: Path, *, mapping: Mapping[str, str] | None = None) -> Source:
    """The reader for a kind of delivery: "egib", "parcels", "buildings" or "addresses".

    `mapping` says in which column of the file one of our attributes stands (their names: columns.py). Raises
    Unreadable for what is no readable file at all.
    """
    if kind != "egib" and kind not in _TABLES:
        raise ValueError(kind)
    return Source(kind, path, mapping or {})
