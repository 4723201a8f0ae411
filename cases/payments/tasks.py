"""Work of the background worker for payments: what a provider told is asked back, what it did not tell is asked for."""

import logging
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cases.clock.terms import WARSAW, day_of
from cases.payments import attempts, refunds, settling
from cases.payments.models import Attempt, AttemptState, Refund, RefundState
from cases.payments.provider import Notice, Refused, Unavailable

log = logging.getLogger(__name__)

# After the start of an attempt that no webhook told of; a transfer on paper takes days. Then it counts as unpaid.
LOOKS: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 20, 75, 6 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60))
# A provider that is away is asked again after twice the time, until some three days are over.
FIRST_WAIT: Final = timedelta(minutes=1)
TRIES: Final = 13
# How often a refund under way is asked about.
REFUND_LOOK: Final = timedelta(hours=6)
REFUND_LOOKS: Final = 60
# Each night all that is open is asked about, whatever became of the work put down for it.
HOUR: Final = time(3, 30, tzinfo=WARSAW)
SETTLED: Final = timedelta(minutes=5)


@transaction.atomic
def take(*, provider: str, account: str, notice: Notice) -> Attempt:
    """What a webhook told of a payment, and the asking back that it wants. Raises as notice_take does."""
    attempt = attempts.notice_take(provider=provider, account=account, notice=notice)
    if attempt.state == AttemptState.TOLD:
        confirm_attempt.enqueue(attempt.pk)
    return attempt


def watch(attempt: Attempt) -> None:
    """Have the worker look at what became of it."""
    tonight_ensure()
    _later(look_at_attempt, LOOKS[0], attempt.pk, 0)


@task()
def confirm_attempt(number: int, trial: int = 1) -> str:
    try:
        return attempts.attempt_confirm(number)
    except Refused as error:
        log.error("payment attempt %d was told of, but not confirmed: %s", number, error)
        attempts.attempt_give_up(number)
        return AttemptState.FAILED
    except Unavailable:
        if not _again(confirm_attempt, number, trial):
            log.error("payment attempt %d could not be confirmed: the provider is away", number)
        return AttemptState.TOLD


@task()
def look_at_attempt(number: int, look: int = 0) -> str:
    """The last look ends what came to nothing; where the provider is away there is another look."""
    is_answered = True
    try:
        state = attempts.attempt_look(number)
    except (Refused, Unavailable):
        state, is_answered = AttemptState.STARTED, False
    if state == AttemptState.TOLD:
        confirm_attempt.enqueue(number)
    elif state == AttemptState.STARTED and look + 1 < len(LOOKS):
        _later(look_at_attempt, LOOKS[look + 1] - LOOKS[look], number, look + 1)
    elif state == AttemptState.STARTED and is_answered:
        attempts.attempt_give_up(number)
    return state


@task()
def send_refund(number: int, trial: int = 1) -> str:
    try:
        state = refunds.refund_send(number)
    except Unavailable:
        if not _again(send_refund, number, trial):
            log.error("refund %d could not be asked for: the provider is away", number)
        return RefundState.ASKED
    if state == RefundState.ASKED:
        _later(look_at_refund, REFUND_LOOK, number, 0)
    return state


@task()
def look_at_refund(number: int, look: int = 0) -> str:
    try:
        state = refunds.refund_look(number)
    except (Refused, Unavailable):
        state = RefundState.ASKED
    if state == RefundState.ASKED and look < REFUND_LOOKS:
        _later(look_at_refund, REFUND_LOOK, number, look + 1)
    return state


def ask(refund: Refund) -> None:
    """Have the worker ask the provider for it, once it is committed."""
    tonight_ensure()
    send_refund.enqueue(refund.pk)


@task()
def settle_nightly() -> dict[str, int]:
    """The next night is put down first, so that one that fails is not the last."""
    tonight_ensure()
    before = timezone.now() - SETTLED
    return {
        "payments": settling.attempts_settle(before).total(),
        "refunds": settling.refunds_settle(before).total(),
    }


def tonight_ensure() -> None:
    """Have the worker ask in the coming night, if that is not put down yet."""
    waiting = DBTaskResult.objects.filter(task_path=settle_nightly.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        tonight = datetime.combine(day_of(timezone.now()), HOUR)
        moment = tonight if tonight > timezone.now() else tonight + timedelta(days=1)
        settle_nightly.using(run_after=moment).enqueue()


def _again(work: Any, number: int, trial: int) -> bool:
    """Once more, later; False after the last try."""
    if trial >= TRIES:
        return False
    _later(work, FIRST_WAIT * (1 << (trial - 1)), number, trial + 1)
    return True


def _later(work: Any, wait: timedelta, *arguments: int) -> None:
    work.using(run_after=timezone.now() + wait).enqueue(*arguments)
