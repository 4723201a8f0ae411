"""Attempts to pay an order: begun at a provider, told of by it, asked about, ended once.

The provider is never asked inside a transaction, and an attempt is kept before the provider hears of it: no payment
comes of an attempt that nobody knows.
"""

import logging
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import SYSTEM, Actor
from cases.errors import NotNow
from cases.models import Case, PartyRole
from cases.payments.actions import note, settle
from cases.payments.models import AWAITED, Attempt, AttemptState, Order
from cases.payments.provider import Asked, Notice, NotUnderstood, Provider, Refused, Unavailable, provider_of
from cases.workflow import ENDED

log = logging.getLogger(__name__)


class UnknownAttempt(LookupError):
    """The provider tells of an attempt that we did not start."""


def attempt_start(
    *, actor: Actor, order: Order, provider: Provider, return_url: str, notify_url: str = ""
) -> tuple[Attempt, str]:
    """A new try to pay; returns it with the address where the payer goes. The amount is the order's.

    Raises PermissionDenied, NotNow, Conflict, Refused, Unavailable.
    """
    writing.permitted(order.case, actor)
    attempt = _begin(actor, order, provider)
    found, case = attempt.order, attempt.order.case
    words = _("Sprawa %(sign)s") % {"sign": case.sign}
    email = _email_of(case)
    asked = Asked(attempt.reference, found.amount, str(case.sign), words, return_url, notify_url, email)
    try:
        address = provider.start(asked)
    except (Refused, Unavailable):
        attempt_give_up(attempt.pk)
        raise
    return attempt, address


@transaction.atomic
def _begin(actor: Actor, order: Order, provider: Provider) -> Attempt:
    case = writing.locked(order.case)
    found = Order.objects.select_related("case").get(pk=order.pk)
    if not found.is_due:
        raise NotNow(_("Ta należność jest już uregulowana."))
    if case.state in ENDED:
        raise NotNow(_("Sprawa jest zakończona: niczego już nie płacisz."))
    if found.attempts.filter(state=AttemptState.TOLD).exists():
        raise NotNow(_("Twoja wpłata już do nas dotarła i czeka na potwierdzenie operatora. Nie płać drugi raz."))
    attempt = Attempt.objects.create(
        order=found, provider=provider.name, account=provider.account, reference=secrets.token_urlsafe(18)
    )
    note(actor, case, "attempt", found, {"attempt": attempt.pk, "provider": provider.name})
    return attempt


def _email_of(case: Case) -> str:
    """For the provider's receipt, where it insists on one."""
    party = case.parties.filter(role=PartyRole.APPLICANT).first()
    own = party.email if party else ""
    return own or (case.account.contact if case.account else "")


@transaction.atomic
def notice_take(*, provider: str, notice: Notice, account: str = "") -> Attempt:
    """What a genuine webhook or the provider's answer told. Told again it changes nothing; it waits for the case
    rather than be lost. What is not final yet leaves it told; the worker asks back (tasks.take).

    A payment of an order that is settled, cancelled or of another amount is kept as surplus, to be given back.
    Raises UnknownAttempt, NotUnderstood (the provider's number is another attempt's).
    """
    known = Attempt.objects.select_related("order__case").filter(provider=provider, account=account)
    # The database refuses to look for a zero character.
    found = known.filter(reference=notice.reference).first() if "\0" not in notice.reference else None
    if found is None:
        raise UnknownAttempt
    case = writing.locked(found.order.case, waiting=True)
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("order").get(pk=found.pk)
    if not _is_news(attempt, notice):
        return attempt
    attempt.number = notice.number or attempt.number
    attempt.paid_amount = notice.amount if notice.is_paid else None
    if notice.is_paid and not notice.is_final:
        return _told(attempt)
    _end(case, attempt, notice)
    return attempt


def _is_news(attempt: Attempt, notice: Notice) -> bool:
    """Whether it can change something: what was paid stays paid, and what failed may still come."""
    if attempt.state in (AttemptState.PAID, AttemptState.SURPLUS):
        if notice.number and notice.number != attempt.number:
            log.error("payment attempt %d was paid for twice at %s", attempt.pk, attempt.provider)
        return False
    return attempt.state in AWAITED or notice.is_paid


def _told(attempt: Attempt) -> Attempt:
    attempt.state, attempt.ended_at = AttemptState.TOLD, None
    _save(attempt)
    return attempt


def _end(case: Case, attempt: Attempt, notice: Notice) -> None:
    order = attempt.order
    attempt.state, attempt.ended_at = _state_of(order, notice), timezone.now()
    _save(attempt)
    if attempt.state == AttemptState.PAID:
        settle(case, order, attempt.ended_at, SYSTEM, proof=f"{attempt.provider} {attempt.number or attempt.reference}")
    else:
        note(SYSTEM, case, attempt.state, order, {"attempt": attempt.pk})


def _save(attempt: Attempt) -> None:
    try:
        with transaction.atomic():
            attempt.save(update_fields=["state", "ended_at", "paid_amount", "number"])
    except IntegrityError:
        log.error("payment attempt %d: its number at %s is another's", attempt.pk, attempt.provider)
        raise NotUnderstood from None


def _state_of(order: Order, notice: Notice) -> AttemptState:
    if not notice.is_paid:
        return AttemptState.FAILED
    return AttemptState.PAID if order.is_due and notice.amount == order.amount else AttemptState.SURPLUS


def attempt_confirm(number: int) -> AttemptState:
    """Ask the provider back about what it told; returns the attempt's state then. Raises Refused, Unavailable."""
    attempt = Attempt.objects.get(pk=number)
    if attempt.state != AttemptState.TOLD or attempt.paid_amount is None:
        return AttemptState(attempt.state)
    told = Notice(attempt.reference, True, attempt.paid_amount, attempt.number, is_final=False)
    confirmed = _provider(attempt).confirm(told)
    return AttemptState(notice_take(provider=attempt.provider, account=attempt.account, notice=confirmed).state)


def attempt_look(number: int) -> AttemptState:
    """Ask the provider what became of an attempt that it told nothing of. Raises Refused, Unavailable."""
    attempt = Attempt.objects.get(pk=number)
    if attempt.state != AttemptState.STARTED:
        return AttemptState(attempt.state)
    notice = _provider(attempt).look(attempt.reference)
    if notice is None:
        return AttemptState(attempt.state)
    return AttemptState(notice_take(provider=attempt.provider, account=attempt.account, notice=notice).state)


@transaction.atomic
def attempt_give_up(number: int) -> None:
    """Nothing came of it; should the provider tell later that something did, it counts."""
    case = writing.locked(Case.objects.get(orders__attempts=number), waiting=True)
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("order").get(pk=number)
    if attempt.state not in AWAITED:
        return
    attempt.state, attempt.ended_at = AttemptState.FAILED, timezone.now()
    _save(attempt)
    note(SYSTEM, case, attempt.state, attempt.order, {"attempt": attempt.pk})


def awaited(before: datetime) -> list[int]:
    """Attempts begun before then of which nothing is known."""
    return list(Attempt.objects.filter(state__in=AWAITED, started_at__lt=before).values_list("pk", flat=True))


def _provider(attempt: Attempt) -> Provider:
    found = provider_of(attempt.provider, attempt.account)
    if found is None:
        log.error("payment attempt %d: no account %r at %r", attempt.pk, attempt.account, attempt.provider)
        raise Unavailable("no account")
    return found
