"""What the register says of one parcel: a frozen record, composed from the public views, rendered elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcels.models import Lineage
from sip.public import rows, statement
from sip.registers.versions import EndReason

PARCEL = statement(__file__, "parcel.sql")
VERSIONS = """
SELECT identifier, valid_from, valid_to, registered_area, end_reason FROM parcel_history_public
WHERE (namespace, local_id) IN (SELECT namespace, local_id FROM parcel_history_public WHERE identifier = %(identifier)s)
ORDER BY valid_from DESC
"""
LINEAGE = """
SELECT is_predecessor, other, kind, source, share, happened_at,
    EXISTS (SELECT FROM parcel_history_public AS p WHERE p.identifier = other)
FROM (
    SELECT true AS is_predecessor, successor AS other, kind, source, share, happened_at
    FROM parcel_lineage_public WHERE predecessor = %(identifier)s
    UNION ALL
    SELECT false, predecessor, kind, source, share, happened_at
    FROM parcel_lineage_public WHERE successor = %(identifier)s
) AS related
ORDER BY happened_at DESC, other
"""
# Most of the building's outline lies on the parcel.
BUILDINGS = """
SELECT b.identifier, b.kind, b.floors_above, b.floors_below
FROM building_public AS b JOIN parcel_public AS p ON p.identifier = %(identifier)s AND b.geom && p.geom
WHERE ST_Area(ST_Intersection(b.geom, p.geom)) > ST_Area(b.geom) / 2
ORDER BY b.identifier LIMIT 200
"""
ADDRESSES = """
SELECT a.place, a.street, a.number, a.postcode
FROM address_public AS a JOIN parcel_public AS p ON p.identifier = %(identifier)s AND ST_Intersects(a.geom, p.geom)
ORDER BY a.place, a.street, a.number LIMIT 200
"""
NEIGHBOURS = """
SELECT n.identifier
FROM parcel_public AS n JOIN parcel_public AS p ON p.identifier = %(identifier)s AND n.geom && ST_Expand(p.geom, 0.05)
WHERE n.id <> p.id AND ST_DWithin(n.geom, p.geom, 0.05)
ORDER BY n.identifier LIMIT 200
"""
# The record's fields in the order of parcel.sql.
PARCEL_FIELDS = (
    "identifier",
    "number",
    "sheet",
    "precinct",
    "precinct_name",
    "unit",
    "unit_name",
    "powiat_name",
    "registered_area_ha",
    "land_use",
    "valid_from",
    "object_from",
    "data_date",
    "computed_area_m2",
)
# rodzajWgKST in the words of the regulation (Dz.U. 2021 poz. 1390)
BUILDING_KINDS = {
    "m": gettext_lazy("mieszkalny"),
    "g": gettext_lazy("produkcyjny, usługowy lub gospodarczy dla rolnictwa"),
    "t": gettext_lazy("transportu i łączności"),
    "k": gettext_lazy("oświaty, nauki, kultury lub sportu"),
    "z": gettext_lazy("szpital lub inny budynek opieki zdrowotnej"),
    "b": gettext_lazy("biurowy"),
    "h": gettext_lazy("handlowo-usługowy"),
    "p": gettext_lazy("przemysłowy"),
    "s": gettext_lazy("zbiornik, silos lub magazyn"),
    "i": gettext_lazy("inny niemieszkalny"),
}


@dataclass(frozen=True, slots=True)
class LandUseRow:
    ofu: str
    ozu: str
    ozk: str
    area_ha: float | None

    @property
    def symbol(self) -> str:
        """As on the map: the use, then soil use and class where they add something, e.g. "RIVa" or "B-RIVa"."""
        soil = f"{self.ozu}{self.ozk}"
        return soil if self.ozu == self.ofu else "-".join(filter(None, (self.ofu, soil)))


@dataclass(frozen=True, slots=True)
class ParcelVersion:
    identifier: str
    valid_from: datetime
    valid_to: datetime | None
    registered_area_ha: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A predecessor or successor; `share` is that of the predecessor's area, in percent."""

    identifier: str
    kind_label: str
    source_label: str
    share: float
    happened_at: datetime
    known: bool


@dataclass(frozen=True, slots=True)
class BuildingRow:
    identifier: str
    kind_label: str
    floors_above: int | None
    floors_below: int | None


@dataclass(frozen=True, slots=True)
class ParcelRecord:
    """Areas: `registered_area_ha` is the legal one; `computed_area_m2` comes from the geometry, for checks.

    `extent` is minimum easting, minimum northing, maximum easting, maximum northing in PL-1992, metres.
    """

    identifier: str
    number: str
    sheet: str
    precinct: str
    precinct_name: str | None
    unit: str
    unit_name: str | None
    powiat_name: str | None
    registered_area_ha: Decimal | None
    land_use: tuple[LandUseRow, ...]
    valid_from: datetime
    object_from: datetime | None
    data_date: date | None
    computed_area_m2: float
    extent: tuple[float, float, float, float]

    @property
    def registered_area_m2(self) -> int | None:
        return None if self.registered_area_ha is None else int(self.registered_area_ha * 10_000)


def parcel(identifier: str) -> ParcelRecord | None:
    """The parcel in force under IDENTIFIER."""
    found = rows(PARCEL, {"identifier": identifier})
    if not found:
        return None
    row = found[0]
    uses = tuple(LandUseRow(**use) for use in orjson.loads(row[9]))
    named = dict(zip(PARCEL_FIELDS, row, strict=False))
    return ParcelRecord(**{**named, "land_use": uses, "extent": row[14:18]})


def versions(identifier: str) -> list[ParcelVersion]:
    """All known versions of the objects that ever bore IDENTIFIER, newest first."""
    return [
        ParcelVersion(identifier, since, until, area, str(EndReason(why).label) if why else "")
        for identifier, since, until, area, why in rows(VERSIONS, {"identifier": identifier})
    ]


def relatives(identifier: str) -> tuple[list[Relative], list[Relative]]:
    """Predecessors and successors."""
    predecessors: list[Relative] = []
    successors: list[Relative] = []
    for is_predecessor, other, kind, source, share, at, known in rows(LINEAGE, {"identifier": identifier}):
        relative = Relative(
            other,
            str(Lineage.Kind(kind).label),
            str(Lineage.Source(source).label),
            round(float(share) * 100, 1),
            at,
            known,
        )
        (successors if is_predecessor else predecessors).append(relative)
    return predecessors, successors


def buildings(identifier: str) -> list[BuildingRow]:
    """Buildings that stand on the parcel for the most part."""
    return [
        BuildingRow(row[0], str(BUILDING_KINDS.get(row[1]) or _("rodzaj nieznany")), row[2], row[3])
        for row in rows(BUILDINGS, {"identifier": identifier})
    ]


def addresses(identifier: str) -> list[str]:
    """Addresses on the parcel as people write them."""
    lines = []
    for place, street, number, postcode in rows(ADDRESSES, {"identifier": identifier}):
        where = f"{street} {number}, {postcode} {place}" if street else f"{place} {number}, {postcode}"
        lines.append(where.replace(",  ", ", ").rstrip(", "))
    return lines


def neighbours(identifier: str) -> list[str]:
    """Identifiers of the parcels that share a boundary or a corner."""
    return [row[0] for row in rows(NEIGHBOURS, {"identifier": identifier})]
