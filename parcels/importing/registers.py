"""The registers of the land: how a record of each becomes a row."""

from decimal import Decimal
from typing import Any

import orjson

from parcels.identifiers import ParcelId
from parcels.importing.read.records import (
    AddressFacts,
    BuildingFacts,
    ContourFacts,
    Kind,
    LandUse,
    NamedFacts,
    ParcelFacts,
    Record,
)
from parcels.models import Address, Building, LandUseContour, Parcel, Precinct, SoilContour
from sip.registers.register import Register

AREA_STEP = Decimal("0.0001")


def _land_use(rows: tuple[LandUse, ...]) -> str:
    uses = [
        {
            "ofu": use.ofu,
            "ozu": use.ozu,
            "ozk": use.ozk,
            "area_ha": None if use.area_ha is None else float(use.area_ha),
        }
        for use in rows
    ]
    return orjson.dumps(uses).decode()


def _parcel(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, ParcelFacts)
    parsed = ParcelId.parse(record.identifier)
    place = (parsed.unit, parsed.precinct, parsed.sheet, parsed.number) if parsed else ("", "", "", "")
    # As the register keeps it, so that 0.285 and 0.2850 are the same area.
    area = None if facts.area_ha is None else facts.area_ha.quantize(AREA_STEP)
    return (*place, area, facts.area_precision, _land_use(facts.land_use))


def _building(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, BuildingFacts)
    return (facts.kind_kst, facts.floors_above, facts.floors_below, facts.footprint_m2)


def _named(record: Record) -> tuple[Any, ...]:
    assert isinstance(record.facts, NamedFacts)
    return (record.facts.name,)


def _land_use_contour(record: Record) -> tuple[Any, ...]:
    assert isinstance(record.facts, ContourFacts)
    return (record.facts.ofu,)


def _soil_contour(record: Record) -> tuple[Any, ...]:
    assert isinstance(record.facts, ContourFacts)
    return (record.facts.ozu, record.facts.ozk)


def _address(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, AddressFacts)
    return (facts.place, facts.street, facts.number, facts.postcode, facts.place_code, facts.street_code)


BUILT_ON_PRECINCT = "left(identifier, 13)"

REGISTERS: tuple[Register, ...] = (
    Register(Kind.PRECINCTS, Precinct, ("name",), _named, layer="precincts", scope="identifier", identified=True),
    Register(
        Kind.PARCELS,
        Parcel,
        ("unit_code", "precinct_code", "sheet", "number", "registered_area", "area_precision", "land_use"),
        _parcel,
        layer="parcels",
        scope="precinct_code",
        identified=True,
        succeeded="EXISTS (SELECT FROM stage_lineage WHERE predecessor = e.identifier)",
    ),
    Register(
        Kind.BUILDINGS,
        Building,
        ("kind", "floors_above", "floors_below", "footprint"),
        _building,
        layer="buildings",
        scope=BUILT_ON_PRECINCT,
    ),
    Register(Kind.LAND_USE, LandUseContour, ("ofu",), _land_use_contour, layer="land_use", scope=BUILT_ON_PRECINCT),
    Register(Kind.SOIL, SoilContour, ("ozu", "ozk"), _soil_contour, layer="soil", scope=BUILT_ON_PRECINCT),
    Register(
        Kind.ADDRESSES,
        Address,
        ("place", "street", "number", "postcode", "place_code", "street_code"),
        _address,
        layer="addresses",
        scope="place",
    ),
)
