"""REST: pages of features, what selects them, and that they add up to the whole."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, parcel, precinct, strips
from tests.services.asking import get, middle, numbers
from tests.standing import standing

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "ulica;numer;miejscowosc;kod;x;y\n"
    "Lipowa;12A;Wola Zmyślona;23-100;750200;362600\n"
    "Lipowa;14;Wola Zmyślona;23-100;750205;362600\n"
    ";7;Inna;23-101;750210;362600\n"
)


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(
            precinct((0, 0, 160, 100)),
            *strips(6),
            parcel("7/2", (120, 0, 20, 100), uses=[("R", 0.15), ("Ls", 0.05)]),
            parcel("9", (140, 0, 20, 50), identifier="060902_4.0002.AR_5.9"),
            building("1_BUD", (2, 2, 10, 10)),
            building("2_BUD", (22, 2, 10, 10)),
        ),
    )


def walked(client: Client, path: str) -> list[dict[str, Any]]:
    """Features of a page and all that follow it."""
    found: list[dict[str, Any]] = []
    following: str | None = path
    while following:
        answer = get(client, following).json()
        found += answer["features"]
        following = next((link["href"] for link in answer.get("links", [])), None)
    return found


@pytest.mark.usefixtures("village")
@settings(max_examples=20)
@given(size=st.integers(1, 9), collection=st.sampled_from(["parcels", "precincts", "buildings", "units"]))
def test_pages_put_together_are_the_whole_each_once(size: int, collection: str) -> None:
    client = Client()
    whole = get(client, f"/api/v1/{collection}/?limit=1000").json()["features"]

    pages = walked(client, f"/api/v1/{collection}/?limit={size}")

    assert [feature["id"] for feature in pages] == [feature["id"] for feature in whole]


@pytest.mark.usefixtures("village")
def test_the_next_page_is_also_in_the_header(client: Client) -> None:
    answer = get(client, "/api/v1/parcels/?limit=3")

    assert answer["Link"].startswith(f"<{answer.json()['links'][0]['href']}>")
    assert "Link" not in get(client, "/api/v1/parcels/?limit=8")


@pytest.mark.usefixtures("village")
def test_a_next_link_keeps_the_other_parameters(client: Client) -> None:
    href = get(client, "/api/v1/parcels/?limit=1&crs=2180&unit=060902_5").json()["links"][0]["href"]

    assert "crs=2180" in href
    assert "unit=060902_5" in href


@pytest.mark.usefixtures("village")
def test_all_that_match_are_counted_when_asked(client: Client) -> None:
    assert get(client, "/api/v1/parcels/?limit=2&count=exact&unit=060902_5").json()["numberMatched"] == 7
    assert "numberMatched" not in get(client, "/api/v1/parcels/").json()


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("number=7/2", ["7/2"]),
        (f"precinct={PRECINCT}&area_max=0.2&limit=2", ["1", "2"]),
        ("precinct=060902_4.0002", ["9"]),
        ("unit=060902_4", ["9"]),
        ("unit=060902_3&number=9", ["9"]),
        ("unit=060902_3&number=7/2", ["7/2"]),
        ("unit=0609&sheet=AR_5", ["9"]),
        ("unit=060902_1", []),
        ("unit=14", []),
        ("sheet=5", ["9"]),
        ("area_max=0.1", ["9"]),
        ("area_min=0.1999&area_max=0.2001&land_use=Ls", ["7/2"]),
        ("land_use=Ls", ["7/2"]),
        ("land_use=L", []),
        (f"after={PRECINCT}.6", ["7/2"]),
        ("number=' OR 1=1 --", []),
    ],
)
def test_parcels_are_selected_by(client: Client, query: str, found: list[str]) -> None:
    assert numbers(get(client, f"/api/v1/parcels/?{query}")) == found


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("precincts/?name=Wola Zmyślona", 1),
        ("precincts/?unit=060902_3", 1),
        ("precincts/?unit=0610", 0),
        ("buildings/?kind=m", 2),
        ("buildings/?kind=x", 0),
        (f"buildings/?parcel={PRECINCT}.2", 1),
        (f"buildings/?parcel={PRECINCT}.7/2", 0),
    ],
)
def test_others_are_selected_by(client: Client, query: str, count: int) -> None:
    assert len(get(client, f"/api/v1/{query}").json()["features"]) == count


def test_addresses_are_selected_by_their_parts(client: Client, deliver: Deliver) -> None:
    deliver("addresses", ADDRESSES.encode(), suffix=".csv")

    assert numbers(get(client, "/api/v1/addresses/?place=Wola Zmyślona&street=Lipowa&number=14")) == ["14"]
    assert numbers(get(client, "/api/v1/addresses/?postcode=23-101")) == ["7"]


@pytest.mark.usefixtures("village")
def test_a_box_selects_what_it_touches(client: Client) -> None:
    x, y = middle(client, "3", 2180)

    assert numbers(get(client, f"/api/v1/parcels/?bbox={x - 1},{y - 1},{x + 1},{y + 1},2180")) == ["3"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("srid", [2180, 2179, 4326, 4258, 3857])
def test_a_box_without_width_is_a_place_too(client: Client, srid: int) -> None:
    x, y = middle(client, "3", srid)

    assert numbers(get(client, f"/api/v1/parcels/?bbox={x},{y},{x},{y},{srid}")) == ["3"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "box", ["-180,-90,180,90", "0,0,2.1e7,2.1e7,2180", "-2e7,-2e7,2e7,2e7,3857", "0,0,2.1e7,2.1e7,2178", "10,46,28,58"]
)
def test_a_box_around_the_world_holds_everything(client: Client, box: str) -> None:
    assert len(get(client, f"/api/v1/parcels/?bbox={box}").json()["features"]) == 8


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("box", ["-75,40,-70,45", "170,50,180,55", "0,0,1,1,3857", "5,5,5,5"])
def test_a_box_elsewhere_in_the_world_holds_nothing(client: Client, box: str) -> None:
    assert get(client, f"/api/v1/parcels/?bbox={box}").json()["features"] == []


@pytest.mark.usefixtures("village")
def test_a_point_filters_the_list(client: Client) -> None:
    x, y = middle(client, "3", 4326)

    assert numbers(get(client, f"/api/v1/parcels/?point={x},{y}")) == ["3"]
