"""Refunds by the provider that took the money: asked for by a clerk, sent by the worker, ended by what it tells."""

import secrets
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import SYSTEM, Actor
from cases.errors import Incomplete
from cases.payments.actions import GROSZ, given_back, note, require_clerk, require_reason, sum_of, to_give_back
from cases.payments.models import Attempt, AttemptState, Order, Refund, RefundState
from cases.payments.provider import GivingBack, Provider, RefundNotice, Refused, Returned, Unavailable, provider_of

PAID = (AttemptState.PAID, AttemptState.SURPLUS)


class UnknownRefund(LookupError):
    """The provider tells of a refund that we did not ask for."""


def left_of(attempt: Attempt) -> Decimal:
    """What of a payment has not been given back by its provider, PLN; nothing where the provider cannot be asked."""
    if attempt.state not in PAID or provider_of(attempt.provider, attempt.account) is None:
        return Decimal(0)
    return (attempt.paid_amount or Decimal(0)) - sum_of(given_back().filter(attempt=attempt))


def most_by_provider(order: Order) -> Decimal:
    """The most that one refund by the provider can be."""
    return min(to_give_back(order), max((left_of(attempt) for attempt in order.attempts.all()), default=Decimal(0)))


@transaction.atomic
def refund_ask(*, actor: Actor, order: Order, amount: Decimal, reason: str) -> Refund:
    """Money to be given back by the provider that took it, the way it came. The worker is to send it (tasks.ask).

    Raises PermissionDenied, Conflict, Incomplete.
    """
    case = writing.locked(order.case)
    require_clerk(actor, case)
    assert actor.user is not None
    found = case.orders.get(pk=order.pk)
    require_reason(reason)
    fitting = [attempt for attempt in found.attempts.all() if amount.is_finite() and 0 < amount <= left_of(attempt)]
    if not fitting or amount > to_give_back(found):
        raise Incomplete({"amount": [_("Operator może zwrócić najwyżej to, co przyjął i czego jeszcze nie zwrócił.")]})
    refund = Refund.objects.create(
        order=found,
        amount=amount.quantize(GROSZ),
        reason=reason,
        noted_by=actor.user,
        state=RefundState.ASKED,
        # A surplus before what settled the order.
        attempt=max(fitting, key=lambda attempt: attempt.state == AttemptState.SURPLUS),
        reference=secrets.token_hex(16),
    )
    note(actor, case, "refund-ask", found, {"amount": str(refund.amount), "refund": refund.pk})
    return refund


def refund_send(number: int) -> RefundState:
    """Ask the provider; the same refund asked for twice is one. Raises Unavailable."""
    refund, provider = _asked(number)
    if refund.state != RefundState.ASKED:
        return RefundState(refund.state)
    try:
        returned = provider.give_back(_giving(refund))
    except Refused as error:
        return _end(refund, Returned.REJECTED, str(error.args[-1]) if error.args else "")
    return _end(refund, returned)


def refund_look(number: int) -> RefundState:
    """Ask how far it is. Raises Refused, Unavailable."""
    refund, provider = _asked(number)
    if refund.state != RefundState.ASKED:
        return RefundState(refund.state)
    return _end(refund, provider.returned(_giving(refund)))


def refund_told(*, provider: str, account: str, notice: RefundNotice) -> RefundState:
    """What a genuine webhook told of a refund. Raises UnknownRefund."""
    known = Refund.objects.filter(attempt__provider=provider, attempt__account=account, reference=notice.uuid)
    refund = known.select_related("order__case").first()
    if refund is None:
        raise UnknownRefund
    return _end(refund, notice.returned)


@transaction.atomic
def _end(refund: Refund, returned: Returned, answer: str = "") -> RefundState:
    """Once: what the provider did stays done."""
    case = writing.locked(refund.order.case, waiting=True)
    found = Refund.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.pk)
    if found.state != RefundState.ASKED or returned not in (Returned.DONE, Returned.REJECTED):
        return RefundState(found.state)
    found.state = RefundState.DONE if returned is Returned.DONE else RefundState.REJECTED
    found.answer = answer[:200]
    found.save(update_fields=["state", "answer"])
    note(SYSTEM, case, f"refund-{found.state}", found.order, {"amount": str(found.amount), "refund": found.pk})
    return RefundState(found.state)


def _asked(number: int) -> tuple[Refund, Provider]:
    refund = Refund.objects.select_related("attempt", "order__case").get(pk=number)
    assert refund.attempt is not None
    provider = provider_of(refund.attempt.provider, refund.attempt.account)
    if provider is None:
        raise Unavailable("no account")
    return refund, provider


def _giving(refund: Refund) -> GivingBack:
    attempt, case = refund.attempt, refund.order.case
    assert attempt is not None
    address = notify_url(settings.SITE_URL or case.origin, attempt.provider, attempt.account)
    return GivingBack(refund.reference, attempt.reference, attempt.number, refund.amount, str(case.sign), address)


def notify_url(origin: str, provider: str, account: str) -> str:
    """Where the provider is to tell; "" where nobody knows how it reaches us."""
    if not origin or not account:
        return ""
    return origin + reverse("payment-account-webhook", args=[provider, account])
