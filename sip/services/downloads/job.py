"""What a writer of files is given: the layers with their rows, what is said about them, and who hears how far it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sip.public import Rows
from sip.services.downloads import reading
from sip.services.downloads.sources import Source
from sip.services.downloads.wanted import Wanted
from sip.services.downloads.where import Condition

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

    def _told(self, source: Source, batches: Iterator[Rows]) -> Iterator[Rows]:
        self.heard(source.name, self.done)
        for batch in batches:
            yield batch
            self.done += len(batch)
            self.heard(source.name, self.done)

    def said_of(self, source: Source) -> dict[str, Any]:
        """`about` with the one layer."""
        layers = [layer for layer in self.about["layers"] if layer["name"] == source.name]
        return {**self.about, "layers": layers}
