"""Deliveries and appeals of a case as its page tells them: the last day for an appeal, one that came late, finality."""

from datetime import date
from typing import Any

from cases.clock.finality import Finality, finality
from cases.models import Case, CaseEvent
from cases.workflow import Act, State


def of_case(case: Case, today: date) -> dict[str, Any]:
    """Of the decision that stands now; nothing where no delivery of it was noted."""
    events = _since_last_opened(case)
    days = [date.fromisoformat(event.data["day"]) for event in events if event.act == Act.DELIVER]
    if not days:
        return {"finality": None}
    found = finality(max(days), is_decision=Act.DECIDE not in case.service.own_way.without)
    appeals = [date.fromisoformat(event.data["day"]) for event in events if event.act == Act.APPEAL]
    return {
        "finality": found,
        "is_final": not appeals and today >= found.since,
        "is_appealed": bool(appeals),
        # Against a ruling there is no ordinary appeal (art. 16 §1).
        "is_ruled": any(event.act == Act.RULED for event in events),
        "is_late": _is_late(found, appeals) and case.state in (State.APPEALED, State.UNDER_APPEAL),
    }


def _since_last_opened(case: Case) -> list[CaseEvent]:
    """What was done since the case last came into the hands of who decides it."""
    events: list[CaseEvent] = []
    for event in case.events.order_by("pk"):
        events = [] if event.before != event.after == State.ACCEPTED else [*events, event]
    return events


def _is_late(found: Finality, appeals: list[date]) -> bool:
    return bool(appeals) and max(appeals) > found.until
