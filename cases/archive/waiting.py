"""Which cases wait for the archive: to be handed over to it, or to be judged when their time is over."""

from datetime import date, datetime

from django.conf import settings

from cases.archive.categories import Fate
from cases.clock.terms import WARSAW
from cases.querysets import CaseQuerySet
from cases.workflow import ENDED


def to_hand_over(cases: CaseQuerySet, today: date) -> CaseQuerySet:
    """Over for so many full years as the office keeps them at hand (ARCHIVE_AFTER_YEARS), not handed over yet.

    What is used up at the office (Bc) never goes to the archive.
    """
    since = datetime(today.year - settings.ARCHIVE_AFTER_YEARS, 1, 1, tzinfo=WARSAW)
    ended = cases.filter(state__in=sorted(ENDED), archived_on__isnull=True, closed_at__lt=since)
    return ended.exclude(archive_category=Fate.USED_UP.value)


def to_judge(cases: CaseQuerySet, today: date) -> CaseQuerySet:
    """Those whose time is over: to be destroyed with the state archive's consent, or looked at by it (BE)."""
    return cases.filter(kept_until__lt=today)


def of_fate(cases: CaseQuerySet, fate: Fate) -> CaseQuerySet:
    return cases.filter(archive_category__regex=rf"^{fate}[0-9]*$")
