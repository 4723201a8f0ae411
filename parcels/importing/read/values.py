"""Values that only the land's registers have: areas, references between EGiB objects, kinds of buildings."""

import re
from decimal import Decimal
from typing import Final

from parcels.importing.read.records import Problem
from sip.registers.reading.values import decimal

M2_IN_HA: Final = Decimal(10_000)

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
