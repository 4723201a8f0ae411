"""The map's search field: suggestions by key, mouse and finger, and what choosing one shows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


def suggest(page: Page, words: str) -> None:
    page.get_by_role("combobox").fill(words)
    expect(page.get_by_role("option", disabled=False).first).to_be_visible()


def card(page: Page, number: str) -> None:
    expect(page.get_by_role("heading", name=f"Działka {number}", exact=True)).to_be_visible()


def test_suggestions_come_in_groups_and_are_counted(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    suggest(page, parcel_id("4/"))
    group = page.get_by_role("group", name="Działki")
    expect(group.get_by_role("option")).to_have_count(2)
    expect(page.locator("#announcer")).to_have_text(re.compile("Podpowiedzi: 2"))


def test_arrows_and_enter_choose_a_parcel(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    suggest(page, parcel_id("4/"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("4/2")
    page.keyboard.press("Home")
    expect(page.get_by_role("option", selected=True)).to_contain_text("4/1")
    page.keyboard.press("Enter")
    card(page, "4/1")
    expect(page).to_have_url(re.compile(f"d={re.escape(parcel_id('4/1'))}$"))
    expect(page.locator("#card-title")).to_be_focused()


def test_enter_without_a_choice_opens_the_results(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    suggest(page, parcel_id("4/"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/szukaj/\?q="))


def test_escape_folds_the_suggestions_then_empties_the_field(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    suggest(page, parcel_id("4/"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value(parcel_id("4/"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")


def test_a_finger_chooses_a_suggestion(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/", **PHONE)
    suggest(page, parcel_id("4/"))
    page.get_by_role("option", name="4/2").tap()
    card(page, "4/2")


def test_choosing_the_same_again_returns_to_it(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    for _ in range(2):
        suggest(page, parcel_id("3"))
        page.get_by_role("option", name="3 obręb").click()
        card(page, "3")
        expect(page).to_have_url(re.compile("z=15"))
        page.get_by_role("button", name="Oddal mapę").click()
        expect(page).to_have_url(re.compile("z=14"))


def test_coordinates_are_marked_and_kept_in_the_address(demo_register: Village, open_page: OpenPage) -> None:
    easting, northing = demo_register.place("2")
    page = open_page("/")
    suggest(page, f"{easting:.2f} {northing:.2f}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"p={int(easting)}\.\d,{int(northing)}\.\d"))
    expect(page.locator("#map")).to_be_focused()


def test_all_results_are_a_list_that_survives_a_reload(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    suggest(page, parcel_id("4/"))
    page.get_by_role("option", name="Wszystkie wyniki na mapie").click()
    expect(page.locator("#hits li")).to_have_count(2)
    expect(page).to_have_url(re.compile("q="))
    page.reload()
    page.locator("#hits button", has_text="4/1").click()
    card(page, "4/1")
    page.get_by_role("button", name="Wróć do listy").click()
    expect(page.locator("#hits li")).to_have_count(2)


def test_the_clear_button_empties_the_field(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("combobox").fill("x")
    page.get_by_role("button", name="Wyczyść wyszukiwanie").click()
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_silent_search_says_so(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    page.route("**/api/v1/search/**", lambda route: route.abort())
    page.get_by_role("combobox").fill("polna")
    expect(page.get_by_role("listbox")).to_contain_text("Wyszukiwarka nie odpowiada")


def test_open_suggestions_have_no_accessibility_faults(demo_register: Village, open_page: OpenPage) -> None:
    for width in (1280, 390, 320):
        page = open_page("/", width=width)
        suggest(page, parcel_id("4/"))
        page.keyboard.press("ArrowDown")
        assert (width, violations(page)) == (width, [])
