"""Publication of the land's registers: the registers' own way, and what became of parcels beside it."""

from pathlib import Path

from django.db import connection
from psycopg2 import sql

from parcels import derived
from parcels.importing.read.records import Kind
from parcels.importing.registers import REGISTERS
from parcels.models import Lineage
from sip.intake.contract import Counts
from sip.intake.models import Delivery
from sip.registers import publish as registers
from sip.registers.publish import Times

LINEAGE = (Path(__file__).parent / "lineage.sql").read_text(encoding="utf-8")


def compare(times: Times, *, complete: set[str], partial: bool) -> None:
    """Fill the temporary tables fresh_*, ending_* and stage_lineage; changes nothing in the registers.

    `complete`: precincts that the delivery covers as a whole; `partial`: nothing vanishes.
    """
    registers.compare(REGISTERS, times, complete=complete, partial=partial)
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE)


def publish(delivery: int) -> list[str]:
    """Bring the registers up to date inside the caller's transaction; returns the layers that changed."""
    changed = registers.publish(REGISTERS, delivery)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO {} (kind, source, predecessor, successor, share, happened_at, published_by_id)"
                " SELECT kind, source, predecessor, successor, share, at, %s FROM stage_lineage"
            ).format(sql.Identifier(Lineage._meta.db_table)),
            [delivery],
        )
    derived.rebuild(changed)
    return changed


def rollback(delivery: Delivery) -> list[str]:
    """Undo a publication inside the caller's transaction; returns the layers that changed.

    Raises `actions.Refused` if later deliveries built on it.
    """
    changed = registers.rollback(REGISTERS, delivery)
    Lineage.objects.filter(published_by=delivery).delete()
    derived.rebuild(changed)
    return changed


def analyse() -> None:
    """Fresh statistics after a big change; outside the transaction."""
    registers.analyse(REGISTERS)


def counts() -> Counts:
    """What the comparison found, by register, in objects, and how many parcels were split, merged, renumbered."""
    result = registers.counts(REGISTERS)
    for kind, value in _lineage_counts().items():
        result[kind] = {Kind.PARCELS.value: value} if value else {}
    return result


def vanishing() -> tuple[int, int]:
    """Parcels that would vanish without a successor, and parcels in force in the precincts touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ending_parcels AS e WHERE reason = 'vanished'"
            "   AND NOT EXISTS (SELECT FROM stage_lineage WHERE predecessor = e.identifier)),"
            " (SELECT count(*) FROM parcels_parcel WHERE retired_by_id IS NULL AND valid_to IS NULL"
            "   AND precinct_code IN (SELECT DISTINCT precinct_code FROM stage_parcels))"
        )
        lost, present = cursor.fetchone()
    return lost, present


def _lineage_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT predecessor) FILTER (WHERE kind = 'split'),"
            " count(DISTINCT successor) FILTER (WHERE kind = 'merge'),"
            " count(*) FILTER (WHERE kind = 'renumber') FROM stage_lineage"
        )
        split, merged, renumbered = cursor.fetchone()
    return {"split": split, "merged": merged, "renumbered": renumbered}
