"""After a delivery of parcels: open cases on parcels that were split, merged or are gone get a task naming successors.

The snapshot stays as it is; the task says what became of the parcel since.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from cases.actors import SYSTEM
from cases.changes.actions import note
from cases.land.models import ParcelSnapshot
from cases.models import CaseTask, TaskKind
from cases.workflow import OPEN
from parcels.models import Lineage, Parcel

BATCH: Final = 1000
Fates = dict[str, list[dict[str, Any]]]


@transaction.atomic
def follow(delivery: int) -> int:
    """Tasks for what the delivery of this number did to parcels of open cases; returns how many are new."""
    made = 0
    for fates in _fates(delivery):
        for snapshot in _snapshots(fates):
            made += _task(snapshot, delivery, fates[snapshot.identifier])
    return made


def _fates(delivery: int) -> Iterable[Fates]:
    """By parcel of some open case: its successors, none where it is simply gone."""
    known = (
        ParcelSnapshot.objects.filter(is_known=True, case__state__in=sorted(OPEN))
        .order_by("identifier")
        .values_list("identifier", flat=True)
        .distinct()
    )
    waiting = list(known)
    for at in range(0, len(waiting), BATCH):
        yield _fates_of(waiting[at : at + BATCH], delivery)


def _fates_of(identifiers: list[str], delivery: int) -> Fates:
    fates: Fates = defaultdict(list)
    lineage = Lineage.objects.filter(published_by=delivery, predecessor__in=identifiers).order_by("successor")
    for row in lineage:
        fates[row.predecessor].append({"parcel": row.successor, "kind": row.kind, "share": str(row.share)})
    for identifier in _gone(identifiers, delivery):
        fates.setdefault(identifier, [])
    return dict(fates)


def _gone(identifiers: list[str], delivery: int) -> set[str]:
    """Those whose row this delivery ended, and that no parcel in force bears any more."""
    touched = Parcel.objects.filter(identifier__in=identifiers).filter(
        Q(retired_by=delivery) | Q(published_by=delivery, valid_to__isnull=False)
    )
    ended = set(touched.values_list("identifier", flat=True))
    return ended - set(Parcel.objects.current().filter(identifier__in=ended).values_list("identifier", flat=True))


def _snapshots(fates: Fates) -> Iterable[ParcelSnapshot]:
    found = ParcelSnapshot.objects.filter(identifier__in=fates, is_known=True, case__state__in=sorted(OPEN))
    return found.select_related("case__office")


def _task(snapshot: ParcelSnapshot, delivery: int, successors: list[dict[str, Any]]) -> bool:
    task, is_new = CaseTask.objects.get_or_create(
        case=snapshot.case,
        kind=TaskKind.PARCEL_CHANGED,
        parcel=snapshot.identifier,
        delivery=delivery,
        defaults={"data": {"successors": successors}},
    )
    if is_new:
        note(
            actor=SYSTEM,
            case=snapshot.case,
            action="case.parcel-changed",
            new={"task": task.pk, "parcel": snapshot.identifier, "delivery": delivery},
        )
    return is_new
