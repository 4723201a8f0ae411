"""The vector tiles as tilesets of OGC API Tiles, and their grids as tile matrix sets (OGC 17-083r4); read-only lists.

The tiles themselves are at /tiles/; tileset metadata link to them by a template.
"""

from typing import Any, Final

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext

from sip.geo.crs import AxisOrder
from sip.geo.grid import GRIDS, TILE_PIXELS, WEB_MERCATOR_QUAD, Grid
from sip.services.errors import NotFound
from sip.services.layers import register_version
from sip.services.ogc.formats import JSON
from sip.services.ogc.links import Link, address, in_all_formats, link
from sip.services.ogc.systems import CRS84, EPSG
from sip.services.tiles.describe import tilejson
from sip.services.tiles.views import CONTENT_TYPE

Document = dict[str, Any]

_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
TILESETS: Final = f"{_REL}tilesets-vector"
TILING_SCHEMES: Final = f"{_REL}tiling-schemes"
_TILING_SCHEME: Final = f"{_REL}tiling-scheme"
_WELL_KNOWN: Final = {WEB_MERCATOR_QUAD.name: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"}
# The registered set counts pixels of tiles a quarter as large; its tiles are the same squares.
_PIXELS: Final = {WEB_MERCATOR_QUAD.name: 256}
# Metres of a pixel on the screen that scales are stated for (OGC 17-083r4).
_SCREEN_PIXEL: Final = 0.000_28


def grid_of(name: str) -> Grid:
    if name not in GRIDS:
        raise NotFound(f"There is no tile matrix set {name[:60]!r}. Tile matrix sets: {', '.join(GRIDS)}.")
    return GRIDS[name]


def tilesets(request: HttpRequest) -> Document:
    return {
        "links": [],
        "tilesets": [{**_tileset(request, each), "links": _lists(request, "tiles", each)} for each in GRIDS.values()],
    }


def tileset(request: HttpRequest, grid: Grid) -> Document:
    root = request.build_absolute_uri(f"/tiles/{grid.name}")
    described = orjson.loads(tilejson(grid, register_version(), root))
    west, south, east, north = described["bounds"]
    scheme = address(request, "tileMatrixSets", grid.name)
    template = f"{root}/{{tileMatrix}}/{{tileCol}}/{{tileRow}}.mvt"
    return {
        **_tileset(request, grid),
        "description": described["description"],
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84},
        "layers": [_layer(each) for each in described["vector_layers"]],
        "links": [
            {**link("item", template, CONTENT_TYPE, gettext("Kafle")), "templated": True},
            link("describedby", f"{root}.json", JSON.type, "TileJSON"),
            *in_all_formats(_TILING_SCHEME, scheme, JSON, gettext("Siatka kafli")),
        ],
    }


def tile_matrix_sets(request: HttpRequest) -> Document:
    return {
        "links": [],
        "tileMatrixSets": [
            {"id": each.name, "title": each.name, **_well_known(each), "links": _lists(request, "tileMatrixSets", each)}
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


def _tileset(request: HttpRequest, grid: Grid) -> Document:
    uri = _WELL_KNOWN.get(grid.name, address(request, "tileMatrixSets", grid.name))
    title = gettext("Kafle wektorowe, siatka %(grid)s") % {"grid": grid.name}
    return {"title": title, "dataType": "vector", "crs": EPSG.format(grid.crs.srid), "tileMatrixSetURI": uri}


def _layer(described: Document) -> Document:
    properties = {name: {"description": text} for name, text in described["fields"].items()}
    return {
        "id": described["id"],
        "description": described["description"],
        "dataType": "vector",
        "minTileMatrix": str(described["minzoom"]),
        "maxTileMatrix": str(described["maxzoom"]),
        "propertiesSchema": {"type": "object", "properties": properties},
    }


def _well_known(grid: Grid) -> Document:
    return {"uri": _WELL_KNOWN[grid.name]} if grid.name in _WELL_KNOWN else {}


def _lists(request: HttpRequest, kind: str, grid: Grid) -> list[Link]:
    here = address(request, kind, grid.name)
    return [link("self", here, JSON.type), link("alternate", f"{here}?f=html", "text/html")]
