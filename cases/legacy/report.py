"""What an import said: a CSV of every finding, and the summary for people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from cases.legacy.findings import Note, of_code
from cases.legacy.importing import Outcome, Result
from sip.intake.models import Severity

HEAD: Final = ("wiersz", "znak", "wynik", "waga", "kod", "pole", "wpisano", "opis")
MOST_QUOTED: Final = 500


def rows_of(outcomes: Iterable[Outcome]) -> Iterator[Sequence[object]]:
    """A line for each finding; rows of which nothing is to be said have none."""
    return (_line(outcome, note) for outcome in outcomes for note in outcome.row.notes)


def grave_of(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """What someone has to look at, a line each, for a terminal."""
    for outcome in outcomes:
        for note in outcome.row.notes:
            if note.severity != Severity.INFO:
                number, sign, result, _severity, code, _field, typed, words = _line(outcome, note)
                yield f"wiersz {number}: {sign} [{result}] {code}: {words} {typed}".rstrip()


def _line(outcome: Outcome, note: Note) -> tuple[object, ...]:
    row = outcome.row
    return (
        row.number,
        row.said["sign"][:MOST_QUOTED],
        words_of(outcome.result),
        str(note.severity.label),
        note.code,
        note.field,
        note.typed[:MOST_QUOTED],
        note.words,
    )


def words_of(result: Result) -> str:
    return {
        Result.MOVED: _("przeniesiona"),
        Result.UNCHANGED: _("już jest, bez zmian"),
        Result.CHANGED: _("już jest, plik się zmienił"),
        Result.REFUSED: _("odrzucona"),
    }[result]


def results(counts: dict[str, Any]) -> list[tuple[str, int]]:
    """Results with how many rows had each."""
    return [(words_of(result), counts.get("rows", {}).get(result.value, 0)) for result in Result]


def findings(counts: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    """Severity, code, title and count, the gravest and most frequent first."""
    found = counts.get("findings", {})
    order = {severity: at for at, severity in enumerate(("error", "warning", "info"))}
    ranked = sorted(found, key=lambda code: (order.get(of_code(code).severity, 3), -found[code], code))
    return [(str(of_code(code).severity.label), code, Note(code).title, found[code]) for code in ranked]


def of_file(counts: dict[str, Any]) -> list[str]:
    """What was said of the file as a whole."""
    return [Note(code, detail=detail).words for code, detail in counts.get("file", [])]
