"""How long data of people in a case are kept: by its archive category and its service's years, counted in full years.

Categories: regulation of the Prime Minister of 18 January 2011 (Dz.U. nr 14 poz. 67); cases.archive reads them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.archive.categories import Category, Fate
from cases.clock.terms import WARSAW, day_of
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.workflow import ENDED


class Keeping(StrEnum):
    """OPEN: the case is not over. FOR_EVER: category A. UNKNOWN: a category that nobody can read. JUDGED: BE, which
    the state archive looks at before anything goes."""

    OPEN = "open"
    FOR_EVER = "for-ever"
    UNKNOWN = "unknown"
    JUDGED = "judged"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Kept:
    """`last_day`: on which the data are still kept; None where there is no such day."""

    how: Keeping
    last_day: date | None = None

    def is_over(self, today: date, *, is_assessed: bool = False) -> bool:
        """IS_ASSESSED: the state archive looked at what is of category BE."""
        may_go = self.how is Keeping.UNTIL or (self.how is Keeping.JUDGED and is_assessed)
        return may_go and self.last_day is not None and self.last_day < today


def kept(case: Case) -> Kept:
    """Of a case with its service: the longer of what the category and the service say."""
    if case.closed_at is None or case.state not in ENDED:
        return Kept(Keeping.OPEN)
    category = Category.parse(case.category)
    if case.category and category is None:
        return Kept(Keeping.UNKNOWN)
    if category and category.fate is Fate.FOR_EVER:
        return Kept(Keeping.FOR_EVER)
    years = max(case.service.retention_years, (category.years or 0) if category else 0)
    last_day = date(day_of(case.closed_at).year + years, 12, 31)
    is_judged = category is not None and category.fate is Fate.EXAMINED
    return Kept(Keeping.JUDGED if is_judged else Keeping.UNTIL, last_day)


def perhaps_over(cases: CaseQuerySet, today: date) -> CaseQuerySet:
    """Ended before this year and not anonymised: of the others none can be over. `kept` decides."""
    began = datetime(today.year, 1, 1, tzinfo=WARSAW)
    return cases.filter(anonymised_at__isnull=True, closed_at__lt=began).select_related("service")
