"""A resident's whole way in a real browser: from a parcel to a paid application, on a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from cases.catalogue.loading import load_services
from cases.models import Case
from cases.workflow import State
from sip.offices.models import Office
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


@pytest.fixture(autouse=True)
def services(demo_register: Village, settings: Settings) -> None:
    load_services(Office.objects.get(slug="belzyce"))
    settings.DEMO, settings.PAYMENT_PROVIDER = True, "sandbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def sound(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the page."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (page.url, violations(page), wider) == (page.url, [], 0)


def onward(page: Page, step: str) -> None:
    page.get_by_role("button", name="Zapisz i przejdź dalej").click()
    expect(page).to_have_url(re.compile(f"/{step}/"))


def answer(page: Page) -> None:
    """From the questions to the review."""
    page.get_by_label("sam wypis", exact=True).check()
    page.get_by_label("elektronicznie").check()
    onward(page, "osoba")
    page.get_by_label("Imię i nazwisko albo nazwa").fill("Anna Przykładowa")
    page.get_by_label("Adres e-mail", exact=True).fill("anna@example.org")


def confirm_and_file(page: Page) -> None:
    review = page.url
    page.get_by_role("button", name="Wyślij mi odnośnik").click()
    page.get_by_role("link", name="Otwórz odnośnik z listu").click()
    page.get_by_role("button", name="Tak, to mój adres").click()
    expect(page.get_by_role("heading", name="Adres potwierdzony")).to_be_visible()
    page.goto(review)
    page.get_by_label("Oświadczam").check()
    page.get_by_role("button", name="Złóż wniosek").click()
    expect(page.get_by_role("heading", name="Wniosek złożony", level=1)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_from_a_parcel_to_a_paid_application(open_page: OpenPage, tmp_path: Path, width: int, scheme: str) -> None:
    page = open_page("/sprawy/", width=width, color_scheme=scheme)
    sound(page)
    page.goto(f"/sprawy/uslugi/belzyce/wypis-wyrys/?d={parcel_id('1')}")
    sound(page)
    page.get_by_role("button", name="Zacznij wniosek").click()
    # A tap on the map takes the parcel out, another puts it in again.
    page.locator("#map canvas").first.wait_for()
    page.locator("#map").click()
    expect(page.get_by_text("Nie ma jeszcze żadnej działki.")).to_be_visible()
    page.locator("#map canvas").first.wait_for()
    page.locator("#map").click()
    expect(page.get_by_text("Działka 1", exact=True)).to_be_visible()
    sound(page)
    onward(page, "pytania")
    page.get_by_role("button", name="Zapisz i przejdź dalej").click()
    expect(page.get_by_role("heading", name="Popraw, zanim przejdziesz dalej")).to_be_visible()
    expect(page.locator(".error-summary")).to_be_focused()
    sound(page)
    answer(page)
    # Not the browser's question whether to send the form again.
    page.go_back()
    expect(page.get_by_role("heading", name="Pytania")).to_be_visible()
    page.go_forward()
    sound(page)
    onward(page, "zalaczniki")
    (tmp_path / "mapa.pdf").write_bytes(b"%PDF-1.7 mapa")
    page.locator("#plik-inny").set_input_files(tmp_path / "mapa.pdf")
    onward(page, "sprawdz")
    expect(page.get_by_text("mapa.pdf")).to_be_visible()
    sound(page)
    confirm_and_file(page)
    sound(page)
    page.get_by_role("button", name="Zapłać").click()
    sound(page)
    page.get_by_role("button", name="Zapłać na niby").click()
    expect(page.get_by_text("opłacone", exact=True)).to_be_visible()
    sound(page)
    assert Case.objects.get().state == State.FILED


def test_without_javascript_parcels_are_typed_and_the_case_is_found_again(open_page: OpenPage) -> None:
    page = open_page("/sprawy/uslugi/belzyce/wypis-wyrys/", width=390, java_script_enabled=False)
    page.get_by_role("button", name="Zacznij wniosek").click()
    page.get_by_label("Dodaj działkę").fill(parcel_id("2"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Działka 2", exact=True)).to_be_visible()
    onward(page, "pytania")
    answer(page)
    onward(page, "zalaczniki")
    onward(page, "sprawdz")
    confirm_and_file(page)
    code = page.locator(".code").inner_text()
    sign = Case.objects.get().sign

    later = open_page("/sprawy/stan/", java_script_enabled=False)
    later.get_by_label("Znak sprawy").fill(str(sign))
    later.get_by_label("Kod").fill(code.lower())
    later.get_by_role("button", name="Pokaż sprawę").click()
    expect(later.get_by_role("heading", name="Teraz: złożona")).to_be_visible()
    later.get_by_label("Treść").fill("Kiedy będzie gotowe?")
    later.get_by_role("button", name="Wyślij wiadomość").click()
    expect(later.get_by_text("Kiedy będzie gotowe?")).to_be_visible()
    later.get_by_role("link", name="Wycofaj wniosek").click()
    later.get_by_role("button", name="Wycofaj wniosek").click()
    expect(later.get_by_role("heading", name="Teraz: wycofana")).to_be_visible()
    assert code not in later.url
