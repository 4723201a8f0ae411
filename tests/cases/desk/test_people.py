"""Data of applicants and proxies changed by the office: noted with what stood there, closed to who is replaced."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actors import of_user
from cases.drafts import Person
from cases.errors import Stale
from cases.models import Audience, Case, PartyRole
from cases.people import person_change
from sip.offices.models import User
from tests.cases.making import Made

pytestmark = pytest.mark.django_db
NEW = {"name": "Ewa Przykładowa", "kind": "person", "address": "ul. Nowa 7, 24-200 Bełżyce", "reason": "Pismo strony."}


def address(case: Case, role: str = "wnioskodawca") -> str:
    return reverse(f"case-person-{role}", args=[case.pk])


def send(desk: Client, case: Case, role: str = "wnioskodawca", **given: object) -> int:
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return desk.post(address(case, role), {"version": version, **NEW, **given}).status_code


def test_an_address_is_put_right_and_the_old_one_stays_in_the_files(desk: Client, case: Case) -> None:
    assert "ul. Polna 1" in desk.get(address(case)).content.decode()

    assert send(desk, case, email="ewa@example.org") == 302

    applicant = case.parties.get(role=PartyRole.APPLICANT)
    assert (applicant.address, applicant.email_confirmed_at) == (NEW["address"], None)
    note = case.notes.get()
    assert note.audience == Audience.OFFICE
    assert "ul. Polna 1" in note.words


def test_who_is_succeeded_opens_the_case_no_more(desk: Client, case: Case, stranger: User) -> None:
    Case.objects.filter(pk=case.pk).update(account=stranger)

    assert send(desk, case, is_successor="on") == 302

    case.refresh_from_db()
    assert (case.account, case.code_hash) == (None, None)


def test_a_proxy_comes_and_goes(desk: Client, case: Case) -> None:
    assert send(desk, case, "pelnomocnik", name="Anna Zastępcza") == 302
    assert case.parties.get(role=PartyRole.PROXY).name == "Anna Zastępcza"

    assert send(desk, case, "pelnomocnik", ends="on") == 302
    assert not case.parties.filter(role=PartyRole.PROXY).exists()


@pytest.mark.parametrize("given", [{"name": " "}, {"reason": ""}, {"email": "nie adres"}, {"address": "a\0b"}])
def test_what_cannot_be_kept_comes_back(desk: Client, case: Case, given: dict[str, str]) -> None:
    assert send(desk, case, **given) == 422
    assert case.parties.get(role=PartyRole.APPLICANT).name == "Jan Przykładowy"


def test_of_two_clerks_the_second_is_told(desk: Client, case: Case) -> None:
    assert desk.post(address(case), {"version": case.version + 1, **NEW}).status_code == 412


def test_strangers_change_nobody(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    assert send(client, case) in (403, 404)
    assert not case.notes.exists()


def test_a_stale_change_changes_nothing(made: Made, clerk: User) -> None:
    with pytest.raises(Stale):
        person_change(
            actor=of_user(clerk), case=made.case, version=9, role=PartyRole.APPLICANT, person=Person("X"), reason="x"
        )
