"""Pictures of plan drawings: which an act has, and their tiles on the PL-1992 grid."""

from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema
from PIL import Image

from plans.drawings import store
from plans.drawings.pyramid import EDITION
from sip.geo.grid import PL_1992_GRID, TILE_PIXELS, Box
from sip.public import hot_rows, rows, statement
from sip.services.answers import FOREVER, known_already, readable, standing, unchanged, validated
from sip.services.errors import BadRequest, NotFound
from sip.services.layers import register_version
from sip.services.parameters import read
from sip.services.planning import schema
from sip.services.rest.views import PlainView

WEBP: Final = "image/webp"
OF_ACT: Final = statement(__file__, "drawings.sql")
KNOWN: Final = """
SELECT min_zoom, max_zoom, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
FROM drawing_raster_history_public WHERE key = %(key)s LIMIT 1
"""
NONE: Final = "There is no such drawing; /api/v1/drawings/?act=ID tells those of an act."
ACT: Final = "SELECT FROM planning_act_history_public WHERE identifier = %(act)s LIMIT 1"


class DrawingsView(PlainView):
    @extend_schema(**schema.DRAWINGS)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        act = read(request, ("act",)).get("act", "")
        if not act:
            raise BadRequest("act: the identifier of a planning act is missing.")
        if not rows(ACT, {"act": act}):
            raise NotFound(f"There is no planning act {act[:80]} in the register.")
        root = request.build_absolute_uri("/rysunki")
        body = orjson.dumps([_described(row, root) for row in rows(OF_ACT, {"act": act})])
        return validated(request, body, "application/json")


class DrawingTileView(PlainView):
    @extend_schema(**schema.DRAWING_TILE)
    def get(self, request: HttpRequest, key: str, version: int, z: int, x: int, y: int) -> HttpResponseBase:
        """The address names what is in the picture, so what a client has under it never changes."""
        found = _raster(key, register_version()) if version == EDITION else None
        if found is None:
            raise NotFound(NONE)
        headers = standing(request, f'"{key}-{version}"', FOREVER)
        first, last, box = found
        if not first <= z <= last:
            raise NotFound(f"This drawing has tiles of zoom {first} to {last}.")
        if not PL_1992_GRID.holds(z, x, y):
            raise BadRequest(f"There is no tile {z}/{x}/{y}: x and y are less than 2 to the power of z.")
        if known_already(request, headers):
            return unchanged(headers)
        return HttpResponse(_tile(key, last - z, *_place(box, first, z, x, y)), content_type=WEBP, headers=headers)


@readable
def no_such_drawing(_request: HttpRequest) -> HttpResponseBase:
    raise NotFound(NONE)


Raster = tuple[int, int, Box]


@lru_cache(maxsize=1000)
def _raster(key: str, version: int) -> Raster | None:
    """Its zooms and extent; asked once for each VERSION of the register, for a rollback takes drawings out of sight."""
    found = hot_rows(KNOWN, {"key": key})
    return (found[0][0], found[0][1], Box(*found[0][2:])) if found else None


def _place(box: Box, first: int, z: int, x: int, y: int) -> tuple[int, int]:
    """Column and row within the drawing's own blocks, which begin with a tile of its first zoom."""
    column, row = PL_1992_GRID.cell(first, box.west, box.north)
    return x - column * 2 ** (z - first), y - row * 2 ** (z - first)


def _tile(key: str, level: int, column: int, row: int) -> bytes:
    try:
        return store.block(key, level, column, row) or _transparent()
    except FileNotFoundError:
        raise NotFound("The file of this drawing is missing here.") from None


@lru_cache(maxsize=1)
def _transparent() -> bytes:
    picture = BytesIO()
    Image.new("RGBA", (TILE_PIXELS, TILE_PIXELS)).save(picture, "WEBP", lossless=True)
    return picture.getvalue()


def _described(row: tuple[Any, ...], root: str) -> dict[str, Any]:
    identifier, title, act, key, first, last, legend, link, west, south, east, north = row
    return {
        "id": identifier,
        "title": title,
        "act": act,
        "extent": [round(edge, 2) for edge in (west, south, east, north)],
        "minzoom": first,
        "maxzoom": last,
        "tiles": f"{root}/{key}/{EDITION}/{{z}}/{{x}}/{{y}}.webp",
        "legend": legend or None,
        "link": link or None,
    }
