"""Signs as a former register has them: with other separators, lower case, initials, without the year. Pure."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cases import signs
from cases.signs import Register

MOST_SIGN: Final = 120
_PARTS: Final = re.compile(r"[^\W_]+")
_LABEL: Final = re.compile(r"\A(?:znak|sygnatura|sygn|nr|numer)\b(?:\s+(?:sprawy|akt))?[\s.:]*(?=\S)", re.IGNORECASE)
_CLASS: Final = re.compile(r"[0-9]{3,5}")
_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_INITIALS: Final = re.compile(r"[^\W\d_]{1,4}")
_EDGES: Final = " .,;:-–/\\_"
YEARS: Final = range(1945, 2100)
CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class Numbering:
    """What an office's own signs run in: its units, classes and groups, and how it writes them."""

    office: int
    pattern: str
    registers: Collection[tuple[str, str, str]]

    def own(self, unit: str, jrwa_class: str, group: str) -> tuple[str, str, str] | None:
        """The register of these parts as the office spells it."""
        wanted = (unit.casefold(), jrwa_class, group)
        return next((one for one in self.registers if (one[0].casefold(), *one[1:]) == wanted), None)


@dataclass(frozen=True, slots=True)
class LegacySign:
    """`text` as it is kept, `key` what it is known again by. `number` is None of signs of no known pattern.

    `is_own`: of a register in which the office numbers its cases today. `notes`: codes of findings.
    """

    text: str
    key: str
    unit: str = ""
    jrwa_class: str = ""
    group: str = ""
    number: int | None = None
    year: int | None = None
    is_own: bool = False
    notes: tuple[str, ...] = ()

    def register(self, office: int) -> Register:
        assert self.year is not None
        return Register(office, self.unit, self.jrwa_class, self.group, self.year)


def read(typed: str, numbering: Numbering, filed_in: int) -> LegacySign | None:
    """The sign TYPED of a case filed in the year FILED_IN; None where nothing of it can be read."""
    text = cleaned(typed)
    parts = _PARTS.findall(text)
    if not parts:
        return None
    found = _taken_apart(parts, numbering, filed_in)
    if found is None:
        return LegacySign(text, "?" + "|".join(parts).casefold(), notes=("sign-other",))
    unit, jrwa_class, group, number, year, notes = found
    own = numbering.own(unit, jrwa_class, group)
    unit = own[0] if own else unit
    key = f"{unit.casefold()}|{jrwa_class}|{group}|{number}|{year}"
    if own:
        written = signs.sign(numbering.pattern, Register(numbering.office, unit, jrwa_class, group, year), number)
        notes = [*notes, *(["sign-normalised"] if written != text else [])]
    else:
        written, notes = text, [*notes, "sign-other"]
    return LegacySign(written, key, unit, jrwa_class, group, number, year, own is not None, tuple(notes))


def cleaned(typed: str) -> str:
    """Without what nobody sees, labels and separators at the ends."""
    shown = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", typed))
    return _LABEL.sub("", " ".join(shown.split()).strip(_EDGES)).strip(_EDGES)


def _taken_apart(
    parts: list[str], numbering: Numbering, filed_in: int
) -> tuple[str, str, str, int, int, list[str]] | None:
    """Unit, class, group, number, year and what was assumed; None where the parts say otherwise."""
    at = next((at for at, part in enumerate(parts) if at and _CLASS.fullmatch(part)), 0)
    if not at or not any(part[0].isalpha() for part in parts[:at]):
        return None
    unit, rest = ".".join(parts[:at]).upper(), parts[at + 1 :]
    # Who led the case, as many offices write behind the year.
    while rest and _INITIALS.fullmatch(rest[-1]):
        rest = rest[:-1]
    if not rest or not all(_NUMBER.fullmatch(part) for part in rest):
        return None
    counted = _counted([int(part) for part in rest], rest, numbering, filed_in)
    return (unit, parts[at], *counted) if counted else None


def _counted(
    values: list[int], texts: list[str], numbering: Numbering, filed_in: int
) -> tuple[str, int, int, list[str]] | None:
    """Group, number, year and notes of the numbers behind the class."""
    year_first = numbering.pattern.find("{year}") < numbering.pattern.find("{number}")
    match values:
        case [number]:
            return "", number, filed_in, ["year-assumed"]
        case [first, last] if _is_year(first) and (year_first or not _is_year(last)) and not _short(last, filed_in):
            return "", last, first, _differs(first, filed_in)
        case [number, last] if _is_year(last):
            return "", number, last, _differs(last, filed_in)
        case [number, last] if _short(last, filed_in) and len(texts[1]) == 2:
            return "", number, filed_in, ["year-assumed"]
        case [_group, number, last] if _is_year(last):
            return texts[0], number, last, _differs(last, filed_in)
        case [_group, number, last] if _short(last, filed_in) and len(texts[2]) == 2:
            return texts[0], number, filed_in, ["year-assumed"]
    return None


def _is_year(value: int) -> bool:
    return value in YEARS


def _short(value: int, filed_in: int) -> bool:
    return value == filed_in % CENTURY


def _differs(year: int, filed_in: int) -> list[str]:
    return [] if year == filed_in else ["year-differs"]
