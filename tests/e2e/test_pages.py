"""Every page type: free of accessibility faults at three widths, whole without JavaScript, printable."""

import pytest
from playwright.sync_api import expect

from sip.offices.models import User
from tests.e2e.conftest import SIGHTS, OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
WIDTHS = (1280, 390, 320)
PUBLIC = (
    "/",
    f"/?d={parcel_id('1')}",
    "/szukaj/",
    "/pobieranie/",
    f"/szukaj/?q={parcel_id('')}",
    "/szukaj/?q=wola",
    f"/dzialka/{parcel_id('1')}/",
    f"/dzialka/{parcel_id('4')}/",
    f"/dzialka/{parcel_id('99')}/",
    "/konto/login/",
    "/nie-ma/",
)


@SIGHTS
def test_public_pages_have_no_accessibility_faults(
    demo_register: Village, open_page: OpenPage, width: int, scheme: str
) -> None:
    for path in PUBLIC:
        page = open_page(path, width=width, color_scheme=scheme)
        if "?d=" in path:
            expect(page.locator("#card")).to_be_visible()
        assert (path, violations(page)) == (path, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_office_pages_have_no_accessibility_faults(
    demo_register: Village, keeper: User, open_page: OpenPage, width: int
) -> None:
    report = f"/urzad/dostawy/{demo_register.delivery.pk}/"
    for path in ("/urzad/", "/urzad/dostawy/", report, "/urzad/dostawy/nowa/", "/urzad/zbiory/"):
        page = open_page(path, width=width, user=keeper)
        assert (path, violations(page)) == (path, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(demo_register: Village, open_page: OpenPage, width: int) -> None:
    for path in PUBLIC:
        page = open_page(path, width=width)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, wider) == (path, 0)


def test_without_javascript_search_leads_to_the_parcel(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_label("Działka, adres lub miejscowość").fill(parcel_id("1"))
    page.get_by_role("button", name="Szukaj").click()
    expect(page.get_by_role("heading", name="Działka 1", exact=True)).to_be_visible()
    expect(page.get_by_text("0,4800 ha (4 800 m²)")).to_be_visible()
    expect(page.locator("svg.parcel-picture")).to_be_visible()


def test_a_divided_parcel_leads_to_its_successors(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/dzialka/{parcel_id('4')}/", java_script_enabled=False)
    expect(page.get_by_role("heading", name="Tej działki już nie ma")).to_be_visible()
    page.get_by_role("link", name=parcel_id("4/2")).click()
    expect(page.get_by_role("heading", name="Działka 4/2")).to_be_visible()
    expect(page.get_by_role("heading", name="Powstała z")).to_be_visible()


def test_on_paper_there_is_the_parcel_alone(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"/dzialka/{parcel_id('1')}/")
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_text("Dokument informacyjny")).to_be_visible()
    expect(page.locator("svg.parcel-picture")).to_be_visible()


def test_every_page_says_its_policy(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/")
    answer = page.request.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
