"""Import of provisions: what the resolution of an act says of the zones of each symbol, and of all of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.db import connection

from plans.importing import engine
from plans.importing.check import check_registers
from plans.importing.known_act import known_act
from plans.importing.provisions.source import Gathered, Source
from plans.importing.registers import PROVISIONS
from plans.models import PlanningZone
from sip.geo.gmlstream import Unreadable
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers

REGISTERS: Final = (PROVISIONS,)
BESIDE_ZONES: Final = """
WITH zones AS (
    SELECT designation, symbol FROM plans_planningzone
    WHERE act = %(act)s AND retired_by_id IS NULL AND valid_to IS NULL
), spoken AS (
    SELECT seq, symbol, identifier FROM stage_provisions WHERE NOT quarantined
    UNION ALL
    SELECT NULL, symbol, identifier FROM plans_provision
    WHERE %(partial)s AND act = %(act)s AND retired_by_id IS NULL AND valid_to IS NULL
)
INSERT INTO stage_finding (code, kind, seq, identifier, detail)
SELECT 'symbol-without-zone', 'provisions', seq, identifier, symbol FROM spoken
WHERE seq IS NOT NULL AND symbol <> '' AND symbol NOT IN (SELECT designation FROM zones UNION SELECT symbol FROM zones)
UNION ALL
SELECT DISTINCT 'zone-without-provisions', 'provisions', NULL::bigint, %(act)s, designation FROM zones
WHERE designation NOT IN (SELECT symbol FROM spoken) AND symbol NOT IN (SELECT symbol FROM spoken)
"""


def run(job: Job) -> Result:
    """Take a delivery of provisions of one act in; it says everything of the act unless it is partial."""
    try:
        act = known_act(job.delivery).identifier
    except Unreadable as error:
        return engine.refused(error.code, error.detail)
    gathered, waiting = Gathered(act, known_symbols(act)), [*job.files]

    def opened(path: Path) -> Source:
        waiting.pop()
        return Source(path, gathered, is_last=not waiting)

    def check(delivery: Delivery, _sources: Sequence[engine.Source]) -> None:
        _check(delivery, act, partial=job.partial)

    return engine.run(job, engine.Import(REGISTERS, open=opened, check=check, complete=frozenset({act})))


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return registers.rollback(REGISTERS, delivery)


def known_symbols(act: str) -> list[str]:
    """Designations and symbols of the act's zones now."""
    zones = PlanningZone.objects.current().filter(act=act)
    return sorted({text for pair in zones.values_list("designation", "symbol") for text in pair if text})


def _check(delivery: Delivery, act: str, *, partial: bool) -> None:
    check_registers(delivery, REGISTERS, {})
    with connection.cursor() as cursor:
        cursor.execute(BESIDE_ZONES, {"act": act, "partial": partial})
