"""Vector tiles of the national grid: what is in them, how they are kept."""

import gzip
import json

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.grid import PL_1992_GRID, TILE_PIXELS
from sip.services.layers import register_version
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, precinct, strips

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))


def address(zoom: int, version: int | None = None) -> str:
    """The tile over the village."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_PointOnSurface(geom) AS p FROM parcel_public LIMIT 1) q"
        )
        x, y = cursor.fetchone()
    side = PL_1992_GRID.resolution * TILE_PIXELS / 2**zoom
    column, row = int((x - PL_1992_GRID.west) / side), int((PL_1992_GRID.north - y) / side)
    return f"/tiles/pl1992/{register_version() if version is None else version}/{zoom}/{column}/{row}.mvt"


def layers(content: bytes) -> set[str]:
    return {
        name
        for name in ("parcels", "buildings", "precincts", "land_use")
        if b"\x0a" + bytes([len(name)]) + name.encode() in content
    }


@pytest.mark.usefixtures("village")
def test_a_street_level_tile_holds_parcels_buildings_and_precincts(client: Client) -> None:
    answer = client.get(address(14))

    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert layers(answer.content) == {"parcels", "buildings", "precincts"}
    assert f"{PRECINCT}.1".encode() in answer.content


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(("zoom", "shown"), [(6, {"precincts"}), (11, {"precincts", "parcels"})])
def test_layers_begin_where_they_can_be_read(client: Client, zoom: int, shown: set[str]) -> None:
    assert layers(client.get(address(zoom)).content) == shown


@pytest.mark.usefixtures("village")
def test_a_tile_of_the_current_version_is_kept_for_ever(client: Client) -> None:
    answer = client.get(address(14))

    assert "immutable" in answer["Cache-Control"]
    assert client.get(address(14), headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.usefixtures("village")
def test_a_tile_asked_for_under_another_version_is_not_kept(client: Client) -> None:
    assert client.get(address(14, version=10**6))["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("village")
def test_a_tile_is_packed_for_those_who_can_unpack(client: Client) -> None:
    packed = client.get(address(14), headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get(address(14)).content


def test_a_tile_with_nothing_in_it_is_empty(client: Client) -> None:
    assert client.get("/tiles/pl1992/0/14/3/3.mvt").status_code == 204


@pytest.mark.parametrize("place", ["18/0/0", "3/8/0", "3/0/8", "99/1/1"])
def test_a_tile_outside_the_grid_is_refused(client: Client, place: str) -> None:
    answer = client.get(f"/tiles/pl1992/1/{place}.mvt")

    assert answer.status_code == 400
    assert json.loads(answer.content)["status"] == 400


@given(st.integers(0, 17), st.data())
def test_tiles_of_a_zoom_divide_the_whole_grid(zoom: int, data: st.DataObject) -> None:
    last = 2**zoom - 1
    x, y = data.draw(st.integers(0, last)), data.draw(st.integers(0, last))

    assert PL_1992_GRID.holds(zoom, x, y)
    assert not PL_1992_GRID.holds(zoom, x + last + 1, y)
