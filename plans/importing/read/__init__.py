"""Readers of planning data: a delivered file -> a stream of frozen records."""

from collections.abc import Iterator
from pathlib import Path

from plans.importing.read.app import AppReader
from sip.registers.reading.bytesource import ByteSource
from sip.registers.record import Problem, Record


class Source:
    """Records of one file, to be iterated once. Iteration raises Unreadable.

    `notes` fill up while reading, and `acts` with the identifiers of acts that features say they belong to.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = ByteSource(path)
        self.notes: list[Problem] = []
        self.acts: set[str] = set()

    def __iter__(self) -> Iterator[Record]:
        yield from AppReader(self._bytes.chunks(), self.notes, self.acts)

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._bytes.read, self._bytes.total
