"""What a delivery would bring, for a map: staged shapes, few enough to be looked at at once."""

from collections.abc import Sequence

import orjson
from django.db import connection
from psycopg2 import sql

from sip.intake.contract import Shown
from sip.registers.register import Register

# What a browser draws at once without stopping; the largest come first.
MOST_SHAPES = 3000
# Finer than a screen shows, coarser than a survey.
STEP_M = 0.3
SHAPES = """
SELECT {kind}, {label}, quarantined, ST_AsGeoJSON(ST_SimplifyPreserveTopology(geom, %(step)s), 1)
FROM {stage} WHERE valid_to IS NULL AND geom IS NOT NULL AND NOT ST_IsEmpty(geom)
ORDER BY ST_Area(ST_Envelope(geom)) DESC LIMIT %(most)s
"""
COUNT = "SELECT count(*) FROM {stage} WHERE valid_to IS NULL AND geom IS NOT NULL AND NOT ST_IsEmpty(geom)"


def shown(registers: Sequence[Register]) -> Shown:
    """Shapes of the staged rows in force."""
    features: list[dict[str, object]] = []
    total = 0
    with connection.cursor() as cursor:
        for register in registers:
            names = {
                "kind": sql.Literal(register.kind.value),
                "label": sql.Identifier(register.label),
                "stage": sql.Identifier(register.stage),
            }
            cursor.execute(sql.SQL(COUNT).format(**names))
            total += cursor.fetchone()[0]
            left = MOST_SHAPES - len(features)
            cursor.execute(sql.SQL(SHAPES).format(**names), {"step": STEP_M, "most": left})
            features += [_feature(*row) for row in cursor.fetchall()]
    return Shown(features, total)


def _feature(kind: str, label: str, left_out: bool, geometry: str) -> dict[str, object]:
    properties = {"kind": kind, "label": label, "left_out": left_out}
    return {"type": "Feature", "properties": properties, "geometry": orjson.loads(geometry)}
