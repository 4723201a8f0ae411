"""Rows with attributes in common use -> drafts of parcels, buildings and addresses."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from statistics import median
from typing import Final

import shapely

from parcels.importing.read.placer import placer
from parcels.importing.read.records import (
    AddressFacts,
    BuildingFacts,
    Facts,
    Kind,
    LandUse,
    ParcelFacts,
    Problem,
    Record,
)
from parcels.importing.read.values import M2_IN_HA, building_kind
from sip.registers.reading.columns import Columns
from sip.registers.reading.placing import Draft, take
from sip.registers.reading.rows import RawRow, draft, faults
from sip.registers.reading.table import TableFile
from sip.registers.reading.values import decimal, whole

_SAMPLE: Final = 1000
# Registered hectares differ from drawn ones by per cents; square metres are ten thousand times more.
_SQUARE_METRES_FROM: Final = 100.0
_OFU: Final = "Lzr|Ls|Lz|Wsr|Wm|Wp|Ws|W|Br|Ba|Bi|Bp|Bz|B|Ps|Ti|Tk|Tp|Tr|dr|R|S|Ł|K|N"
_SYMBOL: Final = re.compile(
    rf"(?:(?P<ofu>{_OFU})\s*[-/]\s*)?(?P<ozu>R|Ł|Ps|Lz|Ls)(?P<ozk>VIz|VI|IVa|IVb|IV|V|IIIa|IIIb|III|II|I)"
)
_LAND_USE_ITEM: Final = re.compile(r"\s*(?P<symbol>[^\d\s,;:]+)\s*(?:[:=\s]\s*(?P<area>\d+[.,]\d+)\s*(?:ha)?)?\s*")


def records(kind: Kind, table: TableFile, columns: Columns, notes: list[Problem]) -> Iterator[Record]:
    """Records of the table's rows."""
    drafts = (_draft(kind, columns, row) for row in table)
    placed = placer(notes, default=table.declared, usual=table.usual).records(drafts)
    return _in_hectares(placed, notes) if kind is Kind.PARCELS else placed


def _draft(kind: Kind, columns: Columns, row: RawRow) -> Draft:
    values, problems = columns.of(row.values), faults(row)
    identifier = values.get("identifier", "")
    if not identifier and kind is not Kind.ADDRESSES:
        problems.append(Problem("missing-identifier"))
    return draft(kind, row, values, _FACTS[kind](values, problems), problems, identifier=identifier)


def _parcel(values: dict[str, str], problems: list[Problem]) -> ParcelFacts:
    return ParcelFacts(
        area_ha=decimal(values["area"], problems, "poleEwidencyjne"),
        land_use=_land_uses(values),
        precinct_ref=values["precinct"],
    )


def _land_uses(values: dict[str, str]) -> tuple[LandUse, ...]:
    """Symbols like "RIVa, Br-RV, dr", each with its area where the source gives one."""
    text = values["land_use"]
    if values["soil_use"] or values["soil_class"]:
        return (LandUse(text, values["soil_use"], values["soil_class"], None),)
    parts = filter(None, map(str.strip, re.split(r"[;\n]|,(?!\d)", text)))
    return tuple(map(_land_use, parts))


def _land_use(text: str) -> LandUse:
    item = _LAND_USE_ITEM.fullmatch(text)
    symbol = item["symbol"] if item else text
    area = Decimal(item["area"].replace(",", ".")) if item and item["area"] else None
    if found := _SYMBOL.fullmatch(symbol):
        return LandUse(found["ofu"] or found["ozu"], found["ozu"], found["ozk"], area)
    return LandUse(symbol, "", "", area)


def _building(values: dict[str, str], problems: list[Problem]) -> BuildingFacts:
    return BuildingFacts(
        kind_kst=building_kind(values["building_kind"]),
        floors_above=whole(values["floors_above"], problems, "kondygnacje nadziemne"),
        floors_below=whole(values["floors_below"], problems, "kondygnacje podziemne"),
        footprint_m2=decimal(values["footprint"], problems, "powZabudowy"),
        parcel_refs=(values["parcel"],) if values["parcel"] else (),
    )


def _address(values: dict[str, str], _problems: list[Problem]) -> AddressFacts:
    names = ("place", "street", "number", "postcode", "place_code", "street_code")
    return AddressFacts(**{name: values[name] for name in names})


_FACTS: Final[Mapping[Kind, Callable[[dict[str, str], list[Problem]], Facts]]] = {
    Kind.PARCELS: _parcel,
    Kind.BUILDINGS: _building,
    Kind.ADDRESSES: _address,
}


def _in_hectares(records: Iterator[Record], notes: list[Problem]) -> Iterator[Record]:
    """Registered areas in hectares, whichever unit the file has: its first thousand parcels tell."""
    sample, failure = take(records, _SAMPLE)
    ratios = [ratio for record in sample if (ratio := _area_ratio(record)) is not None]
    all_records: Iterator[Record] = chain(sample, records)
    if ratios and median(ratios) >= _SQUARE_METRES_FROM:
        notes.append(Problem("area-in-square-metres"))
        all_records = map(_from_square_metres, all_records)
    yield from all_records
    if failure:
        raise failure


def _from_square_metres(record: Record) -> Record:
    facts = record.facts
    if not isinstance(facts, ParcelFacts) or facts.area_ha is None:
        return record
    return replace(record, facts=replace(facts, area_ha=facts.area_ha / M2_IN_HA))


def _area_ratio(record: Record) -> float | None:
    """The registered number over the drawn hectares."""
    if record.geometry is None or not isinstance(record.facts, ParcelFacts) or not record.facts.area_ha:
        return None
    drawn = float(shapely.area(record.geometry)) / float(M2_IN_HA)
    return float(record.facts.area_ha) / drawn if drawn > 0 else None
