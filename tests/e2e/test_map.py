"""The map page as people use it: by mouse, finger and keyboard."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from sip.geo.grid import PL_1992_GRID
from tests.e2e.conftest import OpenPage, Village, parcel_id

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
PHONE_HEIGHT = 780
# Pixels below the map's middle: where a sheet would cover what was tapped.
LOW_DOWN = 200
# The sheet may take this share of a phone's height, and a pixel of rounding.
SHEET_SHARE = 0.45


def card(page: Page, number: str) -> None:
    expect(page.get_by_role("heading", name=f"Działka {number}", exact=True)).to_be_visible()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def notice(page: Page, name: str) -> None:
    expect(page.locator(f'[data-notice="{name}"]')).to_be_visible()


def test_a_click_in_a_parcel_opens_its_card(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    page.mouse.click(*middle(page))
    card(page, "1")
    expect(page.locator("#card")).to_contain_text("0,4800 ha (4 800 m²)")
    expect(page.locator("#card")).to_contain_text("grunty orne – 0,4000 ha")
    expect(page).to_have_url(re.compile(re.escape(f"&d={parcel_id('1')}") + "$"))


def test_the_card_leads_to_the_whole_page(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('4/1')}")
    page.get_by_role("link", name="Wszystko o działce").click()
    expect(page).to_have_url(re.compile(f"/dzialka/{re.escape(parcel_id('4/1'))}/$"))


def test_a_link_to_a_parcel_shows_it(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('3')}")
    card(page, "3")
    page.mouse.click(*middle(page))
    card(page, "3")


def test_a_link_to_a_parcel_survives_a_reload(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('3')}")
    card(page, "3")
    expect(page).to_have_url(re.compile("z=.*&d="))
    page.reload()
    card(page, "3")


def test_back_returns_to_the_parcel_before(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    page.mouse.click(*middle(page))
    card(page, "1")
    page.get_by_role("button", name="Zamknij kartę działki").click()
    expect(page.locator("#card")).to_be_hidden()
    page.go_back()
    card(page, "1")
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()


def test_the_keyboard_alone_chooses_and_closes(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("2"))
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Pomiń mapę")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()
    expect(page.locator(".crosshair")).to_be_visible()
    page.keyboard.press("Enter")
    card(page, "2")
    expect(page.locator("#card-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#map")).to_be_focused()


def test_arrows_and_plus_move_the_map(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1", zoom=14))
    expect(page).to_have_url(re.compile("z=14$"))
    before = page.url
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile("z=15$"))


def test_a_tap_opens_a_sheet_that_leaves_the_parcel_in_sight(demo_register: Village, open_page: OpenPage) -> None:
    easting, northing = demo_register.place("2")
    metres = PL_1992_GRID.resolution / 2**15
    start = f"c={easting:.1f},{northing + LOW_DOWN * metres:.1f}"
    page = open_page(f"/?{start}&z=15", **PHONE)
    x, y = middle(page)
    page.touchscreen.tap(x, y + LOW_DOWN)
    card(page, "2")
    sheet = page.locator("#sheet").bounding_box()
    assert sheet is not None
    assert sheet["height"] <= PHONE_HEIGHT * SHEET_SHARE + 1
    assert sheet["y"] < y + LOW_DOWN
    expect(page).not_to_have_url(re.compile(re.escape(start)))
    found = re.search(r"c=[\d.]+,([\d.]+)", page.url)
    assert found is not None
    assert y + (float(found[1]) - northing) / metres < sheet["y"]


def test_a_phone_can_scroll_past_the_map(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/", **PHONE)
    frame = page.locator(".map-frame").bounding_box()
    assert frame is not None
    assert frame["y"] + frame["height"] < PHONE_HEIGHT
    page.locator("#legend").scroll_into_view_if_needed()
    expect(page.locator("#legend summary")).to_be_in_viewport()


def test_far_out_it_says_so_and_leads_closer(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1", zoom=8))
    notice(page, "far")
    page.get_by_role("button", name="Przybliż", exact=True).click()
    expect(page.locator('[data-notice="far"]')).to_be_hidden()
    expect(page).to_have_url(re.compile("z=11$"))


def test_where_no_parcel_lies_it_says_so(demo_register: Village, open_page: OpenPage) -> None:
    easting, northing = demo_register.place("1")
    page = open_page(f"/?c={easting - 500:.1f},{northing:.1f}&z=15")
    page.mouse.click(*middle(page))
    notice(page, "empty")


def test_a_silent_service_is_not_an_empty_place(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    page.route("**/api/v1/parcels/at/**", lambda route: route.abort())
    page.mouse.click(*middle(page))
    notice(page, "silent")
    expect(page.locator('[data-notice="empty"]')).to_be_hidden()


def test_a_parcel_that_ended_leads_to_what_it_became(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('4')}")
    expect(page.get_by_role("heading", name=f"Działki {parcel_id('4')} już nie ma")).to_be_visible()
    page.get_by_role("button", name=parcel_id("4/2")).click()
    card(page, "4/2")


def test_a_parcel_never_known_is_told(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('999')}")
    notice(page, "gone")


def test_missing_tiles_are_told_and_loaded_again(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/szukaj/")
    page.route("**/tiles/**", lambda route: route.abort())
    page.goto(demo_register.map_at("1"))
    notice(page, "tiles")
    page.unroute("**/tiles/**")
    page.get_by_role("button", name="Wczytaj ponownie").click()
    expect(page.locator('[data-notice="tiles"]')).to_be_hidden()
    page.get_by_text("Działki w widoku").click()
    expect(page.locator("#in-view li")).not_to_have_count(0)


def test_the_list_beside_the_map_chooses_and_takes_the_focus_back(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("2"))
    page.get_by_text("Działki w widoku").click()
    button = page.get_by_role("button", name=f"3 {parcel_id('3')}")
    expect(button).to_be_visible()
    button.click()
    card(page, "3")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_legend_tells_of_what_is_drawn(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1", zoom=11))
    page.get_by_text("Legenda").click()
    expect(page.get_by_text("granica działki")).to_be_visible()
    expect(page.locator("#legend li", has_text="budynek mieszkalny")).to_be_hidden()


def test_the_link_is_copied(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiuj odnośnik").click()
    expect(page.locator("#card").get_by_text("Skopiowano")).to_be_visible()
    copied = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    # The camera may still be on its way to the parcel, so the page's own address is newer than what was copied.
    assert (copied.netloc, parse_qs(copied.query)["d"]) == (urlsplit(page.url).netloc, [parcel_id("1")])


def test_changing_the_language_keeps_the_place(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    page.mouse.click(*middle(page))
    card(page, "1")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#card .identifier")).to_have_text(parcel_id("1"))


def test_the_dark_scheme_draws_a_dark_map(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1", zoom=8), color_scheme="dark")
    land = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--map-land')")
    assert int(land.strip().lstrip("#")[:2], 16) < 0x40
