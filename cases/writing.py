"""The one way a case changes: locked without waiting, of the version that was seen, its step allowed, all of it noted.

Everything here runs in the caller's transaction. The audit event comes last: its chain's end stays locked to the
commit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils.translation import gettext as _
from psycopg2.errors import LockNotAvailable

from cases.actors import Actor
from cases.archive.categories import kept_until
from cases.changes.actions import CASE, note
from cases.clock.deadline import Deadline, Mark, deadline
from cases.clock.terms import day_of
from cases.errors import Conflict, NotNow, Stale
from cases.mails import actions as mails
from cases.models import Audience, Case, CaseClockEvent, CaseEvent, CaseNote, CaseStatus
from cases.workflow import ENDED, Act, ClockMark, State, Step, Who, step_of
from sip.offices.models import Office

OBJECT: Final = CASE
# What of the data of events people typed.
WORDS: Final = frozenset({"basis", "body"})
# In which of several capacities someone is said to have acted.
FIRST_OF: Final = (Who.SYSTEM, Who.APPLICANT, Who.CLERK, Who.HEAD)


@dataclass(frozen=True, slots=True)
class Happened:
    """A step as it is noted. `words` go to the other side, `reason` stays in the office; both are personal data."""

    act: Act
    who: Who
    step: Step
    data: Mapping[str, Any]
    words: str = ""
    reason: str = ""
    basis: str = ""
    until: date | None = None
    # From which the clock counts, where that is not the day of the step.
    day: date | None = None


def locked(case: Case, *, waiting: bool = False) -> Case:
    """The row as it is now, nobody else's until the transaction ends. Raises Conflict where it is taken, NotNow where
    its people are forgotten.

    WAITING queues instead: for filing alone, where the second of two clicks is to get the answer of the first.
    """
    rows = Case.objects.select_for_update(nowait=not waiting, of=("self",)).select_related("office", "service", "form")
    try:
        found = rows.get(pk=case.pk)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Conflict from None
        raise
    if found.anonymised_at is not None:
        raise NotNow(_("Czas przechowywania sprawy minął i dane osób z niej usunięto: nie zmienia się już."))
    return found


def permitted(case: Case, actor: Actor) -> frozenset[Who]:
    """ACTOR's capacities; a stranger learns nothing else. Raises PermissionDenied."""
    capacities = actor.capacities(case)
    if not capacities:
        raise PermissionDenied
    return capacities


def seen(case: Case, version: int) -> None:
    """Raises Stale unless VERSION is the case's."""
    if case.version != version:
        raise Stale


def allowed(case: Case, act: Act, capacities: frozenset[Who]) -> tuple[Step, Who]:
    """The step ACT from the case's state and the capacity it is taken in. Raises NotNow, PermissionDenied."""
    step = step_of(State(case.state), act)
    if step is None or act in case.service.own_way.without:
        raise NotNow
    for who in FIRST_OF:
        if who in step.who & capacities:
            return step, who
    raise PermissionDenied


def move(case: Case, actor: Actor, happened: Happened, moment: datetime, *, left: Office | None = None) -> CaseEvent:
    """Take the locked CASE to the step's target, and note it: event, state, clock, words, audit.

    LEFT: the office it was in before, where that may have changed.
    """
    before = State(case.state)
    event = appended(case, actor, happened, moment)
    case.save()
    if happened.who is not Who.APPLICANT or happened.act is Act.FILE:
        mails.tell(case, happened.act)
    note(
        actor=actor,
        case=case,
        action=f"case.{happened.act}",
        old={"state": before, "version": case.version - 1},
        new={"state": case.state, "version": case.version, **_without_words(happened.data)},
        left=left,
    )
    return event


def _without_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """For the log, which nobody can mend: what a clerk typed may name people, and stays in the case."""
    return {name: value for name, value in data.items() if name not in WORDS}


def appended(case: Case, actor: Actor, happened: Happened, moment: datetime) -> CaseEvent:
    """Set the CASE's new state, version and deadline, unsaved, and append the rows that belong to it."""
    before = State(case.state)
    case.state = happened.step.target or before
    case.version += 1
    _open_or_close(case, moment)
    event = CaseEvent.objects.create(
        case=case,
        at=moment,
        act=happened.act,
        who=happened.who,
        actor=actor.user,
        client=actor.client,
        office=case.office,
        before=before,
        after=case.state,
        version=case.version,
        data=dict(happened.data),
    )
    if case.state != before:
        CaseStatus.objects.create(case=case, event=event, state=case.state, since=moment)
    if happened.step.clock:
        _mark(event, happened, happened.step.clock)
    _note(event, happened)
    return event


def _open_or_close(case: Case, moment: datetime) -> None:
    if case.state in ENDED:
        case.closed_at = case.closed_at or moment
        case.archive_category = case.category
    else:
        case.closed_at = case.archived_on = None
    shelve(case)


def shelve(case: Case) -> None:
    """Until when the CASE is kept, of its end and its archive category; unsaved."""
    case.kept_until = kept_until(case.category, day_of(case.closed_at)) if case.closed_at else None


def _mark(event: CaseEvent, happened: Happened, mark: ClockMark) -> None:
    CaseClockEvent.objects.create(
        case=event.case,
        event=event,
        mark=mark,
        day=happened.day or day_of(event.at),
        basis=happened.basis,
        until=happened.until if mark is ClockMark.EXTENDED else None,
    )
    derived = deadline_of(event.case)
    event.case.deadline = None if derived.closed_on else derived.day
    event.case.is_stopped = derived.is_stopped and derived.closed_on is None
    if mark is ClockMark.CLOSED:
        event.case.settled_at = event.case.settled_at or event.at


def _note(event: CaseEvent, happened: Happened) -> None:
    said = ((Audience.APPLICANT, happened.words), (Audience.OFFICE, happened.reason))
    CaseNote.objects.bulk_create(
        CaseNote(case=event.case, event=event, audience=audience, words=words) for audience, words in said if words
    )


def deadline_of(case: Case) -> Deadline:
    """The case's deadline with its explanation, from its clock's events."""
    marks = [
        Mark(ClockMark(event.mark), event.day, event.basis, event.until) for event in case.clock_events.order_by("pk")
    ]
    return deadline(marks, case.terms.handling, case.terms.rule)
