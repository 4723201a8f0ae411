"""OGC API Features Part 1, Core, GeoJSON and OpenAPI: each test names the requirement it is of (1.0.1)."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import validate

from sip.services.ogc.collections import COLLECTIONS, feature_id, identifier_of
from sip.services.ogc.cql2.compiling import CLASSES
from sip.services.ogc.documents import TILES
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel
from tests.services.asking import get
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = pytest.mark.django_db

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
FEATURES = (PARCELS, f"{PARCELS}/{PRECINCT}.7~2")
JSON_TYPES = {
    "/ogc/api": "application/vnd.oai.openapi+json;version=3.0",
    **dict.fromkeys(FEATURES, "application/geo+json"),
}


@pytest.fixture(autouse=True)
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)


@pytest.fixture
@standing()
def whole_village(village: None, deliver: Deliver) -> None:
    name_and_plan(deliver)


def links(body: Any, rel: str) -> list[Any]:
    return [each for each in body["links"] if each["rel"] == rel]


def ids(client: Client, query: str = "", collection: str = "parcels") -> list[str]:
    answer = get(client, f"/ogc/collections/{collection}/items?{query}")
    assert answer.status_code == 200, answer.content
    return [feature["id"].removeprefix(f"{PRECINCT}.") for feature in answer.json()["features"]]


def middle(client: Client) -> tuple[float, float]:
    """Longitude and latitude in parcel 2."""
    ring = get(client, f"{PARCELS}/{PRECINCT}.2").json()["geometry"]["coordinates"][0][:4]
    return sum(x for x, _ in ring) / 4, sum(y for _, y in ring) / 4


@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize("f", ["json", "html"])
def test_each_resource_answers_200_in_each_format(client: Client, path: str, f: str) -> None:
    """/req/core/root-op, conformance-op, api-definition-op, fc-md-op, sfc-md-op, fc-op, f-op; geojson/definition."""
    answer = get(client, f"{path}?f={f}")

    expected = JSON_TYPES.get(path, "application/json") if f == "json" else "text/html; charset=utf-8"
    assert (answer.status_code, answer["Content-Type"]) == (200, expected)


@pytest.mark.parametrize("path", RESOURCES)
def test_accept_chooses_the_format(client: Client, path: str) -> None:
    """/req/core/http"""
    browser = get(client, path, accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    program = get(client, path, accept="application/json;charset=utf-8")

    assert (browser["Content-Type"], program["Content-Type"]) == ("text/html; charset=utf-8", program["Content-Type"])
    assert json.loads(program.content)
    assert "Accept" in browser["Vary"]


@pytest.mark.parametrize(
    "accept", ["", " ,", "*", "image/gif, *; q=.2, */*; q=.2", "text/html;q=0.1, application/json"]
)
def test_accept_that_wants_nothing_else_is_answered_with_the_data(client: Client, accept: str) -> None:
    assert get(client, "/ogc/", accept=accept)["Content-Type"] == "application/json"


def test_f_goes_before_accept(client: Client) -> None:
    assert get(client, "/ogc/?f=json", accept="text/html")["Content-Type"] == "application/json"


def test_the_landing_page_links_what_clients_begin_with(client: Client) -> None:
    """/req/core/root-success, /req/oas30/oas-definition-1"""
    body = get(client, "/ogc/").json()

    assert {each["type"] for each in links(body, "service-desc")} == {"application/vnd.oai.openapi+json;version=3.0"}
    assert {each["type"] for each in links(body, "service-doc")} == {"text/html"}
    assert len(links(body, "conformance")) == len(links(body, "data")) == 2


@pytest.mark.parametrize("path", ["/ogc/", "/ogc/collections", "/ogc/collections/parcels", *FEATURES])
def test_every_link_leads_to_what_its_type_says(client: Client, path: str) -> None:
    """/req/core/api-definition-success, fc-md-links, fc-md-items-links, fc-links, f-links, fc-rel-type"""
    for each in get(client, f"{path}?f=json").json()["links"]:
        answer = get(client, each["href"], accept=each["type"])
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(each["type"]), each


@pytest.mark.parametrize("path", [path for path in RESOURCES if path != "/ogc/api"])
def test_each_resource_links_itself_and_its_other_format(client: Client, path: str) -> None:
    """/req/core/fc-md-links, fc-links, f-links"""
    body = get(client, path).json()

    own = [each["type"] for each in links(body, "self")]
    assert (own, [each["type"] for each in links(body, "alternate")]) == (
        [JSON_TYPES.get(path, "application/json")],
        ["text/html"],
    )


def test_conformance_declares_what_these_tests_prove(client: Client) -> None:
    """/req/core/conformance-success; what proves each is in the tests of this folder."""
    declared = get(client, "/ogc/conformance").json()["conformsTo"]
    short = {each.removeprefix("http://www.opengis.net/spec/").replace("/1.0/conf/", ": ") for each in declared}

    assert short == {
        *(f"ogcapi-features-1: {name}" for name in ("core", "oas30", "geojson", "html")),
        "ogcapi-features-2: crs",
        *(f"ogcapi-features-3: {name}" for name in ("queryables", "filter", "features-filter")),
        *(f"ogcapi-features-8: {name}" for name in ("sortables", "sorting", "features-sorting")),
        *(f"cql2: {name}" for name in CLASSES),
        *(f"ogcapi-tiles-1: {name}" for name in TILES),
        "ogcapi-styles-1: core",
    }


def test_the_collections_are_the_registers_of_rest(client: Client) -> None:
    """/req/core/fc-md-items, fc-md-items-links"""
    listed = get(client, "/ogc/collections").json()["collections"]

    assert [each["id"] for each in listed] == list(COLLECTIONS)
    for each in listed:
        assert {link["type"] for link in links(each, "items")} == {"application/geo+json", "text/html"}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_says_of_itself_what_the_list_says(client: Client, name: str) -> None:
    """/req/core/sfc-md-success"""
    listed = next(each for each in get(client, "/ogc/collections").json()["collections"] if each["id"] == name)
    alone = get(client, f"/ogc/collections/{name}").json()

    same = ("id", "title", "description", "extent", "itemType", "crs", "storageCrs")
    assert [alone.get(key) for key in same] == [listed.get(key) for key in same]
    assert all(link["href"] in {each["href"] for each in alone["links"]} for link in listed["links"])


def test_the_extent_holds_every_feature_and_little_else(client: Client) -> None:
    """/req/core/fc-md-extent, fc-md-extent-multi"""
    west, south, east, north = get(client, "/ogc/collections/parcels").json()["extent"]["spatial"]["bbox"][0]
    points = [
        point
        for feature in get(client, PARCELS).json()["features"]
        for ring in feature["geometry"]["coordinates"]
        for point in ring
    ]

    assert all(west <= x <= east and south <= y <= north for x, y in points)
    assert (east - west, north - south) < (0.002, 0.002)


def test_a_page_of_features_is_a_feature_collection(client: Client) -> None:
    """/req/geojson/content, /req/core/fc-response, fc-timeStamp, fc-numberMatched, fc-numberReturned"""
    body = get(client, f"{PARCELS}?limit=3").json()

    assert (body["type"], len(body["features"]), body["numberReturned"], body["numberMatched"]) == (
        "FeatureCollection",
        3,
        3,
        4,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body["timeStamp"])


def test_a_feature_has_the_id_it_is_asked_for_by(client: Client) -> None:
    """/req/geojson/content, /req/core/f-success, f-links"""
    body = get(client, f"{PARCELS}/{PRECINCT}.7~2").json()

    assert (body["type"], body["id"]) == ("Feature", f"{PRECINCT}.7~2")
    assert body["properties"]["identifier"] == f"{PRECINCT}.7/2"
    assert links(body, "collection")[0]["href"].endswith("/ogc/collections/parcels")


# Entries of registers are cases': tests/cases/publishing.
@pytest.mark.usefixtures("whole_village")
@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name != "register-entries"])
def test_every_feature_of_a_page_is_found_by_its_id(client: Client, name: str) -> None:
    """/req/core/f-op"""
    path = f"/ogc/collections/{name}/items"
    listed = [feature["id"] for feature in get(client, path).json()["features"]]

    assert listed
    assert [get(client, f"{path}/{feature}").json()["id"] for feature in listed] == listed


@pytest.mark.parametrize("identifier", ["060902_5.0001.7/2", "a~/b=3D", "=7E", "~7E", "//", "=", "A.B/C~D=E"])
def test_an_id_is_one_part_of_a_path_and_means_one_identifier(identifier: str) -> None:
    assert "/" not in feature_id(identifier)
    assert identifier_of(feature_id(identifier)) == identifier


def test_next_links_lead_through_every_feature_once(client: Client) -> None:
    """/req/core/fc-links, fc-limit-response-1"""
    found, path = [], f"{PARCELS}?limit=3&unit=060902_5"
    while path:
        body = get(client, path).json()
        found += [feature["id"] for feature in body["features"]]
        path = links(body, "next")[0]["href"] if links(body, "next") else ""

    assert found == [f"{PRECINCT}.{number}" for number in ("1", "2", "3", "7~2")]


def test_more_than_the_largest_page_is_the_largest_page(client: Client) -> None:
    """/req/core/fc-limit-response-1, C"""
    assert len(ids(client, f"limit={10**30}")) == 4


def test_a_box_selects_what_it_meets(client: Client) -> None:
    """/req/core/fc-bbox-definition, fc-bbox-response"""
    x, y = middle(client)

    assert ids(client, f"bbox={x},{y},{x},{y}") == ["2"]
    assert ids(client, f"bbox={x},{y},-100,{x},{y},900") == ["2"]
    assert ids(client, "bbox=10,49,11,50") == []


def test_a_box_round_the_other_side_of_the_world(client: Client) -> None:
    """/req/core/fc-bbox-definition: the first longitude is the western edge."""
    x, y = middle(client)

    assert ids(client, f"bbox={x},{y},{x - 1},{y}") == ["2", "3", "7~2"]
    assert ids(client, f"bbox={x + 1},{y},{x},{y}") == ["1", "2"]
    assert ids(client, f"bbox={x + 1},{y},{x - 1},{y}") == []
    assert ids(client, f"bbox={x},{y},{x - 1e-6},{y}") == ["1", "2", "3", "7~2"]
    assert ids(client, "bbox=177,65,-177,70") == []


def test_a_box_does_not_leave_out_what_has_no_place(client: Client) -> None:
    """/req/core/fc-bbox-response, C"""
    shapeless = [
        each["id"]
        for each in get(client, "/ogc/collections/units/items").json()["features"]
        if each["geometry"] is None
    ]

    assert shapeless
    assert set(shapeless) <= set(ids(client, "bbox=10,49,11,50", "units"))


def test_what_has_no_time_meets_every_datetime(client: Client) -> None:
    """/req/core/fc-time-response, C"""
    assert ids(client, "datetime=1900-01-01", "units") == ids(client, "", "units")


def test_features_are_filtered_as_in_rest(client: Client) -> None:
    """/req/core/fc-response"""
    assert ids(client, "number=7/2") == ["7~2"]
    assert ids(client, f"parcel={PRECINCT}.1&f=json", "buildings") == ids(client, "", "buildings")


def test_a_count_of_a_part_is_stated_where_it_is_known_or_asked_for(client: Client) -> None:
    """/req/core/fc-numberMatched"""
    part = f"{PARCELS}?unit=060902_5"

    assert "numberMatched" not in get(client, f"{part}&limit=1").json()
    assert get(client, f"{part}&limit=1&count=exact").json()["numberMatched"] == 4
    assert get(client, part).json()["numberMatched"] == 4


def test_the_count_follows_a_delivery(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("8", (80, 0, 20, 100))))

    assert get(client, f"{PARCELS}?limit=1").json()["numberMatched"] == len(ids(client))


def test_the_definition_is_valid_openapi(client: Client) -> None:
    """/req/oas30/oas-definition-2"""
    validate_schema(json.loads(get(client, "/ogc/api").content))  # type: ignore[no-untyped-call]


def test_the_definition_knows_each_collection_and_filter(client: Client) -> None:
    """/req/oas30/completeness, /req/core/fc-bbox-definition, fc-limit-definition, fc-time-definition"""
    paths = json.loads(get(client, "/ogc/api").content)["paths"]

    for name, one in COLLECTIONS.items():
        given = paths[f"/collections/{name}/items"]["get"]["parameters"]
        names = {each.get("name") or each["$ref"].rpartition("/")[2] for each in given}
        assert {"bbox", "bbox-crs", "crs", "datetime", "limit", *one.filters} <= names
        assert f"/collections/{name}/items/{{featureId}}" in paths


def test_the_box_is_defined_as_both_versions_of_the_standard_have_it(client: Client) -> None:
    """/req/core/fc-bbox-definition, of version 1.0 and of its correction"""
    box = json.loads(get(client, "/ogc/api").content)["components"]["parameters"]["bbox"]["schema"]

    assert (box["type"], box["minItems"], box["maxItems"], box["items"]) == ("array", 4, 6, {"type": "number"})
    assert box["oneOf"] == [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]


def test_examples_of_the_definition_are_of_the_type_they_name(client: Client) -> None:
    document = json.loads(get(client, "/ogc/api").content)
    given = [one for path in document["paths"].values() for one in path["get"].get("parameters", ())]
    examples = [(one["example"], one["schema"]) for one in given if "example" in one]

    assert examples
    for example, described in examples:
        validate(example, described)


def test_four_pages_after_the_first_hold_what_the_test_suite_counts(client: Client) -> None:
    """ets-ogcapi-features10 compares numberMatched with the features of these pages, where it is under 10,000."""
    limit = json.loads(get(client, "/ogc/api").content)["components"]["parameters"]["limit"]["schema"]

    assert 1 + 4 * limit["maximum"] >= 9999


def test_what_the_definition_says_of_parameters_is_answered(client: Client) -> None:
    """/req/oas30/oas-impl: the example of each filter is understood."""
    paths = json.loads(get(client, "/ogc/api").content)["paths"]

    for name in COLLECTIONS:
        for each in paths[f"/collections/{name}/items"]["get"]["parameters"]:
            if "example" in each:
                path = f"/ogc/collections/{name}/items"
                assert client.get(path, {each["name"]: each["example"]}).status_code == 200, each


@pytest.mark.parametrize("path", FEATURES)
def test_a_known_etag_is_answered_without_a_body(client: Client, path: str) -> None:
    """/req/core/http"""
    again = get(client, path, if_none_match=get(client, path)["ETag"])

    assert (again.status_code, again.content) == (304, b"")


def test_head_is_answered_without_a_body(client: Client) -> None:
    """/req/core/http"""
    answer = client.head(PARCELS)

    assert (answer.status_code, answer.content) == (200, b"")


def test_pages_for_people_speak_their_language_and_carry_the_policy(client: Client) -> None:
    answer = get(client, f"{PARCELS}/{PRECINCT}.7~2", accept="text/html", accept_language="pl")

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert f"{PRECINCT}.7/2" in answer.content.decode()
    assert '<html lang="pl"' in answer.content.decode()


def test_pages_lead_to_their_features_and_on(client: Client) -> None:
    page = get(client, f"{PARCELS}?f=html&limit=3").content.decode()

    assert f"{PARCELS}/{PRECINCT}.1" in page
    assert 'rel="next"' in page
