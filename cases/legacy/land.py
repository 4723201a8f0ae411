"""Parcels as typed, looked up in the register as of the day of filing: many rows at once, by public views alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import orjson
from django.contrib.gis.geos import GEOSGeometry

from cases.land.models import MOST_TYPED
from cases.land.snapshots import CENTIMETRE, Taken
from cases.legacy.findings import Note
from cases.legacy.parcels import Named
from sip.extracts.history import descendants
from sip.extracts.parcel import LandUseRow, midnight_after
from sip.offices.areas import registration_codes
from sip.offices.models import Office
from sip.public import rows
from sip.services.search.words import words

PRECINCTS: Final = """
SELECT identifier, coalesce(name, '') FROM precinct_public WHERE left(identifier, 8) = ANY(%(codes)s)
UNION
SELECT DISTINCT precinct_code, '' FROM parcel_history_public WHERE unit_code = ANY(%(codes)s)
"""
# A full stop and what follows it among ASCII characters: the identifiers of one precinct.
SHEETS: Final = """
SELECT DISTINCT sheet FROM parcel_history_public
WHERE identifier >= %(precinct)s || '.' AND identifier < %(precinct)s || '/'
"""
VERSIONS: Final = """
SELECT identifier, id, valid_from, valid_to FROM parcel_history_public WHERE identifier = ANY(%(identifiers)s)
ORDER BY identifier, valid_from
"""
FACTS: Final = """
SELECT p.id, p.identifier, p.number, p.sheet, p.precinct_code, p.unit_code, p.registered_area, p.land_use::text,
    p.valid_from, p.delivery, d.data_date, ST_Area(p.geom), encode(ST_AsBinary(ST_Force2D(p.geom), 'NDR'), 'hex'),
    ST_SRID(p.geom)
FROM parcel_history_public AS p LEFT JOIN delivery_public AS d ON d.id = p.delivery
WHERE p.id = ANY(%(versions)s)
"""
MOST_PARCELS: Final = 200
MOST_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Version:
    identifier: str
    pk: int
    valid_from: datetime
    valid_to: datetime | None

    def in_force(self, moment: datetime) -> bool:
        return self.valid_from < moment and (self.valid_to is None or self.valid_to >= moment)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parcels of a row: what was typed, the precinct of its own column, and the day they are meant for."""

    parcels: Sequence[Named]
    place: str
    day: date


@dataclass(frozen=True, slots=True)
class Answered:
    """`gone` are identifiers that no parcel bears any more."""

    taken: list[Taken] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Versions that a typed parcel means, none where it stays as typed."""

    named: Named
    versions: tuple[Version, ...] = ()
    notes: tuple[Note, ...] = ()


class Land:
    """The register as an office's rows name it. Holds its precincts; parcels are read for each batch."""

    def __init__(self, office: Office) -> None:
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_number: dict[str, set[str]] = defaultdict(set)
        self._codes: set[str] = set()
        self._sheets: dict[str, tuple[str, ...]] = {}
        for code, name in rows(PRECINCTS, {"codes": list(registration_codes(office.unit_id))}):
            self._codes.add(code)
            self._by_number[code.rpartition(".")[2]].add(code)
            if name:
                self._by_name[" ".join(words(name))].add(code)

    def answer(self, asked: Sequence[Asked]) -> list[Answered]:
        """For each row its parcels; four questions to the database however many rows there are."""
        meant = [[(named, *self._meant(named, row.place)) for named in row.parcels[:MOST_PARCELS]] for row in asked]
        identifiers = {identifier for row in meant for _named, found, _note in row for identifier in found}
        versions = _versions(identifiers)
        later = _successors(identifier for identifier in identifiers if not _stands(versions.get(identifier, ())))
        versions |= _versions({one for found in later.values() for one in found} - identifiers)
        chosen = [
            [_chosen(named, found, note, row.day, versions, later) for named, found, note in parcels]
            for row, parcels in zip(asked, meant, strict=True)
        ]
        facts = _facts({version.pk for parcels in chosen for choice in parcels for version in choice.versions})
        return [_answered(row, parcels, facts, versions) for row, parcels in zip(asked, chosen, strict=True)]

    def _meant(self, named: Named, place: str) -> tuple[list[str], Note | None]:
        """Identifiers that the typed parcel may have, or why there are none."""
        if not named.is_read:
            return [], Note("parcel-unread", "parcels", named.typed)
        if named.precinct:
            return self._identifiers(named.precinct, named), None
        wanted = named.place or place
        codes = self._precincts(named.place) or (self._precincts(place) if named.is_weak or not named.place else set())
        if not codes and not wanted and len(self._codes) == 1:
            codes = self._codes
        if not codes:
            code = "precinct-unknown" if wanted else "no-precinct"
            return [], Note(code, "parcels", named.typed, wanted)
        return [one for code in sorted(codes) for one in self._identifiers(code, named)], None

    def _precincts(self, place: str) -> set[str]:
        """By number („5”, „0005”), whole identifier or name."""
        if place in self._codes:
            return {place}
        if place.isascii() and place.isdigit():
            return self._by_number.get(f"{int(place):04}", set()) if len(place) <= 4 else set()
        return self._by_name.get(" ".join(words(place)), set()) if place else set()

    def _identifiers(self, precinct: str, named: Named) -> list[str]:
        if named.sheet:
            return [f"{precinct}.AR_{named.sheet}.{named.number}"]
        if precinct not in self._sheets:
            found = rows(SHEETS, {"precinct": precinct}) if precinct in self._codes else []
            self._sheets[precinct] = tuple(sorted(sheet for (sheet,) in found)) or ("",)
        return [".".join(filter(None, (precinct, sheet, named.number))) for sheet in self._sheets[precinct]]


def _versions(identifiers: set[str]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = defaultdict(list)
    if identifiers:
        for row in rows(VERSIONS, {"identifiers": sorted(identifiers)}):
            found[row[0]].append(Version(*row))
    return found


def _stands(versions: Sequence[Version]) -> bool:
    """Whether the identifier has been borne without an end."""
    return any(version.valid_to is None for version in versions)


def _successors(identifiers: Iterable[str]) -> dict[str, list[str]]:
    return {root: [one.identifier for one in found] for root, found in descendants(identifiers).items()}


def _chosen(
    named: Named,
    identifiers: list[str],
    note: Note | None,
    day: date,
    versions: Mapping[str, Sequence[Version]],
    later: Mapping[str, Sequence[str]],
) -> _Choice:
    """What was in force at the end of DAY; else what came of it before; else the nearest that is known."""
    if note:
        return _Choice(named, notes=(note,))
    moment = midnight_after(day)
    borne = [version for one in identifiers for version in versions.get(one, ())]
    if in_force := [version for version in borne if version.in_force(moment)]:
        return _one(named, in_force, ())
    former = [one for one in identifiers if _ended(versions.get(one, ()), moment) or not versions.get(one)]
    heirs = dict.fromkeys(one for former_one in former for one in later.get(former_one, ()))
    inherited = [version for one in heirs for version in versions.get(one, ()) if version.in_force(moment)]
    if inherited:
        detail = _listed(version.identifier for version in inherited)
        return _Choice(named, tuple(inherited), (Note("parcel-former", "parcels", named.typed, detail),))
    return _nearest(named, borne, moment)


def _ended(versions: Sequence[Version], moment: datetime) -> bool:
    return any(version.valid_to is not None and version.valid_to < moment for version in versions)


def _one(named: Named, found: Sequence[Version], notes: tuple[Note, ...]) -> _Choice:
    """The only one of them; several parcels that fit are none."""
    if len({version.identifier for version in found}) > 1:
        detail = _listed(version.identifier for version in found)
        return _Choice(named, notes=(Note("parcel-ambiguous", "parcels", named.typed, detail),))
    version = found[0]
    sheet = version.identifier.split(".")[2] if version.identifier.count(".") == 3 else ""
    if sheet and not named.sheet:
        notes = (*notes, Note("sheet-added", "parcels", named.typed, version.identifier))
    return _Choice(named, (version,), notes)


def _nearest(named: Named, borne: Sequence[Version], moment: datetime) -> _Choice:
    """The register begins after the day, or the parcel ended before and left nothing."""
    if not borne:
        return _Choice(named, notes=(Note("parcel-unknown", "parcels", named.typed),))
    first: dict[str, Version] = {}
    for version in sorted(borne, key=lambda version: version.valid_from):
        if version.valid_from >= moment:
            first.setdefault(version.identifier, version)
    if first:
        versions = list(first.values())
        since = min(version.valid_from for version in versions).date().isoformat()
        return _one(named, versions, (Note("parcel-later", "parcels", named.typed, since),))
    last = max(borne, key=lambda version: version.valid_from)
    ended = last.valid_to.date().isoformat() if last.valid_to else ""
    return _one(named, [last], (Note("parcel-ended", "parcels", named.typed, ended),))


def _listed(identifiers: Iterable[str]) -> str:
    found = list(dict.fromkeys(identifiers))
    return ", ".join(found[:MOST_LISTED]) + (" …" if len(found) > MOST_LISTED else "")


def _facts(versions: set[int]) -> dict[int, tuple[dict[str, Any], GEOSGeometry]]:
    if not versions:
        return {}
    return {row[0]: _fact(row) for row in rows(FACTS, {"versions": sorted(versions)})}


def _fact(row: tuple[Any, ...]) -> tuple[dict[str, Any], GEOSGeometry]:
    """As cases.land.snapshots keeps them; without an extract, as plans of that day are not known."""
    (_pk, _identifier, number, sheet, precinct, unit, area, uses, valid_from, delivery, data_date, size, wkb, srid) = (
        row
    )
    facts = {
        "number": number,
        "sheet": sheet,
        "precinct": precinct,
        "unit": unit,
        "registered_area_ha": None if area is None else str(area),
        "computed_area_m2": str(Decimal(size).quantize(CENTIMETRE)),
        "land_use": [_use(use) for use in orjson.loads(uses)],
        "valid_from": valid_from.isoformat(),
        "data_date": data_date.isoformat() if data_date else None,
        "delivery": delivery,
        "geometry": wkb,
        "extract": "",
    }
    return facts, GEOSGeometry(memoryview(bytes.fromhex(wkb)), srid=srid)


def _use(use: Mapping[str, Any]) -> dict[str, Any]:
    row = LandUseRow(use.get("ofu") or "", use.get("ozu") or "", use.get("ozk") or "", use.get("area_ha"))
    return {"symbol": row.symbol, "area_ha": None if row.area_ha is None else str(row.area_ha)}


def _answered(
    row: Asked,
    choices: Sequence[_Choice],
    facts: Mapping[int, tuple[dict[str, Any], GEOSGeometry]],
    versions: Mapping[str, Sequence[Version]],
) -> Answered:
    """Each parcel once, in the order they were typed."""
    answered, seen = Answered(), set[str]()
    if len(row.parcels) > MOST_PARCELS:
        answered.notes.append(Note("too-many-parcels", "parcels", detail=str(MOST_PARCELS)))
    for choice in choices:
        answered.notes.extend(choice.notes)
        if not choice.versions and (typed := choice.named.typed[:MOST_TYPED]) not in seen:
            seen.add(typed)
            answered.taken.append(Taken(typed, "", False, {}, None))
        for version in choice.versions:
            if version.identifier in seen:
                continue
            seen.add(version.identifier)
            said, shape = facts[version.pk]
            said = {**said, "as_of": row.day.isoformat()}
            answered.taken.append(Taken(choice.named.typed[:MOST_TYPED], version.identifier, True, said, shape))
            if not _stands(versions[version.identifier]):
                answered.gone.append(version.identifier)
    return answered
