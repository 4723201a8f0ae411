"""Objects that come more than once: documents of several acts, and identifiers that objects of different classes share.

Identifiers shared within a class are a check of each register.
"""

from typing import Final

from django.db import connection

from plans.importing.registers import REGISTERS

_BEARERS: Final = " UNION ALL ".join(
    f"SELECT '{register.kind.value}' AS kind, seq, namespace, local_id, identifier, geom FROM {register.stage}"  # noqa: S608
    " WHERE NOT quarantined AND valid_to IS NULL AND local_id <> ''"
    for register in REGISTERS
)
_FIND: Final = f"""
WITH bearers AS ({_BEARERS}), shared AS (
    SELECT namespace, local_id FROM bearers GROUP BY namespace, local_id HAVING count(DISTINCT kind) > 1
)
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'duplicate-local-id', kind, seq, identifier, local_id, ST_PointOnSurface(geom)
FROM bearers JOIN shared USING (namespace, local_id)
"""  # noqa: S608
_REPEATED: Final = """
DELETE FROM stage_planning_documents AS later USING stage_planning_documents AS first
WHERE (later.namespace, later.local_id, later.digest) = (first.namespace, first.local_id, first.digest)
    AND later.seq > first.seq
"""
_QUARANTINE: Final = """
UPDATE {stage} AS stage SET quarantined = true FROM stage_finding AS f
WHERE f.code = 'duplicate-local-id' AND f.kind = '{kind}' AND f.seq = stage.seq
"""

# A number and some symbol, which is the other zone's.
_TWINS: Final = """
DELETE FROM stage_finding AS wrong USING stage_finding AS twin
WHERE wrong.code = 'wrong-designation' AND twin.code = 'duplicate-designation'
    AND (wrong.kind, wrong.seq) = (twin.kind, twin.seq) AND wrong.detail ~ '^[1-9][0-9]*[A-Z]+$'
"""


def name_twins_once() -> None:
    """A zone that bears another's designation is wrong in this one way, though the symbol is the other's, too."""
    with connection.cursor() as cursor:
        cursor.execute(_TWINS)


def drop_repeated_documents() -> None:
    """A document of several acts stands in the file of each: said again in the same words, it counts once."""
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED)


def check_identities() -> None:
    """Report `duplicate-local-id`: nobody can tell which of the objects a reference means, so none is taken."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND)
        if cursor.rowcount:
            for register in REGISTERS:
                cursor.execute(_QUARANTINE.format(stage=register.stage, kind=register.kind.value))
