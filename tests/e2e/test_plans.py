"""Pages of planning: without accessibility faults at three widths, none wider than the screen, whole by themselves."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from parcels import derived
from tests.conftest import Deliver
from tests.e2e.conftest import SIGHTS, OpenPage, Village, parcel_id, violations
from tests.plans.actfile import formal_document, planning_act
from tests.plans.planfile import ACT, act, document, halves

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PAGES = (
    "/plany/",
    "/plany/?q=nikt",
    "/plany/gminy/",
    f"/plany/{ACT}/",
    f"/plany/{ACT}/?data=2024-01-01",
    "/plany/nie/ma/",
    f"/powiadomienia/nowe/?d={parcel_id('1')}",
    "/powiadomienia/wyslano/",
    "/powiadomienia/koniec/zly/",
)


@pytest.fixture(autouse=True)
def plans(demo_register: Village, deliver: Deliver, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver(
        "app",
        document(
            act(),
            *halves(),
            planning_act("1MPZP", "Plan miejscowy", place=(0, 0, 50, 50)),
            planning_act("2MPZP", "Plan w toku", status="adoption", since=""),
            formal_document("D1", relations=(("uchwala", "1POG"), ("uchyla", "1MPZP"))),
        ),
    )
    derived.rebuild(["precincts"])


@SIGHTS
def test_pages_have_no_accessibility_faults_and_fit(open_page: OpenPage, width: int, scheme: str) -> None:
    for path in PAGES:
        page = open_page(path, width=width, color_scheme=scheme)
        assert (path, violations(page)) == (path, [])
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, wider) == (path, 0)


def test_without_javascript_the_register_leads_to_the_act(open_page: OpenPage) -> None:
    page = open_page("/plany/", java_script_enabled=False)
    page.get_by_label("Tytuł, numer uchwały albo symbol terenu").fill("zmyslonej")
    page.get_by_role("button", name="Pokaż").click()
    page.get_by_role("link", name="Plan ogólny gminy Zmyślonej").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Plan ogólny gminy Zmyślonej")
    page.get_by_text("Każdy teren osobno").click()
    expect(page.locator(".zone-list li")).to_have_count(2)
