"""Payments: orders started, told of, settled once, topped up, cancelled, given back; each change with its event."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import SYSTEM, Actor
from cases.catalogue.fees import Fee
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.payments.models import Attempt, AttemptState, Order, Refund, Why
from cases.payments.provider import Asked, Notice, Provider
from cases.workflow import ENDED, OPEN, Act, State, Who
from sip.audit.actions import record

OBJECT: Final = "order"
GROSZ: Final = Decimal("0.01")
MOST_PROOF: Final = 200
MOST_REASON: Final = 500


class UnknownAttempt(LookupError):
    """The provider tells of an attempt that we did not start."""


def attempt_start(*, actor: Actor, order: Order, provider: Provider, return_url: str) -> tuple[Attempt, str]:
    """A new try to pay; returns it with the address where the payer goes. The amount is the order's.

    The provider is asked before the transaction. Raises PermissionDenied, NotNow, Conflict.
    """
    writing.permitted(order.case, actor)
    order = Order.objects.select_related("case").get(pk=order.pk)
    if not order.is_due:
        raise NotNow(_("Ta należność jest już uregulowana."))
    if order.case.state in ENDED:
        raise NotNow(_("Sprawa jest zakończona: niczego już nie płacisz."))
    words = _("Sprawa %(sign)s") % {"sign": order.case.sign}
    started = provider.start(Asked(order.pk, order.amount, words, return_url))
    with transaction.atomic():
        case = writing.locked(order.case)
        attempt = Attempt.objects.create(order=order, provider=provider.name, reference=started.reference)
        _record(actor, case, "attempt", order, {"attempt": attempt.pk, "provider": provider.name})
    return attempt, started.pay_url


@transaction.atomic
def notice_take(*, provider: str, notice: Notice) -> Attempt:
    """What a genuine webhook told. Told again it changes nothing; it waits for the case rather than be lost.

    A payment of an order that is settled, cancelled or of another amount is kept as surplus, to be given back.
    Raises UnknownAttempt.
    """
    found = Attempt.objects.select_related("order__case").filter(provider=provider, reference=notice.reference).first()
    if found is None:
        raise UnknownAttempt
    case = writing.locked(found.order.case, waiting=True)
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("order").get(pk=found.pk)
    if attempt.state != AttemptState.STARTED and not (attempt.state == AttemptState.FAILED and notice.is_paid):
        return attempt
    order = attempt.order
    attempt.state = _state_of(order, notice)
    attempt.ended_at = timezone.now()
    attempt.paid_amount = notice.amount if notice.is_paid else None
    attempt.save(update_fields=["state", "ended_at", "paid_amount"])
    if attempt.state == AttemptState.PAID:
        _settle(case, order, attempt.ended_at, SYSTEM, proof=f"{provider} {notice.reference}")
    else:
        _record(SYSTEM, case, attempt.state, order, {"attempt": attempt.pk})
    return attempt


def _state_of(order: Order, notice: Notice) -> AttemptState:
    if not notice.is_paid:
        return AttemptState.FAILED
    return AttemptState.PAID if order.is_due and notice.amount == order.amount else AttemptState.SURPLUS


def _settle(case: Case, order: Order, moment: datetime, actor: Actor, proof: str) -> None:
    """The order is paid; a case that waited for nothing else goes on."""
    order.settled_at, order.proof = moment, proof[:MOST_PROOF]
    order.save(update_fields=["settled_at", "proof"])
    _record(actor, case, "settle", order, {"amount": str(order.amount)})
    _go_on(case, actor, moment)


def _go_on(case: Case, actor: Actor, moment: datetime) -> None:
    """From awaiting payment, once nothing is due any more."""
    if case.state != State.PAYMENT or due_of(case) > 0:
        return
    step, who = writing.allowed(case, Act.PAID, actor.capacities(case))
    case.party_due = None
    writing.move(case, actor, writing.Happened(Act.PAID, who, step, {}), moment)


def due_of(case: Case) -> Decimal:
    """The sum of orders that are neither settled nor cancelled, PLN."""
    due = case.orders.filter(settled_at__isnull=True, cancelled_at__isnull=True)
    return due.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def paid_of(case: Case) -> Decimal:
    """What was paid and not given back, PLN."""
    settled = case.orders.filter(settled_at__isnull=False).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    given_back = Refund.objects.filter(order__case=case).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return settled - given_back


@transaction.atomic
def order_settle(*, actor: Actor, order: Order, proof: str) -> Order:
    """A clerk notes a payment at the desk or by transfer. Raises PermissionDenied, Conflict, NotNow, Incomplete."""
    case, found = _clerks(actor, order)
    if not proof.strip() or len(proof) > MOST_PROOF or "\0" in proof:
        raise Incomplete({"proof": [_("Podaj dowód wpłaty.")]})
    _settle(case, found, timezone.now(), actor, proof)
    return found


@transaction.atomic
def order_cancel(*, actor: Actor, order: Order, reason: str) -> Order:
    """An order that is not due after all (an exemption, a mistake). Raises as order_settle does."""
    case, found = _clerks(actor, order, ended=True)
    _require_reason(reason)
    found.cancelled_at, found.cancel_reason = timezone.now(), reason
    found.save(update_fields=["cancelled_at", "cancel_reason"])
    _record(actor, case, "cancel", found, {"amount": str(found.amount)})
    _go_on(case, actor, found.cancelled_at)
    return found


@transaction.atomic
def top_up(*, actor: Actor, case: Case, fee: Fee) -> Order | None:
    """An order for what the office computed beyond all orders so far; None where nothing is missing.

    Raises PermissionDenied, Conflict, NotNow.
    """
    found = writing.locked(case)
    _require_clerk(actor, found)
    if found.state not in OPEN:
        raise NotNow
    ordered = found.orders.filter(cancelled_at__isnull=True).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    missing = fee.total - ordered
    if missing <= 0:
        return None
    why = Why.TOP_UP if ordered else Why.FEE
    order = Order.objects.create(case=found, why=why, amount=missing.quantize(GROSZ), lines=fee.as_written())
    _record(actor, found, why, order, {"amount": str(order.amount)})
    return order


@transaction.atomic
def refund_note(*, actor: Actor, order: Order, amount: Decimal, reason: str) -> Refund:
    """Money given back by a clerk, never more than was paid. Raises PermissionDenied, Conflict, Incomplete."""
    case = writing.locked(order.case)
    _require_clerk(actor, case)
    assert actor.user is not None
    found = case.orders.get(pk=order.pk)
    if not amount.is_finite() or not 0 < amount <= _to_give_back(found):
        raise Incomplete({"amount": [_("Można zwrócić najwyżej to, co wpłacono.")]})
    _require_reason(reason)
    refund = Refund.objects.create(order=found, amount=amount.quantize(GROSZ), reason=reason, noted_by=actor.user)
    _record(actor, case, "refund", found, {"amount": str(refund.amount)})
    return refund


def _to_give_back(order: Order) -> Decimal:
    """All that was paid for it, surplus included, less what was given back."""
    surplus = order.attempts.filter(state=AttemptState.SURPLUS).aggregate(sum=Sum("paid_amount"))["sum"] or Decimal(0)
    given_back = order.refunds.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return surplus + (order.amount if order.settled_at else Decimal(0)) - given_back


def _require_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > MOST_REASON or "\0" in reason:
        raise Incomplete({"reason": [_("Podaj powód, najwyżej %d znaków.") % MOST_REASON]})


def _clerks(actor: Actor, order: Order, *, ended: bool = False) -> tuple[Case, Order]:
    """The case, locked, and the order, still due, for a clerk; of a case that is over only where ENDED."""
    case = writing.locked(order.case)
    _require_clerk(actor, case)
    found = case.orders.select_for_update().get(pk=order.pk)
    if not found.is_due or (case.state in ENDED and not ended):
        raise NotNow
    return case, found


def _require_clerk(actor: Actor, case: Case) -> None:
    if not writing.permitted(case, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied


def _record(actor: Actor, case: Case, action: str, order: Order, new: dict[str, object]) -> None:
    record(
        actor=actor.user,
        action=f"case.order-{action}",
        object_type=OBJECT,
        object_id=order.pk,
        office=case.office,
        new={"case": case.pk, **new},
    )
