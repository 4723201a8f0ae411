"""OGC API Features: what the registers had in a time, and registers that have nothing yet."""

import pytest
from django.test import Client

from tests.conftest import Deliver
from tests.parcels.importing.village import FIRST, LATER, PRECINCT, document, parcel
from tests.services.asking import get

pytestmark = pytest.mark.django_db

PARCELS = "/ogc/collections/parcels/items"


def numbers(client: Client, when: str) -> list[str]:
    features = client.get(PARCELS, {"datetime": when}).json()["features"]
    return [feature["id"].removeprefix(f"{PRECINCT}.") for feature in features]


def test_an_empty_register_has_no_extent_and_no_features(client: Client) -> None:
    """/req/core/fc-md-extent"""
    assert "extent" not in get(client, "/ogc/collections/parcels").json()
    assert get(client, PARCELS).json()["features"] == []


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2019-01-01T00:00:00Z", []),
        ("2024-05-05T00:00:00Z", ["1"]),
        ("2024-05-07T00:00:00+02:00", ["1~1"]),
        ("2024-05-07", ["1~1"]),
        ("2024-05-06", ["1", "1~1"]),
        ("2024-01-01T00:00:00Z/2024-12-31T00:00:00Z", ["1", "1~1"]),
        ("2024-01-01T00:00:00Z/..", ["1", "1~1"]),
        ("../2024-05-05T00:00:00Z", ["1"]),
        ("2025-01-01T00:00:00Z/", ["1~1"]),
        ("/2019-01-01T00:00:00Z", []),
    ],
)
def test_datetime_selects_what_the_register_had(
    client: Client, deliver: Deliver, when: str, expected: list[str]
) -> None:
    """/req/core/fc-time-definition, fc-time-response"""
    former = parcel("1", (0, 0, 20, 100), until=LATER, ended=True)
    deliver("egib", document(former, parcel("1/1", (0, 0, 20, 100), since=LATER)))

    assert numbers(client, when) == expected


def test_of_several_versions_in_an_interval_the_last_is_answered(client: Client, deliver: Deliver) -> None:
    earlier = parcel("1", (0, 0, 20, 100), since=FIRST, until=LATER)
    deliver("egib", document(earlier, parcel("1", (0, 0, 30, 100), since=LATER)))

    def areas(when: str) -> list[float]:
        features = get(client, f"{PARCELS}?datetime={when}").json()["features"]
        return [feature["properties"]["registered_area_ha"] for feature in features]

    assert areas("2020-06-01T00:00:00Z/..") == [0.3]
    assert areas("2020-06-01T00:00:00Z/2024-01-01T00:00:00Z") == [0.2]
