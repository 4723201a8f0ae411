"""Vector tiles of the register in two grids, and what clients need to know of them."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.geo.grid import GRIDS, Grid
from sip.services.answers import FOREVER, known_already, readable, standing, unchanged, validated
from sip.services.errors import BadRequest, NotFound
from sip.services.layers import register_version
from sip.services.parameters import meant
from sip.services.tiles import cutting
from sip.services.tiles.describe import mvt_metadata, tilejson

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
JSON = "application/json"
VARY = {"Vary": "Accept-Encoding"}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# No register of land or plan of ours is older; a later day is a slip of the hand.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)


@readable
def versioned_tile(request: HttpRequest, grid: str, version: int, z: int, x: int, y: int) -> HttpResponseBase:
    """The address carries the register's version, so what a client has under it never changes."""
    return _versioned(request, grid, version, (z, x, y))


@readable
def tile_of_day(request: HttpRequest, grid: str, version: int, day: str, z: int, x: int, y: int) -> HttpResponseBase:
    """The same for what was in force when a day ended."""
    return _versioned(request, grid, version, (z, x, y), _day(day))


def _versioned(
    request: HttpRequest, grid: str, version: int, cell: tuple[int, int, int], day: date | None = None
) -> HttpResponseBase:
    kept = {**standing(request, cutting.etag(version, day), FOREVER), **VARY}
    if version != register_version():
        kept.pop("Last-Modified", None)
    if known_already(request, kept):
        return unchanged(kept)
    content = _tile(grid, cell, day)
    return tile_answer(content, kept if version == register_version() else {"Cache-Control": "no-store"})


@readable
def tile(request: HttpRequest, grid: str, z: int, x: int, y: int) -> HttpResponseBase:
    """For clients that keep addresses: asked again after a minute, and told when nothing has changed."""
    # Remembered before the tile is cut: a publication in between makes the validator too old, never too new.
    kept = {**standing(request, cutting.etag(register_version())), **VARY}
    if known_already(request, kept):
        return unchanged(kept)
    return tile_answer(_tile(grid, (z, x, y)), kept)


@readable
def tilejson_page(request: HttpRequest, grid: str) -> HttpResponseBase:
    """TileJSON 3.0."""
    known = _grid(grid)
    root = request.build_absolute_uri(f"/tiles/{known.name}")
    return validated(request, tilejson(known, register_version(), root), JSON)


@readable
def metadata_page(request: HttpRequest, grid: str) -> HttpResponseBase:
    """metadata.json beside the tiles, as GDAL looks for it."""
    return validated(request, mvt_metadata(_grid(grid), register_version()), JSON)


@readable
def no_such_tile(_request: HttpRequest) -> HttpResponseBase:
    raise NotFound(f"Tiles are at /tiles/GRID/Z/X/Y.mvt, described at /tiles/GRID.json. Grids: {', '.join(GRIDS)}.")


def _grid(name: str) -> Grid:
    if name not in GRIDS:
        raise NotFound(f"There is no grid {name!r}.{meant(name, GRIDS)} Grids: {', '.join(GRIDS)}.")
    return GRIDS[name]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadRequest(f"{text[:40]!r} is not a day such as 2026-01-31, from {FIRST_DAY} to {LAST_DAY}.")
    return day


def _tile(name: str, cell: tuple[int, int, int], day: date | None = None) -> bytes:
    grid, (z, x, y) = _grid(name), cell
    if not grid.holds(z, x, y):
        raise BadRequest(
            f"There is no tile {z}/{x}/{y}: z is 0 to {grid.deepest}, x and y are less than 2 to the power of z."
        )
    return cutting.tile(grid, z, x, y, day)


def tile_answer(content: bytes, headers: dict[str, str]) -> HttpResponse:
    """204 where nothing of ours lies in the tile."""
    return HttpResponse(content, content_type=CONTENT_TYPE, status=200 if content else 204, headers=headers)
