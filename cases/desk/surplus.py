"""What was paid beyond what is due, so that a clerk gives it back."""

from collections.abc import Sequence
from decimal import Decimal

from cases.catalogue.fees import Fee
from cases.models import Order
from cases.payments.actions import to_give_back


def surplus_of(orders: Sequence[Order], fee: Fee) -> Decimal:
    """PLN paid for ORDERS beyond what they asked for, or beyond FEE where it is final and all of them were computed by
    its rule: what an office asked for otherwise stays due."""
    settled = [order for order in orders if order.settled_at]
    held = sum((to_give_back(order) for order in orders), Decimal(0))
    asked = sum((order.amount for order in settled), Decimal(0))
    owed = min(asked, fee.total) if fee.is_final and all(order.lines for order in settled) else asked
    return max(held - owed, Decimal(0))
