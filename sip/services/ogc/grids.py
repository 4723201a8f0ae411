"""The grids of the vector tiles as tile matrix sets (OGC 17-083r4)."""

from typing import Any, Final

from django.http import HttpRequest

from sip.geo.crs import AxisOrder
from sip.geo.grid import GRIDS, TILE_PIXELS, WEB_MERCATOR_QUAD, Grid
from sip.services.errors import NotFound
from sip.services.ogc.formats import JSON
from sip.services.ogc.links import address, link
from sip.services.ogc.systems import EPSG

Document = dict[str, Any]

WELL_KNOWN: Final = {WEB_MERCATOR_QUAD.name: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"}
# The registered set counts pixels of tiles a quarter as large; its tiles are the same squares.
_PIXELS: Final = {WEB_MERCATOR_QUAD.name: 256}
# Metres of a pixel on the screen that scales are stated for (OGC 17-083r4).
_SCREEN_PIXEL: Final = 0.000_28


def grid_of(name: str) -> Grid:
    if name not in GRIDS:
        raise NotFound(f"There is no tile matrix set {name[:60]!r}. Tile matrix sets: {', '.join(GRIDS)}.")
    return GRIDS[name]


def tile_matrix_sets(request: HttpRequest) -> Document:
    return {
        "links": [],
        "tileMatrixSets": [
            {"id": each.name, "title": each.name, **_well_known(each), "links": _links(request, each)}
            for each in GRIDS.values()
        ],
    }


def tile_matrix_set(_request: HttpRequest, grid: Grid) -> Document:
    return {
        "id": grid.name,
        "title": grid.name,
        **_well_known(grid),
        "crs": EPSG.format(grid.crs.srid),
        "orderedAxes": ["N", "E"] if grid.crs.axes is AxisOrder.NORTH_EAST else ["E", "N"],
        "tileMatrices": [_matrix(grid, zoom) for zoom in range(grid.deepest + 1)],
    }


def _matrix(grid: Grid, zoom: int) -> Document:
    pixels = _PIXELS.get(grid.name, TILE_PIXELS)
    cell = grid.side / pixels / 2**zoom
    origin = [grid.west, grid.north]
    return {
        "id": str(zoom),
        "scaleDenominator": cell / _SCREEN_PIXEL,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": origin[::-1] if grid.crs.axes is AxisOrder.NORTH_EAST else origin,
        "tileWidth": pixels,
        "tileHeight": pixels,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }


def _well_known(grid: Grid) -> Document:
    return {"uri": WELL_KNOWN[grid.name]} if grid.name in WELL_KNOWN else {}


def _links(request: HttpRequest, grid: Grid) -> list[Document]:
    here = address(request, "tileMatrixSets", grid.name)
    return [link("self", here, JSON.type), link("alternate", f"{here}?f=html", "text/html")]
