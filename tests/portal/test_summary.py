"""What the map's card asks for beyond the register's feature."""

import pytest
from django.test import Client

from tests.portal.conftest import page_path, parcel_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]


def test_a_parcel_in_force_has_its_buildings_and_addresses(client: Client) -> None:
    answer = client.get(f"{page_path('1')}skrot.json")
    assert answer.status_code == 200
    assert answer.json() == {
        "addresses": ["Polna 7a, 24-200 Wola Zmyślona"],
        "buildings": ["mieszkalny, 2 kondygnacje"],
        "entries": [],
    }


def test_a_parcel_that_ended_tells_when_and_what_it_became(client: Client) -> None:
    answer = client.get(f"{page_path('4')}skrot.json")
    assert answer.status_code == 410
    assert answer.json() == {"ended": "2024-05-06", "successors": [parcel_id("4/1"), parcel_id("4/2")]}


def test_a_parcel_never_known_is_none(client: Client) -> None:
    assert client.get(f"{page_path('999')}skrot.json").status_code == 404
