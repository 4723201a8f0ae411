"""A batch of rows -> cases with all that belongs to them, in few statements. No row is half there."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry

from cases import codes, filing, writing
from cases.catalogue.models import ServiceForm
from cases.changes import actions as changes
from cases.clock.deadline import Mark, deadline
from cases.clock.terms import WARSAW
from cases.land.models import CaseGeometry, ParcelSnapshot, Source
from cases.land.snapshots import Taken, row_of
from cases.legacy.land import Answered
from cases.legacy.models import LegacyCase, LegacyRun
from cases.legacy.reading import Row
from cases.models import (
    Case,
    CaseClockEvent,
    CaseEvent,
    CaseParty,
    CaseStatus,
    CaseTask,
    Channel,
    PartyRole,
    TaskKind,
)
from cases.workflow import ENDED, Act, ClockMark, State, Who
from parcels.models import Lineage
from sip.audit.actions import Happened, record_all

# Former registers know days; noon is the same day wherever it is read.
HOUR: Final = time(12)
SUBJECT: Final = "przedmiot"
ENDING_ACT: Final = {
    State.CLOSED: Act.CLOSE,
    State.WITHDRAWN: Act.WITHDRAW,
    State.VOIDED: Act.VOID,
    State.HANDED_OVER: Act.HAND_OVER,
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that becomes a case, with its parcels and its shape (EPSG:2180), if the file has one."""

    row: Row
    land: Answered
    shape: GEOSGeometry | None


@dataclass(slots=True)
class _Made:
    """Rows of a batch that wait for the keys of others."""

    ready: Ready
    case: Case
    events: list[CaseEvent] = field(default_factory=list)
    marks: list[tuple[CaseEvent, ClockMark, date]] = field(default_factory=list)


def make(run: LegacyRun, forms: Mapping[int, ServiceForm], ready: Sequence[Ready]) -> None:
    """Write the cases of READY within the caller's transaction; their signs are free, and locked where it matters.

    FORMS: the newest of each service, by its number.
    """
    made = [_planned(run, forms[one.row.service.pk], one) for one in ready]
    Case.objects.bulk_create([one.case for one in made])
    CaseEvent.objects.bulk_create([event for one in made for event in one.events])
    CaseStatus.objects.bulk_create(
        [
            CaseStatus(case=one.case, event=event, state=event.after, since=event.at)
            for one in made
            for event in one.events
        ]
    )
    CaseClockEvent.objects.bulk_create(
        [
            CaseClockEvent(case=one.case, event=event, mark=mark, day=day)
            for one in made
            for event, mark, day in one.marks
        ]
    )
    CaseParty.objects.bulk_create([party for one in made for party in _parties(one)])
    _store_land(made)
    LegacyCase.objects.bulk_create([_origin(run, one) for one in made])
    _tell(run, made)


def moment_of(day: date) -> datetime:
    return datetime.combine(day, HOUR, WARSAW)


def _planned(run: LegacyRun, form: ServiceForm, ready: Ready) -> _Made:
    """The case with its events, unsaved; an ended one has no clock."""
    row = ready.row
    assert row.filed and row.sign
    case = _case(run, form, ready)
    made = _Made(ready, case)
    filed = moment_of(row.filed)
    begun = State.FILED if row.ending.state == State.FILED or case.state in ENDED else State.ACCEPTED
    made.events.append(_event(run, case, Act.FILE, State.DRAFT, begun, filed, 1))
    if case.state in ENDED:
        assert case.closed_at
        case.archive_category = case.category
        writing.shelve(case)
        made.events.append(_event(run, case, ENDING_ACT[State(case.state)], begun, case.state, case.closed_at, 2))
        return made
    made.marks.append((made.events[0], ClockMark.STARTED, row.filed))
    if case.state == State.SUSPENDED:
        made.events.append(_event(run, case, Act.SUSPEND, begun, case.state, filed, 2))
        made.marks.append((made.events[1], ClockMark.SUSPENDED, row.filed))
    case.version = len(made.events)
    terms = case.terms
    derived = deadline([Mark(mark, day) for _event, mark, day in made.marks], terms.handling, terms.rule)
    case.deadline, case.is_stopped = derived.day, derived.is_stopped
    return made


def _case(run: LegacyRun, form: ServiceForm, ready: Ready) -> Case:
    row, sign = ready.row, ready.row.sign
    assert row.filed and sign
    is_ended = row.ending.state in ENDED
    shape = ready.shape or filing.together([one.shape for one in ready.land.taken if one.shape is not None])
    return Case(
        office=run.office,
        signed_by=run.office,
        service=row.service,
        form=form,
        state=row.ending.state,
        version=2 if is_ended else 1,
        channel=Channel.LEGACY,
        answers={SUBJECT: row.text("subject")} if row.said["subject"] else {},
        typed_parcels=[parcel.typed for parcel in row.parcels],
        shape=shape,
        shape_source=(Source.UPLOADED if ready.shape else Source.PARCELS) if shape else "",
        sign=sign.text,
        unit_symbol=sign.unit,
        jrwa_class=sign.jrwa_class,
        sign_group=sign.group[:6],
        number=sign.number,
        year=sign.year,
        draft_hash=codes.hash_of(secrets.token_urlsafe(32)),
        filed_at=moment_of(row.filed),
        periods=row.service.periods,
        outcome=row.ending.outcome or "",
        closed_at=moment_of(row.closed or row.filed) if is_ended else None,
    )


def _event(
    run: LegacyRun, case: Case, act: Act, before: State, after: State | str, at: datetime, version: int
) -> CaseEvent:
    data: dict[str, Any] = {"legacy": run.pk}
    if act is not Act.FILE and case.outcome:
        data["outcome"] = case.outcome
    return CaseEvent(
        case=case,
        at=at,
        act=act,
        who=Who.SYSTEM,
        actor=run.started_by,
        office=run.office,
        before=before,
        after=after,
        version=version,
        data=data,
    )


def _parties(made: _Made) -> Iterable[CaseParty]:
    row = made.ready.row
    if row.said["applicant"]:
        yield CaseParty(
            case=made.case, role=PartyRole.APPLICANT, name=row.text("applicant"), address=row.text("address")
        )


def _store_land(made: Sequence[_Made]) -> None:
    snapshots: list[ParcelSnapshot] = []
    shapes: list[CaseGeometry] = []
    for one in made:
        snapshots += [_snapshot(one.case, at, taken) for at, taken in enumerate(one.ready.land.taken, start=1)]
        if one.case.shape is not None:
            source, at = Source(one.case.shape_source), one.events[0].at
            shapes.append(CaseGeometry(case=one.case, number=1, source=source, geom=one.case.shape, at=at))
    ParcelSnapshot.objects.bulk_create(snapshots)
    CaseGeometry.objects.bulk_create(shapes)
    CaseTask.objects.bulk_create(_tasks(made))


def _snapshot(case: Case, position: int, taken: Taken) -> ParcelSnapshot:
    return row_of(case.pk, position, taken)


def _tasks(made: Sequence[_Made]) -> list[CaseTask]:
    """Of open cases on parcels that are no more: what became of them."""
    gone = [(one.case, parcel) for one in made if one.case.state not in ENDED for parcel in one.ready.land.gone]
    heirs: dict[str, list[dict[str, str]]] = {parcel: [] for _case, parcel in gone}
    for row in Lineage.objects.filter(predecessor__in=heirs).order_by("predecessor", "successor"):
        heirs[row.predecessor].append({"parcel": row.successor, "kind": row.kind, "share": str(row.share)})
    return [
        CaseTask(case=case, kind=TaskKind.PARCEL_CHANGED, parcel=parcel, data={"successors": heirs[parcel]})
        for case, parcel in gone
    ]


def _origin(run: LegacyRun, made: _Made) -> LegacyCase:
    row = made.ready.row
    assert row.sign
    return LegacyCase(
        case=made.case,
        office=run.office,
        key=row.sign.key[:200],
        run=run,
        row=row.number,
        typed=dict(row.typed),
        digest=row.digest,
        notes=[[note.code, note.field, note.detail[:300]] for note in row.notes],
    )


def _tell(run: LegacyRun, made: Sequence[_Made]) -> None:
    """Last: the log's end stays locked until the commit."""
    events = record_all(
        [
            Happened(
                action="case.move",
                object_type=writing.OBJECT,
                object_id=one.case.pk,
                new={"run": run.pk, "row": one.ready.row.number, "state": one.case.state},
            )
            for one in made
        ],
        actor=run.started_by,
        office=run.office,
    )
    changes.moved(events, [one.case for one in made])
