"""Plans on the map: switched on, told of in the legend, named by a click; another day, and two days side by side."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Deliver
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations
from tests.e2e.tools import middle, open_tool
from tests.plans import planfile
from tests.plans.planfile import act, zone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]

# The village's parcel 4 was divided on 6 May 2024.
BEFORE, AFTER = "2024-01-01", "2024-06-01"


@pytest.fixture
def planned(demo_register: Village, deliver: Deliver) -> Village:
    zones = zone("1SJ", (0, 0, 60, 120)), zone("2SU", (60, 0, 100, 120))
    deliver("app", planfile.document(act((0, 0, 160, 120)), *zones))
    return demo_register


def click(page: Page, selector: str) -> None:
    """In the middle of a map."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_plans_switched_on_are_drawn_and_stand_in_the_legend(planned: Village, open_page: OpenPage) -> None:
    page = open_page(planned.map_at("1"))
    page.get_by_text("Legenda", exact=True).click()
    page.get_by_text("Warstwy", exact=True).click()
    expect(page.get_by_text("granica działki")).to_be_visible()
    before = page.locator("#map").screenshot()

    page.get_by_label("Plany zagospodarowania").check()

    expect(page.get_by_text("SJ strefa wielofunkcyjna")).to_be_visible()
    expect(page.locator('[data-plan="act:in-force"]')).to_be_visible()
    expect(page.locator('[data-plan="general:SC"]')).to_be_hidden()
    expect(page).to_have_url(re.compile("&l=plans$"))
    assert page.locator("#map").screenshot() != before


def test_what_of_the_plans_is_shown_is_in_the_address(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"{planned.map_at('1')}&l=plans:40,-general")
    page.get_by_text("Warstwy", exact=True).click()
    page.get_by_text("Legenda", exact=True).click()
    expect(page.get_by_label("Siła barw planów")).to_have_value("40")
    expect(page.get_by_label("Plan ogólny, studium")).not_to_be_checked()
    expect(page.locator('[data-plan="act:in-force"]')).to_be_visible()
    expect(page.locator('[data-plan="general:SJ"]')).to_be_hidden()


def test_a_click_names_the_parcel_and_its_zones(planned: Village, open_page: OpenPage) -> None:
    page = open_page(planned.map_at("1"))
    click(page, "#map")
    expect(page.get_by_role("heading", name="Działka 1", exact=True)).to_be_visible()
    plans = page.locator('[data-list="plans"]')
    expect(plans).to_contain_text("1SJ")
    expect(plans.get_by_role("link", name="Plan ogólny gminy Zmyślonej")).to_have_attribute(
        "href", f"/plany/{planfile.ACT}/"
    )
    expect(page.get_by_role("link", name="Co można tu zbudować")).to_have_attribute(
        "href", f"/dzialka/{parcel_id('1')}/przeznaczenie/"
    )


def test_a_day_in_the_address_shows_that_day_and_the_banner_leads_back(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"{planned.map_at('4/1')}&t={BEFORE}")
    expect(page.get_by_text("Stan na 1 stycznia 2024")).to_be_visible()
    click(page, "#map")
    expect(page.get_by_role("heading", name="Działka 4", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Wszystko o działce")).to_have_attribute(
        "href", f"/dzialka/{parcel_id('4')}/?data={BEFORE}"
    )
    page.get_by_role("button", name="Wróć do dziś").click()
    expect(page).not_to_have_url(re.compile("t="))
    click(page, "#map")
    expect(page.get_by_role("heading", name="Działka 4/1", exact=True)).to_be_visible()


def test_a_day_can_be_typed_and_slid(planned: Village, open_page: OpenPage) -> None:
    page = open_page(planned.map_at("1"))
    open_tool(page, "Stan na dzień")
    page.get_by_label("Dzień", exact=True).fill(AFTER)
    page.get_by_label("Dzień", exact=True).blur()
    expect(page).to_have_url(re.compile(f"&t={AFTER}"))
    slider = page.get_by_label("Dzień na osi czasu", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("&t=2024-06-02"))
    expect(slider).to_have_attribute("aria-valuetext", "2 czerwca 2024")


def test_two_days_side_by_side_each_answer_for_themselves(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"{planned.map_at('4/1')}&t={BEFORE}&t2={AFTER}")
    expect(page.locator(".pane-day").first).to_have_text("1 stycznia 2024")
    expect(page.locator(".pane-second")).to_have_text("1 czerwca 2024")
    click(page, "#map-2")
    expect(page.get_by_role("heading", name="Działka 4/1", exact=True)).to_be_visible()
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Działka 4", exact=True)).to_be_visible()
    page.get_by_role("button", name="Zakończ porównanie").click()
    expect(page.locator("#map-2")).to_be_hidden()
    expect(page).to_have_url(re.compile(f"&t={BEFORE}&"))


def test_a_parcel_that_was_not_there_that_day_is_said_to_be_so(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('4/1')}&t={BEFORE}")
    expect(page.get_by_text("W wybranym dniu tej działki nie było w rejestrze.")).to_be_visible()


def test_a_parcel_of_the_second_day_is_found_by_its_address(planned: Village, open_page: OpenPage) -> None:
    page = open_page(f"/?d={parcel_id('4/1')}&t={BEFORE}&t2={AFTER}")
    expect(page.get_by_role("heading", name="Działka 4/1", exact=True)).to_be_visible()
    expect(page.get_by_text("Stan na 1 czerwca 2024")).to_be_visible()


def test_a_place_without_a_parcel_names_its_plan(planned: Village, deliver: Deliver, open_page: OpenPage) -> None:
    deliver("app", planfile.document(act((0, 0, 400, 200)), zone("1SJ", (0, 0, 400, 200))), accept=True)
    easting, northing = planned.place("4/1")
    page = open_page(f"/?c={easting + 100:.1f},{northing:.1f}&z=15")
    page.mouse.click(*middle(page))
    expect(page.get_by_role("heading", name="Plany w tym miejscu")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("1SJ"))).to_be_visible()


def test_plans_and_days_have_no_accessibility_faults(planned: Village, open_page: OpenPage) -> None:
    for width in (1280, 390, 320):
        page = open_page(f"/?d={parcel_id('4')}&l=plans,restrictions&t={BEFORE}&t2={AFTER}", width=width)
        expect(page.locator('[data-list="plans"]')).to_contain_text("brak planów")
        for panel in ("Warstwy", "Legenda"):
            page.get_by_text(panel, exact=True).evaluate("summary => summary.click()")
        open_tool(page, "Stan na dzień")
        assert (width, violations(page)) == (width, [])
