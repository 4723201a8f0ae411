"""Orders: settled once, topped up, cancelled, given back; each change with its event."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import Actor
from cases.catalogue.fees import Fee
from cases.changes import actions as changes
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.payments.models import AttemptState, Order, Refund, RefundState, Why
from cases.workflow import ENDED, OPEN, Act, State, Who

OBJECT: Final = "order"
GROSZ: Final = Decimal("0.01")
MOST_PROOF: Final = 200
MOST_REASON: Final = 500


def settle(case: Case, order: Order, moment: datetime, actor: Actor, proof: str) -> None:
    """The order is paid; a case that waited for nothing else goes on."""
    order.settled_at, order.proof = moment, proof[:MOST_PROOF]
    order.save(update_fields=["settled_at", "proof"])
    note(actor, case, "settle", order, {"amount": str(order.amount)})
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
    return sum_of(case.orders.filter(settled_at__isnull=True, cancelled_at__isnull=True))


def paid_of(case: Case) -> Decimal:
    """What was paid and not given back, PLN."""
    return sum_of(case.orders.filter(settled_at__isnull=False)) - sum_of(given_back().filter(order__case=case))


def surplus_of(case: Case) -> Decimal:
    """What was paid for orders that were settled, cancelled or of another amount, and not given back yet, PLN."""
    orders = case.orders.filter(attempts__state=AttemptState.SURPLUS).distinct()
    held = sum((to_give_back(order) for order in orders), Decimal(0))
    return max(held - sum_of(orders.filter(settled_at__isnull=False)), Decimal(0))


@transaction.atomic
def order_settle(*, actor: Actor, order: Order, proof: str) -> Order:
    """A clerk notes a payment at the desk or by transfer. Raises PermissionDenied, Conflict, NotNow, Incomplete."""
    case, found = _clerks(actor, order)
    if not proof.strip() or len(proof) > MOST_PROOF or "\0" in proof:
        raise Incomplete({"proof": [_("Podaj dowód wpłaty.")]})
    settle(case, found, timezone.now(), actor, proof)
    return found


@transaction.atomic
def order_cancel(*, actor: Actor, order: Order, reason: str) -> Order:
    """An order that is not due after all (an exemption, a mistake). Raises as order_settle does."""
    case, found = _clerks(actor, order, ended=True)
    require_reason(reason)
    found.cancelled_at, found.cancel_reason = timezone.now(), reason
    found.save(update_fields=["cancelled_at", "cancel_reason"])
    note(actor, case, "cancel", found, {"amount": str(found.amount)})
    _go_on(case, actor, found.cancelled_at)
    return found


@transaction.atomic
def top_up(*, actor: Actor, case: Case, fee: Fee) -> Order | None:
    """An order for what the office computed beyond all orders so far; None where nothing is missing.

    Raises PermissionDenied, Conflict, NotNow.
    """
    found = writing.locked(case)
    require_clerk(actor, found)
    if found.state not in OPEN:
        raise NotNow
    ordered = sum_of(found.orders.filter(cancelled_at__isnull=True))
    missing = fee.total - ordered
    if missing <= 0:
        return None
    why = Why.TOP_UP if ordered else Why.FEE
    order = Order.objects.create(case=found, why=why, amount=missing.quantize(GROSZ), lines=fee.as_written())
    note(actor, found, why, order, {"amount": str(order.amount)})
    return order


@transaction.atomic
def refund_note(*, actor: Actor, order: Order, amount: Decimal, reason: str) -> Refund:
    """Money given back by a clerk, never more than was paid. Raises PermissionDenied, Conflict, Incomplete."""
    case = writing.locked(order.case)
    require_clerk(actor, case)
    assert actor.user is not None
    found = case.orders.get(pk=order.pk)
    if not amount.is_finite() or not 0 < amount <= to_give_back(found):
        raise Incomplete({"amount": [_("Można zwrócić najwyżej to, co wpłacono.")]})
    require_reason(reason)
    refund = Refund.objects.create(order=found, amount=amount.quantize(GROSZ), reason=reason, noted_by=actor.user)
    note(actor, case, "refund", found, {"amount": str(refund.amount)})
    return refund


def to_give_back(order: Order) -> Decimal:
    """All that was paid for it, surplus included, less what was given back."""
    surplus = order.attempts.filter(state=AttemptState.SURPLUS).aggregate(sum=Sum("paid_amount"))["sum"] or Decimal(0)
    return surplus + (order.amount if order.settled_at else Decimal(0)) - sum_of(given_back().filter(order=order))


def given_back() -> QuerySet[Refund]:
    """Refunds that count: those that a provider rejected gave nothing back."""
    return Refund.objects.exclude(state=RefundState.REJECTED)


def sum_of(rows: QuerySet[Order] | QuerySet[Refund]) -> Decimal:
    """The amounts added up, PLN."""
    return Decimal(rows.aggregate(sum=Sum("amount"))["sum"] or 0)


def require_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > MOST_REASON or "\0" in reason:
        raise Incomplete({"reason": [_("Podaj powód, najwyżej %d znaków.") % MOST_REASON]})


def _clerks(actor: Actor, order: Order, *, ended: bool = False) -> tuple[Case, Order]:
    """The case, locked, and the order, still due, for a clerk; of a case that is over only where ENDED."""
    case = writing.locked(order.case)
    require_clerk(actor, case)
    found = case.orders.select_for_update().get(pk=order.pk)
    if not found.is_due or (case.state in ENDED and not ended):
        raise NotNow
    return case, found


def require_clerk(actor: Actor, case: Case) -> None:
    if not writing.permitted(case, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied


def note(actor: Actor, case: Case, action: str, order: Order, new: dict[str, object]) -> None:
    changes.note(
        actor=actor,
        case=case,
        action=f"case.order-{action}",
        on=(OBJECT, order.pk),
        new={"case": case.pk, **new},
    )
