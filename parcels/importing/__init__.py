"""Import of the cadastral registers: read -> stage -> check -> compare -> publish."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcels.importing import check, publish, stage
from parcels.importing.findings import CATALOGUE, wording
from parcels.importing.publish import Times
from parcels.importing.read import Source, open_source
from parcels.importing.read.records import Problem, Record, Unreadable
from sip.intake import actions
from sip.intake.contract import Counts, Found, Job, Result
from sip.intake.models import Delivery, Severity, State

# So few may vanish from a small precinct without anyone being asked.
NEVER_SUSPICIOUS = 2
# Findings of one code beyond this are counted, not listed.
LISTED_PER_CODE = 5000


def run(job: Job) -> Result:
    """Take a delivery's files through all steps; the registers change only if the result is `published`."""
    sources: list[Source] = []
    stage.create()
    try:
        with _rare_collections():
            stage.fill(_records(job, sources))
    except Unreadable as error:
        place = f"({_line(error.line)})" if error.line else ""
        return Result(State.REJECTED, findings=[_found(error.code, f"{error.detail} {place}".strip())])
    # Several files of one export say the same things of themselves: once is enough.
    notes = list(dict.fromkeys(note for source in sources for note in source.notes))
    return _conclude(job, sources, notes)


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    later = publish.later_deliveries(delivery.pk)
    if later:
        raise actions.Refused(
            _("Dostawy nie można wycofać: zmieniły ją późniejsze (%s). Najpierw wycofaj je.")
            % ", ".join(map(str, later))
        )
    return publish.rollback(delivery.pk)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Records make no cycles, so looking for them as often as usual only costs: a quarter of the reading time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _conclude(job: Job, sources: list[Source], notes: list[Problem]) -> Result:
    times = _times(job.delivery, sources)
    job.progress("Sprawdzanie", 0, 3)
    publish.identify(times)
    stage.settle()
    check.check(job.delivery)
    job.progress("Porównanie z rejestrem", 1, 3)
    complete = set().union(*(source.complete_precincts for source in sources))
    publish.compare(times, complete=complete, partial=job.partial)
    counts = publish.counts()
    findings = [*_notes(notes), *_stored_findings()]
    state, remarks = _judge(job, counts)
    told = [*remarks, *sorted(findings, key=_gravity)]
    if state is State.PUBLISHED:
        job.progress("Publikacja", 2, 3)
        with transaction.atomic():
            layers = publish.publish(job.delivery.pk)
            actions.store_findings(job.delivery, told)
            actions.published(job.delivery, counts, layers)
        publish.analyse()
        return Result(state, counts, findings_stored=True)
    return Result(state, counts, told)


def _judge(job: Job, counts: Counts) -> tuple[State, list[Found]]:
    """Whether the delivery may be published, and why not."""
    sound = sum(counts["read"].values()) and sum(counts["versions"].values()) > sum(counts["quarantined"].values())
    if not sound:
        return State.REJECTED, [_found("nothing-usable", "")]
    lost, present = publish.vanishing()
    remarks = []
    if lost > max(NEVER_SUSPICIOUS, settings.VANISH_LIMIT * present):
        remarks.append(_found("suspicious-vanishing", f"{lost} z {present} działek"))
    if job.dry_run:
        return State.CHECKED, remarks
    return (State.WAITING if remarks and not job.accept else State.PUBLISHED), remarks


def _times(delivery: Delivery, sources: list[Source]) -> Times:
    now = timezone.now()
    days = [source.data_date for source in sources if source.data_date]
    day = delivery.data_date or (max(days) if days else None)
    if day and not delivery.data_date:
        Delivery.objects.filter(pk=delivery.pk).update(data_date=day)
        delivery.data_date = day
    moment = timezone.make_aware(datetime.combine(day, time.min)) if day else now
    return Times(moment=min(moment, now), now=now)


def _records(job: Job, opened: list[Source]) -> Iterator[Record]:
    """Records of all files one after another; each file's source is left in OPENED for its notes."""
    whole = sum(item["size"] for item in job.delivery.files)
    before = 0
    mapping = actions.mapping_for(job.delivery)
    for path in job.files:
        source = open_source(job.delivery.kind, path, mapping=mapping)
        opened.append(source)
        for number, record in enumerate(source):
            if number % 500 == 0:
                job.progress("Wczytywanie", before + source.progress()[0], whole)
            yield record
        before += source.progress()[1]


def _found(code: str, detail: str, identifier: str = "", place: tuple[float, float] | None = None) -> Found:
    return Found(CATALOGUE[code].severity, code, wording(code, detail), identifier, place)


def _notes(notes: list[Problem]) -> Iterator[Found]:
    for note in notes:
        yield _found(note.code, note.detail, place=note.place)


def _stored_findings() -> Iterator[Found]:
    """Findings of the stage, the gravest kinds first in each code's own order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, identifier, detail, ST_X(place), ST_Y(place) FROM ("
            "  SELECT *, row_number() OVER (PARTITION BY code ORDER BY seq) AS nth FROM stage_finding) AS numbered"
            " WHERE nth <= %s ORDER BY code, nth",
            [LISTED_PER_CODE],
        )
        for code, identifier, detail, x, y in cursor.fetchall():
            yield _found(code, detail or "", identifier or "", None if x is None else (x, y))


def _gravity(found: Found) -> int:
    return list(Severity).index(found.severity)


def _line(line: int) -> str:
    return f"wiersz {line}"
