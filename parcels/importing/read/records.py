"""What a reader hands on: one frozen record an object, whatever the source's format."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import shapely

from sip.geo.gmlstream import Unreadable

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
class Problem:
    """Something wrong or worth saying; `place` is PL-1992 easting, northing."""

    code: str
    detail: str = ""
    place: tuple[float, float] | None = None


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


@dataclass(frozen=True, slots=True)
class Record:
    """One version of one object.

    `geometry` is two-dimensional PL-1992 (easting, northing), curves linearised, otherwise as delivered: it
    may be invalid. `identifier` is as written, stripped. `line` is the source's line, or the feature's number
    in formats without lines. Dates are aware.
    """

    kind: Kind
    namespace: str
    local_id: str
    version_id: str
    object_from: datetime | None
    valid_from: datetime | None
    valid_to: datetime | None
    object_to: datetime | None
    identifier: str
    geometry: shapely.Geometry | None
    facts: Facts
    line: int
    problems: tuple[Problem, ...] = ()
