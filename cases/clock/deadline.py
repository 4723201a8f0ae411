"""The deadline of a case, derived from its clock's events by a pure function that explains itself line by line.

The term is counted by KPA art. 57; what waits for others does not count (art. 35 §5, art. 103), so each stop puts the
deadline off by its days; an extension (art. 36) sets a new day. An appeal has a term of its own. A day that is a
Saturday or a holiday moves on, last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.clock.terms import ClockRule, Term, TermUnit, counted, day_off, moved, weekday
from cases.workflow import ClockMark

# KPA art. 133.
TO_FORWARD: Final = Term(7, TermUnit.DAYS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of a clock, in the order they happened."""

    mark: ClockMark
    day: date
    basis: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """`day` is None before the start and while the clock stands; `lines` say how it came about."""

    day: date | None
    is_stopped: bool
    closed_on: date | None
    lines: tuple[str, ...]

    def days_left(self, today: date) -> int | None:
        """Negative when it is over; None where none is running."""
        return None if self.day is None or self.closed_on else (self.day - today).days


def deadline(marks: Sequence[Mark], term: Term, rule: ClockRule = ClockRule.KPA) -> Deadline:
    """Of the events MARKS in their order."""
    clock = _Clock(term, rule)
    for mark in marks:
        clock.take(mark)
    return clock.result()


def written(day: date) -> str:
    """„9 marca 2026 r. (poniedziałek)”."""
    return _("%(day)s r. (%(weekday)s)") % {"day": date_format(day, "j E Y"), "weekday": weekday(day)}


class _Clock:
    """The fold over events: where the deadline is now, and since when it stands still."""

    def __init__(self, term: Term, rule: ClockRule) -> None:
        self.term, self.rule = term, rule
        self.end: date | None = None
        self.stopped_since: date | None = None
        self.closed_on: date | None = None
        self.lines: list[str] = []

    def take(self, mark: Mark) -> None:
        {
            ClockMark.STARTED: self._start,
            ClockMark.SUSPENDED: self._stop,
            ClockMark.AWAITING: self._stop,
            ClockMark.RESUMED: self._resume,
            ClockMark.EXTENDED: self._extend,
            ClockMark.CLOSED: self._close,
            ClockMark.APPEALED: self._appeal,
            ClockMark.SENT: self._send,
        }[mark.mark](mark)

    def _start(self, mark: Mark) -> None:
        begun = _("Wszczęcie: %s; tego dnia nie wlicza się (art. 57 § 1 KPA).")
        again = _("Bieg od nowa: %s; tego dnia nie wlicza się (art. 57 § 1 KPA).")
        self._say(begun if self.end is None else again, mark.day)
        self.end = counted(mark.day, self.term)
        self.stopped_since = self.closed_on = None
        paragraph = {TermUnit.DAYS: 1, TermUnit.WEEKS: 2, TermUnit.MONTHS: 3}[self.term.unit]
        self.lines.append(
            _("Termin: %(term)s, do: %(day)s (art. 57 § %(paragraph)d KPA).")
            % {"term": term_words(self.term), "day": written(self.end), "paragraph": paragraph}
        )

    def _stop(self, mark: Mark) -> None:
        if self.rule is ClockRule.STRICT:
            self._say(_("Od %s oczekiwanie; ten termin biegnie dalej."), mark.day)
            return
        if self.stopped_since is None:
            self.stopped_since = mark.day
        what = _("Zawieszenie") if mark.mark is ClockMark.SUSPENDED else _("Oczekiwanie na stronę")
        basis = mark.basis or ("art. 103 KPA" if mark.mark is ClockMark.SUSPENDED else "art. 35 § 5 KPA")
        self.lines.append(
            _("%(what)s od: %(day)s; bieg terminu wstrzymany (%(basis)s).")
            % {"what": what, "day": written(mark.day), "basis": basis}
        )

    def _resume(self, mark: Mark) -> None:
        if self.stopped_since is None or self.end is None:
            return
        days = max(0, (mark.day - self.stopped_since).days)
        self.end += timedelta(days=days)
        self.stopped_since = None
        counted_out = ngettext("nie wlicza się %d dnia", "nie wlicza się %d dni", days) % days
        self.lines.append(
            _("Podjęcie: %(day)s; %(days)s, termin do: %(end)s.")
            % {"day": written(mark.day), "days": counted_out, "end": written(self.end)}
        )

    def _extend(self, mark: Mark) -> None:
        if mark.until is None:
            return
        self.end = mark.until
        # What was counted out before is in the new day already.
        if self.stopped_since is not None:
            self.stopped_since = max(self.stopped_since, mark.day)
        self.lines.append(
            _("Zawiadomienie z %(day)s: nowy termin %(end)s (%(basis)s).")
            % {"day": written(mark.day), "end": written(mark.until), "basis": mark.basis or "art. 36 KPA"}
        )

    def _close(self, mark: Mark) -> None:
        """The first end counts: a document handed out after the decision changes nothing."""
        if self.closed_on is None:
            self.closed_on = mark.day
            self._say(_("Załatwienie: %s."), mark.day)

    def _appeal(self, mark: Mark) -> None:
        self.end = counted(mark.day, TO_FORWARD)
        self.stopped_since = self.closed_on = None
        self._say(_("Odwołanie wpłynęło: %s."), mark.day)
        self._say(_("Na przekazanie go z aktami organowi odwoławczemu jest 7 dni, do: %s (art. 133 KPA)."), self.end)

    def _send(self, mark: Mark) -> None:
        if self.closed_on is None:
            self.closed_on = mark.day
            self._say(_("Przekazanie odwołania: %s."), mark.day)

    def _say(self, words: str, day: date) -> None:
        self.lines.append(words % written(day))

    def result(self) -> Deadline:
        if self.end is None or (self.stopped_since is not None and self.closed_on is None):
            return Deadline(None, self.stopped_since is not None, self.closed_on, tuple(self.lines))
        last = moved(self.end)
        lines = [*self.lines, *_moving(self.end, last)]
        return Deadline(last, False, self.closed_on, tuple(lines))


def _moving(end: date, last: date) -> list[str]:
    if end == last:
        return []
    return [
        _("%(why)s → %(weekday)s: termin upływa %(day)s (art. 57 § 4 KPA).")
        % {"why": day_off(end), "weekday": weekday(last), "day": written(last)}
    ]


def term_words(term: Term) -> str:
    """„1 miesiąc”, „21 dni”."""
    words = {
        TermUnit.DAYS: ngettext("%d dzień", "%d dni", term.count),
        TermUnit.WEEKS: ngettext("%d tydzień", "%d tygodni", term.count),
        TermUnit.MONTHS: ngettext("%d miesiąc", "%d miesięcy", term.count),
    }[term.unit]
    return words % term.count
