"""Runs of imports: begun from a page or a command, kept with their progress, their report and how they ended."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from cases.catalogue.models import Service
from cases.legacy.importing import Heard, Outcome, run_file
from cases.legacy.models import LegacyRun, RunState
from sip.audit.actions import record
from sip.offices.models import User

OBJECT: Final = "legacy-run"
CHUNK: Final = 1 << 20
# The bar on the page is polled; writing it more often would only cost.
PROGRESS_SECONDS: Final = 0.5


def begin_here(path: Path, service: Service, mapping: dict[str, str], *, dry_run: bool) -> LegacyRun:
    """By command: the file stays where it lies. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return _begin(service, mapping, path.name, digest.hexdigest(), is_preview=dry_run)


@transaction.atomic
def _begin(
    service: Service,
    mapping: dict[str, str],
    name: str,
    sha256: str,
    *,
    is_preview: bool,
    user: User | None = None,
    stored: str = "",
) -> LegacyRun:
    run = LegacyRun.objects.create(
        office=service.office,
        service=service,
        started_by=user,
        name=name[:200],
        sha256=sha256,
        mapping=mapping,
        is_preview=is_preview,
        stored=stored,
    )
    _tell(run, "begin")
    return run


def _tell(run: LegacyRun, what: str, user: User | None = None) -> None:
    record(
        actor=user or run.started_by,
        action=f"legacy.{what}",
        object_type=OBJECT,
        object_id=run.pk,
        office=run.office,
        new={"sha256": run.sha256, "preview": run.is_preview, "rows": run.counts.get("rows", {})},
    )


def work(run: LegacyRun, path: Path, heard: Heard) -> None:
    """Read the file to its end and keep what came of it. Raises Busy, and whatever no one foresaw."""
    run.state, run.error, run.done, run.percent = RunState.RUNNING, "", 0, 0
    run.save(update_fields=["state", "error", "done", "percent"])
    keeping = _Keeping(run, heard)
    try:
        told = run_file(run, path, keeping)
    except BaseException:
        _end(run, RunState.FAILED)
        raise
    run.counts = told.as_written()
    run.error = told.failure.words if told.failure else ""
    _end(run, RunState.FAILED if told.failure else RunState.DONE)
    _tell(run, "end")


def _end(run: LegacyRun, state: RunState) -> None:
    run.state, run.ended_at = state, timezone.now()
    run.save(update_fields=["state", "ended_at", "counts", "error", "done", "percent"])


class _Keeping:
    """Progress in the run's row, now and then."""

    def __init__(self, run: LegacyRun, heard: Heard) -> None:
        self.run, self.heard, self.written_at = run, heard, float("-inf")

    def __call__(self, outcomes: Sequence[Outcome], done: int, total: int) -> None:
        self.heard(outcomes, done, total)
        self.run.done += len(outcomes)
        self.run.percent = 100 * done // total if total else 0
        now = time.monotonic()
        if now - self.written_at >= PROGRESS_SECONDS:
            self.written_at = now
            LegacyRun.objects.filter(pk=self.run.pk).update(done=self.run.done, percent=self.run.percent)
