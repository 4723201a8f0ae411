"""A shape that people typed: read as surveyors and residents write, or told in words what is wrong with it."""

from typing import Final

from django.utils.translation import gettext as _

from cases.errors import Incomplete
from cases.land import systems
from cases.land.lists import BadList, Box, Fault, Typed, parse
from sip.geo.crs import POLAND
from sip.public import rows

_KNOWN_LAND: Final = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM precinct_public) AS found
"""


class Misread(Incomplete):
    """`line` of the list is no point; 0 is the list as a whole."""

    def __init__(self, words: str, line: int) -> None:
        self.line = line
        super().__init__({"shape": [words]})


def typed(text: str, system: str = systems.AUTO, order: str = "") -> Typed:
    """The shape that TEXT lists, by the numbers alone where SYSTEM and ORDER are left open. Raises Misread."""
    try:
        return parse(text, systems.readings(system, order), _near())
    except BadList as error:
        raise Misread(_words(error), error.line) from None


def _near() -> Box:
    found = rows(_KNOWN_LAND)[0]
    return POLAND if found[0] is None else (found[0], found[1], found[2], found[3])


def _words(error: BadList) -> str:
    words = {
        Fault.EMPTY: _("Lista jest pusta."),
        Fault.TOO_LONG: _("Lista jest za długa; wczytaj kształt z pliku."),
        Fault.NOT_NUMBERS: _("Wiersz %d: brak dwóch liczb X i Y."),
        Fault.NOT_THERE: _("Wiersz %d: to nie są współrzędne w Polsce w wybranym układzie i kolejności."),
        Fault.TOO_FEW: _("Wiersz %d: za mało różnych punktów (obszar ma co najmniej trzy, linia dwa)."),
        Fault.NO_SHELL: _("Wiersz %d: otwór stoi przed obszarem, w którym jest."),
        Fault.MIXED: _("Wiersz %d: jeden kształt nie może mieszać obszarów, linii i punktów."),
    }[error.fault]
    return words % error.line if "%d" in words else words
