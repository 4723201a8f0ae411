"""What the demo's data sets of planning hold: acts, their zones, regulations and documents, on the way to a file."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Document:
    """`local_id` is unique in its data set; `relations` are (role, the act's `reference`)."""

    local_id: str
    title: str
    number: str
    organ: str
    dated: date
    effective: date | None = None
    repealed: date | None = None
    journal: str = ""
    link: str = ""
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Zone:
    """A strefa of a plan ogólny: intensity, built share [%], height [m], green share [%]; None where not laid down."""

    designation: str
    symbol: str
    shape: shapely.Polygon
    basic: tuple[str, ...]
    additional: tuple[str, ...]
    indicators: tuple[float | None, float | None, float | None, float | None]


@dataclass(frozen=True)
class Regulation:
    """An area with its kind: OUZ, OZS, OSD."""

    designation: str
    kind: str
    shape: shapely.Polygon
    school: int = 0


@dataclass(frozen=True)
class Act:
    """`data_set` is its namespace; `documents` are (role, document) of the same data set."""

    data_set: str
    local_id: str
    title: str
    kind: str
    level: str
    status: str
    started: datetime
    shape: BaseGeometry
    since: date | None = None
    until: date | None = None
    change: int | None = None
    drawing: str = ""
    documents: tuple[tuple[str, Document], ...] = ()
    zones: tuple[Zone, ...] = field(default=(), repr=False)
    regulations: tuple[Regulation, ...] = field(default=(), repr=False)

    @property
    def identifier(self) -> str:
        return f"{self.data_set}/{self.local_id}"

    @property
    def version(self) -> str:
        return f"{self.started:%Y%m%dT%H%M%S}"

    @property
    def reference(self) -> str:
        """The part of its address that says which version of which act is meant."""
        return f"{self.identifier}/{self.version}"

    def documented(self, role: str, document: Document, relation: str) -> "Act":
        """The act with one more document, which says of itself what it did to the act."""
        known = replace(document, relations=(*document.relations, (relation, self.reference)))
        return replace(self, documents=(*self.documents, (role, known)))
