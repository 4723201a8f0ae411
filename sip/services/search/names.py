"""Names of precincts, places, streets and units: found by words typed whole or begun, in any order."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Any

from sip.map_address import Box
from sip.offices.teryt import Level, MalformedCodeError, UnitKind, parent_of
from sip.public import rows, statement
from sip.services.layers import register_version
from sip.services.search.results import Rank
from sip.services.search.understand import STREET_WORDS, Reading
from sip.services.search.words import words

NAMES = statement(__file__, "sql/names.sql")
AREAS = statement(__file__, "sql/areas.sql")
SIMILAR = statement(__file__, "sql/similar.sql")
UNITS = "SELECT code, level, kind, name FROM unit_public WHERE code = ANY(%(codes)s::text[])"
# Precincts of the largest unit that is searched for a number one by one.
MOST_NAMES = 1000
MOST_CORRECTED = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A unit that the register has precincts of; `codes` are its registration units."""

    code: str
    level: str
    kind: int | None
    name: str
    words: tuple[str, ...]
    codes: frozenset[str]
    extent: Box

    @property
    def is_answer(self) -> bool:
        """Registration units are shown by their gmina, but for a city's districts, which people know by name."""
        is_district = self.kind in (UnitKind.DISTRICT, UnitKind.DELEGATURA)
        return self.level in (Level.GMINA, Level.POWIAT) or is_district

    @property
    def marks(self) -> frozenset[str]:
        """What names within it are marked with (sip_lexemes): its code, or those of its parts where they differ."""
        shared = self.code[:6]
        return frozenset((shared,)) if all(code.startswith(shared) for code in self.codes) else self.codes

    @property
    def kind_label(self) -> str:
        return str(Level(self.level).label if self.kind is None else UnitKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Name:
    """`kind` is precinct, place or street; `code` a precinct's, `place` a street's."""

    kind: str
    code: str
    name: str
    place: str
    gmina: str
    sheets: tuple[str, ...]
    extent: Box | None
    rank: Rank

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "Name":
        """From a row of names.sql; a precinct without outline and parcels takes up nothing."""
        kind, code, name, place, gmina, sheets, extent, rank = row
        return cls(kind, code, name, place, gmina, tuple(sheets), None if None in extent else tuple(extent), Rank(rank))


def areas() -> tuple[Area, ...]:
    """Units of the register, the smaller first."""
    return _areas(register_version())


@lru_cache(maxsize=2)
def _areas(_version: int) -> tuple[Area, ...]:
    """Asked once for each version of the register: their names and outlines change with it only."""
    extents = {code: tuple(extent) for code, extent in rows(AREAS)}
    parts: dict[str, set[str]] = {}
    for code in extents:
        for above in _with_those_above(code):
            parts.setdefault(above, set()).add(code)
    found = rows(UNITS, {"codes": list(parts)})
    named = {row[0] for row in found}
    # Without a delivery of units the codes alone must do.
    found += [(code, Level.REGISTRATION_UNIT, None, code) for code in extents if code not in named]
    return tuple(
        Area(code, level, kind, name, words(name), frozenset(parts[code]), _around(extents[c] for c in parts[code]))
        for code, level, kind, name in sorted(found, key=lambda row: (-len(row[0]), row[0]))
    )


def _with_those_above(code: str) -> set[str]:
    """Codes of a registration unit, of its gmina, powiat and voivodeship."""
    found = {code, code[:4], code[:2]}
    with suppress(MalformedCodeError):
        found.add(parent_of(code) or code)
    return found


def _around(extents: Iterable[tuple[float, ...]]) -> Box:
    wests, souths, easts, norths = zip(*extents, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def forget() -> None:
    """Ask again at the next call, for tests: their registers come and go under one version."""
    _areas.cache_clear()
    _marks.cache_clear()


def gmina_name(code: str) -> str:
    """Name of the gmina whose code begins as CODE does; empty where no units were delivered."""
    return next((area.name for area in areas() if area.level == Level.GMINA and area.code[:6] == code[:6]), "")


def registration_codes(unit: str) -> frozenset[str] | None:
    """Registration units of UNIT that the register has; None where that is all of them, as without a unit."""
    if not unit:
        return None
    every = {code for area in areas() if len(area.code) == 8 for code in area.codes}
    chosen = frozenset(code for code in every if unit in _with_those_above(code))
    return None if chosen == every else chosen


def find_names(reading: Reading, within: frozenset[str] | None, limit: int, *, anywhere: bool = False) -> list[Name]:
    """Names that have all words of READING; a precinct's may all be its gmina's where ANYWHERE."""
    begun = [_any(_alternatives(word, begun=True)) for word in reading.words]
    own = [_any([f"'={word}':*" for word in reading.words])] if reading.words else []
    places = " & ".join(begun + own + _where(reading, within, code_length=6))
    precincts = " & ".join(begun + ([] if anywhere else own) + _where(reading, within, code_length=8))
    if not precincts:
        return []
    whole = " & ".join(_any(_alternatives(word, begun=False)) for word in reading.words)
    found = rows(
        NAMES,
        {
            "precincts": precincts,
            "places": places,
            "whole": whole or f"({places}) | ({precincts})",
            "typed": [*reading.words, *STREET_WORDS],
            "no_name_needed": bool(reading.precinct) or not reading.words,
            "limit": limit,
        },
    )
    return [Name.of(row) for row in found]


# Parts of a tsquery. Words are letters and digits only (words.py), codes come from the register: nothing to escape.


def _where(reading: Reading, within: frozenset[str] | None, *, code_length: int) -> list[str]:
    """What is said beside the words; addresses know six digits of their gmina's code, precincts their unit's eight."""
    clauses = [f"'{exact}'" for exact in (reading.precinct, reading.postcode) if exact]
    if within is not None:
        # No name has the mark "-".
        marks = sorted({code[:code_length] for code in within}) or ["-"]
        clauses.append(_any([f"'{mark}'" for mark in marks]))
    return clauses


def _alternatives(word: str, *, begun: bool) -> list[str]:
    """The word itself, or being within a unit that has it in its name."""
    marks = _marks(register_version())
    first = bisect_left(marks, (word,))
    found = takewhile(lambda pair: pair[0].startswith(word) if begun else pair[0] == word, marks[first:])
    return [f"'{word}':*" if begun else f"'{word}'", *sorted({f"'{mark}'" for _word, mark in found})]


@lru_cache(maxsize=2)
def _marks(version: int) -> list[tuple[str, str]]:
    """Words of units' names in their order, each with a mark of what is within the unit."""
    return sorted((word, mark) for area in _areas(version) for word in area.words for mark in area.marks)


def _any(alternatives: Sequence[str]) -> str:
    return f"({' | '.join(alternatives)})"


def find_areas(reading: Reading, limit: int) -> list[tuple[Area, Rank]]:
    """Units whose names have all words of READING."""
    found = []
    for area in areas():
        if area.is_answer and all(any(part.startswith(word) for part in area.words) for word in reading.words):
            whole = set(reading.words) <= set(area.words)
            same = whole and len(area.words) == len(reading.words)
            found.append((area, Rank.EXACT if same else Rank.WHOLE if whole else Rank.BEGUN))
    return sorted(found, key=lambda pair: (pair[1], pair[0].name))[:limit]


def corrected(reading: Reading) -> Reading:
    """READING with each word that no name begins with replaced by the most similar word of a name."""
    unknown = [word for word in reading.words if not word.isdigit()]
    # A long text is no slip of the finger.
    if not 0 < len(unknown) <= MOST_CORRECTED:
        return reading
    others = [word for area in areas() for word in area.words]
    better: dict[str, str] = dict(rows(SIMILAR, {"words": unknown, "others": others}))
    return replace(reading, words=tuple(better.get(word, word) for word in reading.words))
