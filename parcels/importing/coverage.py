"""Overlaps and gaps between the parcels of a precinct, delivered ones beside those that stay in the register.

GEOS finds the edges that do not match their neighbours' (coverage validity); only parcels on such edges are
then measured against each other, so that a clean precinct of thousands costs next to nothing.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from parcels.importing.read.records import Kind
from sip.geo.crs import PL_1992

Shapes = NDArray[np.object_]
# To what registers keep coordinates.
GRID_M = 0.01

# Delivered parcels, and the register's in the same precincts that the delivery does not bring.
PARCELS_BY_PRECINCT = """
SELECT precinct_code, identifier, seq, ST_AsBinary(geom) FROM stage_parcels
WHERE NOT quarantined AND valid_to IS NULL
UNION ALL
SELECT precinct_code, identifier, NULL, ST_AsBinary(geom) FROM parcels_parcel AS known
WHERE retired_by_id IS NULL AND valid_to IS NULL
    AND precinct_code IN (SELECT DISTINCT precinct_code FROM stage_parcels)
    AND NOT EXISTS (SELECT FROM stage_parcels AS s
        WHERE s.local_id = known.local_id AND s.namespace = known.namespace)
    AND NOT EXISTS (SELECT FROM stage_parcels AS s WHERE s.identifier = known.identifier)
ORDER BY 1
"""

# A hole that parcels of another precinct fill is an enclave, no gap.
FORGET_ENCLAVES = """
DELETE FROM stage_finding AS f
WHERE code = 'gap' AND (
    EXISTS (SELECT FROM stage_parcels AS s WHERE s.valid_to IS NULL AND ST_Intersects(s.geom, f.place))
    OR EXISTS (SELECT FROM parcels_parcel AS known WHERE known.retired_by_id IS NULL AND known.valid_to IS NULL
        AND ST_Intersects(known.geom, f.place)))
"""


def check_coverage() -> None:
    """Report `overlap` and `gap` over the tolerances of the settings into stage_finding."""
    found: list[tuple[Any, ...]] = []
    with connection.chunked_cursor() as rows:
        rows.execute(PARCELS_BY_PRECINCT)
        for precinct, group in groupby(rows, key=itemgetter(0)):
            found += _check_precinct(precinct, list(group))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
            " VALUES (%s, %s, %s, %s, %s, ST_GeomFromWKB(%s, %s))",
            found,
        )
        cursor.execute(FORGET_ENCLAVES)


def _check_precinct(precinct: str, members: list[Any]) -> Iterator[tuple[Any, ...]]:
    shapes: Shapes = shapely.from_wkb([bytes(row[3]) for row in members])
    mismatched = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    for hit in _overlaps(shapes, np.flatnonzero(mismatched), members):
        yield _row("overlap", *hit)
    # Joining a valid coverage is many times quicker, as it only drops the shared edges.
    # A mismatched one is joined on a grid, or a corner on a neighbour's straight side would leave a crack.
    whole = shapely.union_all(shapes, grid_size=GRID_M) if mismatched.any() else shapely.coverage_union_all(shapes)
    for hole in _holes(whole):
        yield _row("gap", None, precinct, *hole)


def _row(code: str, seq: int | None, identifier: str, detail: str, place: shapely.Point) -> tuple[Any, ...]:
    return (code, Kind.PARCELS.value, seq, identifier, detail, place.wkb, PL_1992.srid)


def _overlaps(
    shapes: Shapes, suspects: NDArray[np.intp], members: list[Any]
) -> Iterator[tuple[int | None, str, str, shapely.Point]]:
    """Pairs sharing ground, each once: (seq, identifier, "other (area m²)", place)."""
    if not len(suspects):
        return
    first, second = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    pairs = {tuple(sorted((int(suspects[a]), int(b)))) for a, b in zip(first, second, strict=True)}
    for a, b in sorted(pair for pair in pairs if pair[0] != pair[1]):
        shared = shapely.intersection(shapes[a], shapes[b])
        if shared.area > settings.OVERLAP_TOLERANCE_M2:
            area = f"{shared.area:.1f}".replace(".", ",")
            yield (
                members[a][2] or members[b][2],
                members[a][1],
                f"{members[b][1]} ({area} m²)",
                _inside(shared),
            )


def _holes(whole: shapely.Geometry) -> Iterator[tuple[str, shapely.Point]]:
    """Holes enclosed by the parcels of a precinct: (area, place)."""
    for part in shapely.get_parts(whole):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if hole.area > settings.GAP_TOLERANCE_M2:
                yield f"{hole.area:.1f} m²".replace(".", ","), _inside(hole)


def _inside(shape: shapely.Geometry) -> shapely.Point:
    point = shapely.point_on_surface(shape)
    assert isinstance(point, shapely.Point)
    return point
