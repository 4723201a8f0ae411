"""How the zones of an act cover it: overlaps, gaps, zones outside; delivered ones beside those that stay."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from plans.importing.read.records import Kind
from sip.geo.crs import PL_1992
from sip.registers.coverage import Coverage, Shapes, inside, is_sliver, square_metres

# Rows that are quarantined for what is not their shape still cover the ground.
ZONES_BY_ACT: Final = """
SELECT act, designation, seq, ST_AsBinary(geom), identifier FROM stage_planning_zones
WHERE (valid_to IS NULL OR valid_to <= valid_from) AND ST_IsValid(geom)
UNION ALL
SELECT act, designation, NULL, ST_AsBinary(geom), identifier FROM plans_planningzone AS known
WHERE retired_by_id IS NULL AND valid_to IS NULL
    AND act IN (SELECT DISTINCT act FROM stage_planning_zones)
    AND NOT EXISTS (SELECT FROM ending_planning_zones AS ending WHERE ending.id = known.id)
    AND NOT EXISTS (SELECT FROM stage_planning_zones AS s
        WHERE s.act = known.act AND ((%(by_designation)s AND s.designation = known.designation)
            OR (s.local_id = known.local_id AND s.namespace = known.namespace)))
ORDER BY 1
"""
REGULATIONS_BY_ACT: Final = """
SELECT act, designation, seq, ST_AsBinary(geom), identifier FROM stage_planning_regulations
WHERE valid_to IS NULL AND ST_IsValid(geom) ORDER BY 1
"""
# Zones that may lie in a gap of an act, for their shape or their act cannot be read, which has its own finding. NULL is
# a shape that nobody knows at all.
BROKEN: Final = """
SELECT ST_AsBinary(ST_ConvexHull(geom)) FROM stage_planning_zones
WHERE valid_to IS NULL AND act = %(act)s AND (geom IS NULL OR NOT ST_IsValid(geom))
"""
ASTRAY: Final = """
SELECT ST_AsBinary(geom) FROM stage_planning_zones AS row
WHERE valid_to IS NULL AND act <> %(act)s AND ST_IsValid(geom)
    AND NOT EXISTS (SELECT FROM plans_planningact AS k WHERE k.identifier = row.act AND k.retired_by_id IS NULL)
    AND NOT EXISTS (SELECT FROM stage_planning_acts AS s WHERE s.identifier = row.act)
"""
# Of two outlines nobody can say which is the act's.
STAGED_OUTLINE: Final = """
SELECT ST_AsBinary(min(geom::text)::geometry) FROM stage_planning_acts
WHERE identifier = %(act)s AND valid_to IS NULL AND ST_IsValid(geom) HAVING count(*) = 1
"""
KNOWN_OUTLINE: Final = """
SELECT ST_AsBinary(geom) FROM plans_planningact
WHERE identifier = %(act)s AND retired_by_id IS NULL AND valid_to IS NULL AND geom IS NOT NULL LIMIT 1
"""


def check_coverage(*, brings_acts: bool = True) -> None:
    """Report `overlap`, `gap` and `outside-act` over the tolerances of the settings into stage_finding.

    It has to be known already which zones end. BRINGS_ACTS: the delivery has outlines of acts too, and a
    zone of it stands for the known one of its designation, whatever their ids.
    """
    with connection.cursor() as cursor:
        cursor.execute(ZONES_BY_ACT, {"by_designation": brings_acts})
        rows = cursor.fetchall()
        for act, group in groupby(rows, key=itemgetter(0)):
            members = list(group)
            shapes = _shapes(members)
            outline = _outline(cursor, act, staged=brings_acts)
            coverage = Coverage(shapes)
            _store(cursor, _overlaps(act, members, coverage))
            if not (lost := _lost(cursor, act, brings_acts=brings_acts)).unknown:
                _store(cursor, _gaps(act, coverage, outline, lost.ground))
            _store(cursor, _outside(Kind.ZONES, members, shapes, outline))


def check_regulations() -> None:
    """Report `outside-act` of areas of regulations; they need not cover their act, and may overlap."""
    with connection.cursor() as cursor:
        cursor.execute(REGULATIONS_BY_ACT)
        for act, group in groupby(cursor.fetchall(), key=itemgetter(0)):
            members = list(group)
            outline = _outline(cursor, act, staged=True)
            _store(cursor, _outside(Kind.REGULATIONS, members, _shapes(members), outline))


def _store(cursor: Any, found: Iterable[tuple[Any, ...]]) -> None:
    cursor.executemany(
        "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
        " VALUES (%s, %s, %s, %s, %s, ST_GeomFromWKB(%s, %s))",
        list(found),
    )


def _shapes(members: list[Any]) -> Shapes:
    return np.array([shapely.from_wkb(bytes(row[3])) for row in members], dtype=object)


class Lost(NamedTuple):
    """Ground that zones may cover of which too little is known; `unknown` if there is no telling where it is."""

    ground: shapely.Geometry
    unknown: bool


def _lost(cursor: Any, act: str, *, brings_acts: bool) -> Lost:
    shapes: list[Any] = []
    for statement in (BROKEN, ASTRAY) if brings_acts else (BROKEN,):
        cursor.execute(statement, {"act": act})
        shapes += [row[0] for row in cursor.fetchall()]
    known = [shapely.from_wkb(bytes(wkb)) for wkb in shapes if wkb is not None]
    return Lost(shapely.union_all(known), len(known) < len(shapes))


def _outline(cursor: Any, act: str, *, staged: bool) -> shapely.Geometry | None:
    """The act's outline as delivered, else as known."""
    for statement in (STAGED_OUTLINE, KNOWN_OUTLINE) if staged else (KNOWN_OUTLINE,):
        cursor.execute(statement, {"act": act})
        if row := cursor.fetchone():
            return shapely.from_wkb(bytes(row[0]))
    return None


def _overlaps(act: str, members: list[Any], coverage: Coverage) -> Iterator[tuple[Any, ...]]:
    for found in coverage.overlaps(slivers=False):
        first, second = members[found.first], members[found.second]
        if first[4] == second[4]:
            continue  # one zone twice, which is a finding of its own
        detail = f"{first[1]} – {second[1]} ({found.area})"
        yield _row("overlap", Kind.ZONES, first[2] or second[2], act, detail, found.place)


def _gaps(
    act: str, coverage: Coverage, outline: shapely.Geometry | None, lost: shapely.Geometry
) -> Iterator[tuple[Any, ...]]:
    if outline is None:
        for hole in coverage.holes():
            yield _row("gap", Kind.ZONES, None, act, hole.area, hole.place)
        return
    rest = shapely.difference(outline, coverage.union())
    for part in _worth_telling(shapely.difference(rest, lost), settings.GAP_TOLERANCE_M2):
        yield _row("gap", Kind.ZONES, None, act, square_metres(part), inside(part))


def _outside(
    kind: Kind, members: list[Any], shapes: Shapes, outline: shapely.Geometry | None
) -> Iterator[tuple[Any, ...]]:
    if outline is None:
        return
    for shape, member in zip(shapes, members, strict=True):
        for part in _worth_telling(shapely.difference(shape, outline), settings.OVERLAP_TOLERANCE_M2):
            detail = f"{member[1]} ({square_metres(part)})"
            yield _row("outside-act", kind, member[2], member[0], detail, inside(part))


def _worth_telling(rest: shapely.Geometry, tolerance: float) -> Iterator[shapely.Geometry]:
    for part in shapely.get_parts(rest):
        if part.area > tolerance and not is_sliver(part):
            yield part


def _row(code: str, kind: Kind, seq: int | None, identifier: str, detail: str, place: shapely.Point) -> tuple[Any, ...]:
    return (code, kind.value, seq, identifier, detail, place.wkb, PL_1992.srid)
