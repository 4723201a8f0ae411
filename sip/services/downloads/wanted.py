"""What is ordered: layers, a place, a format, a coordinate system; in one canonical form, so that equal orders meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Self

import orjson

from sip.services.downloads.formats import FORMATS, Format
from sip.services.downloads.sources import SOURCES, Source

# Grows when files of the same order and the same registers come out otherwise.
EDITION: Final = 2
MOST_PARCELS: Final = 1000


class Where(StrEnum):
    EVERYTHING = "everything"
    UNIT = "unit"
    PRECINCT = "precinct"
    PARCELS = "parcels"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Place:
    """`values`: a TERYT code, an identifier of a precinct, identifiers of parcels, or the area's WKT in EPSG:2180."""

    where: Where = Where.EVERYTHING
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    layers: tuple[str, ...]
    place: Place
    format_name: str
    crs: int

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """What `asked` of an earlier one says."""
        place = Place(Where(asked["where"]), tuple(asked["values"]))
        return cls(tuple(asked["layers"]), place, asked["format"], asked["crs"])

    def asked(self) -> dict[str, Any]:
        """The same for each order of the same things: layers in their own order, parcels in that of letters."""
        values = sorted(set(self.place.values)) if self.place.where is Where.PARCELS else list(self.place.values)
        return {
            "layers": [name for name in SOURCES if name in self.layers],
            "where": self.place.where.value,
            "values": values,
            "format": self.format_name,
            "crs": self.crs,
        }

    def digest(self, register_version: int) -> str:
        return sha256(orjson.dumps([EDITION, register_version, self.asked()], option=orjson.OPT_SORT_KEYS)).hexdigest()

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(SOURCES[name] for name in self.asked()["layers"])

    @property
    def format(self) -> Format:
        return FORMATS[self.format_name]
