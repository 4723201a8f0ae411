"""Work of the background worker: letters about keys, and forgetting what is due."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from sip.keys import actions, mail
from sip.keys.models import ApiKey
from sip.mailing import NotSent, again


@task()
def ask_to_confirm(number: int, attempt: int = 1) -> None:
    """The number, not the address: a task's arguments are kept."""
    wish = ApiKey.objects.filter(pk=number, digest__isnull=True).first()
    if wish is None:
        return
    try:
        mail.send_confirmation(wish)
    except NotSent:
        again(ask_to_confirm, number, attempt)


@task()
def tell_held(numbers: list[int], attempt: int = 1) -> None:
    held = list(ApiKey.objects.filter(pk__in=numbers).order_by("pk"))
    if not held:
        return
    try:
        mail.send_held(held)
    except NotSent:
        again(tell_held, numbers, attempt)


@task()
def wipe_due() -> int:
    return actions.keys_wipe_due()


def wipe_in_time(wait: timedelta) -> None:
    wipe_due.using(run_after=timezone.now() + wait + timedelta(minutes=1)).enqueue()


def wipe_unconfirmed_in_time() -> None:
    wipe_in_time(timedelta(hours=settings.KEY_CONFIRM_HOURS))


def wipe_ended_in_time() -> None:
    """When a key issued or renewed now is over, and when one revoked now is."""
    wipe_in_time(actions.FORGETTING)
    wipe_in_time(timedelta(days=settings.KEY_DAYS) + actions.FORGETTING)
