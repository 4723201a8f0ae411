"""From when a decision is final: nobody appealed in time, counted from the last delivery (KPA art. 16 §1, 129, 141)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cases.clock.terms import Term, TermUnit, counted, moved

# An appeal against a decision (art. 129 §2), a complaint against an order (art. 141 §2).
TO_APPEAL: Final = Term(14, TermUnit.DAYS)
TO_COMPLAIN: Final = Term(7, TermUnit.DAYS)


@dataclass(frozen=True, slots=True)
class Finality:
    """`until`: the last day for an appeal; one sent by post counts from the day of the stamp (art. 57 §5)."""

    delivered: date
    until: date

    @property
    def since(self) -> date:
        return self.until + timedelta(days=1)


def finality(delivered: date, *, is_decision: bool) -> Finality:
    """DELIVERED: when the last of the parties got it."""
    return Finality(delivered, moved(counted(delivered, TO_APPEAL if is_decision else TO_COMPLAIN)))
