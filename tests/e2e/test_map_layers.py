"""Layers of the map: switched, kept in the address, told of in the legend; a background that fails."""

import json
import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sip.backgrounds import backgrounds
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


def test_a_layer_switched_off_is_in_the_address_and_back_switches_it_on(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page(demo_register.map_at("1"))
    page.get_by_text("Warstwy", exact=True).click()
    page.get_by_label("Budynki").uncheck()
    expect(page).to_have_url(re.compile("&l=-buildings$"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("l="))
    expect(page.get_by_label("Budynki")).to_be_checked()


def test_a_link_opens_with_its_layers(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"{demo_register.map_at('1')}&l=-numbers,land_use:40,-nonsense,bg:none")
    page.get_by_text("Warstwy", exact=True).click()
    expect(page.get_by_label("Numery działek")).not_to_be_checked()
    expect(page.get_by_label("Granice działek")).to_be_checked()
    expect(page.get_by_label("Siła barw użytków")).to_have_value("40")
    expect(page).to_have_url(re.compile("&l=-numbers,land_use:40$"))


def test_the_legend_leaves_out_what_is_switched_off(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"{demo_register.map_at('1')}&l=-buildings")
    page.get_by_text("Legenda").click()
    expect(page.get_by_text("granica działki")).to_be_visible()
    expect(page.get_by_text("budynek mieszkalny")).to_be_hidden()


def test_a_background_that_fails_says_so_and_the_map_goes_on(
    demo_register: Village, open_page: OpenPage, live_server: LiveServer, settings: Settings
) -> None:
    absent = {"title": "Ortofotomapa", "url": f"{live_server.url}/nie-ma/", "layer": "X", "attribution": "© Nikt"}
    settings.BACKGROUNDS = backgrounds(
        json.dumps([{**absent, "id": "orto", "kind": "wmts"}, {**absent, "id": "topo", "kind": "wms"}])
    )
    for name in ("orto", "topo"):
        page = open_page(f"{demo_register.map_at('1')}&l=bg:{name}")
        expect(page.get_by_text("Serwis z podkładem nie odpowiada")).to_be_visible()
        expect(page.get_by_text("© Nikt")).to_be_visible()
        box = page.locator("#map").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.get_by_role("heading", name="Działka 1", exact=True)).to_be_visible()


def test_everything_open_has_no_accessibility_faults(demo_register: Village, open_page: OpenPage) -> None:
    for width in (1280, 390, 320):
        page = open_page(f"/?d={parcel_id('4')}", width=width)
        expect(page.locator("#hits")).to_be_visible()
        for panel in ("Warstwy", "Dlaczego tu pusto?", "Legenda", "Działki w widoku"):
            page.get_by_text(panel, exact=True).evaluate("summary => summary.click()")
        assert (width, violations(page)) == (width, [])


def test_the_question_mark_tells_the_keys(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    page.locator("#map").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Klawisze mapy")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#map")).to_be_focused()
