"""Public registers as everyone meets them: without accessibility faults, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from cases.catalogue.loading import load_services
from cases.models import Service
from sip.offices.models import Office
from tests.cases.making import file, service_of
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations
from tests.e2e.test_case_desk import ANSWERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


@pytest.mark.parametrize("width", [1280, 390])
def test_an_entry_is_found_in_its_register(
    starostwo: Office, demo_register: Village, open_page: OpenPage, width: int
) -> None:
    load_services(starostwo)
    Service.objects.filter(code="blad-w-ewidencji").update(register="usuwanie-drzew")
    case = file(service_of(starostwo, "blad-w-ewidencji"), parcels=(parcel_id("1"),), answers=ANSWERS).case
    page = open_page("/rejestry/", width=width)
    assert violations(page) == []
    page.get_by_role("link", name="Usuwanie drzew i krzewów", exact=True).click()
    expect(page.locator(".register-map canvas").first).to_be_visible()
    assert violations(page) == []

    page.get_by_label("Znak sprawy, działka albo miejscowość").fill(parcel_id("1"))
    page.get_by_role("button", name="Pokaż", exact=True).click()
    page.get_by_role("link", name=str(case.sign)).click()

    expect(page.get_by_role("heading", name="Co mówi rejestr")).to_be_visible()
    assert violations(page) == []
