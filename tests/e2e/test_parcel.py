"""The parcel's page in a browser: faultless to axe, whole without JavaScript, calm on paper; its report from a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]

PARCEL = f"/dzialka/{parcel_id('1')}/"


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize(
    "path",
    [
        PARCEL,
        f"{PARCEL}?data=2024-01-01",
        f"/dzialka/{parcel_id('4')}/",
        f"/dzialka/{parcel_id('4/9')}/",
        "/wydruk/?c=x",
        f"{PARCEL}raport.html",
    ],
)
def test_pages_about_a_parcel_have_no_accessibility_faults(
    demo_register: Village, open_page: OpenPage, path: str, width: int
) -> None:
    page = open_page(path, width=width)

    expect(page.locator("h1")).not_to_contain_text("zepsuło")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_javascript_the_page_leads_everywhere(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PARCEL, java_script_enabled=False)
    page.get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("heading", name="Działka 2", exact=True)).to_be_visible()
    page.get_by_role("link", name="Wydruk mapy").click()
    expect(page.get_by_label("Wyróżniona działka")).to_have_value(parcel_id("2"))


def test_a_mistaken_wish_keeps_the_rest_of_the_form(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/wydruk/", java_script_enabled=False)
    page.get_by_label("Wyróżniona działka").fill("1/2")
    page.get_by_label("Tytuł na wydruku").fill("Moje pole")
    page.get_by_role("button", name="Utwórz PDF").click()
    expect(page.get_by_text("To nie jest pełny identyfikator działki.")).to_be_visible()
    expect(page.get_by_label("Tytuł na wydruku")).to_have_value("Moje pole")


def test_on_paper_the_page_is_facts_and_no_controls(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(PARCEL)
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Do pobrania")).to_be_hidden()
    expect(page.get_by_role("button", name="Pokaż")).to_be_hidden()
    expect(page.get_by_role("heading", name="Historia")).to_be_visible()


def test_the_report_works_from_a_disk(
    demo_register: Village, open_page: OpenPage, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    file = tmp_path / "raport.html"
    file.write_bytes(open_page(PARCEL).request.get(f"{PARCEL}raport.html").body())
    asked: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.locator("path.leaflet-interactive")).to_have_count(4)
    expect(page.locator(".number").get_by_text("1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Zoom in").click()
    context.close()

    assert asked == [file.as_uri()]


def test_the_reports_facts_come_at_a_click(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"{PARCEL}raport.html")
    page.locator("path.leaflet-interactive").last.click(position={"x": 5, "y": 60})

    expect(page.locator(".leaflet-popup")).to_contain_text(parcel_id("1"))
