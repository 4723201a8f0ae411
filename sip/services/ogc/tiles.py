"""The vector tiles as tilesets of OGC API Tiles (20-057): of all layers, and of each collection that tiles hold."""

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from django.http import HttpRequest
from django.utils.translation import gettext

from sip.geo.crs import WGS84, transform
from sip.geo.grid import GRIDS, Box, Grid
from sip.services.errors import NotFound
from sip.services.layers import of_version
from sip.services.ogc.collections import COLLECTIONS, extent
from sip.services.ogc.formats import JSON
from sip.services.ogc.grids import WELL_KNOWN
from sip.services.ogc.links import Link, address, in_all_formats, link
from sip.services.ogc.systems import CRS84, EPSG
from sip.services.registry import APART, FIELDS, LAYERS, TILED
from sip.services.registry.layer import Layer, Tiled
from sip.services.registry.planning import RESTRICTIONS
from sip.services.tiles import cutting
from sip.services.tiles.describe import DESCRIPTION, NOTHING_YET
from sip.services.tiles.views import CONTENT_TYPE

Document = dict[str, Any]

_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
TILESETS: Final = f"{_REL}tilesets-vector"
TILING_SCHEMES: Final = f"{_REL}tiling-schemes"
_TILING_SCHEME: Final = f"{_REL}tiling-scheme"
_TEMPLATE: Final = "{tileMatrix}/{tileRow}/{tileCol}"
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
# Layers whose shapes may lie beyond all others'.
_PLACED: Final = (*COLLECTIONS.values(), RESTRICTIONS)


def tiled_of(one: Layer | None) -> tuple[Tiled, ...]:
    """Layers of the tiles that hold a collection; of all where none is named. Raises NotFound where there are none."""
    if one is None:
        return TILED
    if not one.tiled:
        raise NotFound(f"The collection {one.name} has no tiles.")
    return one.tiled


def tilesets(request: HttpRequest, one: Layer | None = None) -> Document:
    tiled_of(one)
    return {
        "links": [],
        "tilesets": [
            {**_tileset(request, one, each), "links": [*_own(request, one, each), *_reached(request, one, each)]}
            for each in GRIDS.values()
        ],
    }


def tileset(request: HttpRequest, grid: Grid, one: Layer | None = None) -> Document:
    layers = tiled_of(one)
    west, south, east, north = _bounds(one)
    described = request.build_absolute_uri(f"/tiles/{grid.name}.json")
    return {
        **_tileset(request, one, grid),
        "description": str(one.abstract) if one else DESCRIPTION,
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84},
        "layers": [_layer(each, grid) for each in layers],
        "links": [
            *_reached(request, one, grid),
            *([] if one else [link("describedby", described, JSON.type, "TileJSON")]),
        ],
    }


def tile(grid: Grid, one: Layer | None, cell: tuple[str, str, str]) -> bytes:
    """The tile of a matrix, a row and a column, empty where nothing lies in it. Raises NotFound beyond the limits."""
    layers, known = tiled_of(one), limits(grid, one)
    matrix, row, column = cell
    if not all(_WHOLE.fullmatch(each) for each in cell) or matrix not in known:
        raise NotFound(f"There is no tile {'/'.join(cell)[:60]}: the tileset tells its matrices and their limits.")
    within = known[matrix]
    if not (
        within["minTileRow"] <= int(row) <= within["maxTileRow"]
        and within["minTileCol"] <= int(column) <= within["maxTileCol"]
    ):
        raise NotFound(f"The tile {'/'.join(cell)} is beyond the tileset's limits.")
    return cutting.tile(grid, int(matrix), int(column), int(row), layers=layers)


def limits(grid: Grid, one: Layer | None) -> dict[str, Document]:
    """By the matrix: rows and columns that the data may lie in. Found once a version."""
    name = one.name if one else "all"
    return of_version(f"ogc-limits-{grid.name}-{name}", lambda: dict(_limits(grid, one)), entries=True)


def _limits(grid: Grid, one: Layer | None) -> Iterator[tuple[str, Document]]:
    box = _in_grid(grid, Box(*_bounds(one)))
    zooms = [each.zooms[grid.name] for each in tiled_of(one)]
    for zoom in range(min(first for first, _ in zooms), max(last for _, last in zooms) + 1):
        left, top = grid.cell(zoom, box.west, box.north)
        right, bottom = grid.cell(zoom, box.east, box.south)
        yield (
            str(zoom),
            {
                "tileMatrix": str(zoom),
                "minTileRow": top,
                "maxTileRow": bottom,
                "minTileCol": left,
                "maxTileCol": right,
            },
        )


def _in_grid(grid: Grid, degrees: Box) -> Box:
    """A box in degrees in the grid's system: the box around its edges, as these are curves there."""
    steps = np.linspace(0, 1, 17)
    x, y = (low + steps * (high - low) for low, high in ((degrees.west, degrees.east), (degrees.south, degrees.north)))
    edges = [(each, side) for each in x for side in (degrees.south, degrees.north)]
    edges += [(side, each) for each in y for side in (degrees.west, degrees.east)]
    there = transform(np.array(edges), WGS84, grid.crs)
    around = Box(*map(float, (*there.min(axis=0), *there.max(axis=0))))
    return around.within(grid.area) or grid.area


def _bounds(one: Layer | None) -> tuple[float, ...]:
    """West, south, east, north; the country where there is nothing yet."""
    boxes = [found for layer in ([one] if one else _PLACED) if (found := extent(layer))]
    if not boxes:
        return NOTHING_YET
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _tileset(request: HttpRequest, one: Layer | None, grid: Grid) -> Document:
    """What a list of tilesets tells, too, so that a tile is found from it: OGC's test suite looks for it there."""
    if one:
        title = gettext("%(collection)s: kafle wektorowe, siatka %(grid)s") % {
            "collection": one.title,
            "grid": grid.name,
        }
    else:
        title = gettext("Kafle wektorowe, siatka %(grid)s") % {"grid": grid.name}
    return {
        "title": title,
        "dataType": "vector",
        "crs": EPSG.format(grid.crs.srid),
        "tileMatrixSetId": grid.name,
        # A set that no register knows is named by the address of its definition.
        "tileMatrixSetURI": WELL_KNOWN.get(grid.name) or address(request, "tileMatrixSets", grid.name),
        "tileMatrixSetLimits": list(limits(grid, one).values()),
    }


def _layer(tiled: Tiled, grid: Grid) -> Document:
    first, last = tiled.zooms[grid.name]
    layer = next(each for each in (*LAYERS, *APART) if tiled in each.tiled)
    properties = {name: {"type": _type(layer, name), "description": FIELDS[tiled.name][name]} for name in tiled.columns}
    flat = tiled.points or tiled.labels
    return {
        "id": tiled.name,
        "title": str(layer.title),
        "description": tiled.description,
        "dataType": "vector",
        # Restrictions and cases are points, lines and areas.
        **({} if layer in (RESTRICTIONS, *APART) and not flat else {"geometryDimension": 0 if flat else 2}),
        "minTileMatrix": str(first),
        "maxTileMatrix": str(last),
        "propertiesSchema": {"type": "object", "properties": properties},
    }


def _type(layer: Layer, name: str) -> str:
    """Tiles hold numbers and texts; what is derived for them is text, but for counts of floors."""
    declared = layer.properties[name].schema.get("type", "string") if name in layer.properties else "string"
    single = declared if isinstance(declared, str) else declared[0]
    return "integer" if name == "floors" else single


def _path(one: Layer | None) -> tuple[str, ...]:
    return ("collections", one.name, "tiles") if one else ("tiles",)


def _own(request: HttpRequest, one: Layer | None, grid: Grid) -> list[Link]:
    here = address(request, *_path(one), grid.name)
    return [link("self", here, JSON.type), link("alternate", f"{here}?f=html", "text/html")]


def _reached(request: HttpRequest, one: Layer | None, grid: Grid) -> list[Link]:
    """The way to the tiles and to the definition of their grid."""
    template = f"{address(request, *_path(one), grid.name)}/{_TEMPLATE}"
    tiles = {**link("item", template, CONTENT_TYPE, gettext("Kafle")), "templated": True}
    return [tiles, *_scheme(request, grid)]


def _scheme(request: HttpRequest, grid: Grid) -> list[Link]:
    return in_all_formats(_TILING_SCHEME, address(request, "tileMatrixSets", grid.name), JSON, gettext("Siatka kafli"))
