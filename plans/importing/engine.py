"""How a delivery of planning data runs: read -> stage -> check -> compare -> publish, whatever its kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from plans.importing.findings import CATALOGUE
from sip.geo.gmlstream import Unreadable
from sip.intake import actions
from sip.intake.contract import Counts, Found, Job, Result
from sip.intake.models import Delivery, State
from sip.registers import publish as registers
from sip.registers import stage
from sip.registers.findings import gravity, stored
from sip.registers.preview import shown
from sip.registers.publish import Times
from sip.registers.reading.columns import UnknownColumns
from sip.registers.record import Problem, Record
from sip.registers.register import Register


class Source(Protocol):
    """Records of one file, to be iterated once; iterating raises Unreadable, and `notes` fill up meanwhile."""

    notes: list[Problem]

    def __iter__(self) -> Iterator[Record]: ...

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        ...


@dataclass(frozen=True, slots=True)
class Import:
    """What a kind of delivery brings.

    `registers`: those it fills. `open`: the reader of a file. `check` writes into stage_finding what is wrong with the
    staged rows, and sees the sources once more; `survey` looks at the ground once it is known what ends. `identify`
    gives rows the identity that registers know them by where that takes more than an identifier. `complete`: parts, in
    the registers' scopes, of which the files say everything. `vanish` finds what ends for not being mentioned where
    that takes more than the scopes of registers. `publish` is called in the transaction of the publication and returns
    further layers that it changes. `may_be_empty`: that there is nothing is a statement too.
    """

    registers: Sequence[Register]
    open: Callable[[Path], Source]
    check: Callable[[Delivery, Sequence[Source]], None]
    survey: Callable[[], None] = lambda: None
    identify: Callable[[], None] = lambda: None
    complete: frozenset[str] = field(default=frozenset())
    vanish: Callable[[Times], None] | None = None
    publish: Callable[[Delivery], Sequence[str]] = lambda delivery: ()
    may_be_empty: bool = False


def run(job: Job, what: Import) -> Result:
    """Take a delivery's files through all steps; the registers change only if the result is `published`."""
    sources: list[Source] = []
    stage.create(what.registers)
    try:
        stage.fill(what.registers, _records(job, what, sources), CATALOGUE)
    except UnknownColumns as error:
        return replace(refused(error.code, error.detail), columns=error.columns)
    except Unreadable as error:
        return refused(error.code, f"{error.detail} (wiersz {error.line})" if error.line else error.detail)
    return _conclude(job, what, sources)


def refused(code: str, detail: str) -> Result:
    """The end of a delivery of which nothing can be taken."""
    return Result(State.REJECTED, findings=[CATALOGUE[code].found(code, detail)])


def _conclude(job: Job, what: Import, sources: Sequence[Source]) -> Result:
    times = registers.times(job.delivery, [])
    job.progress("Sprawdzanie", 0, 3)
    what.identify()
    registers.identify(what.registers, times)
    stage.settle(what.registers)
    what.check(job.delivery, sources)
    job.progress("Porównanie z rejestrem", 1, 3)
    _compare(job, what, times)
    counts = registers.counts(what.registers)
    # Several files of one export say the same things of themselves: once is enough.
    notes = dict.fromkeys(note for source in sources for note in source.notes)
    findings = [CATALOGUE[note.code].found(note.code, note.detail, place=note.place) for note in notes]
    state, remarks = _judge(job, what, counts)
    told: list[Found] = [*remarks, *sorted([*findings, *stored(CATALOGUE)], key=gravity)]
    if state is not State.PUBLISHED:
        return Result(state, counts, told, shown=shown(what.registers))
    job.progress("Publikacja", 2, 3)
    with transaction.atomic():
        layers = [*registers.publish(what.registers, job.delivery.pk), *what.publish(job.delivery)]
        actions.store_findings(job.delivery, told)
        actions.published(job.delivery, counts, layers)
    registers.analyse(what.registers)
    return Result(state, counts, findings_stored=True)


def _compare(job: Job, what: Import, times: Times) -> None:
    mentioned_only = job.partial or what.vanish is not None
    registers.compare(what.registers, times, complete=set(what.complete), partial=mentioned_only)
    if what.vanish and not job.partial:
        what.vanish(times)
    what.survey()


def _judge(job: Job, what: Import, counts: Counts) -> tuple[State, list[Found]]:
    """Whether the delivery may be published, and why not."""
    read, quarantined = sum(counts["versions"].values()), sum(counts["quarantined"].values())
    if read <= quarantined and not (what.may_be_empty and not read):
        return State.REJECTED, [CATALOGUE["nothing-usable"].found("nothing-usable", "")]
    lost, touched = sum(counts["vanished"].values()), sum(sum(counts[name].values()) for name in ("read", "vanished"))
    remarks = []
    if lost > max(1, settings.VANISH_LIMIT * touched):
        remarks.append(CATALOGUE["suspicious-vanishing"].found("suspicious-vanishing", f"{lost} z {touched} obiektów"))
    if job.dry_run:
        return State.CHECKED, remarks
    return (State.WAITING if remarks and not job.accept else State.PUBLISHED), remarks


def _records(job: Job, what: Import, opened: list[Source]) -> Iterator[Record]:
    """Records of all files one after another; each file's source is left in OPENED for its notes."""
    whole = sum(item["size"] for item in job.delivery.files)
    before = 0
    for path in job.files:
        source = what.open(path)
        opened.append(source)
        for number, record in enumerate(source):
            if number % 100 == 0:
                job.progress("Wczytywanie", before + source.progress()[0], whole)
            yield record
        before += source.progress()[1]
