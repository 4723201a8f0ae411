"""OGC API Features Part 3, filtering and queryables (19-079r2): each test names its requirement."""

import json
from typing import Any

import pytest
from django.test import Client

from sip.services.ogc.collections import COLLECTIONS
from sip.services.ogc.systems import CRS84, STORAGE
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT
from tests.services.asking import get
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

PARCELS = "/ogc/collections/parcels/items"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)


def ask(client: Client, collection: str = "parcels", **query: str) -> Any:
    named = {name.replace("_", "-") if name.startswith(("filter_", "bbox_")) else name: query[name] for name in query}
    return client.get(f"/ogc/collections/{collection}/items", named)


def numbers(client: Client, **query: str) -> list[str]:
    answer = ask(client, **query)
    assert answer.status_code == 200, answer.content
    return [feature["id"].removeprefix(f"{PRECINCT}.") for feature in answer.json()["features"]]


def middle(client: Client, crs: str) -> list[float]:
    """Of parcel 2, in the order of the axes."""
    ring = get(client, f"{PARCELS}/{PRECINCT}.2?crs={crs}").json()["geometry"]["coordinates"][0][:4]
    return [sum(point[axis] for point in ring) / 4 for axis in (0, 1)]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_has_a_schema_of_its_queryables(client: Client, name: str) -> None:
    """/req/queryables/get-queryables-op, get-queryables-response; /req/features-filter/get-queryables-op"""
    answer = get(client, f"/ogc/collections/{name}/queryables")
    body = answer.json()

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/schema+json")
    assert body["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert body["$id"] == f"http://testserver/ogc/collections/{name}/queryables"
    assert (body["type"], body["additionalProperties"]) == ("object", False)
    spatial = body["properties"].pop("geometry")
    assert spatial["format"] in ("geometry-polygon-or-multipolygon", "geometry-point")
    assert "type" not in spatial
    assert all(isinstance(each["type"], str) and each["title"] for each in body["properties"].values())


@pytest.mark.parametrize("kind", ["queryables", "sortables"])
def test_people_can_read_the_schemas(client: Client, kind: str) -> None:
    page = get(client, f"/ogc/collections/units/{kind}?f=html", accept_language="en").content.decode()

    assert "level" in page
    assert "registration-unit" in page


@pytest.mark.parametrize("path", ["/ogc/collections", "/ogc/collections/parcels"])
def test_collections_link_their_queryables(client: Client, path: str) -> None:
    """/req/queryables/queryables-link, /req/features-filter/queryables-link"""
    body = get(client, path).json()
    for each in body.get("collections", [body]):
        found = {link["type"]: link["href"] for link in each["links"] if link["rel"] == QUERYABLES}
        assert set(found) == {"application/schema+json", "text/html"}
        for media_type, href in found.items():
            assert get(client, href)["Content-Type"].startswith(media_type)


def test_every_queryable_may_be_asked_for(client: Client, deliver: Deliver) -> None:
    """/req/basic-cql2/property: each evaluates, with a value or without."""
    name_and_plan(deliver)
    for name in COLLECTIONS:
        count = len(ask(client, name).json()["features"])
        for each in get(client, f"/ogc/collections/{name}/queryables").json()["properties"]:
            answer = ask(client, name, filter=f'"{each}" IS NULL OR "{each}" IS NOT NULL')
            assert len(answer.json()["features"]) == count, (name, each, answer.content)


def test_each_simple_queryable_is_a_parameter(client: Client) -> None:
    assert numbers(client, registered_area_ha="0.2") == ["1", "2", "3", "7~2"]
    assert numbers(client, registered_area_ha="0.2", identifier=f"{PRECINCT}.3") == ["3"]
    assert numbers(client, precinct_name="Wola Zmyślona", number="1") == ["1"]
    assert numbers(client, valid_from="2020-01-01") == ["1", "2", "3", "7~2"]
    assert numbers(client, valid_from="2020-01-02") == []


def test_a_filter_chooses_features(client: Client) -> None:
    """/req/filter/filter-param, response; /req/features-filter/filter-param, response"""
    assert numbers(client, filter="number = '2' OR number = '7/2'") == ["2", "7~2"]
    assert numbers(client, filter="number = 'none'") == []


def test_the_language_is_text_unless_it_is_named(client: Client) -> None:
    """/req/filter/filter-lang-param, /req/features-filter/filter-lang-param"""
    in_json = json.dumps({"op": "=", "args": [{"property": "number"}, "2"]})

    assert numbers(client, filter="number = '2'", filter_lang="cql2-text") == ["2"]
    assert numbers(client, filter=in_json, filter_lang="cql2-json") == ["2"]


def test_the_values_where_none_is_given_may_be_sent_without_a_filter(client: Client) -> None:
    """As clients do that were generated from the definition, which names them."""
    assert numbers(client, filter_lang="cql2-text", filter_crs=CRS84) == numbers(client)


def test_geometries_are_crs84_unless_their_system_is_named(client: Client) -> None:
    """/req/filter/filter-crs-wgs84; and not the answer's system"""
    x, y = middle(client, CRS84)

    assert numbers(client, filter=f"S_INTERSECTS(geometry, POINT({x} {y}))", crs=STORAGE) == ["2"]


@pytest.mark.parametrize("code", [2176, 2177, 2178, 2179, 2180, 3857, 4258, 4326])
def test_geometries_have_the_axes_of_the_filter_s_system(client: Client, code: int) -> None:
    """/req/filter/filter-crs-param, B; /req/features-filter/filter-crs-param"""
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{code}"
    first, second = middle(client, uri)
    point = json.dumps(
        {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [first, second]}]}
    )

    assert numbers(client, filter=point, filter_lang="cql2-json", filter_crs=uri) == ["2"]
    assert numbers(client, filter=f"S_INTERSECTS(geometry, POINT({first} {second}))", filter_crs=uri) == ["2"]
    box = f"BBOX({first},{second},{first},{second})"
    assert numbers(client, filter=f"S_INTERSECTS({box}, geometry)", filter_crs=uri) == ["2"]


def test_other_parameters_narrow_the_filter_further(client: Client) -> None:
    """/req/filter/mixing-expressions, /req/features-filter/response"""
    x, y = middle(client, CRS84)

    assert numbers(client, filter="number <> '1'", bbox=f"{x - 1},{y},{x},{y}") == ["2"]
    assert numbers(client, filter="number <> '1'", datetime="2019-01-01") == []
    assert numbers(client, filter="number <> '1'", datetime="2024-01-01", sheet="AR_1") == []
    assert numbers(client, filter="number <> '1'", area_min="0.1", limit="1") == ["2"]


def test_pages_of_a_filter_lead_through_all_it_chooses(client: Client) -> None:
    """/req/core/fc-links"""
    found, path = [], f"{PARCELS}?limit=1&filter=number+<>+'2'"
    while path:
        body = get(client, path).json()
        found += [feature["properties"]["number"] for feature in body["features"]]
        path = next((each["href"] for each in body["links"] if each["rel"] == "next"), "")

    assert found == ["1", "3", "7/2"]


def test_a_filtered_count_is_stated_where_it_is_known_or_asked_for(client: Client) -> None:
    """/req/core/fc-numberMatched"""
    first = ask(client, filter="number <> '2'", limit="1").json()
    counted = ask(client, filter="number <> '2'", limit="1", count="exact").json()

    assert "numberMatched" not in first
    assert counted["numberMatched"] == ask(client, filter="number <> '2'").json()["numberMatched"] == 3


def test_a_filter_asks_what_the_register_had_on_a_day(client: Client) -> None:
    assert numbers(client, filter="number = '2'", datetime="2024-01-01T00:00:00Z") == ["2"]


def test_the_definition_knows_filters(client: Client) -> None:
    """/req/filter/filter-lang-param, B and C; /rec/filter/filter-crs-list"""
    known = json.loads(get(client, "/ogc/api").content)
    parameters = known["components"]["parameters"]
    items = known["paths"]["/collections/parcels/items"]["get"]["parameters"]
    named = {each.get("name") or each["$ref"].rpartition("/")[2] for each in items}

    assert parameters["filter-lang"]["schema"] == {
        "type": "string",
        "enum": ["cql2-text", "cql2-json"],
        "default": "cql2-text",
    }
    assert parameters["filter-crs"]["schema"]["enum"] == parameters["crs"]["schema"]["enum"]
    assert {"filter", "filter-lang", "filter-crs", "sortby", "identifier", "registered_area_ha"} <= named
    assert {"/collections/{collectionId}/queryables", "/collections/{collectionId}/sortables"} <= set(known["paths"])
