"""Comparison with the register and publication: one transaction, explicit statements, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from parcels import derived
from parcels.importing.read.records import Kind
from parcels.importing.registers import REGISTERS, Register
from parcels.models import Lineage
from sip.intake.contract import Counts

HERE = Path(__file__).parent
# Which part of a register a delivery speaks of. A precinct never vanishes by not being mentioned.
SCOPES = {
    Kind.PARCELS: "precinct_code",
    Kind.PRECINCTS: "identifier",
    Kind.ADDRESSES: "place",
}
BUILT_ON_PRECINCT = "left(identifier, 13)"


@dataclass(frozen=True, slots=True)
class Times:
    """`moment`: the date of the data, when what vanished ended at the latest; `now`: this run."""

    moment: datetime
    now: datetime


def identify(times: Times) -> None:
    """Give staged rows their identity and version time; before the checks, which judge by them."""
    for register in REGISTERS:
        _execute("identity.sql", register, {"moment": times.moment})


def compare(times: Times, *, complete: set[str], partial: bool) -> None:
    """Fill the temporary tables fresh_*, ending_* and stage_lineage; changes nothing in the registers.

    `complete`: precincts that the delivery covers as a whole; `partial`: nothing vanishes.
    """
    for register in REGISTERS:
        _execute("compare.sql", register, {})
        if not partial:
            _execute("vanish.sql", register, {"moment": times.moment, "now": times.now, "complete": list(complete)})
    with connection.cursor() as cursor:
        cursor.execute((HERE / "lineage.sql").read_text(encoding="utf-8"))


def publish(delivery: int) -> list[str]:
    """Bring the registers up to date inside the caller's transaction; returns the layers that changed."""
    changed = []
    for register in REGISTERS:
        if _changes(register):
            _execute("publish.sql", register, {"delivery": delivery})
            changed.append(register.layer)
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


def analyse() -> None:
    """Fresh statistics after a big change; outside the transaction."""
    with connection.cursor() as cursor:
        for register in REGISTERS:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(register.table)))


def rollback(delivery: int) -> list[str]:
    """Undo a publication inside the caller's transaction; returns the layers that changed."""
    changed = []
    with connection.cursor() as cursor:
        for register in REGISTERS:
            table = sql.Identifier(register.table)
            cursor.execute(sql.SQL("DELETE FROM {} WHERE published_by_id = %s").format(table), [delivery])
            touched = cursor.rowcount
            cursor.execute(
                sql.SQL("UPDATE {} SET retired_by_id = NULL WHERE retired_by_id = %s").format(table),
                [delivery],
            )
            if touched or cursor.rowcount:
                changed.append(register.layer)
    Lineage.objects.filter(published_by=delivery).delete()
    derived.rebuild(changed)
    return changed


def later_deliveries(delivery: int) -> list[int]:
    """Deliveries that built on this one: they changed rows that it published."""
    found: set[int] = set()
    for register in REGISTERS:
        found.update(
            register.model.objects.filter(published_by=delivery, retired_by__isnull=False)
            .values_list("retired_by", flat=True)
            .distinct()
        )
    return sorted(found)


def counts() -> Counts:
    """What the comparison found, by register, in objects (an object may have several versions)."""
    result: Counts = {
        name: {} for name in ("read", "versions", "new", "changed", "unchanged", "vanished", "quarantined")
    }
    for register in REGISTERS:
        for name, value in _count(register).items():
            if value:
                result[name][register.kind.value] = value
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


# Objects are grouped, not counted as distinct pairs: hashing them is many times quicker than sorting.
COUNT = """
WITH objects AS (
    SELECT count(*) AS versions, count(*) FILTER (WHERE quarantined) AS quarantined
    FROM {stage} GROUP BY namespace, local_id
), fresh_objects AS (
    SELECT bool_or(known_object) AS known FROM {fresh} GROUP BY namespace, local_id
)
SELECT count(*), coalesce(sum(versions), 0),
    (SELECT count(*) FROM fresh_objects WHERE NOT known),
    (SELECT count(*) FROM fresh_objects WHERE known),
    (SELECT count(*) FROM {ending} AS e WHERE reason = 'vanished' AND NOT EXISTS (
        SELECT FROM stage_lineage WHERE predecessor = e.identifier AND {is_parcels})),
    coalesce(sum(quarantined), 0),
    count(*) FILTER (WHERE quarantined < versions)
FROM objects
"""


def _count(register: Register) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(COUNT).format(**_names(register)))
        read, versions, new, changed, vanished, quarantined, sound = cursor.fetchone()
    return {
        "read": read,
        "versions": int(versions),
        "new": new,
        "changed": changed,
        "unchanged": sound - new - changed,
        "vanished": vanished,
        "quarantined": int(quarantined),
    }


def _lineage_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT predecessor) FILTER (WHERE kind = 'split'),"
            " count(DISTINCT successor) FILTER (WHERE kind = 'merge'),"
            " count(*) FILTER (WHERE kind = 'renumber') FROM stage_lineage"
        )
        split, merged, renumbered = cursor.fetchone()
    return {"split": split, "merged": merged, "renumbered": renumbered}


def _changes(register: Register) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {fresh}) OR EXISTS (SELECT FROM {ending})").format(**_names(register))
        )
        return bool(cursor.fetchone()[0])


def _names(register: Register) -> dict[str, sql.Composable]:
    ended = {
        "valid_to": "e.new_to",
        "end_reason": "e.reason",
        # Not what the source said, so a delivery that brings the object back is seen as a change.
        "digest": "md5(known.digest::text || e.new_to::text)::uuid",
    }
    columns = register.all_columns
    return {
        "table": sql.Identifier(register.table),
        "stage": sql.Identifier(register.stage),
        "fresh": sql.Identifier(f"fresh_{register.kind.value}"),
        "ending": sql.Identifier(f"ending_{register.kind.value}"),
        "kind": sql.Literal(register.kind.value),
        "identified": sql.Literal(register.identified),
        "is_parcels": sql.Literal(register.kind is Kind.PARCELS),
        "scope": sql.SQL(SCOPES.get(register.kind, BUILT_ON_PRECINCT)),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
        "ended_columns": sql.SQL(", ").join(
            sql.SQL(ended[column]) if column in ended else sql.SQL("known.{}").format(sql.Identifier(column))
            for column in columns
        ),
    }


def _execute(file: str, register: Register, parameters: dict[str, Any]) -> None:
    statement = sql.SQL((HERE / file).read_text(encoding="utf-8")).format(**_names(register))
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
