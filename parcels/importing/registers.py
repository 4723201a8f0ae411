"""The registers an import can fill: which table, which columns, and how a record becomes a row."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import orjson
from django.db.models import CharField

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
from parcels.models import Address, Building, LandUseContour, Parcel, Precinct, SoilContour, Version

# What every register's table has, in the order of staging; the geometry comes last.
COMMON = (
    "namespace",
    "local_id",
    "version_id",
    "identifier",
    "object_from",
    "valid_from",
    "valid_to",
    "end_reason",
    "digest",
)


AREA_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class Register:
    kind: Kind
    model: type[Version]
    columns: tuple[str, ...]
    values: Callable[[Record], tuple[Any, ...]]
    layer: str
    # Whether an identifier names one object in force; then it can stand for a missing identity.
    identified: bool = False

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def stage(self) -> str:
        return f"stage_{self.kind.value}"

    @cached_property
    def lengths(self) -> tuple[tuple[int, int], ...]:
        """Position in `all_columns` and room of each text column."""
        room = {f.column: f.max_length for f in self.model._meta.concrete_fields if f.max_length}
        return tuple((n, room[column]) for n, column in enumerate(self.all_columns) if column in room)

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold text, where empty is not the same as unknown."""
        fields = self.model._meta.concrete_fields
        return tuple(f.column for f in fields if isinstance(f, CharField) and f.column in self.all_columns)

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*COMMON, *self.columns, "geom")


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


REGISTERS: tuple[Register, ...] = (
    Register(Kind.PRECINCTS, Precinct, ("name",), _named, layer="precincts", identified=True),
    Register(
        Kind.PARCELS,
        Parcel,
        ("unit_code", "precinct_code", "sheet", "number", "registered_area", "area_precision", "land_use"),
        _parcel,
        layer="parcels",
        identified=True,
    ),
    Register(
        Kind.BUILDINGS,
        Building,
        ("kind", "floors_above", "floors_below", "footprint"),
        _building,
        layer="buildings",
    ),
    Register(Kind.LAND_USE, LandUseContour, ("ofu",), _land_use_contour, layer="land_use"),
    Register(Kind.SOIL, SoilContour, ("ozu", "ozk"), _soil_contour, layer="soil"),
    Register(
        Kind.ADDRESSES,
        Address,
        ("place", "street", "number", "postcode", "place_code", "street_code"),
        _address,
        layer="addresses",
    ),
)
BY_KIND = {register.kind: register for register in REGISTERS}
