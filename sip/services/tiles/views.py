"""Vector tiles of the register in two grids, and what clients need to know of them."""

import gzip

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.geo.grid import GRIDS, Grid
from sip.services.answers import known_already, readable, validated
from sip.services.errors import BadRequest, NotFound
from sip.services.layers import register_version
from sip.services.tiles import cutting
from sip.services.tiles.describe import mvt_metadata, tilejson

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
JSON = "application/json"
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
# Level 1 packs a tile to within a few percent of level 9 in a quarter of the time.
GZIP_LEVEL = 1
# What is smaller fits into one packet as it is.
GZIP_LEAST = 500


@readable
def versioned_tile(request: HttpRequest, grid: str, version: int, z: int, x: int, y: int) -> HttpResponseBase:
    """The address carries the register's version, so what a client has under it never changes."""
    etag = cutting.etag(version)
    if known_already(request, etag):
        return _kept(etag, FOREVER)
    response = _tile(request, grid, z, x, y)
    if version == register_version():
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = FOREVER
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


@readable
def tile(request: HttpRequest, grid: str, z: int, x: int, y: int) -> HttpResponseBase:
    """For clients that keep addresses: asked again after a minute, and told when nothing has changed."""
    # Remembered before the tile is cut: a publication in between makes the validator too old, never too new.
    etag = cutting.etag(register_version())
    if known_already(request, etag):
        return _kept(etag, SHORT)
    response = _tile(request, grid, z, x, y)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = SHORT
    return response


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
        raise NotFound(f"There is no grid {name!r}. Grids: {', '.join(GRIDS)}.")
    return GRIDS[name]


def _kept(etag: str, cache: str) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": cache, "Vary": "Accept-Encoding"})


def _tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    grid = _grid(name)
    if not grid.holds(z, x, y):
        raise BadRequest(
            f"There is no tile {z}/{x}/{y}: z is 0 to {grid.deepest}, x and y are less than 2 to the power of z."
        )
    content = cutting.tile(grid, z, x, y)
    response = HttpResponse(content_type=CONTENT_TYPE, status=200 if content else 204)
    response.headers["Vary"] = "Accept-Encoding"
    if len(content) > GZIP_LEAST and "gzip" in request.headers.get("Accept-Encoding", ""):
        content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.content = content
    return response
