"""A register keeper's pages: the quality report with its map, work in progress, the upload."""

import re

import pytest
from playwright.sync_api import expect

from sip.intake.models import Delivery, Kind, State
from sip.offices.models import Office, Role, User
from tests.conftest import Deliver
from tests.e2e.conftest import OpenPage, Village, parcel_id
from tests.plans.zonefile import LOCAL_ACT, geojson, local_act

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


@pytest.fixture
def running(starostwo: Office) -> Delivery:
    return Delivery.objects.create(
        kind=Kind.EGIB,
        state=State.RUNNING,
        office=starostwo,
        progress={"label": "Sprawdzanie działek", "done": 30, "total": 120},
    )


def test_the_report_counts_and_lists_what_was_found(demo_register: Village, keeper: User, open_page: OpenPage) -> None:
    page = open_page(f"/urzad/dostawy/{demo_register.delivery.pk}/", user=keeper)
    parcels = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="działki", exact=True))
    expect(parcels.get_by_role("cell").first).to_have_text("6")
    expect(page.locator("#findings")).to_contain_text(parcel_id("2"))


def test_a_group_narrows_the_list_of_findings(demo_register: Village, keeper: User, open_page: OpenPage) -> None:
    page = open_page(f"/urzad/dostawy/{demo_register.delivery.pk}/", user=keeper)
    page.locator('a[href*="code=land-use-sum"]').first.click()
    expect(page.locator("#findings li")).to_have_count(1)
    page.get_by_role("link", name="Pokaż wszystkie").click()
    expect(page).to_have_url(re.compile(r"\?#findings$"))


def test_a_sign_on_the_reports_map_tells_its_finding(demo_register: Village, keeper: User, open_page: OpenPage) -> None:
    page = open_page(f"/urzad/dostawy/{demo_register.delivery.pk}/?code=land-use-sum", user=keeper)
    target = page.locator("#map")
    target.scroll_into_view_if_needed()
    expect(target.locator("canvas").first).to_be_visible()
    box = target.bounding_box()
    assert box is not None
    # The only finding shown is in the middle.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator('[data-field="finding"]')).to_contain_text(parcel_id("2"))


def test_a_finding_leads_to_its_place_on_the_map(demo_register: Village, keeper: User, open_page: OpenPage) -> None:
    page = open_page(f"/urzad/dostawy/{demo_register.delivery.pk}/?code=land-use-sum", user=keeper)
    page.get_by_role("link", name="na mapie", exact=True).click()
    expect(page).to_have_url(re.compile(r"/\?c=\d+\.\d,\d+\.\d&z=15$"))


def test_work_in_progress_is_shown_and_ends_in_the_report(running: Delivery, keeper: User, open_page: OpenPage) -> None:
    page = open_page(f"/urzad/dostawy/{running.pk}/", user=keeper)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "25")
    expect(page.get_by_text("30 / 120")).to_be_visible()
    Delivery.objects.filter(pk=running.pk).update(state=State.REJECTED)
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(page.get_by_text("odrzucona")).to_be_visible()


def test_without_javascript_work_in_progress_reloads_itself(
    running: Delivery, keeper: User, open_page: OpenPage
) -> None:
    page = open_page(f"/urzad/dostawy/{running.pk}/", user=keeper, java_script_enabled=False)
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_attribute("content", "5")


def test_a_delivery_is_rolled_back_only_after_a_second_step(
    demo_register: Village, keeper: User, open_page: OpenPage
) -> None:
    page = open_page(f"/urzad/dostawy/{demo_register.delivery.pk}/", user=keeper)
    expect(page.get_by_role("button", name="Wycofaj")).to_be_hidden()
    page.get_by_text("Wycofaj dostawę").click()
    page.get_by_role("button", name="Wycofaj").click()
    expect(page.get_by_text("wycofana", exact=True)).to_be_visible()


def test_the_upload_form_names_its_mistakes(starostwo: Office, keeper: User, open_page: OpenPage) -> None:
    page = open_page("/urzad/dostawy/nowa/", user=keeper, java_script_enabled=False)
    page.get_by_label("Stan danych na dzień").evaluate("field => { field.type = 'text'; field.value = 'wczoraj'; }")
    page.locator("form.stacked").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Przekaż").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    expect(page).to_have_title(re.compile("^Błąd:"))


@pytest.fixture
def planner(starostwo: Office) -> User:
    return User.objects.get(memberships__office=starostwo, memberships__role=Role.PLANNER)


def test_what_a_checked_delivery_would_bring_is_told_where_one_points(
    starostwo: Office, planner: User, deliver: Deliver, open_page: OpenPage
) -> None:
    deliver("app", local_act())
    checked = deliver("zones", geojson((("12ZP", (0, 0, 400, 200)),)), subject={"act": LOCAL_ACT}, dry_run=True)

    page = open_page(f"/urzad/dostawy/{checked.pk}/", user=planner)
    target = page.locator("#map")
    target.scroll_into_view_if_needed()
    expect(target.locator("canvas").first).to_be_visible()
    box = target.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator('[data-field="finding"]')).to_contain_text("12ZP")


def test_the_upload_asks_for_an_act_where_the_kind_needs_one(
    starostwo: Office, planner: User, deliver: Deliver, open_page: OpenPage
) -> None:
    deliver("app", local_act())

    page = open_page("/urzad/dostawy/nowa/", user=planner)
    act = page.get_by_label("Akt planowania")
    expect(act).to_be_hidden()
    page.get_by_label("Rodzaj danych").select_option("zones")
    expect(act).to_be_visible()
    page.get_by_label("Rodzaj danych").select_option("app")
    expect(act).to_be_hidden()


def test_without_javascript_the_upload_asks_for_everything(
    starostwo: Office, planner: User, deliver: Deliver, open_page: OpenPage
) -> None:
    deliver("app", local_act())

    page = open_page("/urzad/dostawy/nowa/", user=planner, java_script_enabled=False)
    expect(page.get_by_label("Akt planowania")).to_be_visible()
