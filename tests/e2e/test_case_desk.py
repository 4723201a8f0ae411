"""A clerk's walk through a case: found in the inbox, accepted, a document made and issued; at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from cases.catalogue.loading import load_services
from cases.models import Case
from cases.workflow import State
from sip.offices.models import Office, Role, User
from tests.cases.making import file, service_of
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
ANSWERS = {"kind": "granica działki", "words": "Granica biegnie przez środek stodoły."}


@pytest.fixture
def case(starostwo: Office, demo_register: Village) -> Case:
    load_services(starostwo)
    return file(service_of(starostwo, "blad-w-ewidencji"), parcels=(parcel_id("1"),), answers=ANSWERS).case


@pytest.fixture
def clerk(starostwo: Office) -> User:
    return User.objects.get(memberships__office=starostwo, memberships__role=Role.CASE_CLERK)


def step(page: Page, name: str, button: str) -> None:
    """Open a step's form and send it as it is."""
    form = page.locator("details").filter(has=page.get_by_text(name, exact=True))
    form.locator("summary").click()
    form.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_clerk_takes_a_case_from_the_inbox_to_an_issued_document(
    open_page: OpenPage, case: Case, clerk: User, width: int
) -> None:
    page = open_page("/urzad/sprawy/", width=width, user=clerk)
    assert violations(page) == []
    page.get_by_role("link", name=str(case.sign)).click()
    assert violations(page) == []
    step(page, "Przyjmij do prowadzenia", "Przyjmij do prowadzenia")
    expect(page.get_by_role("status")).to_contain_text("Zapisano")

    page.get_by_label("Nowy dokument ze wzoru").select_option("pismo")
    page.get_by_role("button", name="Dalej", exact=True).click()
    assert violations(page) == []
    page.get_by_role("button", name="Utwórz i dodaj do sprawy").click()
    expect(page.get_by_text("jeszcze niewydany")).to_be_visible()

    step(page, "Wydaj dokument", "Dalej: sprawdź")
    expect(page.get_by_role("heading", name="Sprawdź przed zapisaniem")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Wydaj dokument").click()
    expect(page.get_by_role("status")).to_contain_text("Zapisano")
    case.refresh_from_db()
    assert case.state == State.ISSUED


@pytest.mark.parametrize("width", [1280, 390])
def test_neighbours_parties_and_the_archive_have_no_accessibility_faults(
    open_page: OpenPage, case: Case, clerk: User, width: int
) -> None:
    page = open_page(f"/urzad/sprawy/{case.pk}/sasiedzi/?m=30", width=width, user=clerk)
    assert violations(page) == []
    page.get_by_role("button", name="Zapisz listę").click()
    expect(page.get_by_role("status").first).to_contain_text("Zapisano wersję 1")

    page.get_by_role("link", name="Strony").click()
    assert violations(page) == []
    page.get_by_label("Imię i nazwisko lub nazwa").fill("Ewa Sąsiedzka")
    page.locator("input[name=parcels]").first.check()
    page.get_by_role("button", name="Zapisz stronę").click()
    page.get_by_role("link", name="Pisma do stron").click()
    assert violations(page) == []

    page.goto(page.url.split("/urzad/")[0] + "/urzad/sprawy/archiwum/")
    assert violations(page) == []
