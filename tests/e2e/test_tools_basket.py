"""The basket of parcels, kept by the browser."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PAGE = f"/dzialka/{parcel_id('1')}/"
FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def basket(page: Page) -> str | None:
    """Where the header leads; None for an empty basket."""
    link = page.locator("[data-basket-link]")
    return link.get_attribute("href") if link.is_visible() else None


def put_in(page: Page) -> None:
    page.get_by_role("button", name="Dodaj do koszyka").click()
    expect(page.get_by_role("button", name="Usuń z koszyka")).to_be_visible()


def keep(page: Page, content: str) -> None:
    """What some earlier visit left in the browser."""
    page.evaluate("text => localStorage.setItem('sip-basket', text)", content)
    page.reload()


def test_the_basket_survives_a_reload(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    put_in(page)
    page.reload()
    expect(page.get_by_role("link", name="Koszyk 1")).to_be_visible()
    assert re.search(f"/koszyk/\\?d={re.escape(parcel_id('1'))}$", basket(page) or "")


def test_the_card_on_the_map_and_the_parcels_page_share_it(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('1')}")
    put_in(page)
    page.get_by_role("link", name="Wszystko o działce").click()
    expect(page.get_by_role("button", name="Usuń z koszyka")).to_be_visible()


def test_other_tabs_keep_in_step(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    other = page.context.new_page()
    other.goto(f"/?d={parcel_id('1')}")
    expect(other.get_by_role("button", name="Dodaj do koszyka")).to_be_visible()
    put_in(page)
    expect(other.get_by_role("button", name="Usuń z koszyka")).to_be_visible()
    expect(other.get_by_role("link", name="Koszyk 1")).to_be_visible()


def test_two_tabs_do_not_overwrite_each_other(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    other = page.context.new_page()
    other.goto(f"/dzialka/{parcel_id('2')}/")
    put_in(page)
    put_in(other)
    expect(page.get_by_role("link", name="Koszyk 2")).to_be_visible()


def test_what_was_removed_comes_back(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    put_in(page)
    page.get_by_role("button", name="Usuń z koszyka").click()
    expect(page.get_by_text("Usunięto z koszyka")).to_be_visible()
    expect(page.locator("[data-basket-link]")).to_be_hidden()
    page.get_by_role("button", name="Cofnij").click()
    expect(page.get_by_role("link", name="Koszyk 1")).to_be_visible()
    expect(page.get_by_role("button", name="Usuń z koszyka")).to_be_focused()


def test_what_is_taken_out_on_the_baskets_page_leaves_the_list_as_well(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page(PAGE)
    keep(page, json.dumps([parcel_id("1"), parcel_id("2")]))
    page.get_by_role("link", name="Koszyk 2").click()
    page.get_by_role("link", name=f"Usuń {parcel_id('1')}").click()

    expect(page.locator(f"[data-identifier='{parcel_id('1')}']")).to_have_count(0)
    expect(page.get_by_role("link", name="Koszyk 1")).to_be_visible()
    assert json.loads(page.evaluate("localStorage.getItem('sip-basket')")) == [parcel_id("2")]


@pytest.mark.parametrize("content", ["{", "null", '"a"', '{"d": 1}', '[1, null, "<b>", "a b"]', "[]"])
def test_broken_content_is_an_empty_basket(demo_register: Village, open_page: OpenPage, content: str) -> None:
    page = open_page(PAGE)
    keep(page, content)
    expect(page.locator("[data-basket-link]")).to_be_hidden()
    put_in(page)
    page.reload()
    expect(page.get_by_role("link", name="Koszyk 1")).to_be_visible()


def test_where_storage_is_forbidden_the_basket_lasts_as_long_as_the_page(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page("/szukaj/")
    page.add_init_script(FORBIDDEN)
    page.goto(f"/?d={parcel_id('1')}")
    put_in(page)
    expect(page.get_by_text("nie pozwala zapamiętać koszyka")).to_be_visible()
    expect(page.get_by_role("link", name="Koszyk 1")).to_be_visible()
    page.get_by_role("button", name="Usuń z koszyka").click()
    expect(page.locator("[data-basket-link]")).to_be_hidden()


def test_a_full_basket_says_so_and_keeps_what_it_has(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    keep(page, json.dumps([parcel_id(str(number)) for number in range(100, 150)]))
    page.get_by_role("button", name="Dodaj do koszyka").click()
    expect(page.get_by_text("Koszyk mieści 50 działek")).to_be_visible()
    expect(page.get_by_role("link", name="Koszyk 50")).to_be_visible()


def test_the_map_outlines_what_is_in_the_basket(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE)
    put_in(page)
    with page.expect_response(re.compile(f"/api/v1/parcels/{re.escape(parcel_id('1'))}/")) as answer:
        page.goto(demo_register.map_at("3"))
    assert answer.value.ok


def test_without_a_script_nothing_is_offered(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    expect(page.get_by_role("button", name="Dodaj do koszyka")).to_be_hidden()
    expect(page.locator("[data-basket-link]")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_parcels_page_with_a_basket_has_no_accessibility_faults(
    demo_register: Village, open_page: OpenPage, width: int
) -> None:
    page = open_page(PAGE, width=width)
    put_in(page)
    assert violations(page) == []
