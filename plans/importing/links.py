"""Links between features: a zone's act, an act's documents and parts, a document's acts must be known.

What a delivery brings is known even where it was refused: that has its own finding.
"""

from typing import Any, Final

from django.db import connection

from plans.importing.read.app import PARTS, Links
from plans.importing.registers import REGISTERS

# Of rows that hold one act each, and of rows that hold lists of links.
TO_ACTS: Final = ("planning_zones", "planning_regulations", "planning_drawings")
IN_LISTS: Final = (("planning_acts", "documents", "document"), ("planning_documents", "relations", "act"))
KNOWN: Final = """
    EXISTS (SELECT FROM stage_{kind} AS s WHERE s.identifier = {target})
    OR EXISTS (SELECT FROM {table} AS k WHERE k.identifier = {target} AND k.retired_by_id IS NULL)
"""
TABLES: Final = {register.kind.value: register.table for register in REGISTERS}
FIND_ACTS: Final = """
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT DISTINCT ON (act) 'dangling-link', '{kind}', seq, act, act, ST_PointOnSurface(geom)
FROM stage_{kind} AS row WHERE NOT quarantined AND valid_to IS NULL AND act = ANY (%(acts)s) AND NOT ({known})
ORDER BY act, seq
"""
FIND_IN_LISTS: Final = """
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'dangling-link', '{kind}', seq, identifier, role || ': ' || target, ST_PointOnSurface(geom)
FROM (
    SELECT seq, row.identifier, geom, link ->> 'role' AS role, link ->> '{key}' AS target
    FROM stage_{kind} AS row, jsonb_array_elements({column}) AS link WHERE NOT quarantined AND valid_to IS NULL
) AS linked
WHERE NOT ({known})
"""
# An act that comes before all of its parts refers to what is still to be delivered.
FIND_PARTS: Final = """
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'dangling-link', 'planning_acts', row.seq, row.identifier, %(role)s || ': ' || part.target,
    ST_PointOnSurface(row.geom)
FROM unnest(%(acts)s::text[], %(targets)s::text[]) AS part (act, target)
JOIN stage_planning_acts AS row ON row.identifier = part.act AND NOT quarantined AND valid_to IS NULL
WHERE ({begun}) AND NOT ({known})
"""
BEGUN: Final = """
    EXISTS (SELECT FROM stage_{kind} AS s WHERE s.act = part.act)
    OR EXISTS (SELECT FROM {table} AS k WHERE k.act = part.act AND k.retired_by_id IS NULL)
"""


def check_links(links: Links) -> None:
    """Report `dangling-link`: once for each act that is not known, however many zones refer to it.

    Where a zone's act only follows from the zone's own id, nothing dangles.
    """
    with connection.cursor() as cursor:
        for kind in TO_ACTS:
            known = _known("row.act", "planning_acts")
            cursor.execute(FIND_ACTS.format(kind=kind, known=known), {"acts": list(links.acts)})
        for kind, column, key in IN_LISTS:
            known = _known("linked.target", "planning_acts", "planning_documents")
            cursor.execute(FIND_IN_LISTS.format(kind=kind, column=column, key=key, known=known))
        begun = " OR ".join(BEGUN.format(kind=kind, table=TABLES[kind]) for kind in TO_ACTS)
        for role, kind in PARTS.items():
            said = [(act, target) for act, named, target in sorted(links.parts) if named == role]
            asked: dict[str, Any] = {
                "role": role,
                "acts": [act for act, _ in said],
                "targets": [target for _, target in said],
            }
            cursor.execute(FIND_PARTS.format(begun=begun, known=_known("part.target", kind.value)), asked)


def _known(target: str, *kinds: str) -> str:
    return " OR ".join(KNOWN.format(kind=kind, table=TABLES[kind], target=target) for kind in kinds)
