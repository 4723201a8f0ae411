"""The page of a case: who opens it, what it shows, and its steps with version check, review and refusals."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseTask, TaskKind
from cases.workflow import ENDED, STAFF, TABLE, Act, Outcome, Ruling, State
from sip.audit.models import Event
from sip.intake import actions as intake
from sip.intake.models import Delivery
from sip.offices.models import Office, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import Made, do

pytestmark = pytest.mark.django_db
GETS = ["case", "case-geojson", "case-receipt", "case-letter"]


def page(case: Case) -> str:
    return reverse("case", args=[case.pk])


def send(client: Client, case: Case, act: Act, **given: object) -> tuple[int, str]:
    given = {"version": case.version, **given}
    answer = client.post(reverse("case-step", args=[case.pk, act]), given)
    return answer.status_code, answer.content.decode()


def test_for_strangers_there_is_no_such_case(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    assert {client.get(reverse(name, args=[case.pk])).status_code for name in GETS} <= {403, 404}


def test_nobody_opens_a_case_without_signing_in(client: Client, case: Case) -> None:
    assert {client.get(reverse(name, args=[case.pk])).status_code for name in GETS} == {302}


def test_strangers_take_no_step(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)
    before = case.version

    assert {send(client, case, act)[0] for act in Act} <= {403, 404}
    case.refresh_from_db()
    assert case.version == before


def test_the_page_shows_people_parcels_clock_and_steps_and_is_noted(desk: Client, case: Case, clerk: User) -> None:
    body = desk.get(page(case)).content.decode()

    assert "Jan Przykładowy" in body
    assert PARCEL in body
    assert "tego dnia nie wlicza się" in body
    assert "Przyjmij do prowadzenia" in body
    assert Event.objects.filter(action="case.see", actor=clerk.pk, object_id=str(case.pk)).exists()


def test_every_step_of_the_table_has_its_form(desk: Client, case: Case, head: User) -> None:
    desk.force_login(head)
    without = set(case.service.own_way.without)
    for state in set(State) - {State.DRAFT}:
        Case.objects.filter(pk=case.pk).update(state=state, closed_at=case.filed_at if state in ENDED else None)
        body = desk.get(page(case)).content.decode()
        for act, step in TABLE[state].items():
            is_open = act not in without and bool(step.who & set(STAFF))
            assert (f'id="krok-{act.value}"' in body) is is_open


def test_a_step_is_taken(desk: Client, case: Case) -> None:
    assert send(desk, case, Act.ACCEPT)[0] == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_what_is_missing_is_told_at_the_field(desk: Client, case: Case) -> None:
    status, body = send(desk, case, Act.ASK_COMPLETION, until="2999-01-01")

    assert status == 422
    assert 'href="#ask-completion-words"' in body


def test_what_the_core_refuses_is_told_at_the_field(desk: Client, case: Case) -> None:
    status, body = send(desk, case, Act.ASK_COMPLETION, words="Proszę o mapę.", until="2000-01-01")

    assert status == 422
    assert "Termin musi być w przyszłości" in body
    assert "Proszę o mapę." in body
    assert send(desk, case, Act.EXTEND, reason="x", until="9999-12-31")[0] == 422


def test_a_call_to_pay_may_add_to_what_is_due(desk: Client, case: Case) -> None:
    assert case.orders.count() == 1

    assert send(desk, case, Act.ASK_PAYMENT, amount="20,00", until=timezone.localdate() + timedelta(days=14))[0] == 302

    assert [order.amount for order in case.orders.order_by("pk")][1:] == [20]


def test_a_stale_form_tells_what_changed_and_keeps_the_words(desk: Client, case: Case, head: User) -> None:
    do(head, case, Act.ACCEPT)

    status, body = send(desk, case, Act.MESSAGE, words="Sprawdziliśmy mapę.")

    assert status == 412
    assert "Przyjęto sprawę do prowadzenia" in body
    assert "Sprawdziliśmy mapę." in body
    case.refresh_from_db()
    assert send(desk, case, Act.MESSAGE, words="Sprawdziliśmy mapę.")[0] == 302


def test_a_binding_step_is_looked_at_once_more(desk: Client, case: Case) -> None:
    status, body = send(desk, case, Act.WITHDRAW, reason="Prośba na piśmie")

    assert status == 200
    assert "Sprawdź przed zapisaniem" in body
    case.refresh_from_db()
    assert case.state == State.FILED
    assert send(desk, case, Act.WITHDRAW, reason="Prośba na piśmie", confirmed="1")[0] == 302


@pytest.mark.parametrize(
    ("act", "given", "shown"),
    [
        (Act.RULED, {"ruling": "quashed"}, "uchylono i umorzono postępowanie"),
        (Act.REMAND, {"day": "2026-02-03"}, "3 lutego 2026"),
    ],
)
def test_the_end_of_an_appeal_is_looked_at_once_more(
    desk: Client, case: Case, act: Act, given: dict[str, str], shown: str
) -> None:
    Case.objects.update(state=State.UNDER_APPEAL, outcome=Outcome.GRANTED)

    status, body = send(desk, case, act, **given)

    assert (status, shown in body, 'name="confirmed"' in body) == (200, True, True)


def test_a_case_that_goes_to_another_office_leads_back_to_the_inbox(
    desk: Client, case: Case, starostwo: Office
) -> None:
    given = {"office": starostwo.pk, "reason": "Właściwy jest starosta.", "confirmed": "1", "version": case.version}

    answer = desk.post(reverse("case-step", args=[case.pk, Act.TRANSFER]), given)

    assert answer["Location"] == reverse("cases")
    assert desk.get(page(case)).status_code == 404


def test_a_step_that_is_not_open_is_refused_without_harm(desk: Client, case: Case) -> None:
    status, _body = send(desk, case, Act.RESUME, reason="x", confirmed="1")

    assert status == 409
    case.refresh_from_db()
    assert case.state == State.FILED


def test_the_head_s_steps_are_not_the_clerk_s(desk: Client, case: Case) -> None:
    assert send(desk, case, Act.VOID, reason="x", confirmed="1")[0] == 403


def test_clerks_do_not_work_on_their_own_case(desk: Client, case: Case, clerk: User) -> None:
    Case.objects.filter(pk=case.pk).update(account=clerk)

    assert send(desk, case, Act.ACCEPT)[0] == 404
    assert desk.get(page(case)).status_code == 404


def test_versions_that_make_no_sense_are_refused(desk: Client, case: Case) -> None:
    for version in ("", "0", "x", "99999999999999999999", "1\0"):
        assert send(desk, case, Act.ACCEPT, version=version)[0] in (400, 422)


def test_a_task_is_done_once_it_was_seen_to(desk: Client, case: Case, clerk: User) -> None:
    made = CaseTask.objects.create(case=case, kind=TaskKind.PARCEL_CHANGED, parcel=PARCEL, delivery=1, data={})
    assert "Zadania" in desk.get(page(case)).content.decode()

    desk.post(reverse("case-task", args=[case.pk, made.pk]))

    made.refresh_from_db()
    assert made.done_by == clerk


def test_a_task_says_that_its_delivery_was_rolled_back(desk: Client, case: Case) -> None:
    delivery = Delivery.objects.latest("pk")
    CaseTask.objects.create(case=case, kind=TaskKind.PARCEL_CHANGED, parcel=PARCEL, delivery=delivery.pk, data={})
    assert "wycofano" not in desk.get(page(case)).content.decode()

    intake.rollback(delivery)

    assert "wycofano: rejestr jest znów taki" in desk.get(page(case)).content.decode()


def test_successors_with_identifiers_that_no_grammar_allows_are_shown(desk: Client, case: Case) -> None:
    odd = {"successors": [{"parcel": "działka <bez> numeru?"}, {"parcel": f"{IN_BELZYCE}.2/1"}]}
    CaseTask.objects.create(case=case, kind=TaskKind.PARCEL_CHANGED, parcel=PARCEL, delivery=1, data=odd)

    body = desk.get(page(case)).content.decode()

    assert "działka &lt;bez&gt; numeru?" in body
    assert f'href="/dzialka/{IN_BELZYCE}.2/1/"' in body


def test_messages_of_the_applicant_are_read_by_opening_the_page(desk: Client, made: Made) -> None:
    do(made.applicant, made.case, Act.MESSAGE, words="Kiedy będzie decyzja?")

    assert "Kiedy będzie decyzja?" in desk.get(page(made.case)).content.decode()
    assert made.case.notes.get().read_at is not None


def test_the_page_says_until_when_there_may_be_an_appeal_and_that_one_came_late(
    desk: Client, case: Case, clerk: User
) -> None:
    decided, today = timezone.now() - timedelta(days=40), timezone.localdate()
    Case.objects.update(state=State.ISSUED, outcome=Outcome.GRANTED, settled_at=decided)
    do(clerk, case, Act.DELIVER, day=today - timedelta(days=30))
    assert "Jest ostateczne od" in desk.get(page(case)).content.decode()

    do(clerk, case, Act.APPEAL, day=today)

    body = desk.get(page(case)).content.decode()
    assert "Jest ostateczne od" not in body
    assert "art. 134 KPA" in body


def test_after_a_ruling_on_an_appeal_the_decision_is_final(desk: Client, case: Case, clerk: User) -> None:
    today = timezone.localdate()
    Case.objects.update(state=State.ISSUED, outcome=Outcome.GRANTED, settled_at=timezone.now() - timedelta(days=9))
    do(clerk, case, Act.DELIVER, day=today - timedelta(days=5))
    do(clerk, case, Act.APPEAL, day=today)
    assert "rozstrzygnięcie jest ostateczne" not in desk.get(page(case)).content.decode()

    do(clerk, case, Act.RULED, ruling=Ruling.UPHELD)

    assert "rozstrzygnięcie jest ostateczne" in desk.get(page(case)).content.decode()
