"""Steps by the API: with the version that was seen, with all they need, and payments noted once."""

from typing import Any

import pytest

from cases.models import Case, CaseEvent
from cases.workflow import Act, State
from sip.offices.models import Office, User
from tests.cases.api.asking import Asking
from tests.cases.making import do

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


def test_a_step_needs_the_version_that_was_seen(system: Asking) -> None:
    case = system.case()

    answer = system.post(f"{case.pk}/acts/accept/")

    assert answer.status_code == 428
    assert Case.objects.get().state == State.FILED


def test_a_stale_step_is_told_the_tag_of_now(system: Asking, clerk: User) -> None:
    case = system.case()
    now = do(clerk, case, Act.MESSAGE, words="dzień dobry")

    answer = system.post(f"{case.pk}/acts/accept/", If_Match=f'"{case.version}"')

    assert (answer.status_code, answer["ETag"]) == (412, f'"{now.version}"')


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"1000", "{}"', "*"])
def test_a_step_of_the_version_that_is_goes_through(system: Asking, tag: str) -> None:
    case = system.case()

    answer = system.post(f"{case.pk}/acts/accept/", If_Match=tag.format(case.version))

    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == f'"{case.version + 1}"'
    assert answer.json()["state"] == State.ACCEPTED
    assert CaseEvent.objects.get(act=Act.ACCEPT).client == system.client


def test_a_step_that_the_state_does_not_allow_is_a_conflict(system: Asking) -> None:
    case = system.case()

    assert system.post(f"{case.pk}/acts/resume/", {"reason": "x"}, If_Match="*").status_code == 409


def test_a_step_without_what_it_needs_says_what(system: Asking) -> None:
    case = system.case()

    answer = system.post(f"{case.pk}/acts/message/", If_Match="*")

    assert answer.status_code == 422
    assert list(answer.json()["problems"]) == ["words"]


def test_what_only_a_head_may_do_no_system_may(system: Asking) -> None:
    case = system.case()

    assert system.post(f"{case.pk}/acts/void/", {"reason": "x"}, If_Match="*").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"until": "2026-13-40"},
        {"outcome": "maybe"},
        {"office": "99"},
        {"assignee": 2**63},
        {"assignee": 10**9},
        {"amount": "NaN"},
        {"amount": "1e400"},
        {"unknown": 1},
    ],
)
def test_what_a_step_does_not_understand_is_refused(system: Asking, body: dict[str, Any]) -> None:
    case = system.case()

    assert system.post(f"{case.pk}/acts/assign/", body, If_Match="*").status_code == 422


def test_a_case_is_handed_to_another_office_by_its_unit(system: Asking, starostwo: Office) -> None:
    case = system.case()
    body = {"office": starostwo.unit_id, "reason": "właściwy jest starosta"}

    assert system.post(f"{case.pk}/acts/transfer/", body, If_Match="*").status_code == 200
    assert Case.objects.get().office == starostwo


def test_a_payment_is_noted_once(system: Asking) -> None:
    case = system.case()
    order = system.get(f"{case.pk}/orders/").json()["orders"][0]
    address = f"{case.pk}/orders/{order['id']}/settle/"

    paid, again = system.post(address, {"proof": "KP 12/2026"}), system.post(address, {"proof": "KP 12/2026"})

    assert (paid.status_code, again.status_code) == (200, 409)
    assert paid.json()["settled_at"] is not None


def test_a_step_whose_words_never_came_is_not_taken(system: Asking) -> None:
    case = system.case()

    answer = system.cut(f"{case.pk}/acts/accept/", b"", "application/json", 40, If_Match="*")

    assert answer.status_code == 400
    assert Case.objects.get().state == State.FILED


def test_an_amount_of_too_much_is_told_its_limits(system: Asking, clerk: User) -> None:
    case = do(clerk, system.case(), Act.ACCEPT)

    answer = system.post(f"{case.pk}/acts/ask-payment/", {"amount": "1000000.01", "words": "x"}, If_Match="*")

    assert answer.status_code == 422
    assert "1\xa0000\xa0000" in answer.json()["problems"]["amount"][0]
