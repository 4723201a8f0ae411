"""REST: one feature by its address, parcels at a point; GeoJSON as RFC 7946 has it, errors as problem+json."""

import itertools

import pytest
from django.test import Client

from sip.services import layers
from sip.services.rest.views import GEOJSON
from tests.conftest import Deliver
from tests.parcels.importing.village import FIRST, LATER, PRECINCT, building, document, parcel, precinct, strips
from tests.services.asking import get, middle, numbers
from tests.standing import standing

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), parcel("7/2", (60, 0, 20, 100), uses=[("R", 0.2)]), *strips(3)))


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


@pytest.mark.parametrize(("day", "expected"), [("2024-05-05", ["1"]), ("2024-05-06", ["1/1"]), ("2019-01-01", [])])
def test_the_parcel_at_a_point_on_a_day(client: Client, deliver: Deliver, day: str, expected: list[str]) -> None:
    former = parcel("1", (0, 0, 20, 100), until=LATER, ended=True)
    deliver("egib", document(former, parcel("1/1", (0, 0, 20, 100), since=LATER)))
    x, y = middle(client, "1/1", 2180)

    assert numbers(get(client, f"/api/v1/parcels/at/?x={x}&y={y}&date={day}")) == expected


@pytest.mark.usefixtures("village")
def test_where_no_parcel_is_the_collection_is_empty(client: Client) -> None:
    assert get(client, "/api/v1/parcels/at/?x=600000&y=500000").json() == {"type": "FeatureCollection", "features": []}


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


def test_a_forgotten_slash_leads_on_with_its_query(client: Client) -> None:
    answer = get(client, "/api/v1/parcels?limit=1")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/parcels/?limit=1")


def test_answers_are_not_to_be_sniffed(client: Client) -> None:
    assert get(client, "/api/v1/parcels/?limit=x")["X-Content-Type-Options"] == "nosniff"


def test_other_methods_are_refused(client: Client) -> None:
    answer = client.post("/api/v1/parcels/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.usefixtures("village")
def test_a_precinct_by_its_identifier(client: Client) -> None:
    feature = get(client, f"/api/v1/precincts/{PRECINCT}/").json()

    assert (feature["id"], feature["properties"]["name"]) == (PRECINCT, "Wola Zmyślona")


def test_a_building_by_the_id_its_page_gives(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1), building("1_BUD", (2, 2, 10, 10)), building("1_BUD.2", (2, 22, 10, 10))))
    listed = get(client, "/api/v1/buildings/").json()["features"]

    assert len({feature["id"] for feature in listed}) == 2
    assert [get(client, f"/api/v1/buildings/{feature['id']}/").json() for feature in listed] == listed


def test_the_id_of_a_building_outlives_its_version(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1), building("1_BUD", (2, 2, 10, 10))))
    before = get(client, "/api/v1/buildings/").json()["features"][0]
    deliver("egib", document(*strips(1), building("1_BUD", (2, 2, 12, 10)).replace(FIRST, LATER)))
    after = get(client, f"/api/v1/buildings/{before['id']}/").json()

    assert after["geometry"] != before["geometry"]


def test_a_parcel_as_it_was_on_a_day(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", (0, 0, 20, 100), until=LATER, ended=True)))
    path = f"/api/v1/parcels/{PRECINCT}.5/"

    assert get(client, f"{path}?date=2024-05-05").json()["id"] == f"{PRECINCT}.5"
    assert [get(client, f"{path}?date={day}").status_code for day in ("2019-12-31", "2024-05-06")] == [404, 404]


@pytest.mark.usefixtures("village")
def test_a_feature_in_another_system_says_so(client: Client) -> None:
    feature = get(client, f"/api/v1/parcels/{PRECINCT}.1/?crs=2180").json()

    assert feature["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::2180"


def test_a_known_validator_is_answered_after_a_publication(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1)))
    layers.forget()
    etag = get(client, "/api/v1/parcels/")["ETag"]
    deliver("egib", document(*strips(2)))
    layers.forget()

    assert get(client, "/api/v1/parcels/", if_none_match=etag).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["parcels/x/", "precincts/060902_5/", "buildings/1/", "addresses/%20/", "units/6/", f"buildings/{'f' * 17}/"],
)
def test_what_is_no_identifier_is_a_problem_404(client: Client, path: str) -> None:
    answer = get(client, f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize(
    "path", [f"precincts/{PRECINCT}/", f"buildings/{'f' * 16}/", f"addresses/{'0' * 16}/", "units/99/"]
)
def test_what_the_register_has_not_is_a_problem_404(client: Client, path: str) -> None:
    assert get(client, f"/api/v1/{path}").status_code == 404


def test_a_browser_may_ask_first(client: Client) -> None:
    answer = client.options("/api/v1/parcels/", headers={"Access-Control-Request-Method": "GET"})

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in answer["Access-Control-Allow-Methods"]
