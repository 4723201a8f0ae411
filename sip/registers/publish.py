"""Comparison with the register and publication: one transaction, explicit statements, whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from sip.intake import actions
from sip.intake.contract import Counts
from sip.intake.models import Delivery
from sip.registers.register import Register

HERE = Path(__file__).parent
Registers = Sequence[Register]


@dataclass(frozen=True, slots=True)
class Times:
    """`moment`: the date of the data, when what vanished ended at the latest; `now`: this run."""

    moment: datetime
    now: datetime


def times(delivery: Delivery, days: Iterable[date]) -> Times:
    """Times of a run; a delivery without a date of its data takes the latest of DAYS, which its files say."""
    now = timezone.now()
    day = delivery.data_date or max(days, default=None)
    if day and not delivery.data_date:
        Delivery.objects.filter(pk=delivery.pk).update(data_date=day)
        delivery.data_date = day
    moment = timezone.make_aware(datetime.combine(day, time.min)) if day else now
    return Times(moment=min(moment, now), now=now)


def identify(registers: Registers, times: Times) -> None:
    """Give staged rows their identity and version time; before the checks, which judge by them."""
    for register in registers:
        _execute("identity.sql", register, {"moment": times.moment})


def compare(registers: Registers, times: Times, *, complete: set[str], partial: bool) -> None:
    """Fill the temporary tables fresh_* and ending_*; changes nothing in the registers.

    `complete`: parts (in the registers' scopes) that the delivery covers as a whole; `partial`: nothing vanishes.
    """
    for register in registers:
        _execute("compare.sql", register, {})
        if not partial:
            _execute("vanish.sql", register, {"moment": times.moment, "now": times.now, "complete": list(complete)})


def publish(registers: Registers, delivery: int) -> list[str]:
    """Bring the registers up to date inside the caller's transaction; returns the layers that changed."""
    changed = []
    for register in registers:
        if _changes(register):
            _execute("publish.sql", register, {"delivery": delivery})
            changed.append(register.layer)
    return changed


def analyse(registers: Registers) -> None:
    """Fresh statistics after a big change; outside the transaction."""
    with connection.cursor() as cursor:
        for register in registers:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(register.table)))


def rollback(registers: Registers, delivery: Delivery) -> list[str]:
    """Undo a publication inside the caller's transaction; returns the layers that changed.

    Raises `actions.Refused` if later deliveries built on it.
    """
    later = _later_deliveries(registers, delivery.pk)
    if later:
        raise actions.Refused(
            _("Dostawy nie można wycofać: zmieniły ją późniejsze (%s). Najpierw wycofaj je.")
            % ", ".join(map(str, later))
        )
    return [register.layer for register in registers if _roll_back(register, delivery.pk)]


def _roll_back(register: Register, delivery: int) -> bool:
    table = sql.Identifier(register.table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DELETE FROM {} WHERE published_by_id = %s").format(table), [delivery])
        touched = cursor.rowcount
        cursor.execute(sql.SQL("UPDATE {} SET retired_by_id = NULL WHERE retired_by_id = %s").format(table), [delivery])
        return bool(touched or cursor.rowcount)


def _later_deliveries(registers: Registers, delivery: int) -> list[int]:
    """Deliveries that built on this one: they changed rows that it published."""
    found: set[int] = set()
    for register in registers:
        rows = register.model._default_manager.filter(published_by=delivery, retired_by__isnull=False)
        found.update(rows.values_list("retired_by", flat=True).distinct())
    return sorted(found)


def counts(registers: Registers) -> Counts:
    """What the comparison found, by register, in objects (an object may have several versions)."""
    result: Counts = {
        name: {} for name in ("read", "versions", "new", "changed", "unchanged", "vanished", "quarantined")
    }
    for register in registers:
        for name, value in _count(register).items():
            if value:
                result[name][register.kind.value] = value
    return result


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
    (SELECT count(*) FROM {ending} AS e WHERE reason = 'vanished' AND NOT ({succeeded})),
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
        "succeeded": sql.SQL(register.succeeded),
        "scope": sql.SQL(register.scope),
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
