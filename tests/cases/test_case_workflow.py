"""The way of a case: every state, step and capacity against the table written out once more; who is kept out."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from cases import actions, drafts, writing
from cases.actions import Given
from cases.actors import SYSTEM, Actor, holding, of_user
from cases.catalogue.models import Service
from cases.clock.terms import moved
from cases.documents import actions as documents
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Audience, Case, CaseEvent
from cases.workflow import ENDED, OPEN, TABLE, Act, Outcome, Ruling, State, Who, acts_of
from sip.audit.chain import first_break
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import Made, do, file, service_of
from tests.people import GiveRole

A, C, H, S = Who.APPLICANT, Who.CLERK, Who.HEAD, Who.SYSTEM
STAFF, ALL = {C, H}, {A, C, H}
F, P, W, Y, Z, D, G, E, U = (
    State.FILED,
    State.ACCEPTED,
    State.COMPLETION,
    State.PAYMENT,
    State.SUSPENDED,
    State.DECIDED,
    State.ISSUED,
    State.APPEALED,
    State.UNDER_APPEAL,
)
# Written out once more, so that a slip in the table itself is seen: step -> from which states, to which, by whom.
EXPECTED: dict[Act, list[tuple[set[State], State | None, set[Who]]]] = {
    Act.FILE: [({State.DRAFT}, F, ALL)],
    Act.ACCEPT: [({F}, P, STAFF)],
    Act.ASK_COMPLETION: [({F, P}, W, STAFF)],
    Act.COMPLETE: [({W}, P, ALL)],
    Act.LEAVE: [({W, Y}, State.CLOSED, STAFF)],
    Act.ASK_PAYMENT: [({F, P}, Y, STAFF)],
    Act.PAID: [({Y}, P, {C, H, S})],
    Act.SUSPEND: [({P}, Z, STAFF)],
    Act.RESUME: [({Z}, P, STAFF)],
    Act.EXTEND: [({F, P, W, Y}, None, STAFF)],
    Act.DECIDE: [({P}, D, STAFF)],
    Act.ISSUE: [
        ({P, D}, G, STAFF),
        ({G, E, U, State.CLOSED, State.WITHDRAWN, State.HANDED_OVER}, None, STAFF),
    ],
    Act.CLOSE: [({P, D, G}, State.CLOSED, STAFF)],
    Act.REOPEN: [({State.CLOSED, State.WITHDRAWN, State.HANDED_OVER}, P, {H})],
    Act.WITHDRAW: [({F, P, W, Y, Z}, State.WITHDRAWN, ALL)],
    Act.VOID: [(set(State) - {State.DRAFT, State.VOIDED}, State.VOIDED, {H})],
    Act.TRANSFER: [({F, P}, F, STAFF)],
    Act.HAND_OVER: [({F, P}, State.HANDED_OVER, STAFF)],
    Act.DELIVER: [({G, State.CLOSED}, None, STAFF)],
    Act.APPEAL: [({G, State.CLOSED}, E, STAFF)],
    Act.FORWARD: [({E}, U, STAFF)],
    Act.ALLOW: [({E}, P, STAFF)],
    Act.RULED: [({E, U}, State.CLOSED, STAFF)],
    Act.REMAND: [({U}, P, STAFF)],
    Act.ASSIGN: [({F, P, W, Y, Z, D, G, E, U}, None, STAFF)],
    Act.MESSAGE: [({F, P, W, Y, Z, D, G, E, U}, None, ALL)],
    Act.NOTE: [(set(State) - {State.DRAFT}, None, STAFF)],
}


def expected(state: State, act: Act) -> tuple[State, set[Who]] | None:
    for sources, target, who in EXPECTED[act]:
        if state in sources:
            return target or state, who
    return None


def taken(state: State, act: Act, who: Who) -> tuple[State, Who] | type[Exception]:
    """Where the step leads and in which capacity, or how it is refused."""
    try:
        step, capacity = writing.allowed(Case(state=state, service=Service()), act, frozenset({who}))
    except (NotNow, PermissionDenied) as refused:
        return type(refused)
    return step.target or state, capacity


def wanted(state: State, act: Act, who: Who) -> tuple[State, Who] | type[Exception]:
    found = expected(state, act)
    if found is None:
        return NotNow
    return (found[0], who) if who in found[1] else PermissionDenied


@pytest.mark.parametrize("act", Act)
def test_a_step_leads_where_the_table_says_or_is_refused(act: Act) -> None:
    triples = [(state, act, who) for state in State for who in Who]

    assert [taken(*triple) for triple in triples] == [wanted(*triple) for triple in triples]
    assert [act in acts_of(state, [who]) for state, _act, who in triples] == [
        isinstance(wanted(*triple), tuple) for triple in triples
    ]


def test_every_state_is_in_the_table_and_can_be_reached() -> None:
    reached = {step.target for steps in TABLE.values() for step in steps.values()} - {None}

    assert set(TABLE) == set(State)
    assert reached == set(State) - {State.DRAFT}
    assert {State.DRAFT} | OPEN | ENDED == set(State)


def test_a_service_leaves_steps_out() -> None:
    case = Case(state=State.ACCEPTED, service=Service(differences={"without": ["suspend"]}))

    with pytest.raises(NotNow):
        writing.allowed(case, Act.SUSPEND, frozenset({Who.CLERK}))


@pytest.fixture
def made(village: None, services: None, belzyce: Office) -> Made:
    return file(service_of(belzyce, "warunki-zabudowy"), parcels=(f"{IN_BELZYCE}.1",), **WZ)


WZ: dict[str, Any] = {
    "answers": {
        "investment": "dom jednorodzinny",
        "kind": "mieszkaniowa jednorodzinna",
        "water": "studnia",
        "sewage": "nie dotyczy",
        "access": "ulica Polna",
    },
    "exemption": "owner",
    "documents": ("mapa",),
}


def given_for(act: Act, starostwo: Office) -> Given:
    soon = (timezone.now() + timedelta(days=30)).date()
    needed: dict[Act, dict[str, Any]] = {
        Act.ASK_COMPLETION: {"words": "Dołącz mapę.", "until": soon},
        Act.ASK_PAYMENT: {"amount": Decimal("10.00"), "until": soon},
        Act.LEAVE: {"words": "Nie uzupełniono."},
        Act.SUSPEND: {"basis": "art. 97 § 1 pkt 4 KPA", "reason": "Inna sprawa."},
        Act.RESUME: {"reason": "Rozstrzygnięta."},
        Act.EXTEND: {"reason": "Uzgodnienia.", "until": soon},
        Act.DECIDE: {"outcome": Outcome.GRANTED},
        Act.CLOSE: {"outcome": Outcome.DONE, "words": "Załatwiono."},
        Act.REOPEN: {"reason": "Pomyłka."},
        Act.DELIVER: {"day": timezone.localdate()},
        Act.APPEAL: {"day": timezone.localdate()},
        Act.FORWARD: {"body": "Samorządowe Kolegium Odwoławcze"},
        Act.ALLOW: {"reason": "Strona ma rację."},
        Act.RULED: {"ruling": Ruling.UPHELD},
        Act.REMAND: {"day": timezone.localdate()},
        Act.VOID: {"reason": "Pomyłka."},
        Act.TRANSFER: {"office": starostwo, "reason": "Właściwość."},
        Act.HAND_OVER: {"body": "Wojewoda", "reason": "Właściwość."},
        Act.MESSAGE: {"words": "Dzień dobry."},
        Act.NOTE: {"reason": "Zadzwonić."},
    }
    return Given(**needed.get(act, {}))


def in_state(case: Case, state: State) -> Case:
    """Straight there: what leads there is the table's test."""
    ended = timezone.now() if state in ENDED else None
    overdue = (timezone.now() - timedelta(days=9)).date() if state in (W, Y) else None
    outcome = Outcome.GRANTED if state in (G, E, U, State.CLOSED) else ""
    Case.objects.filter(pk=case.pk).update(state=state, closed_at=ended, party_due=overdue, outcome=outcome)
    return Case.objects.get(pk=case.pk)


def pairs() -> Iterator[tuple[State, Act]]:
    for state, steps in TABLE.items():
        yield from ((state, act) for act in steps if act is not Act.FILE)


@pytest.mark.django_db
def test_each_step_is_taken_and_noted(made: Made, head: User, clerk: User, starostwo: Office) -> None:
    documents.document_add(
        actor=of_user(clerk), case=made.case, incoming=documents.Incoming([b"%PDF-1.7 x"], "decyzja.pdf")
    )
    wrong = []
    for state, act in pairs():
        target, who = expected(state, act) or (None, set())
        actor = of_user(clerk) if C in who else of_user(head)
        with transaction.atomic():
            case = in_state(made.case, state)
            done = actions.case_do(
                actor=actor, case=case, act=act, version=case.version, given=given_for(act, starostwo)
            )
            event = CaseEvent.objects.latest("pk")
            noted = (event.act, event.before, event.after, event.version, event.actor)
            right = noted == (act, state, target, case.version + 1, actor.user) and done.state == target
            right = right and (done.closed_at is not None) is (target in ENDED)
            if not right:
                wrong.append((state, act, noted))
            transaction.set_rollback(True)

    assert wrong == []


@pytest.mark.django_db
def test_each_step_wants_what_the_table_says(made: Made, head: User, clerk: User) -> None:
    for state, act in pairs():
        needs = TABLE[state][act].needs
        if not needs:
            continue
        actor = of_user(clerk) if C in TABLE[state][act].who else of_user(head)
        with transaction.atomic():
            case = in_state(made.case, state)
            with pytest.raises(Incomplete) as refused:
                actions.case_do(actor=actor, case=case, act=act, version=case.version)
            assert set(refused.value.problems) == {need.value for need in needs}, (state, act)
            transaction.set_rollback(True)


@pytest.fixture
def strangers(made: Made, starostwo: Office, belzyce: Office, give_role: GiveRole, stranger: User) -> list[Actor]:
    """A clerk elsewhere, people of the office whose work is another, a resident with a case of their own, nobody."""
    others = [role for role in Role if role not in (Role.CASE_CLERK, Role.CASE_HEAD)]
    other = drafts.draft_begin(service=made.case.service).case
    return [
        of_user(give_role(starostwo, Role.CASE_HEAD)),
        *(of_user(give_role(belzyce, role)) for role in others),
        holding(other),
        of_user(stranger),
        Actor(),
    ]


@pytest.mark.django_db
def test_strangers_take_no_step(made: Made, strangers: list[Actor], starostwo: Office) -> None:
    case = made.case

    for actor in strangers:
        assert actions.acts_open_to(actor, case) == []
        for act in Act:
            with pytest.raises(PermissionDenied):
                actions.case_do(actor=actor, case=case, act=act, version=case.version, given=given_for(act, starostwo))


@pytest.mark.django_db
def test_strangers_see_no_case(made: Made, strangers: list[Actor]) -> None:
    for user in (actor.user for actor in strangers if actor.user is not None):
        assert not Case.objects.within_reach(user).exists()
        with pytest.raises(PermissionDenied):
            actions.case_see(user=user, case=made.case)


@pytest.mark.django_db
def test_who_applied_does_not_work_on_the_own_case(made: Made, clerk: User) -> None:
    Case.objects.filter(pk=made.case.pk).update(account=clerk)
    own = Case.objects.get(pk=made.case.pk)

    assert of_user(clerk).capacities(own) == {Who.APPLICANT}
    with pytest.raises(PermissionDenied):
        do(clerk, own, Act.ACCEPT)


@pytest.mark.django_db
def test_that_a_clerk_looked_is_an_event(made: Made, clerk: User) -> None:
    actions.case_see(user=clerk, case=made.case)

    event = Event.objects.first()
    assert event is not None
    assert (event.action, event.actor, event.object_id) == ("case.see", clerk.pk, str(made.case.pk))


@pytest.mark.django_db
def test_of_two_clerks_the_second_is_told_that_the_case_changed(made: Made, clerk: User, head: User) -> None:
    version = made.case.version
    actions.case_do(actor=of_user(clerk), case=made.case, act=Act.ACCEPT, version=version)

    with pytest.raises(Stale):
        actions.case_do(actor=of_user(head), case=made.case, act=Act.ACCEPT, version=version)


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_a_case_that_someone_is_changing_is_a_conflict(made: Made, clerk: User) -> None:
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT FROM cases_case WHERE id = %s FOR UPDATE", [made.case.pk])
        with pytest.raises(Conflict):
            do(clerk, made.case, Act.ACCEPT)
    finally:
        other.rollback()
        other.close()


@pytest.mark.django_db
def test_words_of_people_are_in_notes_and_nowhere_else(made: Made, clerk: User) -> None:
    soon = (timezone.now() + timedelta(days=30)).date()
    do(clerk, made.case, Act.ASK_COMPLETION, words="Panie Kowalski, dołącz mapę.", reason="Kowalski znany", until=soon)

    notes = {note.audience: note.words for note in made.case.notes.all()}
    assert notes == {
        Audience.APPLICANT: "Panie Kowalski, dołącz mapę.",
        Audience.OFFICE: "Kowalski znany",
    }
    assert not any("Kowalski" in f"{event.old} {event.new} {event.reason}" for event in Event.objects.all())
    assert not any("Kowalski" in str(event.data) for event in made.case.events.all())
    assert first_break() is None


@pytest.mark.django_db
def test_messages_are_read_by_the_other_side(made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.MESSAGE, words="Dzień dobry.")

    assert actions.notes_read(actor=of_user(clerk), case=made.case) == 0
    assert actions.notes_read(actor=made.applicant, case=made.case) == 1
    assert actions.notes_read(actor=made.applicant, case=made.case) == 0


@pytest.mark.django_db
def test_waiting_for_the_applicant_stops_the_clock_and_going_on_starts_it(made: Made, clerk: User) -> None:
    soon = moved((timezone.now() + timedelta(days=30)).date())
    waiting = do(clerk, made.case, Act.ASK_COMPLETION, words="Dołącz mapę.", until=soon)
    assert (waiting.deadline, waiting.is_stopped, waiting.party_due) == (None, True, soon)

    going = do(made.applicant, made.case, Act.COMPLETE)

    assert (going.deadline, going.is_stopped, going.party_due) == (made.case.deadline, False, None)


@pytest.mark.django_db
def test_a_call_that_ends_on_a_saturday_waits_until_the_next_working_day(made: Made, clerk: User) -> None:
    month = timezone.localdate() + timedelta(days=30)
    saturday = month + timedelta(days=(5 - month.weekday()) % 7)

    waiting = do(clerk, made.case, Act.ASK_COMPLETION, words="Dołącz mapę.", until=saturday)

    assert waiting.party_due == moved(saturday) > saturday
    assert waiting.events.latest("pk").data["until"] == moved(saturday).isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "word"), [(0, "until"), (-3, "until"), (6, "until")])
def test_a_call_to_complete_leaves_seven_days(made: Made, clerk: User, days: int, word: str) -> None:
    until = (timezone.localtime() + timedelta(days=days)).date()

    with pytest.raises(Incomplete) as refused:
        do(clerk, made.case, Act.ASK_COMPLETION, words="Dołącz mapę.", until=until)

    assert set(refused.value.problems) == {word}


@pytest.mark.django_db
def test_an_application_is_left_unexamined_only_when_its_time_is_over(made: Made, clerk: User) -> None:
    soon = (timezone.now() + timedelta(days=30)).date()
    do(clerk, made.case, Act.ASK_COMPLETION, words="Dołącz mapę.", until=soon)

    with pytest.raises(NotNow):
        do(clerk, made.case, Act.LEAVE, words="Nie uzupełniono.")


@pytest.mark.django_db
def test_nothing_is_issued_without_a_document_or_before_it_is_paid(made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.ACCEPT)

    with pytest.raises(NotNow, match="dokumentu"):
        do(clerk, made.case, Act.ISSUE)


@pytest.mark.django_db
def test_a_call_to_pay_wants_an_amount_only_where_nothing_is_due(made: Made, clerk: User) -> None:
    soon = (timezone.now() + timedelta(days=14)).date()
    with pytest.raises(Incomplete):
        do(clerk, made.case, Act.ASK_PAYMENT, until=soon)
    do(clerk, made.case, Act.ASK_PAYMENT, until=soon, amount=Decimal("10.00"))
    in_state(made.case, State.ACCEPTED)

    do(clerk, made.case, Act.ASK_PAYMENT, until=soon)

    assert made.case.orders.get().amount == 10


@pytest.mark.django_db
@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1000000.01", "0.001"])
def test_an_amount_that_is_none_is_refused(made: Made, clerk: User, amount: str) -> None:
    soon = (timezone.now() + timedelta(days=14)).date()

    with pytest.raises(Incomplete):
        do(clerk, made.case, Act.ASK_PAYMENT, until=soon, amount=Decimal(amount))


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["words", "reason", "basis", "body"])
@pytest.mark.parametrize("bad", ["a\0b", "x" * 10_001])
def test_words_that_cannot_be_kept_are_refused(made: Made, clerk: User, field: str, bad: str) -> None:
    with pytest.raises(Incomplete):
        do(clerk, made.case, Act.NOTE, **{"reason": "Notatka.", field: bad})


@pytest.mark.django_db
def test_a_case_keeps_the_periods_it_was_filed_under(made: Made, clerk: User) -> None:
    Service.objects.update(periods={"handling": {"count": 1, "unit": "days"}})

    extended = do(clerk, Case.objects.get(pk=made.case.pk), Act.NOTE, reason="Notatka.")

    assert extended.deadline == made.case.deadline == writing.deadline_of(extended).day
    assert extended.terms.completion.count == 14


@pytest.mark.django_db
def test_a_transfer_keeps_sign_clock_and_history(
    made: Made, clerk: User, starostwo: Office, give_role: GiveRole
) -> None:
    there = give_role(starostwo, Role.CASE_CLERK)
    moved = do(clerk, made.case, Act.TRANSFER, office=starostwo, reason="Właściwość starosty.")

    assert (moved.sign, moved.deadline) == (made.case.sign, made.case.deadline)
    assert moved.signed_by == made.case.office
    assert Case.objects.within_reach(there).get() == moved
    assert not Case.objects.within_reach(clerk).exists()
    assert do(there, moved, Act.ACCEPT).state == State.ACCEPTED


@pytest.mark.django_db
def test_a_case_goes_to_who_works_on_cases_there(made: Made, clerk: User, head: User, stranger: User) -> None:
    assert do(head, made.case, Act.ASSIGN, assignee=clerk).assignee == clerk

    with pytest.raises(Incomplete):
        do(head, made.case, Act.ASSIGN, assignee=stranger)
    assert do(head, made.case, Act.ASSIGN).assignee is None


@pytest.mark.django_db
def test_the_system_notes_payments_and_nothing_else(made: Made) -> None:
    assert actions.acts_open_to(SYSTEM, made.case) == []
    with pytest.raises(PermissionDenied):
        do(SYSTEM, made.case, Act.ACCEPT)


def decided(made: Made, clerk: User) -> Case:
    do(clerk, made.case, Act.ACCEPT)
    do(clerk, made.case, Act.DECIDE, outcome=Outcome.REFUSED)
    return do(clerk, made.case, Act.CLOSE)


@pytest.mark.django_db
def test_an_appeal_is_forwarded_in_seven_days_and_the_decision_stands(made: Made, clerk: User) -> None:
    settled, today = decided(made, clerk), timezone.localdate()

    appealed = do(clerk, made.case, Act.APPEAL, day=today)
    assert (appealed.deadline, appealed.closed_at) == (moved(today + timedelta(days=7)), None)
    sent = do(clerk, made.case, Act.FORWARD, body="Samorządowe Kolegium Odwoławcze")
    assert (sent.state, sent.deadline, sent.outcome) == (U, None, Outcome.REFUSED)
    over = do(clerk, made.case, Act.RULED, ruling=Ruling.UPHELD)

    assert (over.state, over.outcome, over.settled_at) == (State.CLOSED, Outcome.REFUSED, settled.settled_at)
    assert over.kept_until == settled.kept_until


@pytest.mark.django_db
def test_who_ruled_on_an_appeal_may_change_the_outcome(made: Made, clerk: User) -> None:
    decided(made, clerk)
    do(clerk, made.case, Act.APPEAL, day=timezone.localdate())
    do(clerk, made.case, Act.FORWARD, body="Samorządowe Kolegium Odwoławcze")

    over = do(clerk, made.case, Act.RULED, ruling=Ruling.CHANGED, outcome=Outcome.GRANTED)

    assert over.outcome == Outcome.GRANTED


@pytest.mark.django_db
def test_an_appeal_that_changed_nothing_leaves_the_outcome(made: Made, clerk: User) -> None:
    decided(made, clerk)
    do(clerk, made.case, Act.APPEAL, day=timezone.localdate())

    with pytest.raises(Incomplete) as refused:
        do(clerk, made.case, Act.RULED, ruling=Ruling.INADMISSIBLE, outcome=Outcome.GRANTED)

    assert set(refused.value.problems) == {"outcome"}
    assert (
        do(clerk, made.case, Act.RULED, ruling=Ruling.INADMISSIBLE, outcome=Outcome.REFUSED).outcome == Outcome.REFUSED
    )


@pytest.mark.django_db
def test_a_case_that_comes_back_is_decided_anew_in_its_whole_time(made: Made, clerk: User) -> None:
    decided(made, clerk)
    do(clerk, made.case, Act.APPEAL, day=timezone.localdate())
    do(clerk, made.case, Act.FORWARD, body="Samorządowe Kolegium Odwoławcze")

    back = do(clerk, made.case, Act.REMAND, day=timezone.localdate())

    assert (back.state, back.outcome, back.deadline) == (State.ACCEPTED, "", made.case.deadline)


@pytest.mark.django_db
def test_an_appeal_that_the_office_allows_keeps_its_seven_days(made: Made, clerk: User) -> None:
    decided(made, clerk)
    appealed = do(clerk, made.case, Act.APPEAL, day=timezone.localdate())

    allowed = do(clerk, made.case, Act.ALLOW, reason="Strona ma rację.")

    assert (allowed.state, allowed.outcome, allowed.deadline) == (State.ACCEPTED, "", appealed.deadline)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 1])
def test_an_appeal_comes_after_the_decision_and_not_tomorrow(made: Made, clerk: User, days: int) -> None:
    decided(made, clerk)

    with pytest.raises(Incomplete) as refused:
        do(clerk, made.case, Act.APPEAL, day=timezone.localdate() + timedelta(days=days))

    assert set(refused.value.problems) == {"day"}


@pytest.mark.django_db
def test_what_was_left_unexamined_is_not_appealed_against(made: Made, clerk: User) -> None:
    in_state(made.case, State.CLOSED)
    Case.objects.update(outcome=Outcome.UNEXAMINED)

    with pytest.raises(NotNow, match="ponaglenie"):
        do(clerk, made.case, Act.APPEAL, day=timezone.localdate())
