"""What the pages of a public register are asked for: read leniently, as addresses get old."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from cases.desk.filters import extent_of
from sip.extracts.public_registers import OUTCOMES, STAGES, Wanted
from sip.services.search.find import search
from sip.services.search.results import Kind, Rank
from sip.services.search.understand import understand

LONGEST: Final = 100
MOST_MEANT: Final = 30
PARAMETERS: Final = ("q", "urzad", "rok", "wynik", "e")
# In these states a case is looked for; the others show in outcomes.
STATES: Final = ("pending", "withdrawn", "ended", "handed-over")
AREAS: Final = (Kind.PRECINCT, Kind.PLACE, Kind.UNIT, Kind.STREET)


def asked(register: str, query: QueryDict) -> Wanted:
    """Words may be anything; a choice that the form does not offer is passed over."""
    text = _typed(query, "q")
    outcome = _typed(query, "wynik")
    return Wanted(
        register=register,
        office=_typed(query, "urzad"),
        year=_year(_typed(query, "rok")),
        outcome=outcome if outcome in OUTCOMES else "",
        stage=outcome if outcome in STATES else "",
        text=text,
        extent=extent_of(_typed(query, "e")),
        after=_after(_typed(query, "after")),
        **(_meant(text) if text else {}),
    )


def query_of(query: QueryDict, **changes: Any) -> str:
    """For addresses: this search without its page, with CHANGES."""
    kept = {name: _typed(query, name) for name in PARAMETERS}
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def choices() -> list[tuple[str, str]]:
    """States and outcomes that may be chosen, with their words."""
    states = [(code, str(STAGES[code])) for code in STATES]
    return [states[0], *((code, str(words)) for code, words in OUTCOMES.items()), *states[1:]]


def _typed(query: QueryDict, name: str) -> str:
    return " ".join(query.get(name, "").replace("\0", "").split())[:LONGEST]


def _year(text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) == 4 and 1 <= int(text) < date.max.year else None
    )


def _meant(text: str) -> dict[str, Any]:
    """Parcels and places that the words name, as search understands them."""
    found = search(understand(text), limit=MOST_MEANT).results
    named = [one for one in found if one.rank <= Rank.WHOLE]
    return {
        "parcels": [one.identifier for one in named if one.identifier and one.has_page],
        "boxes": [one.extent for one in named if one.kind in AREAS],
    }


def _after(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
