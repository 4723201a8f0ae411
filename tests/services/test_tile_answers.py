"""Tiles over HTTP: how they are kept, packed and refused, and what describes them."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from sip.geo.grid import GRIDS, PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.services import layers
from sip.services.layers import register_version
from tests.conftest import Deliver
from tests.parcels.importing.village import document, precinct, strips
from tests.services.tilereader import place
from tests.standing import standing

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
each_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 400, 100)), *strips(20)))


def address(grid: Grid = PL_1992_GRID, zoom: int = 14, version: int | None = None) -> str:
    """The tile over the village; without a version unless one is given."""
    x, y = grid.cell(zoom, *place(grid))
    return f"/tiles/{grid.name}/{'' if version is None else f'{version}/'}{zoom}/{x}/{y}.mvt"


@pytest.mark.usefixtures("village")
@each_grid
def test_a_tile_of_the_current_version_is_kept_for_ever(client: Client, grid: Grid) -> None:
    path = address(grid, 16, register_version())
    answer = client.get(path)

    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in answer["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.usefixtures("village")
def test_a_tile_asked_for_under_another_version_is_not_kept(client: Client) -> None:
    assert client.get(address(version=10**6))["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("village")
@each_grid
def test_a_tile_without_version_is_asked_for_again_soon(client: Client, grid: Grid) -> None:
    answer = client.get(address(grid, 16))

    assert answer["Cache-Control"] == "public, max-age=60"
    again = client.get(address(grid, 16), headers={"If-None-Match": f'"other", {answer["ETag"]}'})
    assert (again.status_code, again.content, again.get("Content-Type")) == (304, b"", None)


def test_a_publication_makes_kept_tiles_old(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1)))
    layers.forget()
    path, etag = address(), client.get(address())["ETag"]
    deliver("egib", document(*strips(2)))
    layers.forget()

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.usefixtures("village")
def test_a_tile_is_packed_for_those_who_can_unpack(client: Client) -> None:
    packed = client.get(address(), headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get(address()).content


@pytest.mark.usefixtures("village")
def test_a_head_tells_the_length_and_sends_nothing(client: Client) -> None:
    answer = client.head(address())

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Length"] == client.get(address())["Content-Length"] != "0"


def test_another_origin_may_ask_and_read(client: Client) -> None:
    asked = client.options("/tiles/pl1992/5/0/0.mvt", headers={"Access-Control-Request-Headers": "if-none-match"})

    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "*, Authorization")
    assert client.get("/tiles/pl1992/5/0/0.mvt")["Access-Control-Allow-Origin"] == "*"


@each_grid
def test_a_tile_with_nothing_in_it_is_empty(client: Client, grid: Grid) -> None:
    answer = client.get(f"/tiles/{grid.name}/14/3/3.mvt")

    assert (answer.status_code, answer.content) == (204, b"")


@each_grid
@pytest.mark.parametrize("place", ["21/0/0", "3/8/0", "3/0/8", "99/1/1", f"3/{10**30}/0", f"{10**30}/0/0"])
@pytest.mark.parametrize("version", ["", "1/"])
def test_a_tile_outside_the_grid_is_refused(client: Client, grid: Grid, version: str, place: str) -> None:
    answer = client.get(f"/tiles/{grid.name}/{version}{place}.mvt")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize(
    "path",
    [
        "nonsense/1/0/0.mvt",
        "nonsense.json",
        "nonsense/metadata.json",
        "pl1992/-1/0/0.mvt",
        "pl1992/1/0/0.pbf",
        "pl1992/1/0",
        "pl1992/x/0/0.mvt",
        f"pl1992/{'9' * 5000}/0/0.mvt",
        "pl1992/1/0/0\0.mvt",
    ],
)
def test_what_is_no_tile_is_a_problem_404(client: Client, path: str) -> None:
    answer = client.get(f"/tiles/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_a_tile_is_only_read(client: Client) -> None:
    assert client.post("/tiles/pl1992/1/0/0.mvt").status_code == 405


@pytest.mark.usefixtures("village")
@each_grid
def test_tilejson_leads_to_tiles(client: Client, grid: Grid) -> None:
    described = client.get(f"/tiles/{grid.name}.json").json()

    x, y = grid.cell(16, *place(grid))
    tile = described["tiles"][0].format(z=16, x=x, y=y)
    assert tile.startswith("http://testserver/tiles/")
    assert client.get(tile.removeprefix("http://testserver")).status_code == 200


@pytest.mark.usefixtures("village")
def test_tilejson_tells_layers_zooms_and_bounds(client: Client) -> None:
    described: dict[str, Any] = client.get("/tiles/WebMercatorQuad.json").json()

    assert described["tilejson"] == "3.0.0"
    west, south, east, north = described["bounds"]
    assert 22.5 < west < east < 22.7
    assert 51.0 < south < north < 51.2
    parcels = next(layer for layer in described["vector_layers"] if layer["id"] == "parcels")
    assert set(parcels["fields"]) == {"identifier", "number"}
    assert (parcels["minzoom"], described["maxzoom"]) == (14, WEB_MERCATOR_QUAD.deepest)


@each_grid
def test_an_empty_register_is_described_too(client: Client, grid: Grid) -> None:
    assert client.get(f"/tiles/{grid.name}.json").json()["bounds"] == [14.1, 49.0, 24.2, 54.9]


def test_metadata_places_the_national_grid(client: Client) -> None:
    described = client.get("/tiles/pl1992/metadata.json").json()

    assert (described["crs"], described["tile_origin_upper_left_x"]) == ("EPSG:2180", 100_000)
    assert described["tile_dimension_zoom_0"] == pytest.approx(512 * 8466.683_6)
    assert json.loads(described["json"])["vector_layers"]


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/tiles/pl1992.json", headers={"Host": "elsewhere.example"}).status_code == 400
