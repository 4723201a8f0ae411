"""OGC API Features Part 8, sorting (draft 2026): each test names its requirement."""

from typing import Any

import pytest
from django.test import Client

from sip.services.ogc.collections import COLLECTIONS
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct
from tests.services.asking import get
from tests.services.ogc.village import name_and_plan, settle

pytestmark = pytest.mark.django_db

SORTABLES = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
# Numbers and widths in metres; equal areas stand in the order of their identifiers.
STRIPS = {"1": 20, "2": 10, "3": 20, "4/1": 5, "10": 10}


def settle_strips(deliver: Deliver) -> None:
    places, west = [], 0
    for number, width in STRIPS.items():
        places.append(parcel(number, (west, 0, width, 100)))
        west += width
    deliver("egib", document(precinct((0, 0, 100, 100)), *places))


def walked(client: Client, path: str, limit: int = 2) -> list[str]:
    """Ids in the order of all pages."""
    found, following = [], f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while following:
        answer = get(client, following)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        found += [feature["id"].removeprefix(f"{PRECINCT}.") for feature in body["features"]]
        following = next((each["href"] for each in body["links"] if each["rel"] == "next"), "")
    return found


@pytest.mark.parametrize(
    ("sortby", "expected"),
    [
        ("number", ["1", "10", "2", "3", "4~1"]),
        ("-number", ["4~1", "3", "2", "10", "1"]),
        ("registered_area_ha", ["4~1", "10", "2", "1", "3"]),
        ("%2Bregistered_area_ha", ["4~1", "10", "2", "1", "3"]),
        ("+registered_area_ha", ["4~1", "10", "2", "1", "3"]),
        ("-registered_area_ha", ["1", "3", "10", "2", "4~1"]),
        ("-registered_area_ha,-number", ["3", "1", "2", "10", "4~1"]),
        ("-registered_area_ha,number", ["1", "3", "10", "2", "4~1"]),
    ],
)
def test_features_are_in_the_order_asked_for(
    client: Client, deliver: Deliver, sortby: str, expected: list[str]
) -> None:
    """/req/sorting/sortby-definition, sortby-response; /req/features-sorting/response; and on every page"""
    settle_strips(deliver)

    for limit in (1, 2, 3, 100):
        assert walked(client, f"/ogc/collections/parcels/items?sortby={sortby}", limit) == expected


def test_an_order_goes_with_filters(client: Client, deliver: Deliver) -> None:
    settle_strips(deliver)
    path = "/ogc/collections/parcels/items?sortby=-registered_area_ha&filter=number+<>+'3'"

    assert walked(client, path, 1) == ["1", "10", "2", "4~1"]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_what_has_no_value_comes_last_or_first(client: Client, deliver: Deliver, limit: int) -> None:
    settle(deliver)
    path = "/ogc/collections/units/items?sortby={}parent,name"
    parents = {each["id"]: each["properties"]["parent"] for each in get(client, path.format("")).json()["features"]}

    forwards, backwards = walked(client, path.format(""), limit), walked(client, path.format("-"), limit)

    assert sorted(forwards) == sorted(backwards) == sorted(parents)
    assert [parents[each] for each in forwards] == sorted(parents.values(), key=lambda each: (each is None, each))
    assert parents[backwards[0]] is None


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_says_what_it_is_sorted_by(client: Client, deliver: Deliver, name: str) -> None:
    """/req/sorting/get-sortables-op, get-sortables-success; /req/features-sorting/get-sortables-op"""
    settle(deliver)
    name_and_plan(deliver)
    answer = get(client, f"/ogc/collections/{name}/sortables")
    body = answer.json()

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/schema+json")
    assert body["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert body["$id"] == f"http://testserver/ogc/collections/{name}/sortables"
    assert (body["type"], body["additionalProperties"]) == ("object", False)
    items = f"/ogc/collections/{name}/items"
    every = sorted(walked(client, items))
    for each in body["properties"]:
        assert sorted(walked(client, f"{items}?sortby=-{each}", 1)) == every, each


@pytest.mark.parametrize("path", ["/ogc/collections", "/ogc/collections/parcels"])
def test_collections_link_their_sortables(client: Client, path: str) -> None:
    """/req/sortables/sortables-link, /req/features-sorting/sortable-link"""
    body = get(client, path).json()

    for each in body.get("collections", [body]):
        assert {link["type"] for link in each["links"] if link["rel"] == SORTABLES} == {
            "application/schema+json",
            "text/html",
        }


def refused(client: Client, **query: str) -> Any:
    answer = client.get("/ogc/collections/parcels/items", query)
    assert answer.status_code == 400, answer.content
    return answer.json()["detail"]


@pytest.mark.parametrize("sortby", ["", "owner", "geometry", "valid_from", "number,", "--number", "number;", "a,b,c,d"])
def test_other_orders_are_refused(client: Client, sortby: str) -> None:
    assert refused(client, sortby=sortby).startswith("sortby: ")


@pytest.mark.parametrize(
    "after", ["x", "", "W10", "WzFd", "WyJhIiwiYiIsImMiXQ", "WyJhXHUwMDAwIiwiYiJd", "e30", "W251bGwsNV0", "ż" * 10]
)
def test_what_no_next_link_carries_is_refused(client: Client, after: str) -> None:
    assert "after: " in refused(client, sortby="number", after=after)


def test_a_value_that_is_none_of_the_column_is_refused(client: Client) -> None:
    """WyJhIiwiYiJd is ["a", "b"], and "a" no number."""
    refused(client, sortby="registered_area_ha", after="WyJhIiwiYiJd")
