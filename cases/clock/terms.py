"""Terms in days, weeks and months, and the day each ends: KPA (code of administrative procedure) art. 57 §1-4."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext as _
from pydantic import Field

# Days of offices are days in Poland, wherever the server stands.
WARSAW: Final = ZoneInfo("Europe/Warsaw")
SATURDAY: Final = 5
WEEKDAYS: Final[tuple[Callable[[], str], ...]] = (
    lambda: _("poniedziałek"),
    lambda: _("wtorek"),
    lambda: _("środa"),
    lambda: _("czwartek"),
    lambda: _("piątek"),
    lambda: _("sobota"),
    lambda: _("niedziela"),
)


class TermUnit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class ClockRule(StrEnum):
    """`kpa`: time that waits for others does not count (art. 35 §5). `strict`: the term runs on whatever happens."""

    KPA = "kpa"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Term:
    count: Annotated[int, Field(ge=1, le=3650)]
    unit: TermUnit


def day_of(moment: datetime) -> date:
    """The day in Poland; MOMENT is aware."""
    return moment.astimezone(WARSAW).date()


def counted(start: date, term: Term) -> date:
    """The last day of TERM after the event of START, not moved yet.

    The day of the event does not count (art. 57 §1). Weeks end on the weekday of the same name (§2), months on the
    date of the same number or on the month's last day where it has none (§3).
    """
    if term.unit is TermUnit.MONTHS:
        return _months_later(start, term.count)
    return start + timedelta(days=term.count * (7 if term.unit is TermUnit.WEEKS else 1))


def _months_later(start: date, count: int) -> date:
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def moved(day: date) -> date:
    """DAY, or the next one that is neither a Saturday nor a statutory holiday (art. 57 §4)."""
    while day_off(day):
        day += timedelta(days=1)
    return day


def day_off(day: date) -> str:
    """Why nothing ends on DAY: the name of the holiday or of the weekday; empty on other days."""
    if day.weekday() >= SATURDAY:
        return WEEKDAYS[day.weekday()]()
    return str(_holidays_of(day.year).get(day, ""))


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]()


@cache
def _holidays_of(year: int) -> dict[date, str]:
    """Statutory holidays on working days and Sundays; 24 December is one from 2025."""
    return dict(holidays.country_holidays("PL", years=year, language="pl"))
