"""Texts of the source -> values: dates, numbers, references. What cannot be read is noted, never guessed."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from parcels.importing.read.records import Problem

WARSAW: Final = ZoneInfo("Europe/Warsaw")
M2_IN_HA: Final = Decimal(10_000)

_EMPTY: Final = frozenset(("", "None", "NULL", "null", "nil"))
_NUMBER: Final = re.compile(r"[0-9]{1,8}(?:[.,][0-9]{1,12})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,3}")
# Exports have been seen with dashes for the colons: 2022-01-26T00-00-00.
_DASHED_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)")
_YEARS: Final = range(1800, 2200)
_GML_ID: Final = re.compile(r"#?[A-Z]{2}\.[A-Za-z]{1,6}\.\d{1,6}\.[A-Za-z0-9]{1,8}_(?P<local>[^_]+)(?:_\d{4}[\dT:-]*)?")
_URN: Final = re.compile(r"urn:pzgik:id:[^:]+:(?P<local>[^:]+)(?::.*)?")

_KST: Final = re.compile(r"([mgtkzbhpsi])(?:\s*[-–(].*)?", re.IGNORECASE)
_KST_BY_WORD: Final = {
    "niemieszkaln": "i",
    "mieszkaln": "m",
    "przemysł": "p",
    "produkcyjn": "p",
    "transport": "t",
    "handl": "h",
    "magazyn": "s",
    "silos": "s",
    "biurow": "b",
    "szpital": "z",
    "oświat": "k",
    "gospodarcz": "g",
}


def clean(text: str | None) -> str:
    """Stripped text; "" for what sources write for nothing."""
    stripped = (text or "").strip()
    return "" if stripped in _EMPTY else stripped


def moment(text: str, problems: list[Problem], name: str) -> datetime | None:
    """An aware moment (Polish time where no zone is given); a bad one is noted as `bad-date`."""
    if not text:
        return None
    found = _parsed(text) or _parsed(_DASHED_TIME.sub(r"\1:\2:\3", text)) or _parsed(text.replace("/", "-"))
    if found is None or found.year not in _YEARS:
        problems.append(Problem("bad-date", name))
        return None
    return found if found.tzinfo else found.replace(tzinfo=WARSAW)


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def decimal(text: str, problems: list[Problem], name: str) -> Decimal | None:
    """A number that is not negative; anything else is noted as `bad-number`."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        problems.append(Problem("bad-number", name))
        return None
    return Decimal(text.replace(",", "."))


def whole(text: str, problems: list[Problem], name: str) -> int | None:
    """A small whole number."""
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        problems.append(Problem("bad-number", name))
        return None
    return int(text)


def hectares(text: str, unit: str, problems: list[Problem], name: str) -> Decimal | None:
    """An area in hectares whichever unit (`uom`) it came in; hectares where none is named."""
    number = decimal(text, problems, name)
    return number / M2_IN_HA if number is not None and is_square_metre(unit) else number


def is_square_metre(unit: str) -> bool:
    return unit.strip().lower().rpartition(":")[2] in ("m2", "m^2", "m²", "sqm", "metr kwadratowy")


def local_id(reference: str) -> str:
    """The local id inside a reference between EGiB objects (gml:id or urn), else the reference as it is."""
    found = _GML_ID.fullmatch(reference) or _URN.fullmatch(reference)
    return found["local"] if found else reference.removeprefix("#")


def building_kind(text: str) -> str:
    """The letter of the Classification of Fixed Assets, from the letter itself or its group's name; else ""."""
    if found := _KST.fullmatch(text):
        return found[1].lower()
    lowered = text.lower()
    return next((letter for word, letter in _KST_BY_WORD.items() if word in lowered), "")
