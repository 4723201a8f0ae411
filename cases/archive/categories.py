"""Archive categories and what follows from them; pure.

A is kept for ever, B5 five years and then destroyed, BE5 five years and then looked at by the state archive, Bc until
nobody needs it (regulation of the Prime Minister of 18 January 2011, Dz.U. nr 14 poz. 67).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

PATTERN: Final = r"^(A|Bc|BE?[1-9][0-9]?)\Z"
MOST_CATEGORY: Final = 6
_CATEGORY: Final = re.compile(PATTERN)


class Fate(StrEnum):
    """What becomes of a case when its time is over."""

    FOR_EVER = "A"
    DESTROYED = "B"
    EXAMINED = "BE"
    USED_UP = "Bc"


@dataclass(frozen=True, slots=True)
class Category:
    """`years` is None where no number of years is laid down."""

    fate: Fate
    years: int | None

    @classmethod
    def parse(cls, text: str) -> "Category | None":
        if not _CATEGORY.match(text):
            return None
        fate = Fate(text.rstrip("0123456789"))
        return cls(fate, int(text[len(fate) :]) if fate in (Fate.DESTROYED, Fate.EXAMINED) else None)

    def last_day(self, closed_on: date) -> date | None:
        """Full calendar years, counted from the first of January after the end; None where there is no end."""
        return None if self.years is None else date(closed_on.year + self.years, 12, 31)


def kept_until(category: str, closed_on: date) -> date | None:
    """The last day on which a case of CATEGORY that ended on CLOSED_ON is to be kept; None where none is laid down."""
    parsed = Category.parse(category)
    return parsed.last_day(closed_on) if parsed else None
