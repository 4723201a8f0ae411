"""Links between features: a zone's act, an act's documents, a document's acts must be known."""

from typing import Final

from django.db import connection

# Of rows that hold one act each, and of rows that hold lists of links.
TO_ACTS: Final = ("planning_zones", "planning_regulations", "planning_drawings")
IN_LISTS: Final = (("planning_acts", "documents", "document"), ("planning_documents", "relations", "act"))
KNOWN: Final = """
    EXISTS (SELECT FROM stage_planning_acts AS s WHERE s.identifier = {target} AND NOT s.quarantined)
    OR EXISTS (SELECT FROM stage_planning_documents AS s WHERE s.identifier = {target} AND NOT s.quarantined)
    OR EXISTS (SELECT FROM plans_planningact AS k WHERE k.identifier = {target} AND k.retired_by_id IS NULL)
    OR EXISTS (SELECT FROM plans_document AS k WHERE k.identifier = {target} AND k.retired_by_id IS NULL)
"""
FIND_ACTS: Final = """
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'dangling-link', '{kind}', min(seq), act, act, NULL
FROM stage_{kind} AS row WHERE NOT quarantined AND valid_to IS NULL AND act = ANY (%(acts)s) AND NOT ({known})
GROUP BY act
"""
FIND_IN_LISTS: Final = """
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'dangling-link', '{kind}', seq, identifier, role || ': ' || target, NULL
FROM (
    SELECT seq, row.identifier, link ->> 'role' AS role, link ->> '{key}' AS target
    FROM stage_{kind} AS row, jsonb_array_elements({column}) AS link WHERE NOT quarantined AND valid_to IS NULL
) AS linked
WHERE NOT ({known})
"""


def check_links(acts: set[str]) -> None:
    """Report `dangling-link`: once for each act that is not known, however many zones refer to it.

    ACTS are those referred to; where a zone's act only follows from the zone's own id, nothing dangles.
    """
    with connection.cursor() as cursor:
        for kind in TO_ACTS:
            cursor.execute(FIND_ACTS.format(kind=kind, known=KNOWN.format(target="row.act")), {"acts": list(acts)})
        for kind, column, key in IN_LISTS:
            known = KNOWN.format(target="linked.target")
            cursor.execute(FIND_IN_LISTS.format(kind=kind, column=column, key=key, known=known))
