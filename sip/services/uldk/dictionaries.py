"""Lists of units and precincts that the older service.php fills pick lists with."""

from typing import Final

from sip.offices.teryt import Level, UnitKind
from sip.public import rows
from sip.services.search import names
from sip.services.search.names import Area
from sip.services.uldk import units
from sip.services.uldk.asked import Asked
from sip.services.uldk.objects import capital
from sip.services.uldk.protocol import field, lines, nothing

Entry = tuple[str, str]

PRECINCTS: Final = """
SELECT code, name FROM search_name_public
WHERE kind = 'precinct' AND EXISTS (
    SELECT FROM unnest(%(begun)s::text[]) AS each (begin) WHERE starts_with(code, each.begin)
) ORDER BY code
"""
LEVELS: Final = {
    "wojewodztwo": Level.VOIVODESHIP,
    "powiat": Level.POWIAT,
    "gmina": Level.GMINA,
    "voivodeship": Level.VOIVODESHIP,
    "county": Level.POWIAT,
    "commune": Level.GMINA,
}
# Of codes, by the words of the answer.
LENGTHS: Final = {"voivodeship": 2, "county": 4, "commune": 8}
PRECINCT_WORDS: Final = ("obreb", "region")
# Both parts of a gmina have its name; a list of two same names is none.
PARTS: Final = {UnitKind.TOWN: "miasto", UnitKind.RURAL_AREA: "obszar wiejski"}


def dictionary(asked: Asked) -> str:
    """Names and codes of what is within the unit `teryt`, and names above; of everything without it."""
    wanted = asked.get("obiekt").lower()
    if wanted in PRECINCT_WORDS:
        entries = _precincts(asked)
    elif wanted in LEVELS:
        entries = _units(LEVELS[wanted], asked)
    else:
        raise nothing()
    if not entries:
        raise nothing()
    known = _names_of_units()
    return lines(0, ([_field(token, entry, known) for token in asked.tokens] for entry in entries))


def _field(token: str, entry: Entry, known: dict[str, str]) -> str:
    code, name = entry
    if token in LENGTHS:
        length = LENGTHS[token]
        return known.get(code[:length], "") if len(code) >= length else ""
    own = {"name": name, "teryt": code, "region": name if len(code) > LENGTHS["commune"] else ""}
    return field(own.get(token, ""))


def _precincts(asked: Asked) -> list[Entry]:
    text = asked.identifier()
    begun = units.precincts_begun(text) if text else [""]
    return [(code, name or code) for code, name in rows(PRECINCTS, {"begun": begun})]


def _units(level: Level, asked: Asked) -> list[Entry]:
    """As communes, registration units: identifiers of precincts begin with their codes."""
    above = asked.identifier()
    found = [area for area in names.areas() if _is_listed(area, level) and area.code.startswith(above)]
    return sorted(((area.code, _name(area)) for area in found), key=lambda entry: entry[0])


def _names_of_units() -> dict[str, str]:
    """By code, the same in every list: clients find by them what is within what."""
    return {
        area.code: field(_name(area)) for area in names.areas() for level in LEVELS.values() if _is_listed(area, level)
    }


def _is_listed(area: Area, level: Level) -> bool:
    return area.codes == {area.code} if level is Level.GMINA else area.level == level


def _name(area: Area) -> str:
    part = PARTS.get(UnitKind(area.kind)) if area.kind else None
    return f"{capital(area.name)} - {part}" if part else capital(area.name)
