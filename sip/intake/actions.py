"""Changes of a delivery's state; a run holds the one lock, so that two deliveries at once queue."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sip.audit.actions import record
from sip.geo.crs import PL_1992
from sip.intake.contract import Counts, Found, Importer, Job, Progress, Result, Shown
from sip.intake.models import AttributeMapping, Delivery, Finding, Layer, Preview, Severity, State
from sip.offices.models import Office, User

log = logging.getLogger(__name__)

# Among a delivery's options: the publication that brought the same files, so that this one changed nothing.
SAME_AS = "same_as"
LOCK = 5_214_791  # any number that nothing else in this database locks


class Refused(Exception):
    """A change that the delivery's state does not allow; the text is for people."""


@contextmanager
def exclusive(on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of deliveries on this connection; call ON_WAIT once if another run holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            on_wait()
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def receive(
    *,
    kind: str,
    files: Sequence[Path],
    office: Office | None = None,
    actor: User | None = None,
    data_date: date | None = None,
    options: dict[str, Any] | None = None,
) -> Delivery:
    """Note a delivery of FILES, which stay where they are. Raises OSError if one cannot be read."""
    described = [_describe(file) for file in files]
    whole = hashlib.sha256("".join(sorted(item["sha256"] for item in described)).encode()).hexdigest()
    return Delivery.objects.create(
        kind=kind,
        office=office,
        received_by=actor,
        data_date=data_date,
        files=described,
        sha256=whole,
        options=options or {},
    )


def keep_mapping(office: Office, kind: str, columns: dict[str, str]) -> None:
    """Remember how the office's files of this kind name their columns."""
    AttributeMapping.objects.update_or_create(office=office, kind=kind, defaults={"columns": columns})


def mapping_for(delivery: Delivery) -> dict[str, str]:
    """Our attribute names -> the file's columns: what came with the delivery, else what its office keeps."""
    if given := delivery.options.get("mapping"):
        return dict(given)
    kept = AttributeMapping.objects.filter(office=delivery.office, kind=delivery.kind).first()
    return dict(kept.columns) if kept else {}


def process(
    delivery: Delivery,
    *,
    progress: Progress,
    dry_run: bool = False,
    accept: bool = False,
    partial: bool = False,
    on_wait: Callable[[], None] = lambda: None,
) -> Delivery:
    """Run the importer of the delivery's kind to its end, one delivery at a time, and store what it found."""
    with exclusive(on_wait):
        _close_interrupted()
        before = None if accept else already_published(delivery)
        if before and not dry_run:
            delivery.options[SAME_AS] = before.pk
            delivery.save(update_fields=["options"])
            return _conclude(delivery, _unchanged(before))
        delivery.state = State.RUNNING
        delivery.save(update_fields=["state"])
        files = tuple(Path(item["path"]) for item in delivery.files)
        job = Job(delivery, files, progress, dry_run=dry_run, accept=accept, partial=partial)
        return _conclude(delivery, _run(job))


def _run(job: Job) -> Result:
    """Whatever goes wrong in an importer ends as a refused delivery that says so, and as a trace in the log."""
    try:
        return _importer(job.delivery.kind)(job)
    except Exception:
        log.exception("importer failed", extra={"delivery": job.delivery.pk, "kind": job.delivery.kind})
        done = Delivery.objects.get(pk=job.delivery.pk)
        if done.state == State.PUBLISHED:
            # Committed before the fault, so published is what it is.
            return Result(State.PUBLISHED, done.counts, findings_stored=True)
        text = "Przetwarzanie zatrzymał błąd programu; rejestr pozostał bez zmian. Szczegóły są w dzienniku."
        return Result(State.REJECTED, findings=[Found(Severity.ERROR, "internal-error", text)])


def already_published(delivery: Delivery) -> Delivery | None:
    """The newest publication of this kind and subject, if it was of these very files; then there is nothing to do."""
    publications = Delivery.objects.filter(kind=delivery.kind, state=State.PUBLISHED)
    for name in ("act", "theme"):
        if name in delivery.options:
            publications = publications.filter(**{f"options__{name}": delivery.options[name]})
    newest = publications.exclude(pk=delivery.pk).exclude(options__has_key=SAME_AS).first()
    return newest if newest and _says_the_same(newest, delivery) else None


def _says_the_same(newest: Delivery, delivery: Delivery) -> bool:
    """Of a theme the same files say more when they cover other units, or are still true on another day."""
    covers = newest.options.get("covers") == delivery.options.get("covers")
    days = "theme" not in delivery.options or newest.data_date == delivery.data_date
    return covers and days and newest.sha256 == delivery.sha256


def published(delivery: Delivery, counts: Counts, layers: Sequence[str]) -> None:
    """Mark the delivery published and its layers changed; called by importers inside their transaction."""
    delivery.state = State.PUBLISHED
    delivery.counts = counts
    delivery.concluded_at = timezone.now()
    delivery.save(update_fields=["state", "counts", "concluded_at", "undo"])
    bump(layers)
    for path in settings.AFTER_PUBLICATION:
        # What goes wrong there is logged and undoes nothing.
        transaction.on_commit(partial(import_string(path), delivery.pk, tuple(layers)), robust=True)
    _note(delivery, "publish", delivery.received_by)


def bump(layers: Iterable[str]) -> None:
    """Give each layer its next version; every cache key carries it.

    Its moment is that of the call, not of the transaction's start: what was answered since then was the old one.
    """
    with connection.cursor() as cursor:
        for name in sorted(layers):
            cursor.execute(
                f"INSERT INTO {Layer._meta.db_table} (name, version, changed_at) VALUES (%s, 1, clock_timestamp())"  # noqa: S608
                f" ON CONFLICT (name) DO UPDATE SET version = {Layer._meta.db_table}.version + 1,"
                " changed_at = clock_timestamp()",
                [name],
            )


def rollback(delivery: Delivery, *, actor: User | None = None) -> Delivery:
    """Restore what was before the delivery. Raises Refused if it is not published or others built on it."""
    with exclusive(lambda: None), transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.state != State.PUBLISHED:
            raise Refused(_("Dostawa nr %(number)d nie jest opublikowana: %(state)s.") % _named(locked))
        if same := locked.options.get(SAME_AS):
            raise Refused(_("Ta dostawa niczego nie zmieniła; wycofaj dostawę nr %(number)d.") % {"number": same})
        path = settings.IMPORTERS[locked.kind].rpartition(".")[0]
        bump(import_string(f"{path}.rollback")(locked))
        locked.state = State.ROLLED_BACK
        locked.save(update_fields=["state"])
        _note(locked, "rollback", actor)
    return locked


def accept(delivery: Delivery, *, actor: User | None = None) -> Delivery:
    """Note the word of a clerk that a waiting delivery shall be published; the worker then does it."""
    with transaction.atomic():
        locked = _locked_waiting(delivery)
        if locked.columns:
            raise Refused(_("Najpierw wskaż, co oznaczają kolumny pliku."))
        locked.state = State.RECEIVED
        locked.save(update_fields=["state"])
        _note(locked, "accept", actor)
    return locked


def map_columns(delivery: Delivery, columns: dict[str, str], *, actor: User | None = None) -> Delivery:
    """Note which column of the waiting delivery's files is what, for its office's next files too.

    COLUMNS: our attribute names -> the file's columns. The worker then checks the delivery again.
    """
    with transaction.atomic():
        locked = _locked_waiting(delivery)
        if not locked.columns:
            raise Refused(_("Kolumny plików tej dostawy są znane."))
        if locked.office:
            keep_mapping(locked.office, locked.kind, columns)
        locked.options["mapping"] = columns
        locked.columns, locked.state = [], State.RECEIVED
        locked.save(update_fields=["options", "columns", "state"])
        _note(locked, "map-columns", actor)
    return locked


def reject(delivery: Delivery, *, actor: User | None = None) -> Delivery:
    """Refuse a delivery that waits. Raises Refused if it does not wait."""
    with transaction.atomic():
        locked = _locked_waiting(delivery)
        locked.state = State.REJECTED
        locked.columns = []
        locked.concluded_at = timezone.now()
        locked.save(update_fields=["state", "columns", "concluded_at"])
        Preview.objects.filter(delivery=locked).delete()
        transaction.on_commit(lambda: _remove_uploads(locked))
        _note(locked, "reject", actor)
    return locked


def store_findings(delivery: Delivery, findings: Iterable[Found]) -> None:
    """Replace the delivery's findings."""
    Finding.objects.filter(delivery=delivery).delete()
    rest = iter(findings)
    while batch := list(islice(rest, 2000)):
        Finding.objects.bulk_create(
            Finding(
                delivery=delivery,
                severity=found.severity,
                code=found.code,
                identifier=found.identifier[:80],
                message=found.message,
                place=Point(*found.place, srid=PL_1992.srid) if found.place else None,
            )
            for found in batch
        )


def _note(delivery: Delivery, change: str, actor: User | None) -> None:
    """Put a change into the audit log; last in its transaction, as the log's head stays locked until the end."""
    record(
        actor=actor,
        office=delivery.office,
        action=f"delivery.{change}",
        object_type="delivery",
        object_id=delivery.pk,
        new={"kind": delivery.kind, "state": delivery.state, "sha256": delivery.sha256},
    )


def _locked_waiting(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state not in (State.WAITING, State.CHECKED):
        raise Refused(_("Dostawa nr %(number)d nie czeka na decyzję: %(state)s.") % _named(locked))
    return locked


def _named(delivery: Delivery) -> dict[str, Any]:
    return {"number": delivery.pk, "state": delivery.get_state_display()}


def _conclude(delivery: Delivery, result: Result) -> Delivery:
    # What was uploaded lies here until a person has said what its columns are; other files are delivered anew.
    asking = bool(result.columns) and delivery.kind in settings.ATTRIBUTES and all(map(_is_uploaded, delivery.files))
    delivery.state = State.WAITING if asking else result.state
    delivery.columns = list(result.columns) if asking else []
    delivery.counts = result.counts
    delivery.progress = {}
    delivery.concluded_at = timezone.now()
    with transaction.atomic():
        delivery.save(update_fields=["state", "columns", "counts", "progress", "concluded_at"])
        _keep_preview(delivery, result.shown)
        if not result.findings_stored:
            store_findings(delivery, result.findings)
    if delivery.state not in (State.WAITING, State.CHECKED):
        _remove_uploads(delivery)
    return delivery


def _keep_preview(delivery: Delivery, shown: Shown | None) -> None:
    Preview.objects.filter(delivery=delivery).delete()
    if shown and delivery.state in (State.WAITING, State.CHECKED):
        features = shown.features
        Preview.objects.create(delivery=delivery, features=features, shown=len(features), total=shown.total)


def _is_uploaded(file: dict[str, Any]) -> bool:
    return Path(file["path"]).parent.parent == settings.INTAKE_DIR.resolve()


def _remove_uploads(delivery: Delivery) -> None:
    """Uploaded files serve until the delivery is decided; files named on the command line are not ours."""
    for item in filter(_is_uploaded, delivery.files):
        shutil.rmtree(Path(item["path"]).parent, ignore_errors=True)


def _unchanged(before: Delivery) -> Result:
    message = f"Te same pliki opublikowano już w dostawie nr {before.pk}; nic się nie zmieniło."
    read = before.counts.get("read", {})
    counts: Counts = {
        "read": read,
        "new": {},
        "changed": {},
        "unchanged": read,
        "vanished": {},
        "quarantined": {},
    }
    return Result(State.PUBLISHED, counts, [Found(Severity.INFO, "already-delivered", message)])


def _close_interrupted() -> None:
    """Whoever holds the lock knows that no other run is alive: what still says `running` was killed."""
    for left in Delivery.objects.filter(state=State.RUNNING):
        text = "Przetwarzanie przerwano przed końcem; rejestr pozostał bez zmian."
        _conclude(left, Result(State.REJECTED, left.counts, [Found(Severity.ERROR, "interrupted", text)]))


def _importer(kind: str) -> Importer:
    importer: Importer = import_string(settings.IMPORTERS[kind])
    return importer


def _describe(file: Path) -> dict[str, Any]:
    """Name, size and sum of a file. A directory or a device is described too: its reader refuses it in words."""
    described: dict[str, Any] = {"name": file.name, "path": str(file.resolve()), "size": 0, "sha256": ""}
    if file.is_file():
        with file.open("rb") as content:
            described["sha256"] = hashlib.file_digest(content, "sha256").hexdigest()
        described["size"] = file.stat().st_size
    elif not file.exists():
        raise FileNotFoundError(file)
    return described
