"""After a delivery of parcels: open cases on parcels that were split, merged or are gone get a task naming successors.

The snapshot stays as it is; the task says what became of the parcel since. What came of a parcel is followed on: who
is split today may be split again before the case is over.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from cases.actors import SYSTEM
from cases.changes.actions import note
from cases.land.models import ParcelSnapshot
from cases.models import CaseTask, TaskKind
from cases.workflow import OPEN
from parcels.models import Lineage, Parcel
from sip.extracts.history import descendants

BATCH: Final = 1000


@dataclass(slots=True)
class Fate:
    """What a delivery made of a parcel: `successors` of it or of `heirs`, parcels that came of it before."""

    successors: list[dict[str, Any]] = field(default_factory=list)
    heirs: set[str] = field(default_factory=set)


Fates = dict[str, Fate]


@transaction.atomic
def follow(delivery: int) -> int:
    """Tasks for what the delivery of this number did to parcels of open cases; returns how many are new."""
    made = 0
    for fates in _fates(delivery):
        for snapshot in _snapshots(fates):
            made += _task(snapshot, delivery, fates[snapshot.identifier])
    return made


def _fates(delivery: int) -> Iterable[Fates]:
    """By parcel of some open case."""
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
    fates: Fates = defaultdict(Fate)
    roots = _roots(identifiers)
    lineage = Lineage.objects.filter(published_by=delivery, predecessor__in=roots).order_by("successor")
    made = {(row.predecessor, row.successor): row for row in lineage}
    for (parcel, successor), row in made.items():
        for root in roots[parcel]:
            fates[root].successors.append({"parcel": successor, "kind": row.kind, "share": str(row.share)})
    for parcel in {parcel for parcel, _successor in made} | _gone(roots, delivery):
        for root in roots[parcel]:
            fates[root].heirs |= {parcel} - {root}
    return dict(fates)


def _roots(identifiers: Iterable[str]) -> dict[str, set[str]]:
    """Of each of these parcels, and of what came of them: which of IDENTIFIERS it is or came of."""
    roots = {identifier: {identifier} for identifier in identifiers}
    for root, found in descendants(roots).items():
        for one in found:
            roots.setdefault(one.identifier, set()).add(root)
    return roots


def _gone(identifiers: Iterable[str], delivery: int) -> set[str]:
    """Those whose row this delivery ended, and that no parcel in force bears any more."""
    touched = Parcel.objects.filter(identifier__in=identifiers).filter(
        Q(retired_by=delivery) | Q(published_by=delivery, valid_to__isnull=False)
    )
    ended = set(touched.values_list("identifier", flat=True))
    return ended - set(Parcel.objects.current().filter(identifier__in=ended).values_list("identifier", flat=True))


def _snapshots(fates: Fates) -> Iterable[ParcelSnapshot]:
    found = ParcelSnapshot.objects.filter(identifier__in=fates, is_known=True, case__state__in=sorted(OPEN))
    return found.select_related("case__office")


def _task(snapshot: ParcelSnapshot, delivery: int, fate: Fate) -> bool:
    data: dict[str, Any] = {"successors": fate.successors}
    if fate.heirs:
        data["heirs"] = sorted(fate.heirs)
    task, is_new = CaseTask.objects.get_or_create(
        case=snapshot.case,
        kind=TaskKind.PARCEL_CHANGED,
        parcel=snapshot.identifier,
        delivery=delivery,
        defaults={"data": data},
    )
    if is_new:
        note(
            actor=SYSTEM,
            case=snapshot.case,
            action="case.parcel-changed",
            new={"task": task.pk, "parcel": snapshot.identifier, "delivery": delivery},
        )
    return is_new
