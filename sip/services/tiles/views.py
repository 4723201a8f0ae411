"""Vector tiles of the register in the national PL-1992 grid."""

import gzip

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.geo.grid import PL_1992_GRID
from sip.public import rows, statement
from sip.services.errors import BadRequest, as_problem
from sip.services.layers import register_version

TILE = statement(__file__, "tile.sql")
CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
FOREVER = "public, max-age=31536000, immutable"
# Level 1 packs a tile to within a few percent of level 9 in a quarter of the time.
GZIP_LEVEL = 1


@as_problem
def tile(request: HttpRequest, version: int, z: int, x: int, y: int) -> HttpResponseBase:
    """The address carries the register's version, so what a client has under it never changes."""
    etag = f'"{version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": FOREVER})
    if not PL_1992_GRID.holds(z, x, y):
        raise BadRequest(f"There is no tile {z}/{x}/{y}: zoom is 0 to {PL_1992_GRID.deepest}.")
    response = _answer(request, bytes(rows(TILE, PL_1992_GRID.parameters(z, x, y))[0][0]))
    if version == register_version():
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = FOREVER
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, content: bytes) -> HttpResponse:
    response = HttpResponse(content_type=CONTENT_TYPE, status=200 if content else 204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Vary"] = "Accept-Encoding"
    if content and "gzip" in request.headers.get("Accept-Encoding", ""):
        content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.content = content
    return response
