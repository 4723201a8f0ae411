"""Texts of the source -> values: dates and numbers. What cannot be read is noted, never guessed."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sip.registers.record import Problem

WARSAW: Final = ZoneInfo("Europe/Warsaw")

_EMPTY: Final = frozenset(("", "None", "NULL", "null", "nil"))
_NUMBER: Final = re.compile(r"[0-9]{1,8}(?:[.,][0-9]{1,12})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,3}")
# Exports have been seen with dashes for the colons: 2022-01-26T00-00-00.
_DASHED_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)")
# As Poles write it, 15.08.2025 or 15-08-2025.
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4})(?: ?r\.)?")
_YEARS: Final = range(1800, 2200)
# Letters of one encoding that the other has not at these places: ą, ś, ź and their capitals.
_ISO: Final = frozenset(b"\xa1\xa6\xac\xb1\xb6\xbc")
_WINDOWS: Final = frozenset(b"\xa5\x8c\x8f\xb9\x9c\x9f")


def clean(text: str | None) -> str:
    """Stripped text; "" for what sources write for nothing."""
    stripped = (text or "").strip()
    return "" if stripped in _EMPTY else stripped


def moment(text: str, problems: list[Problem], name: str) -> datetime | None:
    """An aware moment (Polish time where no zone is given); a bad one is noted as `bad-date`."""
    if not text:
        return None
    if polish := _DAY_FIRST.fullmatch(text):
        text = f"{polish[4]}-{polish[3]:0>2}-{polish[1]:0>2}"
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


def central_european(raw: bytes) -> str:
    """The encoding of Polish text that is no UTF-8: ISO-8859-2 and windows-1250 differ in ą, ś and ź."""
    letters = frozenset(raw)
    return "iso-8859-2" if letters & _ISO and not letters & _WINDOWS else "windows-1250"
