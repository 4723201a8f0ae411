"""Import of the cadastral registers: read -> stage -> check -> compare -> publish."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from parcels.importing import check, publish
from parcels.importing.coverage import check_coverage
from parcels.importing.findings import CATALOGUE
from parcels.importing.read import Source, open_source
from parcels.importing.read.records import Problem, Record, Unreadable
from parcels.importing.registers import REGISTERS
from sip.intake import actions
from sip.intake.contract import Counts, Found, Job, Result
from sip.intake.models import Delivery, State
from sip.registers import publish as registers
from sip.registers import stage
from sip.registers.findings import gravity, stored
from sip.registers.preview import shown
from sip.registers.reading.columns import UnknownColumns

# So few may vanish from a small precinct without anyone being asked.
NEVER_SUSPICIOUS = 2


def run(job: Job) -> Result:
    """Take a delivery's files through all steps; the registers change only if the result is `published`."""
    sources: list[Source] = []
    stage.create(REGISTERS)
    try:
        stage.fill(REGISTERS, _records(job, sources), CATALOGUE)
    except Unreadable as error:
        place = f"({_line(error.line)})" if error.line else ""
        columns = error.columns if isinstance(error, UnknownColumns) else ()
        found = _found(error.code, f"{error.detail} {place}".strip())
        return Result(State.REJECTED, findings=[found], columns=columns)
    # Several files of one export say the same things of themselves: once is enough.
    notes = list(dict.fromkeys(note for source in sources for note in source.notes))
    return _conclude(job, sources, notes)


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return publish.rollback(delivery)


def _conclude(job: Job, sources: list[Source], notes: list[Problem]) -> Result:
    days = [source.data_date for source in sources if source.data_date]
    times = registers.times(job.delivery, days)
    job.progress("Sprawdzanie", 0, 3)
    registers.identify(REGISTERS, times)
    stage.settle(REGISTERS)
    check.check(job.delivery)
    job.progress("Porównanie z rejestrem", 1, 3)
    complete = set().union(*(source.complete_precincts for source in sources))
    publish.compare(times, complete=complete, partial=job.partial)
    check_coverage()
    counts = publish.counts()
    findings = [*_notes(notes), *stored(CATALOGUE)]
    state, remarks = _judge(job, counts)
    told = [*remarks, *sorted(findings, key=gravity)]
    if state is State.PUBLISHED:
        job.progress("Publikacja", 2, 3)
        with transaction.atomic():
            layers = publish.publish(job.delivery.pk)
            actions.store_findings(job.delivery, told)
            actions.published(job.delivery, counts, layers)
        publish.analyse()
        return Result(state, counts, findings_stored=True)
    return Result(state, counts, told, shown=shown(REGISTERS))


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
    return CATALOGUE[code].found(code, detail, identifier, place)


def _notes(notes: list[Problem]) -> Iterator[Found]:
    for note in notes:
        yield _found(note.code, note.detail, place=note.place)


def _line(line: int) -> str:
    return f"wiersz {line}"
