"""Dates and outcomes as former registers write them. Pure; what cannot be read is None, never guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cases.workflow import Outcome, State
from sip.services.search.words import plain

YEARS: Final = range(1945, 2100)
# Days of Excel are counted from here, its leap year 1900 that never was included.
EXCEL_START: Final = date(1899, 12, 30)
EXCEL_DAYS: Final = range(16_438, 73_051)
PIVOT: Final = 50
_TIME: Final = r"(?:[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})\s*[-./]\s*(\d{{1,2}})\s*[-./]\s*(\d{{1,2}}){_TIME}")
_POLISH: Final = re.compile(rf"(\d{{1,2}})\s*[-./]\s*(\d{{1,2}})\s*[-./]\s*(\d{{4}}|\d{{2}}){_TIME}")
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS: Final = re.compile(r"(\d{1,2})\.?\s+([a-z]+)\.?\s+(\d{4})")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
_YEAR_MARK: Final = re.compile(r"\s*r(?:\.|oku)?\Z", re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "i st sty stycznia styczen",
            "ii lut lutego luty",
            "iii mar marca marzec",
            "iv kwi kwietnia kwiecien",
            "v maj maja",
            "vi cze czerwca czerwiec",
            "vii lip lipca lipiec",
            "viii sie sierpnia sierpien",
            "ix wrz wrzesnia wrzesien",
            "x paz pazdziernika pazdziernik",
            "xi lis listopada listopad",
            "xii gru grudnia grudzien",
        ),
        start=1,
    )
    for name in names.split()
}


def day(typed: str) -> date | None:
    """„2024-03-05”, „05.03.2024”, „5.3.24”, „5 marca 2024 r.”, „20240305”, 45356 of Excel; a time is left out."""
    text = _YEAR_MARK.sub("", " ".join(plain(typed).split()))
    for pattern, order in _FORMS:
        if found := pattern.fullmatch(text):
            return order(found)
    return None


def _day(year: str, month: str | int, day_of_month: str) -> date | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < PIVOT else 1900
    try:
        found = date(whole, int(month), int(day_of_month))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _by_name(found: re.Match[str]) -> date | None:
    month = _MONTHS.get(found[2])
    return _day(found[3], month, found[1]) if month else None


def _by_serial(found: re.Match[str]) -> date | None:
    days = int(found[1])
    return EXCEL_START + timedelta(days=days) if days in EXCEL_DAYS else None


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...]] = (
    (re.compile(_ISO.pattern.lower()), lambda found: _day(found[1], found[2], found[3])),
    (re.compile(_POLISH.pattern.lower()), lambda found: _day(found[3], found[2], found[1])),
    (_PACKED, lambda found: _day(found[1], found[2], found[3])),
    (_WORDS, _by_name),
    (_SERIAL, _by_serial),
)


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a case stood, by its words: `outcome` "" of an open one."""

    state: State
    outcome: Outcome | None = None
    is_known: bool = True


# The first that is found in the words counts; folded, parts of words.
_SAYING: Final = (
    ("bez rozpozn", Ending(State.CLOSED, Outcome.UNEXAMINED)),
    ("sprzeciw", Ending(State.CLOSED, Outcome.NO_OBJECTION)),
    ("milcz", Ending(State.CLOSED, Outcome.NO_OBJECTION)),
    ("umorz", Ending(State.CLOSED, Outcome.DISCONTINUED)),
    ("odmow", Ending(State.CLOSED, Outcome.REFUSED)),
    ("negatyw", Ending(State.CLOSED, Outcome.REFUSED)),
    ("wycof", Ending(State.WITHDRAWN)),
    ("cofni", Ending(State.WITHDRAWN)),
    ("rezygn", Ending(State.WITHDRAWN)),
    ("uniewaz", Ending(State.VOIDED)),
    ("anulow", Ending(State.VOIDED)),
    ("przekaz", Ending(State.HANDED_OVER)),
    ("zawiesz", Ending(State.SUSPENDED)),
    ("czesc", Ending(State.CLOSED, Outcome.PARTLY)),
    ("niezalatw", Ending(State.ACCEPTED)),
    ("niezakoncz", Ending(State.ACCEPTED)),
    ("nie zalatw", Ending(State.ACCEPTED)),
    ("nie zakoncz", Ending(State.ACCEPTED)),
    ("w toku", Ending(State.ACCEPTED)),
    ("w trakcie", Ending(State.ACCEPTED)),
    ("w realiz", Ending(State.ACCEPTED)),
    ("otwart", Ending(State.ACCEPTED)),
    ("prowadz", Ending(State.ACCEPTED)),
    ("rozpatrywan", Ending(State.ACCEPTED)),
    ("przyjet", Ending(State.ACCEPTED)),
    ("now", Ending(State.FILED)),
    ("zlozon", Ending(State.FILED)),
    ("wplyn", Ending(State.FILED)),
    ("zarejestr", Ending(State.FILED)),
    ("pozytyw", Ending(State.CLOSED, Outcome.GRANTED)),
    ("uwzgledn", Ending(State.CLOSED, Outcome.GRANTED)),
    ("ustal", Ending(State.CLOSED, Outcome.GRANTED)),
    ("zgod", Ending(State.CLOSED, Outcome.GRANTED)),
    ("wydan", Ending(State.CLOSED, Outcome.GRANTED)),
    ("decyzj", Ending(State.CLOSED, Outcome.DONE)),
    ("zakoncz", Ending(State.CLOSED, Outcome.DONE)),
    ("zalatw", Ending(State.CLOSED, Outcome.DONE)),
    ("zamkn", Ending(State.CLOSED, Outcome.DONE)),
    ("archiw", Ending(State.CLOSED, Outcome.DONE)),
    ("ostateczn", Ending(State.CLOSED, Outcome.DONE)),
)


def ending(words: str, *, is_closed: bool) -> Ending:
    """By WORDS of state and outcome together; IS_CLOSED: a closing day is given, which outweighs words of open ones."""
    folded = " ".join(plain(words).split())
    said = next((found for part, found in _SAYING if part in folded), None)
    if is_closed and (said is None or said.state in (State.FILED, State.ACCEPTED, State.SUSPENDED)):
        return Ending(State.CLOSED, Outcome.DONE, is_known=not folded or said is not None)
    return said or Ending(State.ACCEPTED, is_known=not folded)
