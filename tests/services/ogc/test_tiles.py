"""OGC API Tiles Part 1 (20-057), and grids as tile matrix sets (17-083r4): each test names its requirement."""

import json
from typing import Any

import pytest
from django.test import Client
from pyproj import Transformer

from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER, document, precinct, strips
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


@pytest.mark.parametrize(
    "path",
    [
        "tiles",
        "tiles/pl1992",
        "tileMatrixSets",
        "tileMatrixSets/pl1992",
        "collections/parcels/tiles",
        "collections/parcels/tiles/pl1992",
    ],
)
def test_people_can_read_them(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}?f=html").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "tiles/mars",
        "tileMatrixSets/mars",
        "collections/cows/tiles",
        "collections/units/tiles",
        "collections/units/tiles/pl1992",
        "collections/parcels/tiles/mars",
        "tiles/mars/1/1/1",
        "collections/units/tiles/pl1992/8/1/1",
    ],
)
def test_an_unknown_grid_or_collection_is_404(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}").status_code == 404


def cells(client: Client, base: str) -> tuple[dict[str, int], str]:
    """Limits of the deepest matrix, and the template of tiles."""
    body = get(client, base).json()
    return body["tileMatrixSetLimits"][-1], links(body, "item")[0]


def asked(template: str, matrix: object, row: object, column: object) -> str:
    return template.format(tileMatrix=matrix, tileRow=row, tileCol=column)


@pytest.mark.parametrize("base", ["/ogc/tiles", "/ogc/collections/parcels/tiles"])
def test_a_list_of_tilesets_links_each_and_its_grid(client: Client, base: str) -> None:
    """/req/tilesets-list/tileset-path, tileset-links; /req/dataset-tilesets/operation, geodata-tilesets/operation"""
    answer = get(client, base)

    assert answer["Content-Type"] == "application/json"
    for each in answer.json()["tilesets"]:
        assert each["dataType"] == "vector"
        assert each["crs"].startswith("http://www.opengis.net/def/crs/EPSG/0/")
        assert get(client, links(each, "self")[0]).json()["crs"] == each["crs"]
        assert get(client, links(each, f"{REL}tiling-scheme")[0]).json()["crs"] == each["crs"]


@pytest.mark.parametrize("base", ["/ogc/tiles", "/ogc/collections/parcels/tiles"])
def test_a_tile_is_found_from_the_list_alone(client: Client, base: str) -> None:
    """/req/tilesets-list/tileset-properties, as OGC's test suite reads it: limits and template stand in the list"""
    for each in get(client, base).json()["tilesets"]:
        cell = each["tileMatrixSetLimits"][-1]
        (template,) = links(each, "item")
        found = get(client, asked(template, cell["tileMatrix"], cell["minTileRow"], cell["minTileCol"]))

        assert found.status_code in (200, 204)
        assert each["tileMatrixSetId"] in template


def test_a_grid_is_named_by_its_register_or_by_its_definition(client: Client) -> None:
    """/req/tileset/description, C"""
    known = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"

    assert get(client, "/ogc/tiles/WebMercatorQuad").json()["tileMatrixSetURI"] == known
    assert get(client, get(client, "/ogc/tiles/pl1992").json()["tileMatrixSetURI"]).json()["id"] == "pl1992"


@pytest.mark.parametrize("base", ["/ogc/tiles", "/ogc/collections/buildings/tiles"])
@pytest.mark.parametrize("grid", GRIDS)
def test_a_tileset_says_how_its_tiles_are_asked_for(client: Client, base: str, grid: str) -> None:
    """/req/tileset/description, A and D to G; /req/core/tc-op"""
    body = get(client, f"{base}/{grid}").json()
    item = next(each for each in body["links"] if each["rel"] == "item")

    assert (item["templated"], item["type"]) == (True, "application/vnd.mapbox-vector-tile")
    assert all(f"{{{name}}}" in item["href"] for name in ("tileMatrix", "tileRow", "tileCol"))
    assert {each["type"] for each in body["links"] if each["rel"] == f"{REL}tiling-scheme"} == {
        "application/json",
        "text/html",
    }
    for layer in body["layers"]:
        assert layer["propertiesSchema"]["type"] == "object"
        assert all({"type", "description"} <= set(each) for each in layer["propertiesSchema"]["properties"].values())


def test_collections_with_tiles_link_them(client: Client) -> None:
    """/req/geodata-tilesets/desc-links"""
    for each in get(client, "/ogc/collections").json()["collections"]:
        found = links(each, f"{REL}tilesets-vector")
        assert bool(found) == (each["id"] != "units")
        assert all(get(client, href).status_code == 200 for href in found)


@pytest.mark.parametrize("grid", GRIDS)
def test_a_tile_of_a_collection_holds_its_layers_only(client: Client, deliver: Deliver, grid: str) -> None:
    """/req/core/tc-success, /req/mvt/content"""
    deliver("egib", document(precinct((0, 0, 100, 100)), *strips(1)))
    within, template = cells(client, f"/ogc/collections/parcels/tiles/{grid}")
    tile = get(client, asked(template, str(within["tileMatrix"]), within["minTileRow"], within["minTileCol"]))

    deepest = get(client, f"/ogc/collections/parcels/tiles/{grid}").json()["layers"][0]["maxTileMatrix"]
    assert within["tileMatrix"] == deepest
    assert (tile.status_code, tile["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert b"parcels" in tile.content
    assert b"precincts" not in tile.content


@pytest.mark.parametrize("grid", GRIDS)
def test_every_tile_within_the_limits_answers_and_others_are_404(client: Client, deliver: Deliver, grid: str) -> None:
    """/req/core/tc-error: 200 or 204 within, and 404 beyond."""
    deliver("egib", document(*strips(2)))
    body = get(client, f"/ogc/tiles/{grid}").json()
    template = links(body, "item")[0]
    held = 0
    for within in body["tileMatrixSetLimits"][-4:]:
        matrix = within["tileMatrix"]
        rows, columns = ((within[f"minTile{axis}"], within[f"maxTile{axis}"]) for axis in ("Row", "Col"))
        for row in range(rows[0], rows[1] + 1):
            answer = get(client, asked(template, matrix, row, columns[0]))
            assert answer.status_code in (200, 204)
            held += answer.status_code == 200
        beyond = ((rows[0] - 1, columns[0]), (rows[1] + 1, columns[0]), (rows[0], columns[1] + 1))
        assert {get(client, asked(template, matrix, *cell)).status_code for cell in beyond} == {404}
    assert held


@pytest.mark.parametrize("cell", ["99/1/1", "0/0/0", "x/1/1", "8/-1/1", "8/1/1.5", f"8/1/{9**20}", "08/1/1"])
def test_a_tile_that_is_none_is_404(client: Client, cell: str) -> None:
    """/req/core/tc-error"""
    answer = get(client, f"/ogc/tiles/pl1992/{cell}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_known_tile_is_not_sent_again(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(2)))
    within, template = cells(client, "/ogc/tiles/pl1992")
    path = asked(template, str(within["tileMatrix"]), within["minTileRow"], within["minTileCol"])

    assert get(client, path, if_none_match=get(client, path)["ETag"]).status_code == 304


def test_the_definition_knows_tiles_by_their_operations(client: Client) -> None:
    """/req/oas30/completeness, operation-id; /req/core/tc-tilematrix-definition and those of rows and columns"""
    paths = json.loads(get(client, "/ogc/api").content)["paths"]
    operations = {each["get"]["operationId"]: (path, each["get"]) for path, each in paths.items()}

    for origin in ("dataset", "collection"):
        for resource in ("getTileSetsList", "getTileSet", "getTile"):
            assert any(name.endswith(f".{origin}.vector.{resource}") for name in operations)
    path, tile = operations["sip.dataset.vector.getTile"]
    assert path == "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
    schemas = {each["name"]: (each["in"], each["schema"]) for each in tile["parameters"] if "name" in each}
    assert schemas["tileMatrix"] == ("path", {"type": "string"})
    assert schemas["tileRow"] == schemas["tileCol"] == ("path", {"type": "integer", "minimum": 0})
    assert set(tile["responses"]["200"]["content"]) == {"application/vnd.mapbox-vector-tile"}
