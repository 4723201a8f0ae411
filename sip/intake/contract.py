"""What intake and the importers agree on; an importer is a function `run(Job) -> State`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sip.intake.models import Delivery, Severity, State

Counts = dict[str, dict[str, int]]


class Progress(Protocol):
    def __call__(self, label: str, done: int, total: int) -> None:
        """Say that of TOTAL units of work called LABEL, DONE are done; cheap, call it often."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding before it is stored; `place` in EPSG:2180, easting then northing."""

    severity: Severity
    code: str
    message: str
    identifier: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One run over a delivery's files. `dry_run` ends after the checks; `accept` is a clerk's word."""

    delivery: Delivery
    files: tuple[Path, ...]
    progress: Progress
    dry_run: bool = False
    accept: bool = False
    # The files are an extract: what they do not mention stays as it is.
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a delivery a map can show before it is published: GeoJSON features in EPSG:2180, of `total`.

    Their properties are `kind`, `label` and `left_out` (whether an error keeps the object out of the register).
    """

    features: list[dict[str, Any]]
    total: int


@dataclass(slots=True)
class Result:
    """How a run ended. An importer that publishes calls `sip.intake.actions.publish` in its transaction."""

    state: State
    counts: Counts = field(default_factory=dict)
    findings: Iterable[Found] = ()
    # In the transaction of the publication already, so that not even a kill can part the two.
    findings_stored: bool = False
    # Of a file in which nothing was recognised: what its columns are called, so that a person can say what they are.
    columns: tuple[str, ...] = ()
    # Of a run that ends without publication.
    shown: Shown | None = None


Importer = Callable[[Job], Result]
