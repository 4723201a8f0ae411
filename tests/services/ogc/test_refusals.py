"""OGC API Features: what is refused, as problem+json; each test names the requirement it is of."""

import pytest
from django.test import Client

from tests.parcels.importing.village import PRECINCT
from tests.services.asking import get

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
PARCELS = "/ogc/collections/parcels/items"
RESOURCES = (
    "/ogc/",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/collections",
    "/ogc/collections/parcels",
    PARCELS,
    f"{PARCELS}/{PRECINCT}.7~2",
)


@pytest.mark.parametrize("path", RESOURCES)
def test_what_accept_wants_and_nobody_serves_is_406(client: Client, path: str) -> None:
    """/req/core/http"""
    answer = get(client, path, accept="application/xml")

    assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)


@pytest.mark.parametrize("path", RESOURCES)
def test_an_unknown_parameter_is_400(client: Client, path: str) -> None:
    """/req/core/query-param-unknown"""
    answer = get(client, f"{path}?unknown=1")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize(
    "query",
    [
        "f=xml",
        "limit=0",
        "limit=-1",
        "limit=ten",
        "bbox=1,2,3",
        "bbox=1,2,3,x",
        "bbox=1,2,3,nan",
        "bbox=1,5,2,4",
        "bbox=1,2,3,4,5",
        "bbox=200,1,210,2",
        "datetime=yesterday",
        "datetime=2020-13-01T00:00:00Z",
        "datetime=../..",
        "datetime=/",
        "datetime=2021-01-01T00:00:00Z/2020-01-01T00:00:00Z",
        "datetime=2020-01-01/2021-01-01/2022-01-01",
        "datetime=0001-01-01",
        "datetime=0001-01-01T00:00:00%2B23:59",
        "area_min=much",
        "count=all",
        "after=%00",
        "limit=1&limit=2",
    ],
)
def test_an_invalid_value_is_400(client: Client, query: str) -> None:
    """/req/core/query-param-invalid"""
    answer = get(client, f"{PARCELS}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/cows",
        "/ogc/collections/cows/items",
        f"{PARCELS}/{PRECINCT}.99",
        f"{PARCELS}/{PRECINCT}.7/2",
        f"{PARCELS}/%00",
        f"{PARCELS}/{'9' * 500}",
        "/ogc/collections/buildings/items/1",
        "/ogc/collections/buildings/items/0000000000000000",
        "/ogc/nothing",
    ],
)
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    answer = get(client, path)

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_other_methods_are_405(client: Client) -> None:
    """/req/core/http"""
    assert client.post(PARCELS).status_code == 405
