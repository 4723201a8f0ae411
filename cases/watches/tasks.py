"""Work of the background worker for who watches: asking, telling, forgetting."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cases.watches import actions, mail
from cases.watches.models import PlanNotice, PlanWatch
from sip.extracts import plan_changes
from sip.intake.models import Delivery, State
from sip.mailing import NotSent, again

# Layers whose publication may concern who watches a parcel.
WATCHED: Final = frozenset(("planning_acts", "planning_zones"))


def after_publication(delivery: int, layers: Sequence[str]) -> None:
    """For settings.AFTER_PUBLICATION: have the worker tell who watches, once the publication is committed."""
    if WATCHED.intersection(layers):
        tell_of_publication.enqueue(delivery)


@task()
def ask_to_confirm(number: int, attempt: int = 1) -> None:
    """The number, not the address: a task's arguments are kept."""
    watch = PlanWatch.objects.filter(pk=number).first()
    if watch is None:
        return
    try:
        mail.send_confirmation(watch)
    except NotSent:
        again(ask_to_confirm, number, attempt)


@task()
def wipe_unconfirmed() -> int:
    return actions.watches_wipe_unconfirmed()


def wipe_unconfirmed_in_time() -> None:
    """Have the worker look again when a wish noted now is due."""
    due = timezone.now() + timedelta(hours=settings.WATCH_CONFIRM_HOURS, minutes=1)
    wipe_unconfirmed.using(run_after=due).enqueue()


@task()
def tell_of_publication(number: int, attempt: int = 1) -> int:
    """One mail to each person on whose parcels the delivery changed an act or a zone; returns how many were sent."""
    delivery = Delivery.objects.filter(pk=number, state=State.PUBLISHED).first()
    if delivery is None:
        return 0
    people: dict[str, list[int]] = defaultdict(list)
    watches = PlanWatch.objects.to_tell(delivery)
    touched = plan_changes.touched_by(number, sorted(set(watches.values_list("parcel", flat=True))))
    for pk, email in watches.filter(parcel__in=touched).order_by("parcel").values_list("pk", "email"):
        people[email.lower()].append(pk)
    sent = [_tell(delivery, numbers) for numbers in people.values()]
    if not all(sent):
        again(tell_of_publication, number, attempt)
    return sum(sent)


def _tell(delivery: Delivery, numbers: list[int]) -> bool:
    """Send and note it together; False where the mail server did not take the mail."""
    with transaction.atomic():
        watches = list(PlanWatch.objects.to_tell(delivery).select_for_update(of=("self",)).filter(pk__in=numbers))
        if not watches:
            return True
        changes = {watch.parcel: plan_changes.of_delivery_on(delivery.pk, watch.parcel) for watch in watches}
        try:
            mail.send_changes(watches, changes)
        except NotSent:
            return False
        PlanNotice.objects.bulk_create(PlanNotice(watch=watch, delivery=delivery) for watch in watches)
    return True
