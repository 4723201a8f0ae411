"""What lies on a parcel and beside it: buildings, addresses, neighbours. Asked by a version's `version_pk`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sip.public import rows

MOST = 200
# Most of the building's outline lies on the parcel.
BUILDINGS = """
SELECT b.identifier, b.kind, b.floors_above, b.floors_below, ST_Area(b.geom)
FROM building_public AS b JOIN parcel_history_public AS p ON p.id = %(version)s AND b.geom && p.geom
WHERE ST_Area(ST_Intersection(b.geom, p.geom)) > ST_Area(b.geom) / 2
ORDER BY b.identifier LIMIT %(most)s
"""
ADDRESSES = """
SELECT a.place, a.street, a.number, a.postcode
FROM address_public AS a JOIN parcel_history_public AS p ON p.id = %(version)s AND ST_Intersects(a.geom, p.geom)
ORDER BY a.place, a.street, a.number LIMIT %(most)s
"""
# Neighbours share a boundary or a corner; the first of a neighbour's addresses tells people whose fence it is.
NEIGHBOURS = """
SELECT n.identifier, n.number, n.precinct_code, n.registered_area, a.place, a.street, a.number, a.postcode
FROM parcel_history_public AS p
JOIN parcel_public AS n ON n.geom && ST_Expand(p.geom, 0.05) AND n.id <> p.id AND ST_DWithin(n.geom, p.geom, 0.05)
LEFT JOIN LATERAL (
    SELECT * FROM address_public AS a WHERE ST_Intersects(a.geom, n.geom) ORDER BY a.place, a.street, a.number LIMIT 1
) AS a ON true
WHERE p.id = %(version)s
ORDER BY n.identifier LIMIT %(most)s
"""
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
class BuildingRow:
    """`outline_m2` is the area of the drawn outline."""

    identifier: str
    kind_label: str
    floors_above: int | None
    floors_below: int | None
    outline_m2: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    identifier: str
    number: str
    precinct: str
    registered_area_ha: Decimal | None
    address: str


def buildings(version: int) -> list[BuildingRow]:
    """Buildings that stand on the parcel for the most part."""
    return [
        BuildingRow(identifier, str(BUILDING_KINDS.get(kind) or _("rodzaj nieznany")), *rest)
        for identifier, kind, *rest in _asked(BUILDINGS, version)
    ]


def addresses(version: int) -> list[str]:
    """Addresses on the parcel as people write them."""
    return [_line(*row) for row in _asked(ADDRESSES, version)]


def neighbours(version: int) -> list[Neighbour]:
    """Parcels in force that share a boundary or a corner."""
    return [
        Neighbour(identifier, number, precinct, area, _line(*address) if address[0] is not None else "")
        for identifier, number, precinct, area, *address in _asked(NEIGHBOURS, version)
    ]


def _asked(statement_text: str, version: int) -> list[tuple[Any, ...]]:
    return rows(statement_text, {"version": version, "most": MOST})


def _line(place: str, street: str, number: str, postcode: str) -> str:
    where = f"{street} {number}, {postcode} {place}" if street else f"{place} {number}, {postcode}"
    return where.replace(",  ", ", ").rstrip(", ")
