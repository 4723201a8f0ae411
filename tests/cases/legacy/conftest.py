"""A former register of Bełżyce and the way to move it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cases.legacy import runs
from cases.legacy.importing import Outcome
from cases.legacy.models import LegacyRun
from cases.models import Case
from sip.offices.models import Office
from tests.cases.making import service_of

HEAD = "znak;data wpływu;data zakończenia;stan;wnioskodawca;opis;działki;obręb"
ROW = "PP.6730.{number}.2023;2023-05-04;2023-07-01;decyzja pozytywna;Anna Dawna;budowa domu;{parcels};"


class Moved:
    """What a run did: the run, its rows, and the findings of each by number of row."""

    def __init__(self, run: LegacyRun, outcomes: list[Outcome]) -> None:
        self.run, self.outcomes = run, outcomes
        self.results = [outcome.result.value for outcome in outcomes]
        self.codes = [[note.code for note in outcome.row.notes] for outcome in outcomes]
        self.rows = run.counts.get("rows", {})


Move = Callable[..., Moved]


def row(number: int = 1, parcels: str = "060901_5.0001.1") -> str:
    return ROW.format(number=number, parcels=parcels)


@pytest.fixture
def move(village: None, services: None, belzyce: Office, tmp_path: Path) -> Move:
    """Move lines below HEAD, or bytes as they are."""

    def run(*lines: str, content: bytes | None = None, head: str = HEAD, dry_run: bool = False, **given: Any) -> Moved:
        path = tmp_path / f"rejestr{given.pop('suffix', '')}"
        path.write_bytes("\n".join((head, *lines)).encode() if content is None else content)
        service = service_of(belzyce, given.pop("service", "warunki-zabudowy"))
        begun = runs.begin_here(path, service, given.pop("mapping", {}), dry_run=dry_run)
        outcomes: list[Outcome] = []
        runs.work(begun, path, lambda batch, _done, _total: outcomes.extend(batch))
        return Moved(begun, outcomes)

    return run


def moved_case() -> Case:
    return Case.objects.get(channel="legacy")
