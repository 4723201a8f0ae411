"""Sharing what the map shows: the link, its QR code, the coordinates."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from pyproj import Transformer

from sip.geo.crs import PL_1992, PL_2000, WGS84
from tests.e2e.conftest import OpenPage, Village, parcel_id
from tests.e2e.tools import open_tool

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
WITH_SHARING = "navigator.share = (what) => { window.shared = what.url; return Promise.resolve(); }"


def link(page: Page) -> str:
    return page.get_by_label("Odnośnik do tego widoku").input_value()


def test_the_link_restores_the_view(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('2')}")
    page.locator("#card").wait_for()
    page.get_by_role("button", name="Oddal mapę").click()
    page.wait_for_load_state("networkidle")
    open_tool(page, "Udostępnij")
    shared = link(page)
    assert shared == page.url
    other = open_page(urlsplit(shared).path + "?" + urlsplit(shared).query)
    expect(other.locator("#card")).to_contain_text(parcel_id("2"))
    expect(other).to_have_url(shared)


def test_the_link_is_copied(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"), permissions=["clipboard-read", "clipboard-write"])
    panel = open_tool(page, "Udostępnij")
    panel.get_by_role("button", name="Kopiuj", exact=True).click()
    expect(panel.get_by_text("Skopiowano")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link(page)


def test_without_a_clipboard_the_link_is_selected(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/szukaj/")
    page.add_init_script(NO_CLIPBOARD)
    page.goto(demo_register.map_at("1"))
    panel = open_tool(page, "Udostępnij")
    panel.get_by_role("button", name="Kopiuj", exact=True).click()
    expect(panel.get_by_text("Tekst jest zaznaczony")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == link(page)


def test_the_systems_own_sharing_gets_the_link(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/szukaj/")
    page.add_init_script(WITH_SHARING)
    page.goto(demo_register.map_at("1"))
    open_tool(page, "Udostępnij")
    page.get_by_role("button", name="Wyślij…").click()
    assert page.evaluate("window.shared") == link(page)


def test_the_mail_carries_the_link(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    open_tool(page, "Udostępnij")
    mail = page.get_by_role("link", name="Wyślij e-mailem").get_attribute("href")
    assert mail is not None
    assert parse_qs(urlsplit(mail).query)["body"] == [link(page)]


def test_the_code_is_of_the_same_view(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}")
    page.locator("#card").wait_for()
    open_tool(page, "Udostępnij")
    code = page.get_by_role("img", name="Kod QR")
    expect(code).to_be_visible()
    path = parse_qs(urlsplit(code.get_attribute("src") or "").query)["do"][0]
    assert link(page).endswith(path)


def test_the_middle_of_the_map_is_told_in_three_systems(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(demo_register.map_at("1"))
    open_tool(page, "Udostępnij")
    northing, easting = map(float, page.locator("#share-pl1992").inner_text().split())
    for name, srid in (("pl2000", PL_2000[-1].srid), ("wgs84", WGS84.srid)):
        told = [float(part) for part in page.locator(f"#share-{name}").inner_text().replace(",", " ").split()]
        place = Transformer.from_crs(PL_1992.srid, srid, always_xy=True).transform(easting, northing)
        assert told == pytest.approx(list(reversed(place)), abs=0.1 if name == "pl2000" else 1e-6)
