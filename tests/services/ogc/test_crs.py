"""OGC API Features Part 2, coordinate systems by reference: each test names its requirement (1.0)."""

from typing import Any

import numpy as np
import pytest
from django.test import Client
from pyproj import Transformer

from sip.services.ogc.systems import CRS84, STORAGE, SYSTEMS
from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER, PRECINCT, document, strips
from tests.services.asking import get
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

ITEMS = "/ogc/collections/parcels/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
# First axis, second axis by EPSG: northing before easting for all but CRS84 and Web Mercator.
FAMILIAR = {
    CRS84: "OGC:CRS84",
    **{f"{EPSG}{code}": f"EPSG:{code}" for code in (2176, 2177, 2178, 2179, 2180, 3857, 4258, 4326)},
}


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(*strips(3)))


def place(uri: str, easting: float, northing: float) -> tuple[float, float]:
    """A place in metres from the village's corner, with axes in the order PROJ says the authority lays down."""
    north, east = CORNER
    found = Transformer.from_crs("EPSG:2179", FAMILIAR[uri]).transform(north + northing, east + easting)
    return float(found[0]), float(found[1])


def ring(answer: Any) -> Any:
    return np.array(answer.json()["geometry"]["coordinates"][0])


def within(uri: str) -> float:
    return 2e-7 if uri == CRS84 or uri[-4:] in ("4326", "4258") else 0.02


@pytest.mark.parametrize("uri", FAMILIAR)
def test_a_known_parcel_is_where_its_authority_writes_it(client: Client, uri: str) -> None:
    """/req/crs/fc-crs-action, crs-uri: one feature."""
    corners = [place(uri, east, north) for east, north in ((20, 0), (40, 0), (40, 100), (20, 100))]
    found = ring(get(client, f"{ITEMS}/{PRECINCT}.2?crs={uri}"))

    assert all(np.abs(found - corner).max(axis=1).min() <= within(uri) for corner in np.array(corners))


@pytest.mark.parametrize("uri", FAMILIAR)
def test_a_page_of_features_has_the_same_coordinates(client: Client, uri: str) -> None:
    """/req/crs/fc-crs-action: features."""
    page = get(client, f"{ITEMS}?crs={uri}&number=2").json()["features"][0]["geometry"]

    assert page == get(client, f"{ITEMS}/{PRECINCT}.2?crs={uri}").json()["geometry"]


@pytest.mark.parametrize("uri", FAMILIAR)
def test_a_box_is_read_with_the_axes_of_its_system(client: Client, uri: str) -> None:
    """/req/crs/fc-bbox-crs-action"""
    first, second = place(uri, 30, 50)
    answer = get(client, f"{ITEMS}?bbox={first},{second},{first},{second}&bbox-crs={uri}")

    assert [feature["id"] for feature in answer.json()["features"]] == [f"{PRECINCT}.2"]


@pytest.mark.parametrize("uri", FAMILIAR)
@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/{PRECINCT}.2"])
@pytest.mark.parametrize("f", ["json", "html"])
def test_the_header_names_the_system_of_the_answer(client: Client, uri: str, path: str, f: str) -> None:
    """/req/crs/ogc-crs-header, ogc-crs-header-value"""
    assert get(client, f"{path}?crs={uri}&f={f}")["Content-Crs"] == f"<{uri}>"


def test_without_crs_it_is_crs84(client: Client) -> None:
    """/req/crs/fc-crs-default-value, /req/core/crs84"""
    answer, asked = get(client, f"{ITEMS}/{PRECINCT}.2"), get(client, f"{ITEMS}/{PRECINCT}.2?crs={CRS84}")

    assert answer["Content-Crs"] == f"<{CRS84}>"
    assert answer.json()["geometry"] == asked.json()["geometry"]


def test_without_bbox_crs_it_is_crs84(client: Client) -> None:
    """/req/crs/fc-bbox-crs-default-value: whatever the answer is in."""
    x, y = place(CRS84, 30, 50)
    answer = get(client, f"{ITEMS}?bbox={x},{y},{x},{y}&crs={STORAGE}")

    assert [feature["id"] for feature in answer.json()["features"]] == [f"{PRECINCT}.2"]


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
@pytest.mark.parametrize("value", ["", "EPSG:2180", f"{EPSG}27700", f"{EPSG}2180x", "4326"])
def test_a_system_that_is_not_listed_is_400(client: Client, name: str, value: str) -> None:
    """/req/crs/fc-crs-valid-value, fc-bbox-crs-valid-value, crs-exception, bbox-crs-exception"""
    answer = get(client, f"{ITEMS}?{name}={value}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert name in answer.json()["detail"]


def test_each_collection_lists_the_systems_and_the_one_it_is_kept_in(client: Client) -> None:
    """/req/crs/fc-md-crs-list, fc-md-storageCrs, fc-md-storageCrs-valid-value"""
    for each in get(client, "/ogc/collections").json()["collections"]:
        assert set(each["crs"]) == set(SYSTEMS) == set(FAMILIAR)
        assert CRS84 in each["crs"]
        assert each["storageCrs"] == STORAGE
