"""Runs of imports: begun from a page or a command, kept with their progress, their report and how they ended."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cases.catalogue.models import Service
from cases.errors import NotNow
from cases.legacy import keeping
from cases.legacy.importing import Busy, Heard, Outcome, is_at_work, run_file
from cases.legacy.models import LegacyRun, RunState
from sip.audit.actions import record
from sip.offices.models import Office, User
from sip.offices.permissions import Action, may

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


def begin_upload(user: User, service: Service, upload: UploadedFile) -> LegacyRun:  # type: ignore[type-arg]
    """By the page: previewed first. Raises PermissionDenied."""
    _permit(user, service.office)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = upload.name or ""
    stored = keeping.keep_upload(upload, name)
    return _begin(service, {}, name, digest.hexdigest(), is_preview=True, user=user, stored=stored)


@transaction.atomic
def again(*, user: User, run: LegacyRun, is_preview: bool, mapping: dict[str, str] | None = None) -> LegacyRun:
    """Read the file once more: previewed with other columns, or moved, also after it was cut off.

    Raises PermissionDenied, NotNow.
    """
    found = LegacyRun.objects.select_for_update(of=("self",)).select_related("office").get(pk=run.pk)
    _permit(user, found.office)
    if is_waiting(found) or not found.stored:
        raise NotNow
    found.state, found.is_preview, found.started_by = RunState.WAITING, is_preview, user
    found.mapping = found.mapping if mapping is None else mapping
    found.counts, found.error, found.done, found.percent, found.ended_at = {}, "", 0, 0, None
    found.save()
    _tell(found, "preview" if is_preview else "move")
    return found


@transaction.atomic
def forget(*, user: User, run: LegacyRun) -> None:
    """Raises PermissionDenied, NotNow."""
    _permit(user, run.office)
    if is_waiting(run):
        raise NotNow
    keeping.forget(run)
    _tell(run, "forget", user)


def is_waiting(run: LegacyRun) -> bool:
    """Whether a worker has it or will have; one that was killed has it no more."""
    return run.state == RunState.WAITING or (run.state == RunState.RUNNING and is_at_work(run.office_id))


def _permit(user: User, office: Office) -> None:
    if not may(user, Action.MOVE_CASES, office):
        raise PermissionDenied


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
    """Read the file to its end and keep what came of it. Raises Busy, with the run waiting as before, and whatever no
    one foresaw."""
    run.state, run.error, run.done, run.percent = RunState.RUNNING, "", 0, 0
    run.save(update_fields=["state", "error", "done", "percent"])
    keeping = _Keeping(run, heard)
    try:
        told = run_file(run, path, keeping)
    except Busy:
        run.state = RunState.WAITING
        run.save(update_fields=["state"])
        raise
    except BaseException:
        _end(run, RunState.FAILED)
        raise
    run.counts = told.as_written()
    run.error = told.failure.words if told.failure else ""
    _end(run, RunState.FAILED if told.failure else RunState.DONE)
    _tell(run, "end")


def give_up(run: LegacyRun) -> None:
    """For one that nobody will try again."""
    _end(run, RunState.FAILED)


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
