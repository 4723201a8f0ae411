"""Providers asked about all that is open: payments that nothing is known of, refunds that did not end."""

import logging
from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _

from cases.errors import NotNow
from cases.payments import attempts, refunds
from cases.payments.models import AttemptState, Refund, RefundState
from cases.payments.provider import NotUnderstood, Refused, Unavailable

log = logging.getLogger(__name__)


def attempts_settle(before: datetime) -> Counter[str]:
    """Of attempts begun before then: how many came to what, in words. One that goes wrong ends no others."""
    return Counter(_attempt_asked(number) for number in attempts.awaited(before))


def refunds_settle(before: datetime) -> Counter[str]:
    """Of refunds noted before then. Asked for again they are still one, so none that the worker lost stays behind."""
    waiting = Refund.objects.filter(state=RefundState.ASKED, noted_at__lt=before)
    return Counter(_refund_asked(number) for number in list(waiting.values_list("pk", flat=True)))


def _attempt_asked(number: int) -> str:
    try:
        state = attempts.attempt_look(number)
        return str((attempts.attempt_confirm(number) if state == AttemptState.TOLD else state).label)
    except (Refused, Unavailable):
        return _("bez odpowiedzi")
    except (NotUnderstood, NotNow) as error:
        log.error("payment attempt %d could not be settled: %s", number, type(error).__name__)
        return _("bez odpowiedzi")


def _refund_asked(number: int) -> str:
    try:
        state = refunds.refund_send(number)
        return str((refunds.refund_look(number) if state == RefundState.ASKED else state).label)
    except (Refused, Unavailable):
        return _("bez odpowiedzi")
    except NotNow as error:
        log.error("refund %d could not be settled: %s", number, type(error).__name__)
        return _("bez odpowiedzi")
