"""The accessibility statement: what the law asks for, where monitoring tools look for it; and the help beside it."""

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from tests.portal.conftest import Page, page_path
from tests.portal.test_pages import inline_code

pytestmark = pytest.mark.django_db

STATEMENT = "/dostepnosc/"
# Mandatory ids of the technical conditions, version 1.5.
IDS = (
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-kontakt",
    "a11y-osoba",
    "a11y-email",
    "a11y-telefon",
    "a11y-procedura",
    "a11y-architektura",
    "a11y-aplikacje",
)
OFFICE = {
    "body": "Starostwo Powiatowe w Zmyślonej",
    "contact": "Anna Dostępna",
    "email": "dostepnosc@zmyslona.example",
    "phone": "81 123 45 67",
    "building": "Wejście bez progu od ulicy Polnej.",
    "published": date(2026, 1, 2),
    "updated": date(2026, 3, 4),
    "prepared": date(2026, 5, 6),
    "reviewed": date(2026, 7, 8),
    "is_example": False,
}


def shown(client: Client, path: str = STATEMENT, language: str = "pl") -> Page:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return Page(answer.content)


@pytest.mark.parametrize("path", [STATEMENT, "/infomat/dostepnosc/"])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_each_part_that_tools_look_for_is_there_once(client: Client, path: str, language: str) -> None:
    page = shown(client, path, language)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    assert [name for name in IDS if ids.count(name) != 1] == []


@pytest.mark.parametrize(
    ("part", "day"),
    [
        ("a11y-data-publikacja", "2026-01-02"),
        ("a11y-data-aktualizacja", "2026-03-04"),
        ("a11y-data-sporzadzenie", "2026-05-06"),
        ("a11y-data-przeglad", "2026-07-08"),
    ],
)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_dates_are_written_for_people_and_machines(
    client: Client, settings: Settings, part: str, day: str, language: str
) -> None:
    settings.ACCESSIBILITY = OFFICE
    page = shown(client, language=language)

    assert [found["datetime"] for found in page.all("time") if found.get("id") == part] == [day]
    assert day in page.text


def test_the_offices_own_words_are_shown(client: Client, settings: Settings) -> None:
    settings.ACCESSIBILITY = OFFICE
    text = shown(client).text

    for name in ("body", "contact", "email", "phone", "building"):
        assert str(OFFICE[name]) in text
    assert "serwis demonstracyjny" not in text


def test_invented_contacts_are_said_to_be_invented(client: Client) -> None:
    assert django_settings.ACCESSIBILITY["is_example"]
    assert "serwis demonstracyjny" in shown(client).text


def test_it_says_which_site_it_is_about(client: Client) -> None:
    assert "http://testserver/" in shown(client).links


def test_it_leads_to_the_ombudsman(client: Client) -> None:
    assert "https://www.rpo.gov.pl/" in shown(client).links


def test_at_a_kiosk_addresses_are_words_and_lead_nowhere(client: Client) -> None:
    page = shown(client, "/infomat/dostepnosc/")

    assert [link for link in page.links if not link.startswith(("/infomat/", "#"))] == []
    assert django_settings.ACCESSIBILITY["email"] in page.text
    assert "www.rpo.gov.pl" in page.text


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", ["/", "/szukaj/", page_path("1"), page_path("999"), "/konto/login/", "/pomoc/"])
def test_every_pages_footer_leads_to_it(client: Client, path: str) -> None:
    assert {STATEMENT, "/pomoc/"} <= Page(client.get(path).content).links


@pytest.mark.parametrize("path", [STATEMENT, "/pomoc/"])
def test_these_pages_have_no_inline_code_and_set_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)

    assert inline_code(Page(answer.content)) == []
    assert not answer.cookies
