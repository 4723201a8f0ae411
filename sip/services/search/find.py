"""Looks for what a query can mean: identifiers before numbers, numbers before names, and similar names at last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from sip.geo.crs import PL_1992
from sip.map_address import Box, map_address
from sip.public import rows, statement
from sip.services.search import names
from sip.services.search.coordinates import Position
from sip.services.search.names import Area, Name
from sip.services.search.results import Answer, Kind, Rank, Result, arrange
from sip.services.search.understand import Code, ObjectId, Query, Reading

PARCELS: Final = statement(__file__, "sql/parcels.sql")
ADDRESSES: Final = statement(__file__, "sql/addresses.sql")
SUCCESSORS: Final = statement(__file__, "sql/successors.sql")
MOST_SUCCESSORS: Final = 50
# Half the side of what the map shows around a point, metres.
AROUND_POINT: Final = 100.0

# '~' is past all that identifiers and numbers are written with, so that a beginning is a range of the index. The first
# of a range is the whole identifier, if it is there. Few versions are read, in the index's order, and the latest of
# each identifier kept: many beginnings (all precincts of a gmina) must not read all that begins so.
BY_START: Final = """
    SELECT latest.id, latest.identifier = wanted.start AS is_exact, wanted.place
    FROM unnest(%(starts)s::text[]) WITH ORDINALITY AS wanted(start, place)
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (identifier) id, identifier, valid_to FROM (
            SELECT id, identifier, valid_to FROM parcel_history_public
            WHERE identifier >= wanted.start AND identifier < wanted.start || '~'
            ORDER BY identifier LIMIT %(versions)s
        ) AS version
        ORDER BY identifier, valid_to DESC NULLS FIRST
    ) AS latest
    ORDER BY latest.identifier <> wanted.start, wanted.place, latest.valid_to IS NOT NULL, latest.identifier
    LIMIT %(limit)s
"""
# How many versions are read for an answer of one result; divided among the beginnings.
VERSIONS_EACH: Final = 5
BY_NUMBER: Final = """
    SELECT id, number = %(number)s AS is_exact, rank() OVER (ORDER BY number COLLATE "C", precinct_code) AS place FROM (
        SELECT id, number, precinct_code FROM parcel_public
        WHERE number COLLATE "C" >= %(number)s AND number COLLATE "C" < %(number)s || '~'
        ORDER BY number COLLATE "C", precinct_code LIMIT %(limit)s
    ) AS numbered
"""
FORMER_BY_NUMBER: Final = """
    SELECT DISTINCT ON (identifier) id, true AS is_exact, 1 AS place FROM parcel_history_public AS former
    WHERE number COLLATE "C" = %(number)s AND valid_to IS NOT NULL
        AND NOT EXISTS (SELECT FROM parcel_public WHERE identifier = former.identifier)
    ORDER BY identifier, valid_to DESC LIMIT %(limit)s
"""
BY_OBJECT: Final = """
    SELECT DISTINCT ON (local_id, namespace) id, true AS is_exact, 1 AS place FROM parcel_history_public
    WHERE local_id = ANY(%(local_ids)s) AND (%(namespace)s = '' OR lower(namespace) = lower(%(namespace)s))
    ORDER BY local_id, namespace, valid_to DESC NULLS FIRST LIMIT %(limit)s
"""
AT_POINTS: Final = """
    SELECT parcel.id, true AS is_exact, wanted.place
    FROM unnest(%(eastings)s::float8[], %(northings)s::float8[]) WITH ORDINALITY AS wanted(easting, northing, place)
    CROSS JOIN LATERAL (
        SELECT id FROM parcel_public
        WHERE ST_Intersects(geom, ST_SetSRID(ST_MakePoint(wanted.easting, wanted.northing), %(srid)s))
        ORDER BY identifier LIMIT %(limit)s
    ) AS parcel
"""
# On which most of its outline lies is the extract's question; here the parcel under its middle will do.
BUILDINGS: Final = """
SELECT ST_X(inside), ST_Y(inside)
FROM building_public CROSS JOIN LATERAL ST_PointOnSurface(geom) AS inside
WHERE identifier = %(identifier)s OR (local_id = ANY(%(local_ids)s)
    AND (%(namespace)s = '' OR lower(namespace) = lower(%(namespace)s)))
LIMIT 5
"""


def search(query: Query, *, unit: str = "", limit: int) -> Answer:
    """Answer QUERY; numbers and names within UNIT, whose kind 3 means the town and the rural area of the gmina.

    Identifiers and coordinates say themselves where they are.
    """
    within = names.registration_codes(unit)
    found = list(_found(query, within, limit + 1))
    if found or not query.readings:
        return arrange(found, limit)
    if beside := list(_names_beside(query.readings[0], within, limit)):
        return arrange(beside, limit)
    tried = names.corrected(query.readings[0])
    if tried == query.readings[0]:
        return Answer()
    similar = list(_read(tried, within, limit + 1)) or list(_names_beside(tried, within, limit))
    ranked = (replace(result, rank=max(result.rank, Rank.SIMILAR)) for result in similar)
    return arrange(ranked, limit, by_likeness=True)


def _found(query: Query, within: frozenset[str] | None, limit: int) -> Iterator[Result]:
    if query.positions:
        yield from _at(query.positions, limit)
    if query.object_id:
        yield from _of_object(query.object_id, limit)
    if query.building:
        yield from _of_building(query.building, limit)
    if query.code:
        yield from _of_code(query.code, limit)
    for reading in query.readings:
        results = list(_read(reading, within, limit))
        yield from results
        if any(result.rank == Rank.EXACT for result in results):
            return


def _read(reading: Reading, within: frozenset[str] | None, limit: int) -> Iterator[Result]:
    """Parcels and addresses of a number (or a map sheet), else what has the name itself."""
    if not (reading.number or reading.sheet):
        yield from _named(reading, within, limit)
    elif not (reading.words or reading.precinct or reading.postcode) and within is None:
        yield from _numbered(reading, limit)
    else:
        found = names.find_names(reading, within, names.MOST_NAMES, anywhere=True)
        if reading.parcel_number or reading.sheet:
            yield from _parcels_in(reading, found, limit)
        if reading.house_number:
            yield from _addresses_in(reading, found, limit)


def _numbered(reading: Reading, limit: int) -> Iterator[Result]:
    """A number in the whole register: those in force, and former ones where that leaves room."""
    if not reading.parcel_number:
        return
    current = list(_parcels(BY_NUMBER, number=reading.parcel_number, limit=limit))
    yield from current
    if sum(result.rank == Rank.EXACT for result in current) < limit:
        yield from _parcels(FORMER_BY_NUMBER, number=reading.parcel_number, limit=limit)


def _parcels_beginning(starts: Sequence[str], limit: int, ranks: dict[int, Rank] | None = None) -> Iterator[Result]:
    versions = max(VERSIONS_EACH, VERSIONS_EACH * limit // max(1, len(starts)))
    yield from _parcels(BY_START, ranks, starts=list(starts), versions=versions, limit=limit)


def _parcels_in(reading: Reading, found: Iterable[Name], limit: int) -> Iterator[Result]:
    precincts = [name for name in found if name.kind == "precinct"]
    starts = [(start, name.rank) for name in precincts for start in _starts(name, reading)]
    by_place = {place: rank for place, (_start, rank) in enumerate(starts, 1)}
    if starts:
        yield from _parcels_beginning([start for start, _rank in starts], limit, by_place)


def _starts(precinct: Name, reading: Reading) -> Iterator[str]:
    """Beginnings of identifiers: a precinct's numbers may be counted in each of its sheets anew."""
    sheets = dict.fromkeys(("", *precinct.sheets))
    if reading.sheet:
        # Some write AR_03 where others write AR_3.
        wanted = reading.sheet[3:].lstrip("0")
        sheets = dict.fromkeys(sheet for sheet in precinct.sheets if sheet and sheet[3:].lstrip("0") == wanted)
    for sheet in sheets:
        # An unfinished number of a sheet's would be any number: "AR_3." ends the sheet.
        yield ".".join(filter(None, (precinct.code, sheet, reading.parcel_number))) + ("" if reading.number else ".")


def _addresses_in(reading: Reading, found: Iterable[Name], limit: int) -> Iterator[Result]:
    lines = [(name, name.extent) for name in found if name.kind != "precinct" and name.extent]
    if not lines:
        return
    results = list(_addresses(reading, reading.house_number, lines, limit))
    # A flat is no address point: "12/3" is in the house "12".
    if not results and "/" in reading.house_number:
        results = list(_addresses(reading, reading.house_number.partition("/")[0], lines, limit))
    yield from results


def _named(reading: Reading, within: frozenset[str] | None, limit: int) -> Iterator[Result]:
    yield from _of_names(names.find_names(reading, within, limit))
    if within is None and reading.words and not (reading.precinct or reading.postcode):
        for area, rank in names.find_areas(reading, limit):
            yield _of_area(area, rank)


def _names_beside(reading: Reading, within: frozenset[str] | None, limit: int) -> Iterator[Result]:
    """Where a number leads nowhere, what has the name that was typed with it."""
    if reading.words and reading.number:
        for result in _named(replace(reading, number="", sheet=""), within, limit):
            yield replace(result, rank=Rank.BESIDE)


def _of_code(code: Code, limit: int) -> Iterator[Result]:
    if not code.number:
        yield from _areas_of(code)
    precincts = _precincts(code.precinct or code.start, limit)
    if not code.number and not code.sheet:
        yield from _of_names(precincts)
    starts = [code.start]
    if code.number:
        reading = Reading(number=code.number, sheet=code.sheet)
        starts += [start for name in precincts for start in _starts(name, reading) if start != code.start]
    yield from _parcels_beginning(starts, limit)


def _areas_of(code: Code) -> Iterator[Result]:
    """Units whose code begins so, and the gmina that a registration unit's code belongs to."""
    for area in names.areas():
        if area.is_answer and (area.code.startswith(code.start) or code.start in area.codes):
            yield _of_area(area, Rank.EXACT if code.start in (area.code, *area.codes) else Rank.WHOLE)


def _precincts(start: str, limit: int) -> list[Name]:
    found = rows(
        "SELECT kind, code, name, place, gmina, sheets, ARRAY[west, south, east, north], (code <> %(start)s)::int"
        " FROM search_name_public WHERE kind = 'precinct' AND code >= %(start)s AND code < %(start)s || '~'"
        " ORDER BY code LIMIT %(limit)s",
        {"start": start, "limit": limit},
    )
    return [Name.of(row) for row in found]


def _of_object(wanted: ObjectId, limit: int) -> Iterator[Result]:
    spellings = [wanted.local_id, wanted.local_id.lower(), wanted.local_id.upper()]
    yield from _parcels(BY_OBJECT, local_ids=spellings, namespace=wanted.namespace, limit=limit)
    named = {"identifier": None, "local_ids": spellings, "namespace": wanted.namespace}
    yield from _under(rows(BUILDINGS, named), limit)


def _of_building(identifier: str, limit: int) -> Iterator[Result]:
    """The parcels under a building; of one that is not in the register, the parcel that its identifier names."""
    found = rows(BUILDINGS, {"identifier": identifier, "local_ids": [], "namespace": ""})
    yield from _under(found, limit)
    if not found:
        start = identifier.rpartition(".")[0]
        yield from (result for result in _parcels_beginning([start], 1) if result.rank == Rank.EXACT)


def _under(points: Sequence[tuple[Any, ...]], limit: int) -> Iterator[Result]:
    if points:
        eastings, northings = zip(*points, strict=True)
        yield from _parcels(
            AT_POINTS, eastings=list(eastings), northings=list(northings), srid=PL_1992.srid, limit=limit
        )


def _at(positions: Sequence[Position], limit: int) -> Iterator[Result]:
    """Of several readings those count that meet a parcel, else the first."""
    meant = []
    for position in positions:
        there = list(_under([(position.easting, position.northing)], limit))
        if there:
            meant.append(position)
        yield from there
    yield from map(_of_position, meant or positions[:1])


def _parcels(found: str, ranks: dict[int, Rank] | None = None, **parameters: Any) -> Iterator[Result]:
    """Parcels of the query FOUND; RANKS says how well the place they were found in is what was typed."""
    rows_found = rows(PARCELS.replace("{found}", found), parameters)
    ended = [row[0] for row in rows_found if row[5]]
    successors = _successors(ended) if ended else {}
    for row in rows_found:
        identifier, number, sheet, code, precinct, is_former, is_exact, extent, point, place = row
        rank = (ranks or {}).get(place, Rank.EXACT) if is_exact else Rank.BEGUN
        yield Result(
            Kind.FORMER_PARCEL if is_former else Kind.PARCEL,
            rank,
            _("%(number)s, arkusz %(sheet)s") % {"number": number, "sheet": sheet.removeprefix("AR_")}
            if sheet
            else number,
            _in_precinct(code, precinct or ""),
            _page(identifier),
            tuple(extent),
            tuple(point),
            identifier,
            successors.get(identifier, ()),
        )


def _successors(identifiers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found = rows(SUCCESSORS, {"identifiers": list(identifiers)})
    return {origin: tuple(successors[:MOST_SUCCESSORS]) for origin, successors in found}


def _addresses(reading: Reading, number: str, lines: Sequence[tuple[Name, Box]], limit: int) -> Iterator[Result]:
    west, south, east, north = (list(side) for side in zip(*(extent for _name, extent in lines), strict=True))
    parameters = {
        "places": [line.place if line.kind == "street" else line.name for line, _extent in lines],
        "streets": [line.name if line.kind == "street" else "" for line, _extent in lines],
        **{"west": west, "south": south, "east": east, "north": north, "srid": PL_1992.srid},
        **{"number": number, "begun": f"{number}%", "postcode": reading.postcode, "limit": limit},
    }
    for place, street, house, postcode, is_exact, order, point, parcel, extent in rows(ADDRESSES, parameters):
        line = lines[order - 1][0]
        box: Box = tuple(extent) if extent else _box_around(*point)
        yield Result(
            Kind.ADDRESS,
            line.rank if is_exact else Rank.BEGUN,
            f"{street or place} {house}",
            _listed(f"{postcode} {place}".strip() if street else postcode, _in_gmina(line.gmina)),
            _page(parcel) if parcel else map_address(extent=box),
            box,
            tuple(point),
            parcel,
        )


def _of_names(found: Iterable[Name]) -> Iterator[Result]:
    for name in found:
        label, where = name.name, name.place
        if name.kind == "precinct":
            label, where = name.name or _("obręb %(name)s") % {"name": name.code[-4:]}, name.code
        if extent := name.extent:
            detail = _listed(where, _in_gmina(name.gmina))
            middle = _middle(extent)
            yield Result(
                Kind(name.kind), name.rank, label, detail, map_address(extent=extent), extent, middle, name.code or None
            )


def _of_area(area: Area, rank: Rank) -> Result:
    return Result(
        Kind.UNIT,
        rank,
        area.name,
        area.kind_label,
        map_address(extent=area.extent),
        area.extent,
        _middle(area.extent),
        area.code,
    )


def _of_position(position: Position) -> Result:
    box = _box_around(position.easting, position.northing)
    label = f"{position.easting:.2f} E, {position.northing:.2f} N"
    typed_in = _("wpisane w układzie %(system)s") % {"system": position.system}
    return Result(
        Kind.POINT, Rank.EXACT, label, _listed(PL_1992.name, typed_in), map_address(extent=box), box, _middle(box)
    )


def _in_precinct(code: str, name: str) -> str:
    return _listed(_("obręb %(name)s") % {"name": name or code[-4:]}, _in_gmina(code))


def _in_gmina(code: str) -> str:
    name = names.gmina_name(code)
    return _("gmina %(name)s") % {"name": name} if name else code[:8]


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _box_around(easting: float, northing: float) -> Box:
    return easting - AROUND_POINT, northing - AROUND_POINT, easting + AROUND_POINT, northing + AROUND_POINT


def _page(identifier: str) -> str:
    """Below the prefix of the kiosk, if the reader is there."""
    return f"{get_script_prefix()}dzialka/{identifier}/"
