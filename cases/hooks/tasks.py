"""Work of the background worker for webhooks: each message is tried with growing waits, then given up.

Before an attempt the next one is already in the queue, so a worker that is killed in the middle loses nothing.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cases.hooks import sending
from cases.hooks.models import HookDelivery, HookState
from cases.hooks.sending import Answer

# From half a minute to a day; nine attempts over about two days.
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 7200, 18_000, 43_200, 86_400))
ATTEMPTS: Final = len(WAITS) + 1
# How long what was delivered is remembered.
KEPT: Final = timedelta(days=30)
OVER: Final = "system revoked or expired"
# A receiver that did not answer one message keeps the worker from all others: it is not asked again at once.
QUIET: Final = timedelta(minutes=2)
LEFT_ALONE: Final = "not asked: no answer to another message just before"


# Receivers may keep it waiting: whatever else there is to do goes first.
@task(priority=-10)
def send_delivery(number: int) -> str:
    """The number, not the content: a task's arguments are kept."""
    delivery = _claimed(number)
    if delivery is None:
        return ""
    answer = Answer(None, LEFT_ALONE) if _is_silent(delivery) else sending.send(delivery)
    now = timezone.now()
    tried = HookDelivery.objects.filter(pk=number, state=HookState.WAITING)
    noted = {"status": answer.status, "said": answer.said}
    if answer.is_taken:
        tried.update(state=HookState.SENT, sent_at=now, **noted)
        HookDelivery.objects.filter(state=HookState.SENT, sent_at__lt=now - KEPT).delete()
        return HookState.SENT
    state = HookState.DEAD if delivery.attempts >= ATTEMPTS else HookState.WAITING
    tried.update(state=state, **noted)
    return state


def _is_silent(delivery: HookDelivery) -> bool:
    """Whether another message to the same address had no answer lately; when is told by its next attempt."""
    now, lately = timezone.now(), Q()
    for attempts, wait in enumerate(WAITS, start=1):
        lately |= Q(attempts=attempts, next_at__gt=now + wait - QUIET)
    others = HookDelivery.objects.filter(lately, hook=delivery.hook, state=HookState.WAITING, status__isnull=True)
    return others.exclude(said__in=("", LEFT_ALONE)).exclude(pk=delivery.pk).exists()


@transaction.atomic
def _claimed(number: int) -> HookDelivery | None:
    """The message to try now, counted and with its next attempt arranged; None where there is nothing to do."""
    waiting = HookDelivery.objects.select_related("hook__client", "change").filter(
        pk=number,
        state=HookState.WAITING,
        next_at__lte=timezone.now(),
        hook__paused_at__isnull=True,
        hook__ended_at__isnull=True,
    )
    delivery = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is None:
        return None
    # The last attempt may never have come to its end.
    if delivery.hook.is_over or delivery.attempts >= ATTEMPTS:
        delivery.state, delivery.said = HookState.DEAD, OVER if delivery.hook.is_over else delivery.said
        delivery.save(update_fields=["state", "said"])
        return None
    wait = WAITS[min(delivery.attempts, len(WAITS) - 1)]
    delivery.attempts += 1
    delivery.next_at = timezone.now() + wait
    delivery.save(update_fields=["attempts", "next_at"])
    send_delivery.using(run_after=delivery.next_at).enqueue(number)
    return delivery
