"""What clients are told of the tiles: TileJSON 3.0, and metadata.json as GDAL's MVT driver reads it."""

from functools import lru_cache
from typing import Any, Final

import orjson

from sip.geo.grid import Grid
from sip.services import extents
from sip.services.layers import register_version
from sip.services.registry import FIELDS, TILED

NAME: Final = "SIP"
DESCRIPTION: Final = (
    "Parcels, buildings, land use and addresses of the land register, planning acts and restrictions; no personal data."
)
# Where the register is.
SHOWN: Final = ("precinct_public", "parcel_public", "building_public")
# What is said of an empty register: the country.
NOTHING_YET: Final = (14.1, 49.0, 24.2, 54.9)
DIGITS: Final = 6


def tilejson(grid: Grid, version: int, root: str) -> bytes:
    """ROOT is the absolute address of the grid's tiles; those in other systems than Web Mercator name theirs."""
    first, last = _zooms(grid)
    return orjson.dumps(
        {
            "tilejson": "3.0.0",
            "name": NAME,
            "description": DESCRIPTION,
            "version": f"{version}.0.0",
            "scheme": "xyz",
            "tiles": [f"{root}/{{z}}/{{x}}/{{y}}.mvt"],
            "minzoom": first,
            "maxzoom": last,
            "bounds": _bounds(version),
            "center": [*_middle(version), first],
            "vector_layers": _layers(grid),
            "crs": f"EPSG:{grid.crs.srid}",
        }
    )


def mvt_metadata(grid: Grid, version: int) -> bytes:
    """Numbers as texts where the MBTiles specification, which GDAL follows here, has them so."""
    first, last = _zooms(grid)
    return orjson.dumps(
        {
            "name": NAME,
            "description": DESCRIPTION,
            "version": str(version),
            "minzoom": str(first),
            "maxzoom": str(last),
            "center": ",".join(map(str, (*_middle(version), first))),
            "bounds": ",".join(map(str, _bounds(version))),
            "type": "overlay",
            "format": "pbf",
            "crs": f"EPSG:{grid.crs.srid}",
            "tile_origin_upper_left_x": grid.west,
            "tile_origin_upper_left_y": grid.north,
            "tile_dimension_zoom_0": grid.side,
            "json": orjson.dumps({"vector_layers": _layers(grid)}).decode(),
        }
    )


def _layers(grid: Grid) -> list[dict[str, Any]]:
    return [
        {
            "id": layer.name,
            "description": layer.description,
            "fields": FIELDS[layer.name],
            "minzoom": layer.zooms[grid.name][0],
            "maxzoom": layer.zooms[grid.name][1],
        }
        for layer in TILED
    ]


def _zooms(grid: Grid) -> tuple[int, int]:
    limits = [layer.zooms[grid.name] for layer in TILED]
    return min(first for first, _ in limits), max(last for _, last in limits)


@lru_cache(maxsize=2)
def _bounds(version: int) -> tuple[float, ...]:
    found = extents.in_degrees(SHOWN)
    return NOTHING_YET if found is None else tuple(round(edge, DIGITS) for edge in found)


def tilejson_bounds() -> tuple[float, ...]:
    """West, south, east and north in degrees, as TileJSON states them."""
    return _bounds(register_version())


def _middle(version: int) -> tuple[float, float]:
    west, south, east, north = _bounds(version)
    return round((west + east) / 2, DIGITS), round((south + north) / 2, DIGITS)
