"""REST: what is not understood is refused by name; nothing asked is ever a server error."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.asking import get

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
REGISTERS = ("parcels", "precincts", "buildings", "addresses", "units")


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1",
        "bbox=a,b,c,d",
        "bbox=3,3,1,1",
        "bbox=170,50,-170,55",
        "bbox=0,0,1e9,1e9,2180",
        "bbox=nan,0,1,1",
        "bbox=0,0,1e400,1",
        "bbox=-inf,0,1,1",
        "bbox=1_0,0,1,1",
        "bbox=0,0,1,1,2180,1",
        "bbox=",
        "point=1",
        "point=22,51,99999",
        "point=22;51",
        "point=١,٢",
        "limit=0",
        "limit=-1",
        "limit=1001",
        "limit=x",
        "limit=1e2",
        "limit=99999999999999999999",
        "crs=1",
        "crs=²",
        "crs=EPSG:",
        "crs=4326;DROP",
        "count=yes",
        "precinct=060902",
        "unit=6",
        "unit=060902_7",
        "number=",
        "area_min=-1",
        "area_min=x",
        "area_max=1e400",
        "sheet=AR",
        "land_use=",
        "after=%00",
        "number=1%00",
        "nonsense=1",
        "at=1",
    ],
)
def test_parameters_not_understood_are_refused_by_name(client: Client, query: str) -> None:
    answer = get(client, f"/api/v1/parcels/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert query.partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_parameter_given_twice_is_refused(client: Client, register: str) -> None:
    answer = get(client, f"/api/v1/{register}/?limit=1&limit=2")

    assert (answer.status_code, "limit" in answer.json()["detail"]) == (400, True)


def test_ten_thousand_parameters_are_refused(client: Client) -> None:
    assert get(client, "/api/v1/parcels/?" + "&".join(f"a{n}=1" for n in range(10_000))).status_code == 400


@pytest.mark.parametrize(
    "query",
    ["", "x=1", "x=a&y=1", "x=inf&y=1", "x=1e999&y=1", "x=1&y=1&srid=0", "x=500&y=500&srid=4326", "x=1&x=2&y=3"],
)
def test_a_point_not_understood_is_refused(client: Client, query: str) -> None:
    assert get(client, f"/api/v1/parcels/at/?{query}").status_code == 400


@pytest.mark.parametrize("day", ["", "2024", "2024-02-30", "20240101", "0000-01-01", "2024-W01-1", "9999-12-31", "x"])
def test_a_day_not_understood_is_refused(client: Client, day: str) -> None:
    assert get(client, f"/api/v1/parcels/060902_5.0001.1/?date={day}").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-30"])
def test_a_day_long_ago_or_far_ahead_is_answered(client: Client, day: str) -> None:
    assert get(client, f"/api/v1/parcels/060902_5.0001.1/?date={day}").status_code == 404


@pytest.mark.parametrize("register", ["buildings", "addresses"])
@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9223372036854775808", "²"])
def test_a_key_that_no_link_carries_is_refused(client: Client, register: str, after: str) -> None:
    assert get(client, f"/api/v1/{register}/?after={after}").status_code == 400


@settings(max_examples=30)
@given(st.text(max_size=30))
def test_no_query_text_is_ever_a_server_error(text: str) -> None:
    client = Client()
    for name in ("bbox", "point", "limit", "crs", "after", "number", "land_use", "unit"):
        assert client.get("/api/v1/parcels/", {name: text}).status_code in (200, 400)


@given(
    st.lists(st.floats(), min_size=4, max_size=5),
    st.sampled_from(["", ",2180", ",4326", ",3857", ",2176", ",2179", ",4258"]),
)
def test_no_box_is_ever_a_server_error(numbers: list[float], srid: str) -> None:
    box = ",".join(map(repr, numbers)) + srid

    assert Client().get("/api/v1/parcels/", {"bbox": box}).status_code in (200, 400)


@given(st.floats(), st.floats(), st.sampled_from([2180, 4326, 3857, 2177]), st.sampled_from([2180, 4326, 3857, 2178]))
def test_no_point_is_ever_a_server_error(x: float, y: float, srid: int, crs: int) -> None:
    query = {"x": repr(x), "y": repr(y), "srid": str(srid), "crs": str(crs)}

    assert Client().get("/api/v1/parcels/at/", query).status_code in (200, 400)
