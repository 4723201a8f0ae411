"""Public registers of cases as everyone reads them: which there are, and entries looked through, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import PL_1992, WGS84
from sip.public import rows

REGISTERS: Final = """
SELECT code, name, entry_name, description, legal_basis, listed_from FROM register_public ORDER BY position, code
"""
# Offices that keep a register, those that have entries and no service any more among them.
KEPT: Final = """
SELECT kept.register, kept.office, kept.office_name, coalesce(counted.count, 0), counted.latest
FROM (SELECT register, office, office_name FROM register_office_public
    UNION SELECT register, office, office_name FROM register_entry_public) AS kept
LEFT JOIN (SELECT register, office, count(*) AS count, max(day) AS latest FROM register_entry_public GROUP BY 1, 2)
    AS counted USING (register, office)
ORDER BY kept.office_name
"""
YEARS: Final = """
SELECT DISTINCT extract(year FROM day)::int FROM register_entry_public WHERE register = %(register)s ORDER BY 1 DESC
"""
ENTRIES: Final = """
SELECT id, identifier, register, office, office_name, sign, service, filed_on, stage, outcome, decided_on, standing,
    standing_on, parcels, day, published_at, changed_at, {shape}
FROM register_entry_public WHERE {condition} ORDER BY {order} LIMIT %(limit)s
"""
GONE: Final = "SELECT 1 FROM register_removed_public WHERE register = %(register)s AND identifier = %(identifier)s"
REMOVED: Final = """
SELECT identifier, changed_at FROM register_removed_public
WHERE register = %(register)s AND (%(office)s = '' OR office = %(office)s)
    AND (%(since)s::timestamptz IS NULL OR changed_at >= %(since)s)
    AND (%(moment)s::timestamptz IS NULL OR (changed_at, id) < (%(moment)s, %(number)s))
ORDER BY changed_at DESC, id DESC LIMIT %(limit)s
"""
MOST_REMOVED: Final = 1000
NO_SHAPE: Final = "NULL"
# A centimetre is enough.
METRES: Final = "ST_AsGeoJSON(geom, 2, 0)"
DEGREES: Final = f"ST_AsGeoJSON(ST_Transform(geom, {WGS84.srid}), 7, 0)"
AS_STORED: Final = "encode(ST_AsBinary(geom), 'hex')"
NEWEST: Final = "day DESC, id DESC"
CHANGED: Final = "changed_at DESC, id DESC"
MOST_ON_PARCEL: Final = 20
# The entry names the parcels, or names none and is drawn on one; a neighbour's boundary is not on it.
ABOUT: Final = """(parcels && {named} OR cardinality(parcels) = 0 AND EXISTS (
    SELECT FROM parcel_public AS parcel WHERE parcel.identifier = ANY ({named})
        AND ST_Intersects(register_entry_public.geom, ST_Buffer(parcel.geom, -0.1))))"""
# Of what is typed, any may be meant.
TYPED: Final = f"""(upper(sign) LIKE %(like)s OR {ABOUT.format(named="%(parcels)s::varchar[]")} OR EXISTS (
    SELECT FROM unnest(%(boxes)s::text[]) AS box WHERE geom && ST_GeomFromText(box, {PL_1992.srid})))"""
CONDITIONS: Final[Mapping[str, str]] = {
    "register": "register = %(register)s",
    "identifier": "identifier = %(identifier)s",
    "office": "office = %(office)s",
    "since": "day >= %(since)s",
    "until": "day < %(until)s",
    "outcome": "outcome = %(outcome)s",
    "stage": "stage = %(stage)s",
    "standing": "standing = %(standing)s",
    "text": TYPED,
    "on_parcel": ABOUT.format(named="ARRAY[%(on_parcel)s]::varchar[]"),
    "extent": f"geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {PL_1992.srid})",
    "after": "(day, id) < (%(after_day)s::date, %(after_id)s)",
    "changed_before": "(changed_at, id) < (%(before_moment)s::timestamptz, %(before_id)s)",
}
Text = str | Promise
STAGES: Final[Mapping[str, Text]] = {
    "pending": _("w toku"),
    "decided": _("rozstrzygnięta"),
    "ended": _("zakończona bez rozstrzygnięcia"),
    "withdrawn": _("wycofana przez wnioskodawcę"),
    "handed-over": _("przekazana innemu organowi"),
}
OUTCOMES: Final[Mapping[str, Text]] = {
    "granted": _("uwzględniono"),
    "partly": _("uwzględniono w części"),
    "refused": _("odmówiono"),
    "discontinued": _("umorzono"),
    "no-objection": _("nie wniesiono sprzeciwu"),
    "done": _("załatwiono"),
    "unexamined": _("pozostawiono bez rozpoznania"),
}
STANDINGS: Final[Mapping[str, Text]] = {
    "final": _("ostateczna"),
    "appealed": _("wniesiono odwołanie"),
    "repealed": _("uchylona"),
    "expired": _("wygasła"),
}
AGAINST: Final = ("refused",)
Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Keeper:
    """An office that keeps a register, with how much stands there."""

    slug: str
    name: str
    count: int
    latest: date | None


@dataclass(frozen=True, slots=True)
class Register:
    code: str
    name: str
    entry_name: str
    description: str
    legal_basis: str
    listed_from: str
    keepers: tuple[Keeper, ...] = ()

    @property
    def count(self) -> int:
        return sum(keeper.count for keeper in self.keepers)


@dataclass(frozen=True, slots=True)
class Entry:
    """What everyone may know of a case. `shape` is written as it was asked for, if it was."""

    id: int
    identifier: str
    register: str
    office: str
    office_name: str
    sign: str
    service: str
    filed_on: date
    stage: str
    outcome: str
    decided_on: date | None
    standing: str
    standing_on: date | None
    parcels: Sequence[str]
    day: date
    published_at: datetime
    changed_at: datetime
    shape: Any = None

    @property
    def state(self) -> str:
        """In plain words: the outcome where there is one."""
        return str(OUTCOMES.get(self.outcome) or STAGES.get(self.stage, self.stage))

    @property
    def standing_name(self) -> str:
        return str(STANDINGS.get(self.standing, ""))

    @property
    def level(self) -> str:
        """For colours and signs: granted, refused, pending, or ended."""
        if self.stage == "pending" or self.stage != "decided":
            return "pending" if self.stage == "pending" else "ended"
        return "refused" if self.outcome in AGAINST else "ended" if self.outcome == "discontinued" else "granted"


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that was public, and when it ceased to be."""

    identifier: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; what is empty asks for nothing. `text` is part of a sign; the parcels and places (boxes in
    EPSG:2180) that it may mean come with it. `after` and `changed_before` name the last one of the page before."""

    register: str = ""
    identifier: str = ""
    office: str = ""
    year: int | None = None
    outcome: str = ""
    stage: str = ""
    standing: str = ""
    text: str = ""
    parcels: Sequence[str] = ()
    boxes: Sequence[Extent] = ()
    on_parcel: str = ""
    extent: Extent | None = None
    after: tuple[date, int] | None = None
    changed_before: tuple[datetime, int] | None = None
    shaped: bool = field(default=False)

    @property
    def condition(self) -> str:
        given = [text for name, text in CONDITIONS.items() if self._asks(name)]
        return " AND ".join([*given, *(["geom IS NOT NULL"] if self.shaped else [])]) or "true"

    def _asks(self, name: str) -> bool:
        return bool(self.year if name in ("since", "until") else getattr(self, name))

    @property
    def values(self) -> dict[str, Any]:
        west, south, east, north = self.extent or (0, 0, 0, 0)
        day, number = self.after or (None, None)
        moment, before = self.changed_before or (None, None)
        year = self.year or date.min.year
        return {
            **{name: getattr(self, name) for name in ("register", "identifier", "office", "outcome", "stage")},
            **{"standing": self.standing, "on_parcel": self.on_parcel, "like": _like(self.text)},
            **{"parcels": list(self.parcels), "boxes": [_box(box) for box in self.boxes]},
            **{"since": date(year, 1, 1), "until": date(year + 1, 1, 1)},
            **{"west": west, "south": south, "east": east, "north": north},
            **{"after_day": day, "after_id": number, "before_moment": moment, "before_id": before},
        }


def registers() -> list[Register]:
    """All of them, in their order, each with the offices that keep it."""
    keepers: dict[str, list[Keeper]] = {}
    for register, *keeper in rows(KEPT):
        keepers.setdefault(register, []).append(Keeper(*keeper))
    return [replace(Register(*found), keepers=tuple(keepers.get(found[0], ()))) for found in rows(REGISTERS)]


def years(register: str) -> list[int]:
    """Those that have entries, the last one first."""
    return [found[0] for found in rows(YEARS, {"register": register})]


def entries(wanted: Wanted, limit: int, *, shape: str = NO_SHAPE, order: str = NEWEST) -> list[Entry]:
    """At most LIMIT of those that are WANTED."""
    text = ENTRIES.format(condition=wanted.condition, shape=shape, order=order)
    return [Entry(*found) for found in rows(text, {**wanted.values, "limit": limit})]


def entry(register: str, identifier: str) -> Entry | None:
    """With its shape as hexadecimal WKB."""
    found = entries(Wanted(register=register, identifier=identifier), 1, shape=AS_STORED)
    return found[0] if found else None


def removed(wanted: Wanted, since: datetime | None) -> list[Removed]:
    """Entries that were in the WANTED register (and office) and are no more, changed SINCE; newest first."""
    moment, number = wanted.changed_before or (None, None)
    values = {"register": wanted.register, "office": wanted.office, "since": since, "moment": moment, "number": number}
    return [Removed(*found) for found in rows(REMOVED, {**values, "limit": MOST_REMOVED})]


def is_gone(register: str, identifier: str) -> bool:
    """Whether the entry was public once."""
    return bool(rows(GONE, {"register": register, "identifier": identifier}))


def on_parcel(identifier: str) -> list[Entry]:
    """Entries that name the parcel, as it was called when the case was filed, or are drawn on it; newest first."""
    return entries(Wanted(on_parcel=identifier), MOST_ON_PARCEL)


def _box(extent: Extent) -> str:
    west, south, east, north = extent
    return f"LINESTRING({west} {south}, {east} {north})"


def _like(text: str) -> str:
    """Anywhere in a sign, upper and lower case alike; signs of patterns mean themselves."""
    plain = text.upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
