"""Finds the neighbours of a case's land in the public register, with the reasons of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import orjson
from django.contrib.gis.geos import GEOSGeometry, WKBWriter
from django.utils.translation import gettext as _

from sip.geo.crs import PL_1992
from sip.public import rows_within, statement

NEAR: Final = statement(__file__, "near.sql")
TOLERANCE_M: Final = 0.05
MOST_TOLERANCE_M: Final = 1.0
MOST_WITHIN_M: Final = 500.0
# Further than so many metres on the other side nobody is opposite.
WIDEST_ROAD_M: Final = 60.0
MOST_RAYS: Final = 300
MOST_FOUND: Final = 500
# Below, an overlap is what drawing leaves.
OVERLAP_M2: Final = Decimal(1)
SECONDS: Final = 15.0


class Reason(StrEnum):
    ON = "on"
    BOUNDARY = "boundary"
    POINT = "point"
    ROAD = "road"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Search:
    """Around what, and how far: `own` identifiers of the case's parcels, or else its `shape`; metres, EPSG:2180."""

    own: tuple[str, ...]
    shape: GEOSGeometry | None = None
    within_m: float = 0.0
    tolerance_m: float = TOLERANCE_M


@dataclass(frozen=True, slots=True)
class Near:
    """A parcel and why it is a neighbour; `distance_m` 0 where it touches, `roads` those between, `width_m` of them."""

    identifier: str
    number: str
    land_use: tuple[str, ...]
    registered_area_ha: Decimal | None
    delivery: int | None
    distance_m: Decimal
    shared_m: Decimal
    reasons: tuple[Reason, ...]
    width_m: Decimal | None = None
    roads: tuple[str, ...] = ()
    is_road: bool = False


def near(search: Search) -> list[Near]:
    """Of the register as it is now, those that share a boundary first; at most MOST_FOUND + 1.

    Raises sip.public.TookTooLong.
    """
    if not search.own and search.shape is None:
        return []
    shape = None if search.own or search.shape is None else bytes(WKBWriter(dim=2).write(search.shape))
    values = {
        "own": list(search.own),
        "shape": shape,
        "srid": PL_1992.srid,
        "within": search.within_m,
        "tolerance": search.tolerance_m,
        "road": WIDEST_ROAD_M,
        "rays": MOST_RAYS,
        "most": MOST_FOUND + 1,
    }
    return [_near(row, search) for row in rows_within(SECONDS, NEAR, values)]


def _near(row: Sequence[Any], search: Search) -> Near:
    identifier, number, uses, area, delivery, distance, shared, overlap, width, roads, is_road = row
    return Near(
        identifier=identifier,
        number=number,
        land_use=tuple(dict.fromkeys(use["ofu"] for use in orjson.loads(uses))),
        registered_area_ha=area,
        delivery=delivery,
        distance_m=Decimal(0) if shared or overlap else distance,
        shared_m=shared,
        reasons=tuple(_reasons(search, distance, shared, overlap, bool(roads))),
        width_m=width,
        roads=tuple(roads or ()),
        is_road=is_road,
    )


def _reasons(search: Search, distance: Decimal, shared: Decimal, overlap: Decimal, is_opposite: bool) -> list[Reason]:
    found = []
    if overlap > OVERLAP_M2:
        found.append(Reason.ON)
    if shared > search.tolerance_m:
        found.append(Reason.BOUNDARY)
    elif not found and distance <= search.tolerance_m:
        found.append(Reason.POINT)
    if is_opposite:
        found.append(Reason.ROAD)
    if not found:
        found.append(Reason.NEAR)
    return found


def in_words(reasons: Sequence[str], *, shared_m: Decimal, distance_m: Decimal, roads: Sequence[str]) -> list[str]:
    """Why, a line for each reason."""
    words = {
        Reason.ON: _("leży na terenie sprawy albo na niego zachodzi"),
        Reason.BOUNDARY: _("wspólna granica %s m") % _metres(shared_m),
        Reason.POINT: _("styka się tylko w punkcie"),
        Reason.ROAD: _("naprzeciwko, przez drogę %s") % ", ".join(roads),
        Reason.NEAR: _("w odległości %s m") % _metres(distance_m),
    }
    return [str(words[Reason(reason)]) for reason in reasons]


def _metres(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
