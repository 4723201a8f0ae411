"""What a reader hands on of planning: the facts of each register beside what all records have."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    ACTS = "planning_acts"
    ZONES = "planning_zones"
    REGULATIONS = "planning_regulations"
    DOCUMENTS = "planning_documents"
    DRAWINGS = "planning_drawings"
    PROVISIONS = "provisions"
    RASTERS = "drawing_rasters"
    RESTRICTIONS = "restrictions"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an act, a zone or a regulation stands in law; `status` is a code of `codes.Status` or as written."""

    status: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`target` is the identifier of what a reference leads to, or the reference as written."""

    role: str
    target: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    title: str
    kind: str
    standing: Standing
    level: str = ""
    unit: str = ""
    other_titles: tuple[str, ...] = ()
    change: int | None = None
    modification: bool = False
    base_maps: tuple[tuple[str, str, str], ...] = ()
    documents: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicators:
    """Of a zone: intensity as a ratio, shares in percent, height in metres."""

    max_intensity: Decimal | None = None
    max_built_share: Decimal | None = None
    max_height: Decimal | None = None
    min_green_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """`name` is the title of the zone's kind as written, `kind_symbol` the symbol that belongs to that kind."""

    act: str
    designation: str
    symbol: str
    standing: Standing
    name: str = ""
    kind_symbol: str = ""
    other_name: str = ""
    nature: str = ""
    basic_profiles: tuple[str, ...] = ()
    additional_profiles: tuple[str, ...] = ()
    indicators: Indicators = Indicators()


@dataclass(frozen=True, slots=True)
class RegulationFacts:
    """`standards`: element of the schema, value as written, unit."""

    act: str
    kind: str
    designation: str
    symbol: str
    standing: Standing
    name: str = ""
    nature: str = ""
    standards: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    title: str
    short_title: str = ""
    number: str = ""
    organ: str = ""
    dated: date | None = None
    effective_from: date | None = None
    repealed_on: date | None = None
    journal: str = ""
    links: tuple[str, ...] = ()
    relations: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawingFacts:
    act: str
    title: str
    link: str = ""
    legend: str = ""
    crs: str = ""
    scale: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ProvisionFacts:
    """`symbol` is "" where the text is for the whole act; `body` is HTML, cleaned."""

    act: str
    symbol: str
    paragraph: str
    body: str


@dataclass(frozen=True, slots=True)
class RasterFacts:
    act: str
    file: str
    key: str
    min_zoom: int
    max_zoom: int


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """`theme` is a code of the list of themes; `link` an address of the web or empty."""

    theme: str
    name: str
    designation: str = ""
    description: str = ""
    document: str = ""
    link: str = ""
    since: date | None = None
    until: date | None = None
