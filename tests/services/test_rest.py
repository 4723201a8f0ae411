"""REST: parcels by identifier, at a point, in pages; GeoJSON as RFC 7946 has it, errors as problem+json."""

import itertools
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.services.rest.views import GEOJSON
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, document, parcel, precinct, strips

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), parcel("7/2", (60, 0, 20, 100), uses=[("R", 0.2)]), *strips(3)))


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers)


def numbers(answer: Any) -> list[str]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


def middle(client: Client, number: str, crs: int) -> tuple[float, float]:
    ring = get(client, f"/api/v1/parcels/{PRECINCT}.{number}/?crs={crs}").json()["geometry"]["coordinates"][0]
    return sum(x for x, _ in ring[:4]) / 4, sum(y for _, y in ring[:4]) / 4


@pytest.mark.usefixtures("village")
def test_a_parcel_by_its_identifier(client: Client) -> None:
    answer = get(client, f"/api/v1/parcels/{PRECINCT}.7/2/")

    assert (answer.status_code, answer["Content-Type"]) == (200, GEOJSON)
    properties = answer.json()["properties"]
    assert (properties["identifier"], properties["precinct_name"]) == (f"{PRECINCT}.7/2", "Wola Zmyślona")
    assert properties["registered_area_ha"] == 0.2
    assert properties["land_use"] == [{"ofu": "R", "ozu": "", "ozk": "", "area_ha": 0.2}]


@pytest.mark.usefixtures("village")
def test_coordinates_are_longitude_latitude_by_default(client: Client) -> None:
    longitude, latitude = middle(client, "1", 4326)

    assert (round(longitude, 1), round(latitude, 1)) == (22.6, 51.1)


@pytest.mark.usefixtures("village")
def test_outer_rings_run_counterclockwise(client: Client) -> None:
    ring = get(client, f"/api/v1/parcels/{PRECINCT}.1/").json()["geometry"]["coordinates"][0]

    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) > 0


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("srid", [2180, 2179, 4326, 4258, 3857])
def test_the_parcel_at_a_point_in_every_system(client: Client, srid: int) -> None:
    x, y = middle(client, "2", srid)

    assert numbers(get(client, f"/api/v1/parcels/at/?x={x}&y={y}&srid={srid}")) == ["2"]


@pytest.mark.usefixtures("village")
def test_where_no_parcel_is_the_collection_is_empty(client: Client) -> None:
    assert get(client, "/api/v1/parcels/at/?x=600000&y=500000").json() == {"type": "FeatureCollection", "features": []}


@pytest.mark.usefixtures("village")
def test_pages_follow_one_another_to_the_end(client: Client) -> None:
    seen = []
    path: str | None = "/api/v1/parcels/?limit=3"
    while path:
        answer = get(client, path)
        seen += numbers(answer)
        path = next((link["href"] for link in answer.json().get("links", [])), None)

    assert seen == ["1", "2", "3", "7/2"]


@pytest.mark.usefixtures("village")
def test_a_box_selects_what_it_touches(client: Client) -> None:
    x, y = middle(client, "3", 2180)

    assert numbers(get(client, f"/api/v1/parcels/?bbox={x - 1},{y - 1},{x + 1},{y + 1},2180")) == ["3"]


@pytest.mark.usefixtures("village")
def test_a_point_filters_the_list(client: Client) -> None:
    x, y = middle(client, "3", 4326)

    assert numbers(get(client, f"/api/v1/parcels/?point={x},{y}")) == ["3"]


@pytest.mark.usefixtures("village")
def test_a_known_etag_is_answered_without_a_body(client: Client) -> None:
    path = f"/api/v1/parcels/{PRECINCT}.1/"
    etag = get(client, path)["ETag"]

    again = get(client, path, if_none_match=etag)

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("village")
def test_a_browser_of_any_origin_may_read(client: Client) -> None:
    assert get(client, "/api/v1/parcels/")["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_parcel_is_a_problem_404(client: Client) -> None:
    answer = get(client, f"/api/v1/parcels/{PRECINCT}.99/")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["status"] == 404


def test_a_parcel_that_ended_is_gone(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", (0, 0, 20, 100), until=LATER, ended=True)))

    answer = get(client, f"/api/v1/parcels/{PRECINCT}.5/")

    assert answer.status_code == 410
    assert "2024-05-06" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1",
        "bbox=a,b,c,d",
        "bbox=3,3,1,1",
        "bbox=0,0,1e9,1e9,2180",
        "bbox=nan,0,1,1",
        "point=1",
        "point=22,51,99999",
        "limit=0",
        "limit=1001",
        "limit=x",
        "crs=1",
        "crs=²",
        "nonsense=1",
        "at=1",
    ],
)
def test_parameters_not_understood_are_refused_by_name(client: Client, query: str) -> None:
    answer = get(client, f"/api/v1/parcels/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert query.partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("query", ["", "x=1", "x=a&y=1", "x=inf&y=1", "x=1&y=1&srid=0", "x=500&y=500&srid=4326"])
def test_a_point_not_understood_is_refused(client: Client, query: str) -> None:
    assert get(client, f"/api/v1/parcels/at/?{query}").status_code == 400


def test_a_forgotten_slash_leads_on_with_its_query(client: Client) -> None:
    answer = get(client, "/api/v1/parcels?limit=1")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/parcels/?limit=1")


def test_answers_are_not_to_be_sniffed(client: Client) -> None:
    assert get(client, "/api/v1/parcels/?limit=x")["X-Content-Type-Options"] == "nosniff"


def test_other_methods_are_refused(client: Client) -> None:
    answer = client.post("/api/v1/parcels/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


@given(st.text(max_size=30))
def test_no_query_text_is_ever_a_server_error(text: str) -> None:
    client = Client()
    for name in ("bbox", "point", "limit", "crs", "after"):
        assert client.get("/api/v1/parcels/", {name: text}).status_code in (200, 400)


def test_the_openapi_document_describes_every_address(client: Client) -> None:
    document = json.loads(client.get("/api/schema/?format=json").content)

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {"/api/v1/parcels/", "/api/v1/parcels/at/", "/api/v1/parcels/{identifier}/"}
