"""OGC API Features: what the registers had in a time, and registers that have nothing yet."""

import pytest
from django.test import Client

from sip.services.ogc.parameters import is_wide
from tests.conftest import Deliver
from tests.parcels.importing.village import FIRST, LATER, PRECINCT, document, parcel
from tests.services.asking import get

pytestmark = pytest.mark.django_db

NORTH_EAST = "http://www.opengis.net/def/crs/EPSG/0/4326"
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


@pytest.mark.parametrize("box", ["10,45,30,60", "-180,-90,180,90", "170,45,30,60", "22,51,22,51"])
def test_what_the_register_had_in_a_box_is_the_same_however_wide_it_is(
    client: Client, deliver: Deliver, box: str
) -> None:
    """/req/core/fc-bbox-response"""
    former = parcel("1", (0, 0, 20, 100), until=LATER, ended=True)
    deliver("egib", document(former, parcel("1/1", (0, 0, 20, 100), since=LATER)))
    here = get(client, "/ogc/collections/parcels").json()["extent"]["spatial"]["bbox"][0]
    around = ",".join(map(str, here))

    def found(bbox: str) -> list[str]:
        query = {"datetime": "2024-05-06", "bbox": bbox}
        return [feature["id"] for feature in client.get(PARCELS, query).json()["features"]]

    assert len(found(around)) == 2
    assert found(box) == ([] if box.startswith("22") else found(around))


@pytest.mark.parametrize(
    ("query", "extent", "expected"),
    [
        ({"bbox": "10,45,30,60"}, (21.0, 50.0, 23.0, 51.0), True),
        ({"bbox": "21,50,22,51"}, (21.0, 50.0, 23.0, 51.0), True),
        ({"bbox": "21,50,21.2,50.2"}, (21.0, 50.0, 23.0, 51.0), False),
        ({"bbox": "10,45,11,46"}, (21.0, 50.0, 23.0, 51.0), False),
        ({"bbox": "45,10,60,30", "bbox-crs": NORTH_EAST}, (21.0, 50.0, 23.0, 51.0), True),
        ({"bbox": "170,45,30,60"}, (21.0, 50.0, 23.0, 51.0), False),
        ({"bbox": "10,45,30,60"}, None, False),
    ],
)
def test_a_box_is_wide_by_its_part_of_the_extent(
    query: dict[str, str], extent: tuple[float, ...] | None, *, expected: bool
) -> None:
    assert is_wide(query, extent) is expected
