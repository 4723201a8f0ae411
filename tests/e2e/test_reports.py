"""Reporting an error on the map and answering it, in a real browser: by keyboard, without JavaScript, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.reports.models import MapReport
from sip.offices.models import User
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
WIDTHS = (1280, 390, 320)
WORDS = "Granica biegnie przez środek stodoły."


def form_for(village: Village, number: str) -> str:
    easting, northing = village.place(number)
    return f"/zgloszenia/nowe/?c={easting:.1f},{northing:.1f}&z=15&d={parcel_id(number)}"


def send(page: Page) -> None:
    page.get_by_label("granica działki").check()
    page.get_by_label("Co się nie zgadza").fill(WORDS)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(page.get_by_role("heading", name="Dziękujemy, zgłoszenie przyjęte")).to_be_visible()


def sideways(page: Page) -> int:
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def code_on(page: Page) -> str:
    return page.locator(".code").inner_text()


def test_a_resident_reports_and_reads_the_answer_without_javascript(
    demo_register: Village, keeper: User, open_page: OpenPage
) -> None:
    page = open_page(form_for(demo_register, "1"), java_script_enabled=False)
    expect(page.locator("svg.parcel-picture")).to_be_visible()
    page.get_by_label("Adres e-mail").fill("ktos@example.org")
    send(page)
    code = code_on(page)
    page.reload()
    assert code_on(page) == code
    number = MapReport.objects.get().pk

    desk = open_page("/urzad/", user=keeper, java_script_enabled=False)
    desk.get_by_role("link", name="Zgłoszenia błędów na mapie").click()
    desk.get_by_role("link", name=str(number), exact=True).click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_role("button", name="Pokaż adres").click()
    expect(desk.get_by_text("ktos@example.org")).to_be_visible()
    desk.get_by_label("Odpowiedź").fill("Sprawdzono w operacie.")
    desk.get_by_role("button", name="Zamknij: poprawione").click()
    expect(desk.get_by_text("Zapisano.")).to_be_visible()

    later = open_page("/zgloszenia/", java_script_enabled=False)
    later.get_by_label("Numer zgłoszenia").fill(str(number))
    later.get_by_label("Kod").fill(code.lower())
    later.get_by_role("button", name="Pokaż stan").click()
    expect(later.get_by_text("Sprawdzono w operacie.")).to_be_visible()
    assert code not in later.url


def test_the_whole_way_can_be_gone_by_keyboard(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(form_for(demo_register, "2"))
    page.get_by_label("granica działki").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("numer lub inne dane działki")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.type("ktos@example.org")
    # The field that only programs fill is no stop on the way.
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Wyślij zgłoszenie")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dziękujemy, zgłoszenie przyjęte")).to_be_visible()


def test_mistakes_are_named_and_the_words_stay(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/zgloszenia/nowe/")
    page.get_by_label("Co się nie zgadza").fill(WORDS)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(page).to_have_title(re.compile("^Błąd:"))
    expect(page.get_by_text("Wybierz, czego dotyczy błąd.")).to_be_visible()
    expect(page.get_by_text("Napisz, gdzie to jest, albo przejdź tu z mapy.")).to_be_visible()
    expect(page.get_by_label("Co się nie zgadza")).to_have_value(WORDS)


def test_a_clerk_whose_page_is_stale_is_told_and_loses_nothing(
    demo_register: Village, keeper: User, open_page: OpenPage
) -> None:
    send(open_page(form_for(demo_register, "1")))
    path = f"/urzad/zgloszenia/{MapReport.objects.get().pk}/"
    first, second = open_page(path, user=keeper), open_page(path, user=keeper)
    first.get_by_role("button", name="Przyjmij do sprawdzenia").click()
    expect(first.get_by_text("Zapisano.")).to_be_visible()

    second.get_by_label("Odpowiedź").fill("Granica jest dobra.")
    second.get_by_role("button", name="Zamknij: bez zmian").click()

    expect(second.get_by_text("W międzyczasie ktoś zmienił")).to_be_visible()
    expect(second.get_by_label("Odpowiedź")).to_have_value("Granica jest dobra.")


@pytest.mark.parametrize("width", WIDTHS)
def test_reports_and_basket_have_no_accessibility_faults_and_fit(
    demo_register: Village, keeper: User, open_page: OpenPage, width: int
) -> None:
    sent = open_page(form_for(demo_register, "1"), width=width)
    send(sent)
    number = MapReport.objects.get().pk
    wrong = open_page("/zgloszenia/nowe/", width=width)
    wrong.get_by_role("button", name="Wyślij zgłoszenie").click()
    parcels = "&".join(f"d={parcel_id(name)}" for name in ("1", "4", "4/1", "999"))
    public = [form_for(demo_register, "1"), "/zgloszenia/", f"/zgloszenia/{number}/", "/koszyk/", f"/koszyk/?{parcels}"]
    office = ["/urzad/zgloszenia/", f"/urzad/zgloszenia/{number}/"]
    pages = [sent, wrong, *(open_page(path, width=width) for path in public)]
    pages += [open_page(path, width=width, user=keeper) for path in office]

    for page in pages:
        assert (page.url, violations(page)) == (page.url, [])
        assert (page.url, sideways(page)) == (page.url, 0)


def test_the_basket_works_without_javascript(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/koszyk/?d={parcel_id('1')}", java_script_enabled=False)
    page.get_by_label("Dodaj działkę po identyfikatorze").fill(parcel_id("2"))
    page.get_by_role("button", name="Dodaj").click()
    expect(page.get_by_text("Razem 2 działki w rejestrze")).to_be_visible()
    page.get_by_role("link", name=f"Usuń {parcel_id('1')}").click()
    expect(page.get_by_text("Razem 1 działka w rejestrze")).to_be_visible()


def test_on_paper_the_basket_is_its_table(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/koszyk/?d={parcel_id('1')}")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("Dokument informacyjny")).to_be_visible()
    expect(page.get_by_role("link", name="Usuń")).to_be_hidden()
    expect(page.get_by_label("Dodaj działkę po identyfikatorze")).to_be_hidden()
