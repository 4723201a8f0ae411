"""What a writer of files is given: the layers with their rows, what is said about them, and who hears how far it is."""

from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sip.public import Rows
from sip.services.downloads import reading
from sip.services.downloads.sources import Source
from sip.services.downloads.wanted import Wanted
from sip.services.downloads.where import Condition

Batch = TypeVar("Batch", bound=Sized)
# (layer, rows written so far); raises what stops the work.
Heard = Callable[[str, int], None]


@dataclass(slots=True)
class Job:
    """`about` is what each file says of itself, as JSON."""

    wanted: Wanted
    folder: Path
    conditions: dict[str, Condition]
    about: dict[str, Any]
    heard: Heard
    done: int = field(default=0)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.wanted.sources

    def rows(self, source: Source) -> Iterator[Rows]:
        """Rows of Source.selected, in batches."""
        condition, values = self.conditions[source.name]
        return self._told(source, reading.batches(source.selected(condition, self.wanted.crs), values))

    def features(self, source: Source, digits: int) -> Iterator[Rows]:
        """Rows of Source.as_geojson, in batches."""
        condition, values = self.conditions[source.name]
        return self._told(source, reading.batches(source.as_geojson(condition, self.wanted.crs, digits), values))

    def selected(self, source: Source, selected: str, joins: str) -> Iterator[dict[str, Any]]:
        """Rows of Source.chosen by the names of their values."""
        condition, values = self.conditions[source.name]
        statement = source.chosen(selected, joins, condition)
        for batch in self._told(source, reading.named_batches(statement, values)):
            yield from batch

    def _told(self, source: Source, batches: Iterator[Batch]) -> Iterator[Batch]:
        self.heard(source.name, self.done)
        for batch in batches:
            yield batch
            self.done += len(batch)
            self.heard(source.name, self.done)

    def leave_out(self, source: Source, is_so: bool) -> None:
        """Count a row that the format has no place for, so that the file says how many it lacks."""
        if is_so:
            (said,) = self.said_of(source)["layers"]
            said["left_out"] = said.get("left_out", 0) + 1

    def said_of(self, source: Source) -> dict[str, Any]:
        """`about` with the one layer."""
        layers = [layer for layer in self.about["layers"] if layer["name"] == source.name]
        return {**self.about, "layers": layers}
