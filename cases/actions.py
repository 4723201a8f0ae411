"""What clerks and applicants do with a filed case: one function, led by the workflow table, in one transaction.

Filing is in filing.py, drafts in drafts.py; documents, payments and land have actions of their own in their packages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cases import guards, writing
from cases.actors import Actor
from cases.clock.terms import Term, TermUnit, counted, day_of, moved
from cases.documents.models import Origin, Scan
from cases.errors import Incomplete, NotNow
from cases.keeping import tasks as keeping
from cases.models import Audience, Case, CaseNote, CaseTask
from cases.payments.models import Order, Why
from cases.workflow import Act, ClockMark, Need, Outcome, Ruling, State, Step, Who, acts_of
from sip.audit.actions import record
from sip.offices.models import Office, User
from sip.offices.permissions import Action, may, roles_in

MOST_AMOUNT: Final = Decimal(1_000_000)
# Of each field of words.
MOST: Final = {"words": 10_000, "reason": 10_000, "basis": 200, "body": 200}
MOST_YEARS: Final = 10
GROSZ: Final = Decimal("0.01")
# Rulings after which the decision stands as it was.
LEFT_AS_IT_WAS: Final = (Ruling.UPHELD, Ruling.DROPPED, Ruling.INADMISSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What comes with a step; which of it is needed the workflow table says (Step.needs).

    `words` are for the applicant (of a message from them: for the office), `reason` stays in the office. `until`: the
    new deadline, or until when the applicant is to complete or pay. `amount`: PLN, on top of what is due already; it
    may be left out where something is. `body`: an organ outside. `assignee` None: nobody. `day`: when something
    arrived at whom it was meant for. `ruling`: what became of an appeal.
    """

    words: str = ""
    reason: str = ""
    basis: str = ""
    until: date | None = None
    outcome: Outcome | None = None
    office: Office | None = None
    body: str = ""
    amount: Decimal | None = None
    assignee: User | None = None
    day: date | None = None
    ruling: Ruling | None = None


NOTHING: Final = Given()
Effect = Callable[[Case, Given], None]


@transaction.atomic
def case_do(*, actor: Actor, case: Case, act: Act, version: int, given: Given = NOTHING) -> Case:
    """Take the step ACT with a case seen as VERSION; returns the case as it is afterwards.

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete. Act.FILE is filing.case_file's.
    """
    found = writing.locked(case)
    capacities = writing.permitted(found, actor)
    writing.seen(found, version)
    if act is Act.FILE:
        raise NotNow
    step, who = writing.allowed(found, act, capacities)
    _complete(found, act, step, given)
    if step.clock is ClockMark.AWAITING and given.until:
        # Also a day that a clerk chose moves off a Saturday or a holiday (art. 57 §4).
        given = replace(given, until=moved(given.until))
    if words := guards.in_the_way(found, step.guards):
        raise NotNow(words)
    moment, office = timezone.now(), found.office
    if effect := EFFECTS.get(act):
        effect(found, given)
    said = (given.words, given.reason, given.basis, given.until, given.day if Need.DAY in step.needs else None)
    happened = writing.Happened(act, who, step, _data(given), *said)
    writing.move(found, actor, happened, moment, left=office)
    if found.is_ended:
        keeping.tonight_ensure()
    return found


def acts_open_to(actor: Actor, case: Case) -> list[Act]:
    """What ACTOR may do with the case now, for buttons; guards may still stand in the way."""
    if case.anonymised_at is not None:
        return []
    return acts_of(State(case.state), actor.capacities(case), case.service.own_way.without)


def completion_due(case: Case, day: date) -> date:
    """Until when an applicant called on DAY is to complete, by the service's own term; moved off days off."""
    return moved(counted(day, case.terms.completion))


def _complete(case: Case, act: Act, step: Step, given: Given) -> None:
    problems = {need.value: [_("To pole jest wymagane.")] for need in step.needs if not getattr(given, need)}
    for name, most in MOST.items():
        if len(getattr(given, name)) > most or "\0" in getattr(given, name):
            problems[name] = [_("Za długie albo z niedozwolonym znakiem.")]
    problems |= _wrong_days(act, given) | _wrong_day(case, given) | _wrong_outcome(case, given)
    problems |= _wrong_amount(given) | _wrong_people(case, act, given)
    if problems:
        raise Incomplete(problems)


def _wrong_days(act: Act, given: Given) -> dict[str, list[str]]:
    if given.until is None:
        return {}
    today = day_of(timezone.now())
    if not today < given.until <= today + timedelta(days=366 * MOST_YEARS):
        return {"until": [_("Termin musi być w przyszłości, nie dalszej niż %d lat.") % MOST_YEARS]}
    if act is Act.ASK_COMPLETION and given.until < counted(today, Term(7, TermUnit.DAYS)):
        return {"until": [_("Na uzupełnienie jest co najmniej 7 dni (art. 64 § 2 KPA).")]}
    return {}


def _wrong_day(case: Case, given: Given) -> dict[str, list[str]]:
    """Nothing arrives before there is something to answer, or tomorrow."""
    since = day_of(case.settled_at or case.filed_at or timezone.now())
    if given.day is None or since <= given.day <= day_of(timezone.now()):
        return {}
    return {"day": [_("Podaj dzień od %s do dziś.") % date_format(since, "j E Y")]}


def _wrong_outcome(case: Case, given: Given) -> dict[str, list[str]]:
    """An appeal that changed nothing leaves the case as it was settled."""
    if given.ruling not in LEFT_AS_IT_WAS or given.outcome in (None, case.outcome):
        return {}
    said = Outcome(case.outcome).label
    return {"outcome": [_("Organ odwoławczy niczego nie zmienił, więc zostaje rozstrzygnięcie: %s.") % said]}


def _wrong_amount(given: Given) -> dict[str, list[str]]:
    if given.amount is None or (given.amount.is_finite() and GROSZ <= given.amount <= MOST_AMOUNT):
        return {}
    most = number_format(MOST_AMOUNT, force_grouping=True)
    return {"amount": [_("Podaj kwotę większą od zera, nie większą niż %s zł.") % most]}


def _wrong_people(case: Case, act: Act, given: Given) -> dict[str, list[str]]:
    if given.assignee and act is Act.ASSIGN and not may(given.assignee, Action.HANDLE_CASES, case.office):
        return {"assignee": [_("Ta osoba nie prowadzi spraw w tym urzędzie.")]}
    if given.office and given.office == case.office:
        return {"office": [_("Sprawa jest już w tym urzędzie.")]}
    return {}


def _data(given: Given) -> dict[str, Any]:
    """For events and audit: everything but what people wrote of people."""
    values = {
        "until": given.until.isoformat() if given.until else None,
        "outcome": given.outcome.value if given.outcome else None,
        "office": given.office.pk if given.office else None,
        "amount": str(given.amount) if given.amount is not None else None,
        "assignee": given.assignee.pk if given.assignee else None,
        "body": given.body or None,
        "basis": given.basis or None,
        "day": given.day.isoformat() if given.day else None,
        "ruling": given.ruling.value if given.ruling else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _assign(case: Case, given: Given) -> None:
    case.assignee = given.assignee


def _await(case: Case, given: Given) -> None:
    case.party_due = given.until


def _await_payment(case: Case, given: Given) -> None:
    if given.amount is not None:
        why = Why.TOP_UP if case.orders.exists() else Why.FEE
        Order.objects.create(case=case, why=why, amount=given.amount.quantize(GROSZ))
    elif not case.orders.filter(settled_at__isnull=True, cancelled_at__isnull=True).exists():
        raise Incomplete({"amount": [_("Nie ma niczego do zapłaty: podaj kwotę.")]})
    _await(case, given)


def _go_on(case: Case, _given: Given) -> None:
    case.party_due = None


def _settle(case: Case, given: Given) -> None:
    case.outcome = given.outcome or case.outcome or Outcome.DONE
    case.party_due = None


def _leave(case: Case, _given: Given) -> None:
    case.outcome, case.party_due = Outcome.UNEXAMINED, None


def _issue(case: Case, given: Given) -> None:
    """From now on the applicant sees the office's newest documents."""
    ready = case.documents.filter(origin=Origin.OFFICE, replaced_by__isnull=True, issued_at__isnull=True)
    # Letters to other parties are not for the applicant.
    ready = ready.filter(party_letter__isnull=True)
    ready.exclude(scan__in=(Scan.INFECTED, Scan.PENDING)).update(issued_at=timezone.now())
    # What comes later settles nothing anew.
    if case.state in (State.ACCEPTED, State.DECIDED):
        _settle(case, given)


def _transfer(case: Case, given: Given) -> None:
    assert given.office is not None
    case.office, case.assignee = given.office, None


def _reopen(case: Case, _given: Given) -> None:
    case.outcome = ""


def _rule(case: Case, given: Given) -> None:
    """Who changed the decision may have changed what came of the case."""
    case.outcome = given.outcome or case.outcome


EFFECTS: Final[dict[Act, Effect]] = {
    Act.ASSIGN: _assign,
    Act.ASK_COMPLETION: _await,
    Act.ASK_PAYMENT: _await_payment,
    Act.COMPLETE: _go_on,
    Act.PAID: _go_on,
    Act.DECIDE: _settle,
    Act.CLOSE: _settle,
    Act.ISSUE: _issue,
    Act.LEAVE: _leave,
    Act.TRANSFER: _transfer,
    Act.REOPEN: _reopen,
    Act.ALLOW: _reopen,
    Act.REMAND: _reopen,
    Act.RULED: _rule,
    Act.WITHDRAW: _go_on,
    Act.VOID: _go_on,
    Act.HAND_OVER: _go_on,
}


@transaction.atomic
def case_see(*, user: User, case: Case) -> Case:
    """For a clerk's page: the case with its personal data; that it was looked at is an event.

    Raises PermissionDenied.
    """
    found = Case.objects.within_reach(user).select_related("office", "service", "form", "assignee").filter(pk=case.pk)
    seen = found.first()
    if seen is None:
        raise PermissionDenied
    record(
        actor=user,
        action="case.see",
        object_type=writing.OBJECT,
        object_id=seen.pk,
        office=seen.office,
        new={"roles": roles_in(user, seen.office)},
    )
    return seen


@transaction.atomic
def notes_read(*, actor: Actor, case: Case) -> int:
    """Mark messages of the other side as read; how many were new. Raises PermissionDenied."""
    is_applicant = Who.APPLICANT in writing.permitted(case, actor)
    unread = CaseNote.objects.filter(case=case, audience=Audience.APPLICANT, read_at__isnull=True)
    theirs = unread.filter(event__who=Who.APPLICANT)
    others = unread.exclude(event__who=Who.APPLICANT) if is_applicant else theirs
    return others.update(read_at=timezone.now())


@transaction.atomic
def task_done(*, user: User, task: CaseTask) -> None:
    """A clerk has seen to it; a second time changes nothing. Raises PermissionDenied, Conflict."""
    case = writing.locked(task.case)
    if not may(user, Action.HANDLE_CASES, case.office):
        raise PermissionDenied
    open_tasks = CaseTask.objects.filter(pk=task.pk, done_at__isnull=True)
    if open_tasks.update(done_at=timezone.now(), done_by=user):
        record(actor=user, action="case.task-done", object_type="case-task", object_id=task.pk, office=case.office)
