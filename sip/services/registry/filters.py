"""Conditions on attributes: each reads the text of one parameter and gives SQL with its values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson

from parcels.identifiers import PRECINCT_PATTERN, ParcelId
from sip.services import parameters
from sip.services.errors import BadRequest
from sip.services.places import Condition

# After all characters: what begins with a text is between it and the text with this at its end.
_LAST: Final = "\U0010ffff"
_UNIT: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:_[1-589])?)?)?")
_PRECINCT: Final = re.compile(PRECINCT_PATTERN)
_SHEET: Final = re.compile(r"(?:AR_)?([0-9]{1,4})")
_LONGEST: Final = 200
# A town and the rural area of a gmina of kind 3; its own code stands between them and is no registration unit's.
_MIXED, _RURAL_PART = "_3", "_5"
BUILT_ON: Final = (
    "id IN (SELECT b.id FROM building_public AS b JOIN parcel_public AS p"
    " ON p.identifier = %(parcel)s AND b.geom && p.geom"
    " WHERE ST_Area(ST_Intersection(b.geom, p.geom)) > ST_Area(b.geom) / 2)"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter: what makes the condition of its name and text, what it is for, and an example."""

    condition: Callable[[str, str], Condition]
    description: str
    example: str
    schema: str = "string"


def equal(column: str) -> Callable[[str, str], Condition]:
    """The column holds the very text."""

    def condition(name: str, text: str) -> Condition:
        if not text or len(text) > _LONGEST:
            raise BadRequest(f"{name}: a text of 1 to {_LONGEST} characters is needed.")
        return f"{column} = %({name})s", {name: text}

    return condition


def equal_folded(column: str) -> Callable[[str, str], Condition]:
    """The column holds the text, upper and lower case alike."""
    alike = equal(f"upper({column})")

    def condition(name: str, text: str) -> Condition:
        return alike(name, text.upper())

    return condition


def of_act(own: Callable[[str, str], Condition]) -> Callable[[str, str], Condition]:
    """Of an act for which OWN holds."""

    def condition(name: str, text: str) -> Condition:
        inner, values = own(name, text)
        return f"act IN (SELECT identifier FROM planning_act_public WHERE {inner})", values  # noqa: S608

    return condition


def between(column: str, comparison: str) -> Callable[[str, str], Condition]:
    """The column is at least (`>=`) or at most (`<=`) the number, which is no area if negative."""

    def condition(name: str, text: str) -> Condition:
        value = parameters.number({name: text}, name)
        if value < 0:
            raise BadRequest(f"{name}: {text} is less than nothing.")
        return f"{column} {comparison} %({name})s::numeric", {name: value}

    return condition


def beginning(column: str, first: str, last: str, name: str) -> Condition:
    """The column's text begins with FIRST, or LAST, or stands between; a range, so that its index serves."""
    values = {f"{name}_from": first, f"{name}_to": last + _LAST}
    return f'{column} COLLATE "C" >= %({name}_from)s AND {column} COLLATE "C" < %({name}_to)s', values


def in_unit(column: str, separator: str) -> Callable[[str, str], Condition]:
    """In the unit of a TERYT code: voivodeship, powiat, gmina, or registration unit. Kind 3 means its 4 and 5."""

    def condition(name: str, text: str) -> Condition:
        if not _UNIT.fullmatch(text):
            raise BadRequest(f"{name}: {text!r} is no TERYT code such as 0609 or 060902_5.")
        if text.endswith(_MIXED):
            return beginning(column, text, text.replace(_MIXED, _RURAL_PART), name)
        whole = text + separator if "_" in text else text
        return beginning(column, whole, whole, name)

    return condition


def in_gmina(name: str, text: str) -> Condition:
    """Acts have the six digits of a gmina, which are those of its parts too; a voivodeship's has two."""
    if not _UNIT.fullmatch(text):
        raise BadRequest(f"{name}: {text!r} is no TERYT code such as 0609 or 060902.")
    digits = text.partition("_")[0]
    return beginning("unit_code", digits, digits, name)


def in_precinct(name: str, text: str) -> Condition:
    if not _PRECINCT.fullmatch(text):
        raise BadRequest(f"{name}: {text!r} is no identifier of a precinct such as 060902_5.0001.")
    return beginning("identifier", f"{text}.", f"{text}.", name)


def on_sheet(name: str, text: str) -> Condition:
    found = _SHEET.fullmatch(text)
    if not found:
        raise BadRequest(f"{name}: {text!r} is no map sheet such as AR_5 or 5.")
    return f"sheet = %({name})s", {name: f"AR_{found[1]}"}


def used_as(name: str, text: str) -> Condition:
    if not text or len(text) > 10:
        raise BadRequest(f"{name}: {text!r} is no land use code such as R or Ls.")
    return f"land_use @> %({name})s::jsonb", {name: orjson.dumps([{"ofu": text}]).decode()}


def on_parcel(name: str, text: str) -> Condition:
    if ParcelId.parse(text) is None:
        raise BadRequest(f"{name}: {text!r} is no identifier of a parcel such as 060902_5.0001.154/15.")
    return BUILT_ON, {name: text}
