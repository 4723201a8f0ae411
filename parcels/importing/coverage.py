"""Overlaps and gaps between the parcels of a precinct: delivered ones beside those of the register that stay.

Which stay is known when the delivery has been compared with the register.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import shapely
from django.db import connection

from parcels.importing.read.records import Kind
from sip.geo.crs import PL_1992
from sip.registers.coverage import Coverage

# Delivered parcels, and the register's in the same precincts that the delivery neither brings nor ends.
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
    AND NOT EXISTS (SELECT FROM ending_parcels AS e WHERE e.id = known.id)
ORDER BY 1
"""

# A hole that parcels of another precinct fill is an enclave, no gap.
FORGET_ENCLAVES = """
DELETE FROM stage_finding AS f
WHERE code = 'gap' AND (
    EXISTS (SELECT FROM stage_parcels AS s WHERE s.valid_to IS NULL AND ST_Intersects(s.geom, f.place))
    OR EXISTS (SELECT FROM parcels_parcel AS known WHERE known.retired_by_id IS NULL AND known.valid_to IS NULL
        AND ST_Intersects(known.geom, f.place)
        AND NOT EXISTS (SELECT FROM ending_parcels AS e WHERE e.id = known.id)))
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
    coverage = Coverage(shapely.from_wkb([bytes(row[3]) for row in members]))
    for found in coverage.overlaps():
        first, second = members[found.first], members[found.second]
        yield _row("overlap", first[2] or second[2], first[1], f"{second[1]} ({found.area})", found.place)
    for hole in coverage.holes():
        yield _row("gap", None, precinct, hole.area, hole.place)


def _row(code: str, seq: int | None, identifier: str, detail: str, place: shapely.Point) -> tuple[Any, ...]:
    return (code, Kind.PARCELS.value, seq, identifier, detail, place.wkb, PL_1992.srid)
