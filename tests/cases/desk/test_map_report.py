"""The map of a case as one file: whole without a network, without people unless asked for, shut to strangers."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.keeping.looks import looks_at
from cases.models import Case, CaseParty, PartyRole
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import APPLICANT, file, service_of
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
NEIGHBOUR = f"{IN_BELZYCE}.2/1"


@pytest.fixture
def with_party(desk: Client, case: Case) -> Case:
    """A list of neighbours with a party of one of them."""
    sent = {"version": case.version, "widoczna": [NEIGHBOUR], "strona": [NEIGHBOUR]}
    desk.post(reverse("case-neighbours", args=[case.pk]), sent)
    CaseParty.objects.create(case=case, role=PartyRole.PARTY, name="Ewa <b>Sąsiedzka</b>", parcels=[NEIGHBOUR])
    return case


def report(client: Client, case: Case, **query: str) -> str:
    answer = client.get(reverse("case-map-report", args=[case.pk]), query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content.decode()


def test_the_file_asks_no_other_host(desk: Client, with_party: Case) -> None:
    text = report(desk, with_party)

    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", text)
    assert "cdn" not in text
    assert "switch(feature.id)" in text
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text


def test_it_has_the_land_then_and_now_and_its_neighbours(desk: Client, with_party: Case) -> None:
    text = report(desk, with_party)

    for said in (str(with_party.sign), f"{IN_BELZYCE}.1", NEIGHBOUR, "wspólna granica", "bez zmian", "L.geoJson"):
        assert said in text


def test_people_are_named_only_where_they_are_asked_for(desk: Client, with_party: Case) -> None:
    text = report(desk, with_party)
    assert APPLICANT.name not in text
    assert "Sąsiedzka" not in text

    text = report(desk, with_party, osoby="tak")
    assert APPLICANT.name in text
    assert "Sąsiedzka" in text
    assert "<b>Sąsiedzka" not in text
    assert "Plik zawiera dane osób" in text


def test_making_it_is_noted(desk: Client, case: Case) -> None:
    report(desk, case, osoby="tak")

    report(desk, case)
    assert Event.objects.filter(action="case.map-report").count() == 1
    assert [look.what for look in looks_at(case).rows] == ["mapa sprawy z danymi osób"]


def test_strangers_get_no_map(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)
    for query in ({}, {"osoby": "tak"}):
        assert client.get(reverse("case-map-report", args=[case.pk]), query).status_code in (403, 404)
    client.logout()
    assert client.get(reverse("case-map-report", args=[case.pk])).status_code == 302


@pytest.mark.usefixtures("village", "services")
def test_a_case_without_land_has_a_file_without_a_map(client: Client, starostwo: Office, give_role: GiveRole) -> None:
    visit = file(service_of(starostwo, "wizyta-komunikacja")).case
    client.force_login(give_role(starostwo, Role.CASE_CLERK))

    assert "L.geoJson" not in report(client, visit)
