"""Applying without scripts: each step, what is missing, the e-mail's confirmation, filing once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from cases.catalogue.models import Service
from cases.models import Case, Mail, PartyRole
from cases.workflow import State
from sip.offices.models import User
from tests.cases.conftest import IN_BELZYCE, IN_GARBOW
from tests.cases.resident.conftest import PARCEL, Begin, case_in, hidden, step

pytestmark = pytest.mark.django_db
ANSWERS = {"q-scope": "sam wypis", "q-delivery": "elektronicznie"}
PERSON = {"kind": "person", "name": "Anna Przykładowa", "email": "anna@example.org"}


def written(client: Client, begin: Begin) -> str:
    """A draft that lacks nothing but the confirmed address."""
    draft = begin(d=PARCEL)
    assert step(client, draft, "pytania", ANSWERS).status_code == 302
    assert step(client, draft, "osoba", PERSON).status_code == 302
    return draft


def confirm(client: Client) -> None:
    party = Case.objects.latest("pk").parties.get(role=PartyRole.APPLICANT)
    party.email_confirmed_at = party.case.created_at
    party.save()


def test_parcels_named_on_the_way_are_in_the_application(client: Client, begin: Begin) -> None:
    draft = begin(d=PARCEL)
    page = client.get(f"{draft}miejsce/").content.decode()

    assert case_in(draft).typed_parcels == [PARCEL]
    assert "Działka 1" in page
    assert "Wszystko, co mówią plany" in page


def test_a_parcel_is_added_by_its_identifier_and_taken_out(client: Client, begin: Begin) -> None:
    draft = begin()
    step(client, draft, "miejsce", {"parcel": f" {IN_BELZYCE}.2/1 ", "add": "1"})
    assert case_in(draft).typed_parcels == [f"{IN_BELZYCE}.2/1"]

    step(client, draft, "miejsce", {"remove": f"{IN_BELZYCE}.2/1"})
    assert case_in(draft).typed_parcels == []


def test_a_number_that_several_parcels_have_is_asked_about(client: Client, begin: Begin) -> None:
    draft = begin()
    page = step(client, draft, "miejsce", {"parcel": "działka 1", "add": "1"})

    assert page.status_code == 200
    assert "pasuje do kilku działek" in page.content.decode()
    step(client, draft, "miejsce", {"take": PARCEL})
    assert case_in(draft).typed_parcels == [PARCEL]


def test_a_parcel_that_the_register_does_not_know_may_be_named_as_typed(client: Client, begin: Begin) -> None:
    draft = begin()
    page = step(client, draft, "miejsce", {"parcel": f"{IN_BELZYCE}.999", "add": "1"})
    assert "Nie znaleźliśmy działki" in page.content.decode()

    step(client, draft, "miejsce", {"parcel": f"{IN_BELZYCE}.999", "as_typed": "1"})
    assert case_in(draft).typed_parcels == [f"{IN_BELZYCE}.999"]


def test_without_any_parcel_the_step_says_what_is_missing(client: Client, begin: Begin) -> None:
    page = step(client, begin(), "miejsce", {"dalej": "1"})

    assert page.status_code == 422
    assert "Podaj co najmniej jedną działkę." in page.content.decode()


def test_answers_are_kept_though_some_are_missing_and_each_is_told_of_once(client: Client, begin: Begin) -> None:
    draft = begin()
    page = step(client, draft, "pytania", {"q-scope": "sam wypis"})

    assert page.status_code == 422
    # Once in the summary and once at the field.
    assert page.content.decode().count("Odpowiedź jest wymagana.") == 2
    assert case_in(draft).answers == {"scope": "sam wypis"}


def test_what_is_wrong_has_the_focus_when_the_page_comes(client: Client, begin: Begin) -> None:
    link = begin("zaswiadczenie-przeznaczenie")

    page = step(client, link, "pytania", {"q-purpose": ""}).content.decode()

    assert '<div class="message error error-summary" role="alert" tabindex="-1" autofocus>' in page


def test_signs_that_nobody_sees_are_not_kept(client: Client, begin: Begin) -> None:
    link = begin("zaswiadczenie-przeznaczenie")

    step(client, link, "pytania", {"q-purpose": "akt\u202e notarialny\u200b 👩\u200d🌾"})
    step(client, link, "osoba", {"kind": "person", "name": "\ufeffŁucja O'Neill", "email": "l@example.org"})

    case = case_in(link)
    assert case.answers["purpose"] == "akt notarialny 👩\u200d🌾"
    assert case.parties.get().name == "Łucja O'Neill"


def test_later_keeps_what_is_not_ready_and_shows_the_way_back(client: Client, begin: Begin) -> None:
    draft = begin()
    response = step(client, draft, "pytania", {"q-scope": "sam wypis", "pozniej": "1"}, follow=True)

    assert f"http://testserver{draft}" in response.content.decode()
    resumed = Client().get(draft, follow=True)
    assert resumed.status_code == 200


@pytest.mark.parametrize("answer", ["drugie", "\0", "x" * 20_000])
def test_answers_that_the_form_does_not_offer_are_refused(client: Client, begin: Begin, answer: str) -> None:
    page = step(client, begin(), "pytania", {**ANSWERS, "q-scope": answer})

    assert page.status_code == 422


def test_a_page_that_is_stale_keeps_what_was_typed(client: Client, begin: Begin) -> None:
    draft = begin()
    page = client.post(f"{draft}osoba/", {**PERSON, "version": 999})

    assert page.status_code == 412
    assert "Anna Przykładowa" in page.content.decode()


def test_documents_are_added_and_taken_out(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    sent = SimpleUploadedFile("mapa.pdf", b"%PDF-1.7 mapa", "application/pdf")
    step(client, draft, "zalaczniki", {"plik-mapa": sent, "attach": "1"})
    document = case_in(draft).documents.get()
    assert (document.name, document.wanted) == ("mapa.pdf", "mapa")

    step(client, draft, "zalaczniki", {"remove": document.pk})
    assert not case_in(draft).documents.exists()


def test_a_file_that_is_sent_twice_is_in_the_draft_once(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    for _click in range(2):
        sent = SimpleUploadedFile("mapa.pdf", b"%PDF-1.7 mapa", "application/pdf")
        step(client, draft, "zalaczniki", {"plik-mapa": sent, "attach": "1"})

    assert case_in(draft).documents.count() == 1


def test_the_review_says_what_each_document_is(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    sent = SimpleUploadedFile("skan.pdf", b"%PDF-1.7", "application/pdf")
    step(client, draft, "zalaczniki", {"plik-pelnomocnictwo": sent, "attach": "1"})

    assert "Pełnomocnictwo: skan.pdf" in client.get(f"{draft}sprawdz/").content.decode()


def test_who_acts_for_another_says_who_they_are(client: Client, begin: Begin) -> None:
    draft = begin(d=PARCEL)
    page = step(client, draft, "osoba", {**PERSON, "for_other": "on"})
    assert page.status_code == 422
    assert "Podaj imię i nazwisko pełnomocnika." in page.content.decode()

    assert step(client, draft, "osoba", {**PERSON, "for_other": "on", "proxy_name": "Jan Pełny"}).status_code == 302


def test_the_way_back_to_the_review_stays_open_while_parcels_are_added(client: Client, begin: Begin) -> None:
    draft = begin(d=PARCEL)
    answer = step(client, draft, "miejsce", {"parcel": f"{IN_BELZYCE}.2/1", "add": "1", "z_przegladu": "1"})

    assert answer.headers["Location"] == f"{draft}miejsce/?przeglad=1#dzialki"
    assert 'name="z_przegladu"' in client.get(f"{draft}miejsce/?przeglad=1").content.decode()


def test_what_lies_beyond_the_office_is_told_of(client: Client, begin: Begin) -> None:
    page = client.get(f"{begin(d=f'{IN_GARBOW}.1')}miejsce/").content.decode()
    assert "leży poza obszarem tego urzędu" in page
    assert f"/sprawy/uslugi/wypis-wyrys/?d={IN_GARBOW}.1" in page

    assert "poza obszarem" not in client.get(f"{begin(d=PARCEL)}miejsce/").content.decode()


def test_a_required_document_is_asked_for(client: Client, begin: Begin) -> None:
    page = step(client, begin("warunki-zabudowy"), "zalaczniki", {"dalej": "1"})

    assert page.status_code == 422
    assert "Dołącz: Kopia mapy zasadniczej" in page.content.decode()


def test_the_review_says_what_is_missing_and_where(client: Client, begin: Begin) -> None:
    draft = begin()
    page = client.get(f"{draft}sprawdz/").content.decode()

    assert "Czego jeszcze brakuje" in page
    assert f"{draft}miejsce/?przeglad=1" in page
    assert f"{draft}pytania/?przeglad=1" in page


def test_nothing_is_filed_without_the_declaration(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    confirm(client)
    page = step(client, draft, "sprawdz", {"key": "klik"})

    assert page.status_code == 422
    assert case_in(draft).is_draft


def test_nothing_is_filed_before_the_address_is_confirmed(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    page = step(client, draft, "sprawdz", {"key": "klik", "declaration": "1"})

    assert page.status_code == 422
    assert "Potwierdź adres e-mail" in page.content.decode()
    assert case_in(draft).is_draft


def test_nothing_is_filed_once_the_service_is_switched_off(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    confirm(client)
    Service.objects.update(is_offered=False)
    page = step(client, draft, "sprawdz", {"key": "klik", "declaration": "1"})

    assert page.status_code == 422
    assert "Tej usługi teraz nie można zamówić. Wniosek jest zapisany." in page.content.decode()
    assert case_in(draft).is_draft


def test_filing_shows_sign_and_code_and_a_second_click_shows_the_same(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    confirm(client)
    given = {"key": hidden(client.get(f"{draft}sprawdz/"), "key"), "declaration": "1"}
    first = step(client, draft, "sprawdz", given, follow=True)
    code = re.search(r'class="code">([^<]+)', first.content.decode())
    second = step(client, draft, "sprawdz", given, follow=True)

    case = case_in(draft)
    assert case.state == State.FILED
    assert case.sign in first.content.decode()
    assert code and code[1] in second.content.decode()
    assert Case.objects.count() == 1


def test_the_link_of_a_filed_draft_does_not_open_the_case(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    confirm(client)
    step(client, draft, "sprawdz", {"key": "klik", "declaration": "1"})
    page = Client().get(f"{draft}osoba/")

    assert "już złożony" in page.content.decode()
    assert "Anna" not in page.content.decode()
    again = Client().post(f"{draft}sprawdz/", {"key": "inny", "declaration": "1"})
    assert again.status_code == 200
    assert "sip-case" not in again.cookies


def test_the_letter_confirms_the_address_by_a_button(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    assert client.post(f"{draft}adres/").status_code == 200
    letter = Mail.objects.get()
    assert letter.to == "anna@example.org"
    link = re.search(r"http://testserver(/sprawy/potwierdz/\S+)", letter.words)
    assert link
    client.get(link[1])
    assert case_in(draft).parties.get().email_confirmed_at is None

    stranger = Client().get(link[1]).content.decode()
    assert draft not in stranger
    answer = client.post(link[1])
    assert case_in(draft).parties.get().email_confirmed_at is not None
    assert f'href="{draft}sprawdz/"' in answer.content.decode()


def test_the_letters_page_leads_back_only_in_the_browser_that_writes(client: Client, begin: Begin) -> None:
    draft = written(client, begin)
    client.post(f"{draft}adres/")
    link = re.search(r"http://testserver(/sprawy/potwierdz/\S+)", Mail.objects.get().words)
    assert link

    answer = Client().post(link[1])

    assert "w oknie, w którym go piszesz" in answer.content.decode()
    assert draft not in answer.content.decode()


def test_a_demo_without_mail_shows_the_link(client: Client, begin: Begin, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.DEMO = "django.core.mail.backends.dummy.EmailBackend", True
    draft = written(client, begin)
    assert "/sprawy/potwierdz/" in client.post(f"{draft}adres/").content.decode()

    settings.DEMO = False
    assert "/sprawy/potwierdz/" not in client.post(f"{draft}adres/").content.decode()


def test_a_draft_is_forgotten_after_a_question(client: Client, begin: Begin) -> None:
    draft = begin()
    assert "Tego nie da się cofnąć" in client.get(f"{draft}usun/").content.decode()
    client.post(f"{draft}usun/")

    assert not Case.objects.exists()
    assert client.get(draft).status_code == 404


def test_a_draft_of_an_account_is_opened_by_that_account_alone(
    client: Client, begin: Begin, stranger: User, clerk: User
) -> None:
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    begin()
    case = Case.objects.get()
    assert case.account == stranger
    assert f"/sprawy/wniosek/{case.pk}/" in client.get("/sprawy/moje/").content.decode()
    assert client.get(f"/sprawy/wniosek/{case.pk}/osoba/").status_code == 200

    other = Client()
    assert other.get(f"/sprawy/wniosek/{case.pk}/osoba/").status_code == 404
    other.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(f"/sprawy/wniosek/{case.pk}/osoba/").status_code == 404


@pytest.mark.parametrize("link", ["x", "a" * 500, "%00", "0", "9" * 40, "..", "99999999999999"])
def test_links_that_lead_nowhere_are_404(client: Client, link: str) -> None:
    assert client.get(f"/sprawy/wniosek/{link}/osoba/").status_code == 404


def test_pages_of_a_draft_are_kept_by_no_cache(client: Client, begin: Begin) -> None:
    assert "no-store" in client.get(f"{begin()}osoba/").headers["Cache-Control"]
