"""Import of planning data: read -> stage -> check -> compare -> publish, as every register's."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from plans.importing import check
from plans.importing.findings import CATALOGUE
from plans.importing.read import Source
from plans.importing.registers import REGISTERS
from sip.geo.gmlstream import Unreadable
from sip.intake import actions
from sip.intake.contract import Counts, Found, Job, Result
from sip.intake.models import Delivery, State
from sip.registers import publish as registers
from sip.registers import stage
from sip.registers.findings import gravity, stored
from sip.registers.record import Record


def run(job: Job) -> Result:
    """Take a delivery's files through all steps; the registers change only if the result is `published`."""
    sources: list[Source] = []
    stage.create(REGISTERS)
    try:
        stage.fill(REGISTERS, _records(job, sources), CATALOGUE)
    except Unreadable as error:
        detail = f"{error.detail} (wiersz {error.line})" if error.line else error.detail
        return Result(State.REJECTED, findings=[CATALOGUE[error.code].found(error.code, detail)])
    return _conclude(job, sources)


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return registers.rollback(REGISTERS, delivery)


def _conclude(job: Job, sources: list[Source]) -> Result:
    times = registers.times(job.delivery, [])
    job.progress("Sprawdzanie", 0, 3)
    registers.identify(REGISTERS, times)
    stage.settle(REGISTERS)
    check.check(job.delivery, set().union(*(source.acts for source in sources)))
    job.progress("Porównanie z rejestrem", 1, 3)
    registers.compare(REGISTERS, times, complete=set(), partial=job.partial)
    counts = registers.counts(REGISTERS)
    # Several files of one export say the same things of themselves: once is enough.
    notes = dict.fromkeys(note for source in sources for note in source.notes)
    findings = [CATALOGUE[note.code].found(note.code, note.detail, place=note.place) for note in notes]
    state, remarks = _judge(job, counts)
    told: list[Found] = [*remarks, *sorted([*findings, *stored(CATALOGUE)], key=gravity)]
    if state is not State.PUBLISHED:
        return Result(state, counts, told)
    job.progress("Publikacja", 2, 3)
    with transaction.atomic():
        layers = registers.publish(REGISTERS, job.delivery.pk)
        actions.store_findings(job.delivery, told)
        actions.published(job.delivery, counts, layers)
    registers.analyse(REGISTERS)
    return Result(state, counts, findings_stored=True)


def _judge(job: Job, counts: Counts) -> tuple[State, list[Found]]:
    """Whether the delivery may be published, and why not."""
    if sum(counts["versions"].values()) <= sum(counts["quarantined"].values()):
        return State.REJECTED, [CATALOGUE["nothing-usable"].found("nothing-usable", "")]
    lost, touched = sum(counts["vanished"].values()), sum(sum(counts[name].values()) for name in ("read", "vanished"))
    remarks = []
    if lost > max(1, settings.VANISH_LIMIT * touched):
        remarks.append(CATALOGUE["suspicious-vanishing"].found("suspicious-vanishing", f"{lost} z {touched} obiektów"))
    if job.dry_run:
        return State.CHECKED, remarks
    return (State.WAITING if remarks and not job.accept else State.PUBLISHED), remarks


def _records(job: Job, opened: list[Source]) -> Iterator[Record]:
    """Records of all files one after another; each file's source is left in OPENED for its notes."""
    whole = sum(item["size"] for item in job.delivery.files)
    before = 0
    for path in job.files:
        source = Source(path)
        opened.append(source)
        for number, record in enumerate(source):
            if number % 100 == 0:
                job.progress("Wczytywanie", before + source.progress()[0], whole)
            yield record
        before += source.progress()[1]
