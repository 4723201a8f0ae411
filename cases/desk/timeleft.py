"""How much time a case has left, in words and as a level that pages tell by colour and sign besides."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from cases.workflow import State

SOON_DAYS: Final = 3
Level = Literal["over", "soon", "fine", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class TimeLeft:
    level: Level
    words: str
    day: date | None = None


def time_left(case: Case, today: date) -> TimeLeft:
    """Of a filed case, TODAY a day in Poland."""
    if case.is_ended and case.closed_at:
        return TimeLeft("done", _("zakończona"))
    if case.is_stopped:
        return TimeLeft("stopped", _stopped(case, today), case.party_due)
    if case.state == State.UNDER_APPEAL:
        return TimeLeft("stopped", _("czeka na organ odwoławczy"))
    if case.deadline is None:
        return TimeLeft("done", _("załatwiona"))
    left = (case.deadline - today).days
    if left < 0:
        words = ngettext("%d dzień po terminie", "%d dni po terminie", -left) % -left
        return TimeLeft("over", words, case.deadline)
    if left == 0:
        return TimeLeft("soon", _("termin dziś"), case.deadline)
    words = ngettext("został %d dzień", "zostało %d dni", left) % left
    return TimeLeft("soon" if left <= SOON_DAYS else "fine", words, case.deadline)


def _stopped(case: Case, today: date) -> str:
    if case.party_due is None:
        return _("termin wstrzymany")
    if case.party_due < today:
        return _("wstrzymany; strona nie odpowiedziała w terminie")
    return _("wstrzymany; strona ma czas do %s") % date_format(case.party_due, "j.m.Y")
