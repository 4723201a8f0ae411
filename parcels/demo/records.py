"""What one precinct of the register holds: frozen records between the drawing and the file."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from shapely import Polygon

from parcels.demo.plane import Points
from parcels.demo.world import PrecinctPlan


@dataclass(frozen=True)
class LandUse:
    """A klasoużytek: OFU, OZU and OZK codes ("" = none), area in square metres."""

    ofu: str
    ozu: str
    ozk: str
    area: int


@dataclass(frozen=True)
class Life:
    """An object's and its version's times; an end of None means now. `local_id` is the IIP's UUID."""

    local_id: str
    born: datetime
    start: datetime
    end: datetime | None = None
    died: datetime | None = None


@dataclass(frozen=True)
class Parcel:
    """`area` is the registered one, in square metres; `block` and `plot` its place in the drawing."""

    life: Life
    identifier: str
    polygon: Polygon
    area: int
    uses: tuple[LandUse, ...]
    kind: str
    block: int
    plot: int


@dataclass(frozen=True)
class Building:
    """`parcel` is the index of the parcel it stands on among the current ones."""

    life: Life
    identifier: str
    polygon: Polygon
    use: str
    storeys: int
    cellars: int
    parcel: int


@dataclass(frozen=True)
class Contour:
    life: Life
    identifier: str
    polygon: Polygon
    ofu: str


@dataclass(frozen=True)
class Address:
    """`place` is (easting, northing) in the map's system."""

    town: str
    street: str
    number: str
    post: str
    place: Points


@dataclass(frozen=True)
class Defect:
    """What was spoilt on purpose, and where."""

    kind: str
    identifier: str


@dataclass
class Precinct:
    """`closed` are the parcels' archival versions; `land` is (kind, block, shape) of each piece as it was drawn."""

    plan: PrecinctPlan
    life: Life
    polygon: Polygon
    parcels: list[Parcel]
    land: list[tuple[str, int, Polygon]]
    closed: list[Parcel] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    contours: list[Contour] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


def new_id(rng: np.random.Generator) -> str:
    """A UUID-shaped identifier from the generator."""
    text = rng.bytes(16).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
