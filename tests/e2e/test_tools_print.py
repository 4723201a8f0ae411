"""The print panel: what the frame shows is what the link asks for."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, Village, parcel_id
from tests.e2e.tools import ZOOM, middle, on_page, open_tool

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


def asked(page: Page) -> dict[str, str]:
    """Parameters of the link to the PDF."""
    address = urlsplit(page.get_by_role("link", name="Otwórz PDF").get_attribute("href") or "")
    assert address.path == "/wydruk/mapa.pdf"
    return {name: value for name, (value,) in parse_qs(address.query).items()}


def test_the_link_carries_scale_paper_and_parcel(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}")
    page.locator("#card").wait_for()
    panel = open_tool(page, "Drukuj")
    panel.get_by_label("Skala").select_option("2000")
    panel.get_by_label("Papier").select_option("a3")
    panel.get_by_label("Układ").select_option("poziom")
    link = asked(page)
    assert {name: link[name] for name in ("skala", "papier", "uklad", "d")} == {
        "skala": "2000",
        "papier": "a3",
        "uklad": "poziom",
        "d": parcel_id("1"),
    }


def test_the_sheet_lies_in_the_middle_of_what_the_panel_leaves_free(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page(demo_register.map_at("1", ZOOM))
    panel = open_tool(page, "Drukuj").bounding_box()
    frame = page.locator("#map").bounding_box()
    assert panel is not None
    assert frame is not None
    easting, northing = map(float, asked(page)["c"].split(","))
    x, y = on_page(page, (easting, northing), demo_register.place("1"))
    assert x == pytest.approx((frame["x"] + panel["x"]) / 2, abs=1)
    assert y == pytest.approx(middle(page)[1], abs=1)


def test_the_frame_moves_with_the_map(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    open_tool(page, "Drukuj")
    before = asked(page)["c"]
    page.locator("#map").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="Otwórz PDF")).not_to_have_attribute("href", re.compile(re.escape(before)))


def test_a_sheet_larger_than_the_view_is_brought_into_it(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    panel = open_tool(page, "Drukuj")
    panel.get_by_label("Skala").select_option("10000")
    expect(page).not_to_have_url(re.compile("z=15"))


def test_the_first_scale_suits_the_view(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1", zoom=12))
    open_tool(page, "Drukuj")
    assert asked(page)["skala"] == "5000"
