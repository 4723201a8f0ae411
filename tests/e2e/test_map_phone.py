"""The map on a phone: a sheet of three heights, found by finger and by key, and where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage, Village, parcel_id

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
TARGET = 44


def sheet(page: Page, height: str) -> Locator:
    found = page.locator(f'#sheet[data-height="{height}"]')
    expect(found).to_be_visible()
    return found


def test_a_tap_on_the_handle_opens_the_whole_card_and_folds_it(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}", **PHONE)
    sheet(page, "half")
    page.locator(".sheet-handle").tap()
    sheet(page, "full")
    page.locator(".sheet-handle").tap()
    sheet(page, "half")


def test_dragged_down_the_card_leaves_the_map_in_sight(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}", **PHONE)
    sheet(page, "half")
    handle = page.locator(".sheet-handle").bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(200, 700, steps=4)
    page.mouse.up()
    sheet(page, "low")
    expect(page.get_by_role("heading", name="Działka 1", exact=True)).to_be_in_viewport()


def test_arrow_keys_change_the_height_of_the_card(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}", **PHONE)
    sheet(page, "half")
    page.locator(".sheet-handle").focus()
    page.keyboard.press("ArrowUp")
    sheet(page, "full")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    sheet(page, "low")


def test_every_button_is_large_enough_for_a_finger(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}", **PHONE)
    sheet(page, "half")
    small = page.evaluate(
        """least => [...document.querySelectorAll('.map-layout button, .map-layout a')]
            .map(button => [button.outerHTML.slice(0, 80), button.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < least)
            .map(([html]) => html)""",
        TARGET,
    )
    assert small == []


def test_locating_outside_the_area_says_so(demo_register: Village, open_page: OpenPage) -> None:
    warsaw = {"longitude": 21.0, "latitude": 52.2}
    page = open_page("/", permissions=["geolocation"], geolocation=warsaw, **PHONE)
    page.get_by_role("button", name="Pokaż, gdzie jestem").tap()
    expect(page.get_by_text("Jesteś poza obszarem tej mapy")).to_be_visible()


def test_locating_that_is_not_allowed_says_what_else_to_do(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/", permissions=[], **PHONE)
    page.get_by_role("button", name="Pokaż, gdzie jestem").tap()
    expect(page.get_by_text("Przeglądarka nie pozwala sprawdzić")).to_be_visible()
