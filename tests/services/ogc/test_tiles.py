"""The vector tiles in OGC API: lists of tilesets and grids, whose numbers lead to the tile that holds a place."""

from typing import Any

import pytest
from django.test import Client
from pyproj import Transformer

from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER, document, strips
from tests.services.asking import get

pytestmark = pytest.mark.django_db

GRIDS = ("pl1992", "WebMercatorQuad")
REL = "http://www.opengis.net/def/rel/ogc/1.0/"


def links(body: Any, rel: str) -> list[str]:
    return [each["href"] for each in body["links"] if each["rel"] == rel]


def test_the_landing_page_leads_to_the_tilesets_and_their_grids(client: Client) -> None:
    landing = get(client, "/ogc/").json()
    tilesets = get(client, links(landing, f"{REL}tilesets-vector")[0]).json()["tilesets"]
    schemes = get(client, links(landing, f"{REL}tiling-schemes")[0]).json()["tileMatrixSets"]

    assert [links(each, "self")[0].rpartition("/")[2] for each in tilesets] == list(GRIDS)
    assert [each["id"] for each in schemes] == list(GRIDS)


@pytest.mark.parametrize("grid", GRIDS)
def test_a_tile_found_by_the_metadata_holds_the_place(client: Client, deliver: Deliver, grid: str) -> None:
    """By the grid's origin, in its axes' order, and the template."""
    deliver("egib", document(*strips(1)))
    tileset = get(client, f"/ogc/tiles/{grid}").json()
    scheme = get(client, links(tileset, f"{REL}tiling-scheme")[0]).json()
    layer = next(each for each in tileset["layers"] if each["id"] == "parcels")
    matrix = next(each for each in scheme["tileMatrices"] if each["id"] == layer["maxTileMatrix"])
    system = "EPSG:" + scheme["crs"].rpartition("/")[2]
    place = Transformer.from_crs("EPSG:2179", system).transform(CORNER[0] + 50, CORNER[1] + 10)
    across, up = (scheme["orderedAxes"].index(axis) for axis in ("E", "N"))
    origin, side = matrix["pointOfOrigin"], matrix["cellSize"] * matrix["tileWidth"]
    column, row = int((place[across] - origin[across]) / side), int((origin[up] - place[up]) / side)

    tile = links(tileset, "item")[0].format(tileMatrix=matrix["id"], tileCol=column, tileRow=row)

    assert b"parcels" in get(client, tile).content


@pytest.mark.parametrize("grid", GRIDS)
def test_the_bounds_of_a_tileset_are_degrees(client: Client, grid: str) -> None:
    box = get(client, f"/ogc/tiles/{grid}").json()["boundingBox"]

    assert 14 <= box["lowerLeft"][0] < box["upperRight"][0] <= 25
    assert 48 <= box["lowerLeft"][1] < box["upperRight"][1] <= 55


def test_the_world_s_grid_has_the_scale_of_the_registered_one(client: Client) -> None:
    """OGC 17-083r4, annex D.1."""
    body = get(client, "/ogc/tileMatrixSets/WebMercatorQuad").json()

    assert body["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    assert body["tileMatrices"][0]["scaleDenominator"] == pytest.approx(559_082_264.028_717_8)


@pytest.mark.parametrize("path", ["tiles", "tiles/pl1992", "tileMatrixSets", "tileMatrixSets/pl1992"])
def test_people_can_read_them(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}?f=html").status_code == 200


@pytest.mark.parametrize("path", ["tiles/mars", "tileMatrixSets/mars"])
def test_an_unknown_grid_is_404(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}").status_code == 404
