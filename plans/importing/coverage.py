"""How the zones of an act cover it: overlaps, gaps, zones outside; delivered ones beside those that stay."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from plans.importing.read.records import Kind
from sip.geo.crs import PL_1992
from sip.registers.coverage import Coverage, inside, square_metres

# Rows that are quarantined for what is not their shape still cover the ground.
ZONES_BY_ACT: Final = """
SELECT act, designation, seq, ST_AsBinary(geom) FROM stage_planning_zones
WHERE valid_to IS NULL AND ST_IsValid(geom)
UNION ALL
SELECT act, designation, NULL, ST_AsBinary(geom) FROM plans_planningzone AS known
WHERE retired_by_id IS NULL AND valid_to IS NULL
    AND act IN (SELECT DISTINCT act FROM stage_planning_zones) AND act IS DISTINCT FROM %(replaced)s
    AND NOT EXISTS (SELECT FROM stage_planning_zones AS s
        WHERE s.act = known.act AND ((%(by_designation)s AND s.designation = known.designation)
            OR (s.local_id = known.local_id AND s.namespace = known.namespace)))
ORDER BY 1
"""
STAGED_OUTLINE: Final = """
SELECT ST_AsBinary(geom) FROM stage_planning_acts
WHERE identifier = %(act)s AND valid_to IS NULL AND ST_IsValid(geom) LIMIT 1
"""
KNOWN_OUTLINE: Final = """
SELECT ST_AsBinary(geom) FROM plans_planningact
WHERE identifier = %(act)s AND retired_by_id IS NULL AND valid_to IS NULL AND geom IS NOT NULL LIMIT 1
"""
# Straight lines of one coordinate system are curves in another: neighbours with different corners part by this much.
NARROWEST_M: Final = 0.1


def check_coverage(*, replaced: str | None = None, brings_acts: bool = True) -> None:
    """Report `overlap`, `gap` and `outside-act` over the tolerances of the settings into stage_finding.

    REPLACED: an act of which none of the known zones stays. BRINGS_ACTS: the delivery has outlines of acts too, and a
    zone of it stands for the known one of its designation, whatever their ids.
    """
    with connection.cursor() as cursor:
        cursor.execute(ZONES_BY_ACT, {"replaced": replaced, "by_designation": brings_acts})
        rows = cursor.fetchall()
        for act, group in groupby(rows, key=itemgetter(0)):
            found = _check_act(act, list(group), _outline(cursor, act, staged=brings_acts))
            cursor.executemany(
                "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
                " VALUES (%s, %s, %s, %s, %s, ST_GeomFromWKB(%s, %s))",
                list(found),
            )


def _outline(cursor: Any, act: str, *, staged: bool) -> shapely.Geometry | None:
    """The act's outline as delivered, else as known."""
    for statement in (STAGED_OUTLINE, KNOWN_OUTLINE) if staged else (KNOWN_OUTLINE,):
        cursor.execute(statement, {"act": act})
        if row := cursor.fetchone():
            return shapely.from_wkb(bytes(row[0]))
    return None


def _check_act(act: str, members: list[Any], outline: shapely.Geometry | None) -> Iterator[tuple[Any, ...]]:
    shapes = np.array([shapely.from_wkb(bytes(row[3])) for row in members], dtype=object)
    coverage = Coverage(shapes)
    for found in coverage.overlaps():
        first, second = members[found.first], members[found.second]
        detail = f"{first[1]} – {second[1]} ({found.area})"
        yield _row("overlap", first[2] or second[2], act, detail, found.place)
    if outline is None:
        for hole in coverage.holes():
            yield _row("gap", None, act, hole.area, hole.place)
        return
    for part in _worth_telling(shapely.difference(outline, coverage.union()), settings.GAP_TOLERANCE_M2):
        yield _row("gap", None, act, square_metres(part), inside(part))
    for shape, member in zip(shapes, members, strict=True):
        for part in _worth_telling(shapely.difference(shape, outline), settings.OVERLAP_TOLERANCE_M2):
            yield _row("outside-act", member[2], act, f"{member[1]} ({square_metres(part)})", inside(part))


def _worth_telling(rest: shapely.Geometry, tolerance: float) -> Iterator[shapely.Geometry]:
    """Parts over the tolerance that are no mere slivers along a common line."""
    for part in shapely.get_parts(rest):
        if part.area > tolerance and 2 * part.area / part.length > NARROWEST_M:
            yield part


def _row(code: str, seq: int | None, identifier: str, detail: str, place: shapely.Point) -> tuple[Any, ...]:
    return (code, Kind.ZONES.value, seq, identifier, detail, place.wkb, PL_1992.srid)
