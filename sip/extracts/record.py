"""The extract of planning and restrictions: one frozen record, which pages, JSON and PDF only render.

Texts are Polish, as the law's are, whatever the reader's language: the record is evidence and has one digest. A theme
of the list stands in exactly one of three lists: concerned, not concerned, no data. Percents are of the subject's
shape, to a tenth; `area_m2` are of the registered area in whole metres, or of the drawn area, and None where the
register has none. Lengths are metres.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

import orjson
from pydantic import WithJsonSchema

FORMAT: Final = 1
# JSON has one kind of number; the schema says so instead of the text that decimals are elsewhere.
Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
# A zone of a plan, an area for which a plan ogólny lays down more, the whole of an act of which no zones are known,
# a restriction of a theme.
RowKind = Literal["zone", "regulation", "act", "restriction"]


@dataclass(frozen=True, slots=True)
class Provision:
    """What the resolution says: `html` was cleaned when it was delivered. General ones have no symbol."""

    symbol: str
    paragraph: str
    html: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """Intensity is a ratio, shares are percents, height is metres."""

    max_intensity: Number | None = None
    max_built_share: Number | None = None
    max_height: Number | None = None
    min_green_share: Number | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Something that meets the subject. `is_sliver`: below the theme's threshold, so probably of differing corners.

    Lines have `length_m`, points neither length nor area. `replaced_percent` of the subject is this row's ground on
    which a later act of the theme goes first. `profiles` are words, `symbol` for a zone of a plan ogólny one of its 13.
    """

    kind: RowKind
    identifier: str
    act: str
    designation: str
    symbol: str
    name: str
    percent: Number | None
    area_m2: Number | None
    length_m: Number | None
    is_sliver: bool
    replaced_percent: Number
    in_force_from: date | None
    in_force_to: date | None
    basic_profiles: tuple[str, ...] = ()
    additional_profiles: tuple[str, ...] = ()
    indicators: Indicators = Indicators()
    standards: tuple[tuple[str, str], ...] = ()
    provisions: tuple[Provision, ...] = ()
    description: str = ""
    document: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`role`: adopts, begins, changes, repeals, annuls, or as the act's file says."""

    role: str
    title: str
    number: str
    organ: str
    dated: date | None
    effective_from: date | None
    journal: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """`unit` is the gmina's six digits. `general_provisions` hold for all its zones."""

    identifier: str
    title: str
    kind: str
    kind_name: str
    status: str
    status_name: str
    unit: str
    in_force_from: date | None
    in_force_to: date | None
    documents: tuple[Document, ...]
    drawings: tuple[tuple[str, str], ...]
    general_provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """What a theme is; `as_of`: the day its data are of, where it was declared or follows from an act."""

    code: str
    name: str
    name_en: str
    legal_basis: str
    source: str
    responsible: str
    website: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Concern:
    """A theme that says something of the subject.

    Zones and areas in `rows` share the ground: with `rest_percent`, on which nothing is laid down, their
    `union_percent` is 100. `sum_percent` is more where rows overlap; then `is_overlapping`. `regulations` lie over the
    zones and are not part of the sum. `slivers` are rows below the threshold; they count in the sums.
    `preceded_percent`: the part for which a theme of higher precedence, local plans, goes first.
    """

    theme: Theme
    threshold_m2: Number
    threshold_m: Number
    acts: tuple[Act, ...]
    rows: tuple[Row, ...]
    slivers: tuple[Row, ...]
    regulations: tuple[Row, ...]
    rest_percent: Number
    rest_m2: Number | None
    sum_percent: Number
    union_percent: Number
    is_overlapping: bool
    preceded_percent: Number


@dataclass(frozen=True, slots=True)
class Mention:
    """An act over the subject that does not bind on the day: being prepared, or no longer in force, or a studium."""

    act: Act
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """Of the register on the day; `land_use` as (symbol, hectares)."""

    identifier: str
    number: str
    sheet: str
    precinct: str
    precinct_name: str
    unit: str
    unit_name: str
    powiat_name: str
    registered_area_ha: Number | None
    land_use: tuple[tuple[str, Number | None], ...]
    data_date: date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A parcel, or an area someone drew. `measured_m2` is of its shape; `gminas` are six digits each.

    `extent`: west, south, east, north in EPSG:2180. `outline`: WKT of a drawn area in EPSG:2180, empty for a parcel.
    """

    parcel: ParcelFacts | None
    outline: str
    measured_m2: Number
    extent: tuple[Number, Number, Number, Number]
    gminas: tuple[str, ...]
    concerned: tuple[Concern, ...]
    not_concerned: tuple[Theme, ...]
    no_data: tuple[Theme, ...]
    in_preparation: tuple[Mention, ...]
    historical: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """`versions`: of the layers it was composed from. On the same versions and day it is the same to the byte."""

    day: date
    subjects: tuple[Subject, ...]
    versions: dict[str, int]
    format: int = FORMAT

    def content(self) -> bytes:
        """JSON of all but the digest: fields in their order, no spaces, decimals as numbers."""
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS, default=float)

    def digest(self) -> str:
        """SHA-256 of the content, 64 hexadecimal digits."""
        return hashlib.sha256(self.content()).hexdigest()

    def to_json(self) -> bytes:
        """The content and its digest: remove the first member to check it."""
        content = self.content()
        return b'{"digest":"%s",%s' % (hashlib.sha256(content).hexdigest().encode(), content[1:])
