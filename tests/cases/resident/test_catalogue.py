"""What can be settled: services by need, by word, by office and by parcel, and a service's page."""

import pytest
from django.test import Client

from cases.catalogue.actions import form_publish
from cases.catalogue.models import Service
from sip.offices.models import Office, Role
from tests.cases.conftest import IN_BELZYCE, IN_GARBOW
from tests.cases.making import service_of
from tests.people import GiveRole

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_services_are_listed_with_what_they_cost_and_how_long_they_take(client: Client) -> None:
    page = text(client, "/sprawy/")

    assert "Zgłoszenie zamiaru usunięcia drzewa" in page
    assert "Umówienie wizyty: kierowcy i pojazdy" in page
    assert "598\u00a0zł" in page
    assert "najdłużej 7 dni" in page


def test_a_word_of_the_need_finds_the_service_without_polish_letters(client: Client) -> None:
    page = text(client, "/sprawy/?q=usuniecie+DRZEWA")

    assert "Zgłoszenie zamiaru usunięcia drzewa" in page
    assert "Podział nieruchomości" not in page


def test_a_word_that_finds_nothing_says_so_and_leads_back(client: Client) -> None:
    assert "Nie znaleźliśmy sprawy dla słów „abrakadabra”" in text(client, "/sprawy/?q=abrakadabra")


def test_a_parcel_leaves_services_of_its_own_gmina_and_of_the_starostwo(client: Client) -> None:
    own, elsewhere = text(client, f"/sprawy/?d={IN_BELZYCE}.1"), text(client, f"/sprawy/?d={IN_GARBOW}.1")

    assert "Podział nieruchomości" in own
    assert "Podział nieruchomości" not in elsewhere
    assert "Wypis lub wyrys z ewidencji" in elsewhere
    assert f"/sprawy/uslugi/belzyce/podzial/?d={IN_BELZYCE}.1" in own


def test_every_service_has_a_page_that_says_what_comes_next(client: Client) -> None:
    for service in Service.objects.select_related("office"):
        page = text(client, f"/sprawy/uslugi/{service.office.slug}/{service.code}/")
        assert service.name in page
        assert "Co będzie dalej" in page
        assert "Ile to kosztuje" in page


def test_a_service_that_is_not_offered_cannot_be_begun(client: Client) -> None:
    Service.objects.filter(code="podzial").update(is_offered=False)

    assert client.get("/sprawy/uslugi/belzyce/podzial/").status_code == 404
    assert client.post("/sprawy/uslugi/belzyce/wypis-wyrys/wniosek/").status_code == 302


def test_a_service_for_accounts_alone_leads_to_signing_in(client: Client) -> None:
    response = client.post("/sprawy/uslugi/belzyce/podzial/wniosek/", {"d": f"{IN_BELZYCE}.1"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/?next=/sprawy/uslugi/belzyce/podzial/")


def test_a_table_of_fees_stands_in_the_order_of_its_question(client: Client) -> None:
    page = text(client, "/sprawy/uslugi/starostwo/wypis-egib/")

    order = ["wypis, elektroniczny:", "wypis, papierowy:", "wypis bez danych osób, elektroniczny:", "wyrys, papierowy:"]
    assert sorted(order, key=page.index) == order


def test_who_keeps_a_service_sees_its_page_and_every_version_of_its_form_before_it_is_offered(
    client: Client, belzyce: Office, starostwo: Office, give_role: GiveRole
) -> None:
    service = service_of(belzyce, "wypis-wyrys")
    old = service.form
    form_publish(actor=None, service=service, schema={**old.schema, "description": "inny"}, ui=old.ui)
    Service.objects.filter(pk=service.pk).update(is_offered=False)
    pages = [f"/sprawy/uslugi/belzyce/wypis-wyrys/{rest}" for rest in ("", "formularz/1/", "formularz/2/")]

    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Czego potrzebujesz" in client.get(pages[1]).content.decode()
    assert client.get("/sprawy/uslugi/belzyce/wypis-wyrys/formularz/9/").status_code == 404

    client.force_login(give_role(starostwo, Role.ADMINISTRATOR))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


@pytest.mark.parametrize("query", ["?d=%00", "?q=%00", "?urzad=%00", "?d=" + "9" * 500, "?urzad=nikt", "?d=a&d=b"])
def test_odd_questions_are_answered_all_the_same(client: Client, query: str) -> None:
    assert client.get(f"/sprawy/{query}").status_code == 200
