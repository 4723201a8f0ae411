"""Kinds of changes by the names that the log of events, the API and webhooks have for them."""

from typing import Final

from cases.payments.models import AttemptState, RefundState
from cases.workflow import Act

ACTS: Final = tuple(f"case.{act}" for act in Act)
OTHERS: Final = (
    "case.geometry-amend",
    "case.parcel-changed",
    "case.document-add",
    "case.archive-category",
    "case.archive",
    "case.anonymise",
    *(f"case.order-{what}" for what in ("fee", "top-up", "attempt", "settle", "cancel", "refund", "refund-ask")),
    *(f"case.order-{state}" for state in AttemptState if state not in (AttemptState.STARTED, AttemptState.TOLD)),
    *(f"case.order-refund-{state}" for state in (RefundState.DONE, RefundState.REJECTED)),
)
KINDS: Final = (*ACTS, *OTHERS)
