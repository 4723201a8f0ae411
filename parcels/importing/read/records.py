"""What a reader hands on: one frozen record an object, whatever the source's format."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sip.geo.gmlstream import Unreadable
from sip.registers.record import Problem, Record

__all__ = [
    "AddressFacts",
    "BuildingFacts",
    "ContourFacts",
    "Facts",
    "Kind",
    "LandUse",
    "NamedFacts",
    "ParcelFacts",
    "Problem",
    "Record",
    "Unreadable",
]


class Kind(StrEnum):
    PARCELS = "parcels"
    BUILDINGS = "buildings"
    PRECINCTS = "precincts"
    UNITS = "units"
    LAND_USE = "land_use_contours"
    SOIL = "soil_contours"
    ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class LandUse:
    """One klasoużytek: land use (OFU), soil use and class (OZU, OZK), as written."""

    ofu: str
    ozu: str
    ozk: str
    area_ha: Decimal | None


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """`precinct_ref` is the local id the source points to, or its raw reference."""

    area_ha: Decimal | None = None
    area_precision: int | None = None
    land_use: tuple[LandUse, ...] = ()
    precinct_ref: str = ""


@dataclass(frozen=True, slots=True)
class BuildingFacts:
    """`parcel_refs` are local ids of parcels, or the source's raw references."""

    kind_kst: str = ""
    floors_above: int | None = None
    floors_below: int | None = None
    footprint_m2: Decimal | None = None
    parcel_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """Of precincts and units."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ContourFacts:
    """Land-use contours have the OFU, soil contours OZU and OZK."""

    ofu: str = ""
    ozu: str = ""
    ozk: str = ""


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """Codes are those of the TERYT: SIMC for the place, ULIC for the street."""

    place: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    place_code: str = ""
    street_code: str = ""


Facts = ParcelFacts | BuildingFacts | NamedFacts | ContourFacts | AddressFacts
