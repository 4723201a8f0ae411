"""Cutting a tile: one statement for all layers that a zoom of a grid shows."""

from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any, Final

from django.utils.timezone import get_default_timezone

from sip.geo.crs import PL_1992
from sip.geo.grid import TILE_PIXELS, Grid
from sip.public import hot_rows, statement
from sip.services.registry import TILED, TILED_APART
from sip.services.registry.layer import Tiled

SHAPES: Final = statement(__file__, "shapes.sql")
POINTS: Final = statement(__file__, "points.sql")
EVERY: Final = tuple(each.name for each in TILED)
# Changes when what tiles hold does, so that validators kept from an earlier release are not taken for ours.
EDITION: Final = blake2b(f"{TILED}{TILED_APART}{SHAPES}{POINTS}".encode(), digest_size=4).hexdigest()

# Units along a tile's side, and how far shapes go over it so that outlines do not show where it is.
_EXTENT: Final = 4096
_BUFFER: Final = 64
_OURS: Final = "ST_MakeEnvelope(%(reach_west)s, %(reach_south)s, %(reach_east)s, %(reach_north)s, {srid})"
# The edges of a tile are curves in the system of the data.
_CURVED: Final = "ST_Transform(ST_Segmentize({box}, %(piece)s), {stored})"


def etag(version: int | str, day: date | None = None) -> str:
    """Weak, as a packed tile and one that is not are the same."""
    return f'W/"{version}-{EDITION}{f"-{day}" if day else ""}"'


def tile(grid: Grid, z: int, x: int, y: int, day: date | None = None, *, layers: tuple[Tiled, ...] = TILED) -> bytes:
    """The tile as Mapbox Vector Tile 2.1, of what is current or of a DAY; empty where it holds nothing."""
    text = statement_of(grid, z, tuple(each.name for each in layers), is_past=day is not None)
    values = parameters(grid, z, x, y)
    if not text or not values:
        return b""
    if day:
        values |= {"day": day, "midnight": end_of(day)}
    return bytes(hot_rows(text, values)[0][0])


def end_of(day: date) -> datetime:
    """The moment it ends, as the country counts days."""
    return datetime.combine(day + timedelta(days=1), time.min, get_default_timezone())


def parameters(grid: Grid, z: int, x: int, y: int) -> dict[str, Any] | None:
    """Values for the statement; None where nothing of ours can be in the tile."""
    box = grid.box(z, x, y)
    step = (box.east - box.west) / _EXTENT
    reach = box.grown(_BUFFER * step).within(grid.area)
    if reach is None:
        return None
    return {
        **box._asdict(),
        **{f"reach_{edge}": value for edge, value in reach._asdict().items()},
        "piece": (reach.east - reach.west) / 8,
        "first_x": box.west - step / 2,
        "last_x": box.east - step / 2,
        "first_y": box.north + step / 2,
        "last_y": box.south + step / 2,
    }


@cache
def statement_of(grid: Grid, z: int, names: tuple[str, ...] = EVERY, *, is_past: bool = False) -> str:
    """Empty where the zoom shows no layer of these NAMES."""
    shown = (layer for layer in (*TILED, *TILED_APART) if layer.name in names and layer.shown(grid, z))
    parts = (_layer(layer, grid, z, is_past=is_past) for layer in shown)
    joined = "\n|| ".join(f"coalesce((\n{part}), ''::bytea)" for part in parts)
    return f"SELECT {joined}" if joined else ""


def _layer(layer: Tiled, grid: Grid, z: int, *, is_past: bool) -> str:
    pixel = grid.side * grid.ground / TILE_PIXELS / 2**z
    generalised = layer.is_generalised(grid, z)
    shape = "ST_PointOnSurface(geom)" if layer.labels else "geom"
    if generalised:
        shape = f"ST_Simplify({shape}, {pixel}, true)"
    native = grid.crs == PL_1992
    reach = _OURS.format(srid=grid.crs.srid)
    return (POINTS if layer.points or layer.labels else SHAPES).format(
        name=layer.name,
        view=layer.on_day if is_past and layer.on_day else layer.view,
        columns=", ".join(f"{sql} AS {name}" for name, sql in {"id": layer.id, **layer.columns}.items()),
        shape=shape if native else f"ST_Transform({shape}, {grid.crs.srid})",
        srid=grid.crs.srid,
        reach=reach if native else _CURVED.format(box=reach, stored=PL_1992.srid),
        condition=f"ST_Area(geom) >= {layer.least_pixels * pixel**2}" if generalised and layer.least_pixels else "true",
    )
