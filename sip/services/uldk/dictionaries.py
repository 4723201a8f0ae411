"""Lists of units and precincts that the older service.php fills pick lists with."""

from typing import Final

from sip.offices.teryt import Level, UnitKind
from sip.public import rows
from sip.services.search import names
from sip.services.search.names import Area
from sip.services.uldk.asked import Asked
from sip.services.uldk.objects import capital
from sip.services.uldk.protocol import field, lines, nothing
from sip.services.uldk.verbs import unit_code

Entries = list[tuple[str, str]]

PRECINCTS: Final = """
SELECT code, name FROM search_name_public
WHERE kind = 'precinct' AND left(code, 8) = ANY(%(units)s::text[]) ORDER BY code
"""
LEVELS: Final = {
    "wojewodztwo": Level.VOIVODESHIP,
    "powiat": Level.POWIAT,
    "gmina": Level.GMINA,
    "voivodeship": Level.VOIVODESHIP,
    "county": Level.POWIAT,
    "commune": Level.GMINA,
}
PRECINCT_WORDS: Final = ("obreb", "region")
# Both parts of a gmina have its name; a list of two same names is none.
PARTS: Final = {UnitKind.TOWN: "miasto", UnitKind.RURAL_AREA: "obszar wiejski"}


def dictionary(asked: Asked) -> str:
    """Names and codes of what is within the unit `teryt`; of everything without it."""
    wanted = asked.get("obiekt").lower()
    if wanted in PRECINCT_WORDS:
        entries = _precincts(asked)
    elif wanted in LEVELS:
        entries = _units(LEVELS[wanted], asked)
    else:
        raise nothing()
    if not entries:
        raise nothing()
    return lines(0, ([_field(token, entry) for token in asked.tokens] for entry in entries))


def _field(token: str, entry: tuple[str, str]) -> str:
    code, name = entry
    return {"name": field(name), "teryt": field(code)}.get(token, "")


def _precincts(asked: Asked) -> Entries:
    within = unit_code(asked.identifier(), Level.GMINA)
    codes = sorted(code for area in names.areas() if area.code == within or not within for code in area.codes)
    return [(code, name or code) for code, name in rows(PRECINCTS, {"units": codes})]


def _units(level: Level, asked: Asked) -> Entries:
    """As communes, registration units: identifiers of precincts begin with their codes."""
    above = asked.identifier()
    found = [area for area in names.areas() if _is_listed(area, level) and area.code.startswith(above)]
    return sorted(((area.code, _name(area)) for area in found), key=lambda entry: entry[0])


def _is_listed(area: Area, level: Level) -> bool:
    return area.codes == {area.code} if level is Level.GMINA else area.level == level


def _name(area: Area) -> str:
    part = PARTS.get(UnitKind(area.kind)) if area.kind else None
    return f"{capital(area.name)} - {part}" if part else capital(area.name)
