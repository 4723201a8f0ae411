"""Vector tiles: what is in them at which zoom, and that other programs find it where it is."""

from pathlib import Path

import pytest
import shapely
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.grid import GRIDS, PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.services.registry import FIELDS, TILED
from sip.services.tiles.cutting import tile
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, box, building, document, feature, precinct, strips
from tests.services.tilereader import Downloads, place, shape
from tests.standing import standing

pytestmark = pytest.mark.django_db

# A zoom of either grid at which a tile of the village holds every layer but the overviews.
STREET = {PL_1992_GRID.name: 14, WEB_MERCATOR_QUAD.name: 16}
each_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))


@pytest.fixture
def downloads(client: Client, tmp_path: Path, grid: Grid) -> Downloads:
    return Downloads(client, tmp_path, grid)


def layers(grid: Grid, zoom: int) -> set[str]:
    """Names of the layers in the tile over the village."""
    content = tile(grid, zoom, *grid.cell(zoom, *place(grid)))
    return {layer.name for layer in TILED if b"\x0a" + bytes([len(layer.name)]) + layer.name.encode() in content}


@pytest.mark.usefixtures("village")
@each_grid
def test_a_street_level_tile_holds_several_layers(grid: Grid) -> None:
    assert layers(grid, STREET[grid.name]) == {
        "parcels",
        "parcel_labels",
        "buildings",
        "precincts",
        "precinct_labels",
    }


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("grid", "zoom", "shown"),
    [
        (PL_1992_GRID, 1, set()),
        (PL_1992_GRID, 6, {"gminas", "gmina_labels"}),
        (PL_1992_GRID, 10, {"gminas", "gmina_labels", "precincts", "precinct_labels"}),
        (PL_1992_GRID, 11, {"gminas", "gmina_labels", "precincts", "precinct_labels", "parcels"}),
        (WEB_MERCATOR_QUAD, 9, {"gminas", "gmina_labels"}),
        (WEB_MERCATOR_QUAD, 14, {"gminas", "gmina_labels", "precincts", "precinct_labels", "parcels"}),
    ],
)
def test_layers_begin_and_end_where_they_can_be_read(grid: Grid, zoom: int, shown: set[str]) -> None:
    assert layers(grid, zoom) == shown


@pytest.mark.usefixtures("village")
@each_grid
def test_gdal_finds_the_parcels_where_they_are(downloads: Downloads, grid: Grid) -> None:
    zoom = STREET[grid.name]
    box = grid.box(zoom, *grid.cell(zoom, *place(grid)))
    unit = (box.east - box.west) / 4096

    found = {a["identifier"]: s for a, s in downloads.layer("parcels", zoom, *grid.cell(zoom, *place(grid)))}

    for number in ("1", "2", "3"):
        inside = shapely.intersection(shape(grid, number), shapely.box(*box))
        assert shapely.hausdorff_distance(found[f"{PRECINCT}.{number}"], inside) < 2 * unit


@pytest.mark.usefixtures("village")
@each_grid
@pytest.mark.parametrize("beyond", [0, 3])
def test_a_label_is_in_one_tile_though_its_parcel_is_in_many(downloads: Downloads, grid: Grid, beyond: int) -> None:
    zoom = STREET[grid.name] + beyond
    west, south, east, north = shapely.bounds(shapely.union_all([shape(grid, number) for number in "123"]))
    (left, top), (right, bottom) = grid.cell(zoom, west, north), grid.cell(zoom, east, south)
    cells = [(x, y) for x in range(left - 1, right + 2) for y in range(top - 1, bottom + 2)]

    labels = [a["number"] for x, y in cells for a, _ in downloads.layer("parcel_labels", zoom, x, y)]

    assert sorted(labels) == ["1", "2", "3"]


@each_grid
def test_what_a_layer_says_is_told(downloads: Downloads, grid: Grid, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(1), building("1_BUD", (2, 2, 10, 10))))
    zoom = STREET[grid.name]
    cell = grid.cell(zoom, *place(grid))

    for layer in TILED:
        for attributes, _ in downloads.layer(layer.name, zoom, *cell):
            assert set(attributes) - {"mvt_id"} <= set(FIELDS[layer.name])


def contour(name: str, ofu: str, place: tuple[float, float, float, float]) -> str:
    body = f"<egb:idUzytku>{PRECINCT}.{name}</egb:idUzytku><egb:OFU>{ofu}</egb:OFU>"
    return feature("EGB_KonturUzytkuGruntowego", name, f"{body}<egb:geometria>{box(*place)}</egb:geometria>")


@each_grid
def test_an_overview_shows_only_large_contours(downloads: Downloads, grid: Grid, deliver: Deliver) -> None:
    forest, pond = contour("forest", "Ls", (0, 0, 900, 900)), contour("pond", "Wsr", (900, 0, 30, 30))
    deliver("egib", document(*strips(1), forest, pond))
    zoom = STREET[grid.name] - 5

    seen = [a["ofu"] for a, _ in downloads.layer("land_use", zoom, *grid.cell(zoom, *place(grid)))]

    assert seen == ["Ls"]


@each_grid
def test_the_whole_world_is_empty_but_no_error(grid: Grid) -> None:
    assert {tile(grid, z, x, y) for z in range(4) for x in range(2**z) for y in range(2**z)} == {b""}


@each_grid
@given(data=st.data())
def test_tiles_of_a_zoom_meet_without_gap_or_overlap(grid: Grid, data: st.DataObject) -> None:
    zoom = data.draw(st.integers(1, grid.deepest))
    x, y = data.draw(st.integers(0, 2**zoom - 2)), data.draw(st.integers(0, 2**zoom - 2))

    here, right, below = grid.box(zoom, x, y), grid.box(zoom, x + 1, y), grid.box(zoom, x, y + 1)

    assert (here.east, here.south) == (right.west, below.north)
    assert grid.cell(zoom, (here.west + here.east) / 2, (here.south + here.north) / 2) == (x, y)
    assert not grid.holds(zoom, x + 2**zoom, y)
