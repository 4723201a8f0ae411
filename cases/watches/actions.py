"""Wishes to be told of changes in plans: asked for, confirmed, ended. Events hold numbers, never an address."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from cases.watches.models import PlanWatch
from sip.audit.actions import record

OBJECT: Final = "plan-watch"
CONFIRMING: Final = "cases.watch.confirm"
ENDING: Final = "cases.watch.end"
# Of one person; more would be a program.
MOST_OF_PERSON: Final = 100


class TooManyWatches(Exception):
    """The person has MOST_OF_PERSON of them."""


@transaction.atomic
def watch_ask(*, email: str, parcel: str, language: str, origin: str) -> PlanWatch:
    """Note the wish, or find it where it was noted before; nothing is told before it is confirmed."""
    known = PlanWatch.objects.of_person(email)
    if found := known.filter(parcel=parcel).first():
        return found
    if known.count() >= MOST_OF_PERSON:
        raise TooManyWatches
    watch = PlanWatch.objects.create(email=email, parcel=parcel, language=language, origin=origin)
    record(actor=None, action="plan-watch.ask", object_type=OBJECT, object_id=watch.pk)
    return watch


@transaction.atomic
def watch_confirm(watch: PlanWatch) -> None:
    """From now on the person is told; a second time changes nothing."""
    locked = PlanWatch.objects.select_for_update().filter(pk=watch.pk, confirmed_at__isnull=True).first()
    if locked is None:
        return
    locked.confirmed_at = timezone.now()
    locked.save(update_fields=["confirmed_at"])
    record(actor=None, action="plan-watch.confirm", object_type=OBJECT, object_id=locked.pk)


@transaction.atomic
def watches_end(numbers: Iterable[int], action: str = "plan-watch.end") -> int:
    """Forget them and their addresses; returns how many there still were."""
    found = list(PlanWatch.objects.select_for_update().filter(pk__in=list(numbers)).values_list("pk", flat=True))
    PlanWatch.objects.filter(pk__in=found).delete()
    for number in found:
        record(actor=None, action=action, object_type=OBJECT, object_id=number)
    return len(found)


def watches_wipe_unconfirmed() -> int:
    """Forget who did not confirm in time; returns how many."""
    due = timezone.now() - timedelta(hours=settings.WATCH_CONFIRM_HOURS)
    return watches_end(PlanWatch.objects.unconfirmed_since(due).values_list("pk", flat=True), "plan-watch.wipe")


def confirming_token(watch: PlanWatch) -> str:
    """For the address in the asking mail: a signed number, which tells nothing of the person."""
    return signing.dumps(watch.pk, salt=CONFIRMING)


def ending_token(numbers: Sequence[int]) -> str:
    return signing.dumps(sorted(numbers), salt=ENDING)


def to_confirm(token: str) -> PlanWatch | None:
    """What the token stands for, until its time is over."""
    try:
        number = signing.loads(token, salt=CONFIRMING, max_age=timedelta(hours=settings.WATCH_CONFIRM_HOURS))
    except signing.BadSignature:
        return None
    return PlanWatch.objects.filter(pk=number).first()


def to_end(token: str) -> list[int] | None:
    """Numbers of the wishes that the token ends, be they there still or not; None for a token that is none of ours."""
    try:
        return list(signing.loads(token, salt=ENDING))
    except signing.BadSignature:
        return None
