"""Applicants are told who looked at their case; strangers are told nothing."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.actors import holding, of_user
from cases.documents.actions import Incoming, document_add, document_open
from cases.documents.models import Document
from cases.keeping.looks import looks_at
from cases.neighbours.models import PartyLetter
from sip.audit.actions import record
from sip.offices.models import Membership, User
from tests.cases.making import Made

pytestmark = pytest.mark.django_db


def opened(client: Client, made: Made) -> str:
    client.post("/sprawy/stan/", {"sign": made.case.sign, "code": made.filed.code})
    return f"/sprawy/sprawa/{made.case.pk}/kto-ogladal/"


def test_applicant_reads_office_and_role_of_who_opened_the_case_but_no_name(
    made: Made, clerk: User, desk: Client
) -> None:
    User.objects.filter(pk=clerk.pk).update(name="Zofia Urzędnicza")
    for _time in range(3):
        desk.get(f"/urzad/sprawy/{made.case.pk}/")

    resident = Client()
    page = resident.get(opened(resident, made)).content.decode()
    assert made.case.office.name in page
    assert "prowadzący sprawy" in page
    assert "3 razy" in page
    assert "Zofia" not in page
    assert clerk.email not in page


def test_name_is_told_where_the_office_decided_so(made: Made, clerk: User, desk: Client, settings: Settings) -> None:
    settings.NAME_CLERKS = True
    User.objects.filter(pk=clerk.pk).update(name="Zofia Urzędnicza")
    desk.get(f"/urzad/sprawy/{made.case.pk}/")
    resident = Client()
    assert "Zofia Urzędnicza" in resident.get(opened(resident, made)).content.decode()


def test_role_is_the_one_of_that_day(made: Made, clerk: User, desk: Client) -> None:
    desk.get(f"/urzad/sprawy/{made.case.pk}/")
    Membership.objects.filter(user=clerk).update(role="viewer")
    assert [look.who for look in looks_at(made.case).rows] == ["prowadzący sprawy"]


def test_opening_a_document_is_told_by_its_title_and_the_applicants_own_is_not(made: Made, clerk: User) -> None:
    document = document_add(
        actor=made.applicant, case=made.case, incoming=Incoming([b"abc"], "plan.txt", title="Plan domu")
    )
    document_open(actor=holding(made.case), document=document).close()
    assert looks_at(made.case).rows == ()
    document_open(actor=of_user(clerk), document=document, is_confirmed=True).close()
    assert [look.what for look in looks_at(made.case).rows] == ["dokument: Plan domu"]


def test_a_letter_to_a_neighbour_is_told_without_the_name_in_its_title(made: Made, clerk: User) -> None:
    incoming = Incoming([b"abc"], "pismo.txt", title="Zawiadomienie: Jan Miedza")
    document = document_add(actor=of_user(clerk), case=made.case, incoming=incoming)
    PartyLetter.objects.create(document=document)
    document_open(actor=of_user(clerk), document=document).close()
    assert [look.what for look in looks_at(made.case).rows] == ["dokument: pismo do stron"]


def test_title_of_what_the_office_has_not_issued_is_not_told(made: Made, clerk: User) -> None:
    document = document_add(
        actor=of_user(clerk), case=made.case, incoming=Incoming([b"abc"], "d.txt", title="Odmowa zgody")
    )
    document_open(actor=of_user(clerk), document=document).close()
    assert [look.what for look in looks_at(made.case).rows] == ["dokument: projekt urzędu, jeszcze niewydany"]

    Document.objects.filter(pk=document.pk).update(issued_at=timezone.now())
    assert [look.what for look in looks_at(made.case).rows] == ["dokument: Odmowa zgody"]


def test_read_by_a_system_of_the_office_is_told(made: Made) -> None:
    office = made.case.office
    record(actor=None, action="case.see", object_type="case", object_id=made.case.pk, office=office, new={"client": 3})
    assert [look.who for look in looks_at(made.case).rows] == ["system informatyczny urzędu"]


def test_older_looks_are_on_the_next_page(
    made: Made, clerk: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.keeping.looks.A_PAGE", 2)
    for _time in range(3):
        desk.get(f"/urzad/sprawy/{made.case.pk}/")
    first = looks_at(made.case)
    assert first.older is not None
    assert sum(look.times for look in (*first.rows, *looks_at(made.case, first.older).rows)) == 3


def test_office_reads_names(made: Made, clerk: User, desk: Client) -> None:
    User.objects.filter(pk=clerk.pk).update(name="Zofia Urzędnicza")
    desk.get(f"/urzad/sprawy/{made.case.pk}/")
    assert "Zofia Urzędnicza" in desk.get(f"/urzad/sprawy/{made.case.pk}/kto-ogladal/").content.decode()


def test_strangers_of_the_office_read_nothing(made: Made, outsider: User, client: Client) -> None:
    client.force_login(outsider)
    assert client.get(f"/urzad/sprawy/{made.case.pk}/kto-ogladal/").status_code in (403, 404)


@pytest.mark.parametrize("signed_in", [True, False])
def test_stranger_without_the_code_is_asked_for_it(made: Made, stranger: User, client: Client, signed_in: bool) -> None:
    if signed_in:
        client.force_login(stranger)
    answer = client.get(f"/sprawy/sprawa/{made.case.pk}/kto-ogladal/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/sprawy/stan/")


@pytest.mark.parametrize("text", ["x", "-1", "9" * 40, "%00"])
def test_nonsense_in_the_address_is_no_error(made: Made, desk: Client, text: str) -> None:
    assert desk.get(f"/urzad/sprawy/{made.case.pk}/kto-ogladal/?przed={text}").status_code == 200
