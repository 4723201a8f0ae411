"""Entries of public registers for machines: REST and OGC API with its tiles, made of one declaration."""

from typing import Any

import pytest
from django.test import Client

from cases.models import PublicEntry
from cases.workflow import Act, Outcome
from sip.geo.grid import PL_1992_GRID
from sip.services import layers
from tests.cases.making import do
from tests.cases.publishing.conftest import PARCEL, Town

pytestmark = pytest.mark.django_db
REST = "/api/v1/register-entries/"
OGC = "/ogc/collections/register-entries"


def get(client: Client, address: str) -> Any:
    layers.forget()
    answer = client.get(address)
    assert (address, answer.status_code) == (address, 200)
    return answer.json()


def signs(client: Client, query: str) -> list[str]:
    return [feature["properties"]["sign"] for feature in get(client, f"{REST}{query}")["features"]]


def test_an_entry_is_a_feature_under_its_identifier(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy", Outcome.PARTLY)
    identifier = str(PublicEntry.objects.get(case=case).identifier)

    feature = get(client, f"{REST}{identifier}/")

    assert feature["id"] == identifier
    assert feature["properties"]["outcome"] == "partly"
    assert feature["properties"]["parcels"] == [PARCEL]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert get(client, f"{OGC}/items/{identifier}")["id"] == identifier


def test_filters_choose_among_entries(client: Client, town: Town) -> None:
    decision, notice = town.decided("warunki-zabudowy"), town.filed("usuniecie-drzewa")
    year = PublicEntry.objects.get(case=decision).day.year

    assert signs(client, "") == [decision.sign, notice.sign]
    for query in ("?register=usuwanie-drzew", "?stage=pending"):
        assert signs(client, query) == [notice.sign]
    for query in (f"?parcel={PARCEL}", "?unit=060901", f"?year={year}", f"?office={town.office.slug}"):
        assert len(signs(client, query)) == 2
    for query in ("?unit=060904", f"?year={year - 1}", "?outcome=refused"):
        assert signs(client, query) == []


@pytest.mark.parametrize(
    "query", ["?unit=x", "?year=99999", "?year=0000", "?parcel=x", "?stage=", "?after=x", "?nie=ma"]
)
def test_what_is_not_understood_is_refused(client: Client, village: None, query: str) -> None:
    answer = client.get(f"{REST}{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_validator_changes_with_a_decision_and_that_of_parcels_tiles_does_not(client: Client, town: Town) -> None:
    case = do(town.clerk, town.filed("warunki-zabudowy"), Act.ACCEPT)
    layers.forget()
    etag, tiles = client.get(REST)["ETag"], layers.register_version()
    assert client.get(REST, headers={"If-None-Match": etag}).status_code == 304

    do(town.clerk, case, Act.DECIDE, outcome=Outcome.GRANTED)
    layers.forget()

    assert client.get(REST, headers={"If-None-Match": etag}).status_code == 200
    assert layers.register_version() == tiles


def test_tiles_hold_what_is_listed_and_nothing_of_people(client: Client, town: Town) -> None:
    case = town.decided("usuniecie-drzewa", Outcome.REFUSED)
    assert case.shape is not None
    x, y = case.shape.centroid.coords
    z = 12
    column, row = PL_1992_GRID.cell(z, x, y)
    layers.forget()
    answer = client.get(f"{OGC}/tiles/{PL_1992_GRID.name}/{z}/{row}/{column}")

    assert answer.status_code == 200
    assert all(name in answer.content for name in (b"register_entries", b"register_entry_points", b"refused"))
    assert b"Tajnowski" not in answer.content


def test_a_held_entry_is_at_no_address(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy")
    identifier = PublicEntry.objects.get(case=case).identifier
    PublicEntry.objects.update(is_held=True, held_reason="Tajemnica")
    layers.forget()

    assert client.get(f"{REST}{identifier}/").status_code == 404
    assert signs(client, "") == []
