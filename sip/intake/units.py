"""The importer of TERYT units: files compared with the table, published whole, rolled back whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from sip.intake import actions
from sip.intake.contract import Found, Job, Result
from sip.intake.models import Delivery, Kind, Severity, State
from sip.intake.unit_difference import (
    Difference,
    Stored,
    check_parents,
    counts_of,
    difference_of,
    doubts,
    remarks,
)
from sip.intake.unit_files import Reading, UnitRow, UnreadableError, read_units
from sip.offices.models import Unit
from sip.offices.teryt import Level

LAYERS = ("units",)


def run(job: Job) -> Result:
    """Take in TERC.csv (complete for the country) or name lists in GeoJSON (partial)."""
    try:
        reading = read_units(job.files)
    except UnreadableError as error:
        return Result(State.REJECTED, findings=[error.found])
    job.progress(_("Odczytane jednostki"), len(reading.rows), len(reading.rows))
    if not reading.rows:
        nothing = Found(Severity.ERROR, "no-units", _("W pliku nie ma ani jednej poprawnej jednostki."))
        return Result(State.REJECTED, findings=[*reading.findings, nothing])
    return _compare_and_publish(job, reading)


@transaction.atomic
def _compare_and_publish(job: Job, reading: Reading) -> Result:
    stored = {unit.code: unit for unit in Unit.objects.all()}
    check_parents(reading, stored, partial=job.partial)
    difference = difference_of(reading, stored, partial=job.partial)
    doubtful = list(doubts(reading, difference, stored))
    findings = [*reading.findings, *doubtful, *remarks(reading, difference)]
    counts = counts_of(reading, difference)
    if job.dry_run:
        return Result(State.CHECKED, counts, findings)
    if doubtful and not job.accept:
        return Result(State.WAITING, counts, findings)
    _publish(job.delivery, reading, difference, stored)
    actions.published(job.delivery, counts, () if difference.is_empty else LAYERS)
    return Result(State.PUBLISHED, counts, findings)


def _publish(delivery: Delivery, reading: Reading, difference: Difference, stored: Stored) -> None:
    delivery.undo = _undo(difference, stored)
    delivery.data_date = reading.valid_on or delivery.data_date
    delivery.save(update_fields=["undo", "data_date"])
    Unit.objects.bulk_create([_unit(row, difference) for row in difference.new])
    _rewrite([_unit(row, difference) for row in difference.changed])
    last_day = delivery.data_date or timezone.localdate()
    Unit.objects.filter(code__in=[unit.code for unit in difference.vanished]).update(valid_to=last_day)
    for unit in difference.adopted:
        unit.parent_id = difference.parent_of(unit.code)
    Unit.objects.bulk_update(difference.adopted, ["parent"])


def _undo(difference: Difference, stored: Stored) -> dict[str, Any]:
    """What `rollback` needs; empty where nothing changes, so that nothing builds on such a delivery."""
    if difference.is_empty:
        return {}
    touched = [stored[row.code] for row in difference.changed] + difference.vanished + difference.adopted
    return {"new": [row.code for row in difference.new], "before": [_state(unit) for unit in touched]}


def _unit(row: UnitRow, difference: Difference) -> Unit:
    return Unit(
        code=row.code,
        level=row.level,
        kind=row.kind,
        name=row.name,
        parent_id=difference.parent_of(row.code),
        valid_on=row.valid_on,
    )


def _rewrite(units: list[Unit]) -> None:
    Unit.objects.bulk_update(units, ["name", "parent", "valid_on", "valid_to"])


def _state(unit: Unit) -> dict[str, Any]:
    """The changeable fields of UNIT as JSON; `_restored` is its inverse."""
    return {
        "code": unit.code,
        "name": unit.name,
        "parent": unit.parent_id,
        "valid_on": unit.valid_on and unit.valid_on.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
    }


def _restored(state: dict[str, Any]) -> Unit:
    return Unit(
        code=state["code"],
        name=state["name"],
        parent_id=state["parent"],
        valid_on=_date(state["valid_on"]),
        valid_to=_date(state["valid_to"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def rollback(delivery: Delivery) -> Sequence[str]:
    """Restore the units as they were before DELIVERY; returns the layers that changed.

    Raises Refused where a later delivery builds on it or something uses a unit it brought.
    """
    later = Delivery.objects.filter(kind=Kind.UNITS, state=State.PUBLISHED).exclude(pk=delivery.pk)
    if later.filter(concluded_at__gt=delivery.concluded_at).exclude(undo={}).exists():
        raise actions.Refused(_("Najpierw wycofaj późniejsze dostawy jednostek."))
    _rewrite([_restored(state) for state in delivery.undo.get("before", [])])
    brought = Unit.objects.filter(code__in=delivery.undo.get("new", []))
    try:
        for level in reversed(Level):
            brought.filter(level=level).delete()
    except ProtectedError as error:
        users = ", ".join(sorted({str(item) for item in error.protected_objects})[:3])
        raise actions.Refused(_("Jednostek z tej dostawy używa: %s.") % users) from error
    return LAYERS if delivery.undo else ()
