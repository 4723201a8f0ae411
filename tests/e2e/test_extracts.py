"""Extracts in the browser: pages free of faults at any width, and an area measured on the map asked about."""

import pytest
from playwright.sync_api import expect

from tests.conftest import Deliver
from tests.e2e.conftest import SIGHTS, OpenPage, Village, parcel_id, violations
from tests.e2e.test_tools_measure import open_on, type_points
from tests.e2e.tools import corners
from tests.plans import planfile as plans

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PARCEL = f"/dzialka/{parcel_id('1')}/"
PAGES = (
    PARCEL,
    f"{PARCEL}przeznaczenie/",
    f"/wypis/?d={parcel_id('1')}&d={parcel_id('2')}&d={parcel_id('99')}",
    "/wypis/obszar/",
    "/wypis/sprawdz/",
    "/wypis/abc/",
)


@pytest.fixture
def planned(demo_register: Village, deliver: Deliver) -> Village:
    deliver("app", plans.document(plans.act(), *plans.halves()))
    return demo_register


@SIGHTS
def test_pages_of_extracts_have_no_faults(planned: Village, open_page: OpenPage, width: int, scheme: str) -> None:
    for path in PAGES:
        page = open_page(path, width=width, color_scheme=scheme)
        for summary in page.locator("summary").all():
            summary.click()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, violations(page), wider) == (path, [], 0)


def test_an_area_measured_on_the_map_leads_to_its_extract(planned: Village, open_page: OpenPage) -> None:
    page, panel = open_on(planned, open_page)
    ask = panel.get_by_role("button", name="Co mówią plany o tym obszarze")
    panel.get_by_label("Pole").check()
    type_points(panel, corners("1"))
    expect(ask).to_be_visible()
    ask.click()

    expect(page.get_by_role("heading", name="Narysowany obszar")).to_be_visible()
    expect(page.get_by_text("Jest zgodny z zapisem.")).to_be_visible()


def test_the_answer_is_whole_without_javascript(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"{PARCEL}przeznaczenie/", java_script_enabled=False)

    expect(page.get_by_text("Cały ten grunt leży w strefie 1SJ").first).to_be_visible()
    expect(page.locator("svg.parcel-picture")).to_be_visible()
