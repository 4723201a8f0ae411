"""Numbers that a word processor writes before paragraphs by itself: "1.", "2)", "a)", "§ 12."."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LEVELS: Final = 9
MOST: Final = 100_000

_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_PLACE: Final = re.compile(r"%([1-9])")


def letters(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa, as word processors and browsers count."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= MOST // 26 else str(number)


def roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def written(number: int, style: str) -> str:
    """NUMBER in one of the styles of WordprocessingML (ST_NumberFormat); those not known here are decimal."""
    match style:
        case "lowerLetter":
            return letters(number)
        case "upperLetter":
            return letters(number).upper()
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
    return str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """`text` holds %1 to %9 for the numbers of the levels; `restart`: the level that begins this one anew, 0 none."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    in_digits: bool = False


@dataclass(slots=True)
class Counter:
    """The numbers that one list has reached; the levels are said anew each time, for lists may share their numbers."""

    _at: dict[int, int] = field(default_factory=dict)

    def reset(self, level: int, start: int) -> None:
        """Let the next number of LEVEL be START."""
        self._at[level] = start - 1
        for deeper in range(level + 1, LEVELS):
            self._at.pop(deeper, None)

    def next(self, level: int, levels: Mapping[int, Level]) -> str:
        """Count one on and say it."""
        own = levels.get(level, Level())
        self._at[level] = min(self._at.get(level, own.start - 1) + 1, MOST)
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart != 0 and level < restart):
                self._at.pop(deeper, None)
        if own.style == "bullet":
            return "–"
        return _PLACE.sub(lambda place: self._number(int(place[1]) - 1, levels, own), own.text).strip()

    def _number(self, level: int, levels: Mapping[int, Level], shown: Level) -> str:
        known = levels.get(level, Level())
        number = self._at.get(level, known.start)
        return str(number) if shown.in_digits else written(number, known.style)
