"""The bar of tools: by keyboard, on a phone, one at a time, free of accessibility faults."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SIGHTS, OpenPage, Village, parcel_id, violations
from tests.e2e.tools import middle, open_tool

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
TOOLS = ("Zmierz", "Drukuj", "Udostępnij")


@SIGHTS
def test_no_tool_has_accessibility_faults(demo_register: Village, open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page(f"/?d={parcel_id('1')}", width=width, color_scheme=scheme)
    page.locator("#card").wait_for()
    page.get_by_role("button", name="Dodaj do koszyka").click()
    for tool in TOOLS:
        panel = open_tool(page, tool)
        expect(panel).to_be_visible()
        assert (tool, violations(page)) == (tool, [])
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_target_of_a_tool_is_large_enough(demo_register: Village, open_page: OpenPage, width: int) -> None:
    page = open_page(demo_register.map_at("1"), width=width)
    for tool in TOOLS:
        panel = open_tool(page, tool)
        for target in panel.locator("button:visible, select:visible, a:visible, label:has(input[type=radio])").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()
        page.keyboard.press("Escape")


def test_the_keyboard_opens_a_tool_and_escape_returns_to_its_button(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page(demo_register.map_at("1"))
    for tool in TOOLS:
        button = page.get_by_role("button", name=tool, exact=True)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(button).not_to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()


def test_one_tool_is_open_at_a_time(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    measure = open_tool(page, "Zmierz")
    printing = open_tool(page, "Drukuj")
    expect(printing).to_be_visible()
    expect(measure).to_be_hidden()
    page.get_by_role("button", name="Drukuj", exact=True).click()
    expect(printing).to_be_hidden()


def test_on_a_phone_the_tools_fold_into_one_button(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"), **PHONE)
    fold = page.get_by_role("button", name="Narzędzia", exact=True)
    measure = page.get_by_role("button", name="Zmierz", exact=True)
    expect(measure).to_be_hidden()
    fold.tap()
    measure.tap()
    expect(page.locator("#tool-measure")).to_be_visible()
    expect(measure).to_be_hidden()
    page.get_by_role("button", name="Zamknij pomiar").tap()
    expect(fold).to_be_focused()


def test_the_error_report_takes_the_view_along(demo_register: Village, open_page: OpenPage) -> None:
    start = demo_register.map_at("1")
    page = open_page(start)
    link = page.get_by_role("list", name="Narzędzia mapy").get_by_role("link", name="Zgłoś błąd na mapie")
    seen = re.escape(f"/zgloszenia/nowe/{start.removeprefix('/')}")
    expect(link).to_have_attribute("href", re.compile(f"{seen}$"))
    page.mouse.click(*middle(page))
    expect(link).to_have_attribute("href", re.compile(f"/zgloszenia/nowe/.*&d={re.escape(parcel_id('1'))}$"))
    page.get_by_role("button", name="Oddal mapę").click()
    expect(link).not_to_have_attribute("href", re.compile(seen))
