"""Readers of planning data: a delivered file -> a stream of frozen records."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from plans.importing.read.app import AppReader, Links
from sip.registers.reading.bytesource import ByteSource
from sip.registers.record import Problem, Record


class Source:
    """Records of one file, to be iterated once. Iteration raises Unreadable.

    `notes` and `links` fill up while reading. NAMES are those that the delivery's files together have for objects.
    """

    def __init__(self, names: Mapping[str, str], path: Path) -> None:
        self._bytes = ByteSource(path)
        self._names = names
        self.notes: list[Problem] = []
        self.links = Links()

    def __iter__(self) -> Iterator[Record]:
        yield from AppReader(self._bytes.chunks(), self.notes, self.links, self._names)

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._bytes.read, self._bytes.total
