"""Units of TERYT as ULDK knows them: by codes, by the beginning of codes, and as wholes of registration units."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sip.offices.teryt import Level
from sip.public import Rows, hot_rows
from sip.services.layers import register_version
from sip.services.search import names
from sip.services.search.names import Area
from sip.services.uldk import objects
from sip.services.uldk.asked import Asked
from sip.services.uldk.objects import Object

_PART: Final = re.compile(r"([0-9]{6})_?([1-589])")
_BEGUN: Final = re.compile(r"[0-9]{1,6}|[0-9]{6}_[1-589]?|[0-9]{6}_[1-589]\.[0-9]{0,4}")


def code_of(text: str) -> str:
    """TERYT writes 0609034 where the register of land writes 060903_4."""
    found = _PART.fullmatch(text)
    return f"{found[1]}_{found[2]}" if found else text


def precincts_begun(text: str) -> list[str]:
    """Beginnings of the codes of precincts that TEXT means: of its own, or of a unit; none where it is no code."""
    code = code_of(text)
    if unit := objects.unit(code):
        return sorted(unit.codes)
    return [code] if _BEGUN.fullmatch(code) else []


def begun(text: str, level: Level) -> list[Area]:
    """The unit of that code, where it is one of LEVEL; otherwise those whose codes begin so."""
    code = code_of(text) if level is Level.GMINA else text
    whole = objects.unit(code)
    if whole and _answers(whole, level):
        return [whole]
    found = (area for area in names.areas() if area.level == level and area.code.startswith(code))
    return sorted(found, key=lambda area: area.code)


def _answers(unit: Area, level: Level) -> bool:
    """To ULDK a registration unit is a commune, as identifiers of precincts begin with its code."""
    return (Level.GMINA if unit.level == Level.REGISTRATION_UNIT else unit.level) == level


def around(registration_unit: str, level: Level) -> list[Area]:
    """The unit of LEVEL that a registration unit is in; itself where the register knows no gminas."""
    known = names.areas()
    found = [area for area in known if area.level == level and registration_unit in area.codes]
    if not found and level is Level.GMINA:
        found = [area for area in known if area.code == registration_unit]
    return found[:1]


def drawn(units: Iterable[Area], asked: Asked) -> list[Object]:
    """With their outlines, where they are asked for."""
    if not objects.has_shapes(asked):
        return [Object.bare(unit.code) for unit in units]
    drawing, version = objects.drawing(asked), register_version()
    return [one for unit in units for one in objects.listed(_outline(_given(unit, drawing), version), asked.srid)]


def _given(unit: Area, drawing: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    whole = unit.level != Level.REGISTRATION_UNIT
    given = {
        "code": unit.code,
        "units": () if whole else tuple(sorted(unit.codes)),
        "gminas": tuple(sorted({part[:6] for part in unit.codes})) if whole else (),
    }
    return tuple((drawing | given).items())


@lru_cache(maxsize=128)
def _outline(parameters: tuple[tuple[str, Any], ...], _version: int) -> Rows:
    """Kept until the register changes: to join all precincts of a powiat takes long."""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return hot_rows(objects.text_of("unit"), given)


def forget() -> None:
    """Draw again at the next call, for tests: their registers come and go under one version."""
    _outline.cache_clear()
