"""People get what is held of them, and lose what the law lets; strangers get nothing of others."""

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from cases import drafts, filing
from cases.actors import of_user
from cases.catalogue.models import Service
from cases.documents import storing
from cases.documents.actions import Incoming, document_add
from cases.drafts import Person, Written
from cases.keeping import rights
from cases.keeping.looks import looks_at
from cases.mails import compose
from cases.models import Case, CaseParty, PartyRole
from cases.workflow import Act
from sip.audit.chain import first_break
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.conftest import PARCEL
from tests.cases.making import ANSWERS, Made, do, service_of
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def resident(db: None) -> User:
    return User.objects.create_resident("maria@example.org", name="Maria Nowak")


@pytest.fixture
def service(belzyce: Office) -> Service:
    return service_of(belzyce, "wypis-wyrys")


def begun(resident: User, service: Service) -> Case:
    case = drafts.draft_begin(service=service, account=resident).case
    applicant = Person(name=resident.name, email=resident.contact)
    written = Written(answers=ANSWERS[service.code], applicant=applicant, parcels=[PARCEL])
    return drafts.draft_save(actor=of_user(resident), case=case, version=case.version, written=written)


def filed(resident: User, service: Service) -> Case:
    case = begun(resident, service)
    document_add(actor=of_user(resident), case=case, incoming=Incoming([b"plan domu"], "../plan domu.pdf"))
    return filing.case_file(actor=of_user(resident), case=case, version=case.version, key="k").case


def unpacked(response: Any) -> tuple[dict[str, Any], zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return json.loads(archive.read("dane.json")), archive


@pytest.fixture
def home(client: Client, resident: User) -> Client:
    client.force_login(resident)
    return client


def test_resident_takes_along_all_of_the_account_with_documents(
    home: Client, resident: User, service: Service, clerk: User
) -> None:
    own = filed(resident, service)
    do(clerk, own, Act.MESSAGE, words="Proszę o kontakt.")
    do(clerk, own, Act.NOTE, reason="tylko dla urzędu")

    held, archive = unpacked(home.post("/sprawy/moje/dane/pobierz/"))

    told = held["cases"][0]
    assert (held["account"]["name"], told["sign"], told["people"][0]["email"]) == (
        "Maria Nowak",
        own.sign,
        "maria@example.org",
    )
    assert [message["words"] for message in told["messages"]] == ["Proszę o kontakt."]
    paper = told["documents"][0]["file"]
    assert archive.read(paper) == b"plan domu"
    assert ".." not in paper
    page = archive.read("dane.html").decode()
    assert "Maria Nowak" in page
    assert "tylko dla urzędu" not in page + archive.read("dane.json").decode()
    assert Event.objects.filter(action="person.export", actor=resident.pk).count() == 1


def test_nothing_of_others_is_in_it(home: Client, made: Made) -> None:
    held, archive = unpacked(home.post("/sprawy/moje/dane/pobierz/"))
    assert held["cases"] == []
    assert "Przykładowy" not in archive.read("dane.html").decode()


def test_neighbours_of_a_case_are_in_no_export_of_its_applicant(home: Client, resident: User, service: Service) -> None:
    own = filed(resident, service)
    own.parties.create(role=PartyRole.PARTY, name="Sąsiad Gzegżółka", identifier="44051401359", address="Miedza 1")

    held, archive = unpacked(home.post("/sprawy/moje/dane/pobierz/"))

    assert [one["name"] for one in held["cases"][0]["people"]] == [resident.name]
    for name in ("dane.json", "dane.html"):
        assert "Gzegżółka" not in archive.read(name).decode()


def test_page_says_which_law_keeps_a_filed_case(home: Client, resident: User, service: Service) -> None:
    own = filed(resident, service)
    page = home.get("/sprawy/moje/dane/").content.decode()
    assert str(own.sign) in page
    assert "Sprawa jest w toku" in page


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_drafts_go_at_once_with_their_files_and_filed_cases_stay(
    home: Client, resident: User, service: Service
) -> None:
    own, draft = filed(resident, service), begun(resident, service)
    document = document_add(actor=of_user(resident), case=draft, incoming=Incoming([b"x"], "x.txt"))
    home.post("/sprawy/moje/dane/szkice/")
    assert list(Case.objects.of_account(resident)) == [own]
    assert not storing.storage().exists(document.stored)


def test_account_goes_and_its_cases_open_by_code_alone(home: Client, resident: User, service: Service) -> None:
    SocialAccount.objects.create(user=resident, provider="mieszkaniec", uid="42")
    EmailAddress.objects.create(user=resident, email=resident.email)
    own, _draft = filed(resident, service), begun(resident, service)
    other = Client()
    other.force_login(resident)

    home.post("/sprawy/moje/dane/usun-konto/", {"sure": "yes"})

    resident.refresh_from_db()
    assert (resident.name, resident.contact, resident.is_active) == ("", "", False)
    assert not SocialAccount.objects.exists()
    assert not EmailAddress.objects.exists()
    assert Case.objects.get().account is None
    assert other.get("/sprawy/moje/").status_code == 302
    assert own.parties.get().name == "Maria Nowak"
    own.refresh_from_db()
    assert compose.told(own, Act.ACCEPT) is not None
    assert first_break() is None


def test_account_stays_until_it_is_said_twice(home: Client, resident: User) -> None:
    assert home.post("/sprawy/moje/dane/usun-konto/").status_code == 422
    resident.refresh_from_db()
    assert resident.is_active


def test_staff_erase_no_account_of_theirs(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.post("/sprawy/moje/dane/usun-konto/", {"sure": "yes"}).status_code == 403
    with pytest.raises(PermissionDenied):
        rights.account_erase(user=clerk)


@pytest.mark.parametrize("path", ["", "pobierz/", "szkice/", "usun-konto/"])
def test_who_is_not_signed_in_is_asked_to(client: Client, path: str) -> None:
    answer = client.post(f"/sprawy/moje/dane/{path}") if path else client.get("/sprawy/moje/dane/")
    assert answer.headers["Location"].startswith("/konto/login/")


@pytest.fixture
def administrator(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.ADMINISTRATOR)


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("text", ["jan@example.org", "JAN@example.org", "przykładowy", " Jan  Przykładowy "])
def test_office_finds_a_person_and_hands_out_what_is_theirs(desk: Client, made: Made, text: str) -> None:
    page = desk.post("/urzad/dane-osob/", {"text": text, "request_sign": "OR.1431.5.2026"}).content.decode()
    party = CaseParty.objects.get()
    assert f'value="{party.pk}"' in page

    answer = desk.post("/urzad/dane-osob/pobierz/", {"party": party.pk, "request_sign": "OR.1431.5.2026"})

    held, _archive = unpacked(answer)
    assert held["cases"][0]["people"][0]["name"] == "Jan Przykładowy"
    assert [look.what for look in looks_at(made.case).rows] == ["dane osoby, na jej wniosek"]
    logged = " ".join(map(repr, Event.objects.values_list("old", "new", "reason")))
    assert "OR.1431.5.2026" in logged
    assert "Przykładowy" not in logged
    assert "jan@" not in logged.lower()


def test_a_party_gets_no_more_than_that_they_are_one(desk: Client, made: Made) -> None:
    party = made.case.parties.create(role="party", name="Sąsiad Nowy")
    held, _archive = unpacked(desk.post("/urzad/dane-osob/pobierz/", {"party": party.pk, "request_sign": "OR.1.2026"}))
    assert "answers" not in held["cases"][0]
    assert [one["name"] for one in held["cases"][0]["people"]] == ["Sąsiad Nowy"]


@pytest.mark.parametrize(
    "data",
    [
        {"text": "jan@example.org", "request_sign": ""},
        {"text": "jan@example.org", "request_sign": "bo Jan Kowalski prosi"},
        {"text": "ja", "request_sign": "OR.1431.5.2026"},
        {"text": "jan\0", "request_sign": "OR.1431.5.2026"},
    ],
)
def test_search_without_a_request_or_with_too_little_is_refused(desk: Client, made: Made, data: dict[str, str]) -> None:
    assert desk.post("/urzad/dane-osob/", data).status_code == 422


@pytest.mark.parametrize("party", ["x", "9" * 19, "9" * 5000, ""])
def test_nonsense_for_a_party_is_refused(desk: Client, made: Made, party: str) -> None:
    data = {"party": party, "request_sign": "OR.1431.5.2026"}
    assert desk.post("/urzad/dane-osob/pobierz/", data).status_code == 403


def test_administrator_of_another_office_finds_nobody(
    client: Client, made: Made, starostwo: Office, give_role: GiveRole
) -> None:
    client.force_login(give_role(starostwo, Role.ADMINISTRATOR))
    data = {"text": "jan@example.org", "request_sign": "OR.1431.5.2026"}
    assert "Przykładowy" not in client.post("/urzad/dane-osob/", data).content.decode()
    party = CaseParty.objects.get()
    export = {"party": party.pk, "request_sign": "OR.1431.5.2026"}
    assert client.post("/urzad/dane-osob/pobierz/", export).status_code == 403


def test_others_of_the_office_may_not_ask(outsider: User, made: Made, client: Client, clerk: User) -> None:
    for person in (clerk, outsider):
        if person.memberships.filter(role=Role.ADMINISTRATOR).exists():
            continue
        client.force_login(person)
        assert client.get("/urzad/dane-osob/").status_code == 403
        export = {"party": CaseParty.objects.get().pk, "request_sign": "OR.1431.5.2026"}
        assert client.post("/urzad/dane-osob/pobierz/", export).status_code == 403


def test_resident_finds_the_offices_pages_shut(home: Client, settings: Settings) -> None:
    assert home.get("/urzad/dane-osob/").status_code == 403
