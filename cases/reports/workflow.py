"""The way of a report of an error: one table of states and changes."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    NEW = "new", _("nowe")
    IN_PROGRESS = "in-progress", _("w toku")
    CORRECTED = "corrected", _("poprawione")
    UNCHANGED = "unchanged", _("bez zmian")


OPEN = frozenset({State.NEW, State.IN_PROGRESS})
CLOSED = frozenset(State) - OPEN


class Change(TextChoices):
    """What a clerk does with a report; the labels are those of the buttons."""

    TAKE = "take", _("Przyjmij do sprawdzenia")
    CORRECT = "correct", _("Zamknij: poprawione")
    LEAVE = "leave", _("Zamknij: bez zmian")
    REOPEN = "reopen", _("Otwórz ponownie")
    NOTE = "note", _("Dopisz do sprawy")


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a change leads where; without a target the state stays as it is."""

    sources: frozenset[State]
    target: State | None
    needs_answer: bool = False


RULES: dict[Change, Rule] = {
    Change.TAKE: Rule(frozenset({State.NEW}), State.IN_PROGRESS),
    Change.CORRECT: Rule(OPEN, State.CORRECTED, needs_answer=True),
    Change.LEAVE: Rule(OPEN, State.UNCHANGED, needs_answer=True),
    Change.REOPEN: Rule(CLOSED, State.IN_PROGRESS),
    Change.NOTE: Rule(frozenset(State), None),
}


def changes_from(state: State) -> list[Change]:
    """What may be done with a report in STATE, in the order of the buttons."""
    return [change for change, rule in RULES.items() if state in rule.sources]
