"""Work of the background worker for imports: files that came by the page."""

from collections.abc import Sequence
from datetime import timedelta
from tempfile import NamedTemporaryFile
from typing import IO, Final

from django.utils import timezone, translation
from django_tasks import task

from cases.legacy import keeping, report, runs
from cases.legacy.importing import Busy, Outcome
from cases.legacy.models import LegacyRun, RunState
from sip.spreadsheet import csv_lines

# Another file of the office is at work: looked at again then.
LATER: Final = timedelta(minutes=1)


@task(priority=-5)
def move_file(number: int) -> str:
    """Read the file of a run that waits; its report takes the place of the one before."""
    run = LegacyRun.objects.select_related("office", "service", "started_by").filter(pk=number).first()
    if run is None or not run.stored or run.state != RunState.WAITING:
        return ""
    with translation.override("pl"), NamedTemporaryFile("w+", suffix=".csv", encoding="utf-8", newline="") as draft:
        draft.writelines(csv_lines([report.HEAD], delimiter=";"))
        try:
            runs.work(run, keeping.path_of(run), _Written(draft))
        except Busy:
            move_file.using(run_after=timezone.now() + LATER).enqueue(number)
            return "busy"
        draft.flush()
        keeping.keep_report(run, draft.name)
    return run.state


class _Written:
    """Findings of each batch, as they come."""

    def __init__(self, target: IO[str]) -> None:
        self.target = target

    def __call__(self, outcomes: Sequence[Outcome], done: int, total: int) -> None:
        lines = csv_lines(report.rows_of(outcomes), delimiter=";")
        next(lines)
        self.target.writelines(lines)
