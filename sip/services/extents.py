"""How far views reach, by the ends of their indexes: of a million rows only the outermost are read."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from sip.geo.crs import PL_1992, WGS84
from sip.public import rows

Box = tuple[float, float, float, float]

# The outermost row by the index, whose boxes are of single precision; then all that reach within a metre of it. The
# line and the box's other edges are farther than any coordinate.
_END: Final = f"""(
    SELECT {{outermost}}({{edge}}(geom)) FROM {{view}} WHERE geom && ST_MakeEnvelope({{box}}, {PL_1992.srid})
)"""  # noqa: S608 - of what stands in this file and the registry
_FOUND: Final = f"""(
    SELECT {{edge}}(geom) FROM {{view}}
    ORDER BY geom <#> 'SRID={PL_1992.srid};LINESTRING({{line}})'::geometry LIMIT 1
)"""  # noqa: S608
_ENDS: Final = (
    ("min", "ST_XMin", "-1e7 -1e7, -1e7 1e7", "-1e7, -1e7, {found} + 1, 1e7"),
    ("min", "ST_YMin", "-1e7 -1e7, 1e7 -1e7", "-1e7, -1e7, 1e7, {found} + 1"),
    ("max", "ST_XMax", "1e7 -1e7, 1e7 1e7", "{found} - 1, -1e7, 1e7, 1e7"),
    ("max", "ST_YMax", "-1e7 1e7, 1e7 1e7", "-1e7, {found} - 1, 1e7, 1e7"),
)
# The edges of the box are curves in degrees, so they are divided before they are transformed.
_DEGREES: Final = f"""
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
    SELECT ST_Transform(ST_Segmentize(ST_MakeEnvelope(w, s, e, n, {PL_1992.srid}), 1000), {WGS84.srid}) AS box
    FROM ({{metres}}) AS found) AS edges"""  # noqa: S608


def in_metres(views: Iterable[str]) -> Box | None:
    """West, south, east and north in PL-1992 of all that VIEWS have; None where they have nothing.

    Each has `geom`, and an index on it if it is large.
    """
    return _box(_metres(tuple(views)))


def in_degrees(views: Iterable[str]) -> Box | None:
    """The same box, whose edges are straight in PL-1992, in longitude and latitude."""
    return _box(_DEGREES.format(metres=_metres(tuple(views))))


def _box(statement: str) -> Box | None:
    west, south, east, north = rows(statement)[0]
    return None if west is None else (west, south, east, north)


@cache
def _metres(views: tuple[str, ...]) -> str:
    each = " UNION ALL ".join(_ends(view) for view in views)
    return f"SELECT min(w) AS w, min(s) AS s, max(e) AS e, max(n) AS n FROM ({each}) AS ends (w, s, e, n)"  # noqa: S608


def _ends(view: str) -> str:
    return "SELECT " + ", ".join(
        _END.format(
            outermost=outermost,
            edge=edge,
            view=view,
            box=box.format(found=_FOUND.format(edge=edge, view=view, line=line)),
        )
        for outermost, edge, line, box in _ENDS
    )
