"""Who gets nothing from the API of cases: by list, by case, by step, by document."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Web
from django.utils import timezone

from cases.clients.actions import client_renew, client_revoke
from cases.clients.models import Client, Scope
from cases.models import Case
from sip.keys.actions import PREFIX
from sip.offices.models import Office, User
from tests.cases.api.asking import PDF, ROOT, Asking
from tests.cases.making import draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def case(system: Asking) -> Case:
    return system.case()


@pytest.fixture
def document(system: Asking, case: Case) -> int:
    address = f"{ROOT}{case.pk}/documents/"
    answer = Web().post(address, PDF, content_type="application/pdf", headers=system.headers)
    return int(answer.json()["id"])


def _addresses(case: Case, document: int) -> list[str]:
    parts = ["", "acts/", "deadline/", "documents/", "geometries/", "history/", "messages/", "orders/"]
    return [*(f"{case.pk}/{part}" for part in parts), f"{case.pk}/documents/{document}/content/"]


def test_a_system_of_another_office_finds_nothing(
    make_system: Any, starostwo: Office, case: Case, document: int
) -> None:
    other = make_system(starostwo)

    assert other.get().json()["cases"] == []
    assert other.get(since="0").json()["changes"] == []
    assert {other.get(address).status_code for address in _addresses(case, document)} == {404}
    assert other.post(f"{case.pk}/acts/accept/", If_Match="*").status_code == 404
    assert other.post(f"{case.pk}/orders/{case.orders.get().pk}/settle/", {"proof": "x"}).status_code == 404
    assert other.post(f"{case.pk}/documents/").status_code == 404


def test_a_system_files_only_with_its_own_office(make_system: Any, starostwo: Office) -> None:
    assert make_system(starostwo).file().status_code == 422


def test_a_document_of_another_case_is_not_found(system: Asking, case: Case, document: int) -> None:
    other = system.file("klucz-2").json()["id"]

    assert system.get(f"{other}/documents/{document}/content/", confirmed="true").status_code == 404


def test_a_draft_is_not_found(system: Asking, case: Case) -> None:
    begun, _, _ = draft(case.service, parcels=("060901_5.0001.1",))

    assert system.get(f"{begun.pk}/").status_code == 404


@pytest.mark.parametrize("number", [0, 999_999_999, 2**63, 10**40])
def test_what_never_was_is_not_found(system: Asking, number: int) -> None:
    assert system.get(f"{number}/").status_code == 404


@pytest.mark.parametrize("end", ["revoked", "over", "renewed"])
def test_a_client_that_is_over_opens_nothing(system: Asking, case: Case, end: str) -> None:
    if end == "revoked":
        client_revoke(actor=None, client=system.client)
    elif end == "renewed":
        client_renew(actor=None, client=system.client)
    else:
        Client.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = system.get(f"{case.pk}/")

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("cookie", ["clerk", "administrator"])
def test_no_cookie_opens_anything(case: Case, clerk: User, cookie: str, admin_user: User) -> None:
    web = Web()
    web.force_login(clerk if cookie == "clerk" else admin_user)

    answers = [web.get(ROOT), web.get(f"{ROOT}{case.pk}/"), web.post(f"{ROOT}{case.pk}/acts/accept/")]

    assert {answer.status_code for answer in answers} == {401}
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer nothing"},
        {"Authorization": "Bearer sipc_nothing"},
        {"Authorization": f"Bearer {PREFIX}{'a' * 32}"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer " + "a" * 5000},
        {"X-API-Key": "a:b:c"},
    ],
)
def test_wrong_credentials_open_nothing(case: Case, headers: dict[str, str]) -> None:
    answer = Web().get(f"{ROOT}{case.pk}/", headers=headers)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_secret_in_the_address_opens_nothing(system: Asking, case: Case) -> None:
    assert Web().get(f"{ROOT}{case.pk}/", {"apikey": system.secret}).status_code == 401


def test_the_secret_may_come_as_a_key(system: Asking, case: Case) -> None:
    assert Web().get(f"{ROOT}{case.pk}/", headers={"X-API-Key": system.secret}).status_code == 200


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_what_it_is_for_and_nothing_else(
    make_system: Any, belzyce: Office, case: Case, document: int, scope: Scope
) -> None:
    asking: Asking = make_system(belzyce, scope)
    opened = {
        Scope.READ: asking.get(f"{case.pk}/").status_code != 403,
        Scope.FILE: asking.file("inny").status_code != 403,
        Scope.ACT: asking.post(f"{case.pk}/acts/accept/", If_Match="*").status_code != 403,
        Scope.DOCUMENTS: asking.get(f"{case.pk}/documents/").status_code != 403,
        Scope.HOOKS: asking.get("hooks/").status_code != 403,
    }

    assert [one for one, is_open in opened.items() if is_open] == [scope]


def test_what_lacks_a_scope_is_told_which(make_system: Any, belzyce: Office) -> None:
    answer = make_system(belzyce, Scope.FILE).get()

    assert 'error="insufficient_scope", scope="read"' in answer["WWW-Authenticate"]
    assert "the scope read," in answer.json()["detail"]


def test_no_page_of_others_may_read_answers(system: Asking, case: Case) -> None:
    answer = system.get(f"{case.pk}/", {"Origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in answer
    assert "public" not in answer["Cache-Control"]


def test_an_unknown_address_is_a_problem_not_a_page(system: Asking) -> None:
    assert system.get("1/nothing/")["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(system: Asking, case: Case, method: str) -> None:
    answer = getattr(Web(), method)(f"{ROOT}{case.pk}/", headers=system.headers)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
