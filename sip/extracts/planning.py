"""What planning acts say of a parcel: for each act the zones with their shares, as frozen records.

An act is concerned where its zones share ground with the parcel, and known but not concerned where they do not. Where
a gmina has no plan ogólny at all, the record says so: nothing laid down and nothing known are two things.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.utils.translation import gettext as _

from plans.codes import PROFILES, ZONES, ActKind, Status
from sip.extracts.shares import percent_and_area
from sip.public import rows, statement

PLANNING = statement(__file__, "planning.sql")
# Shared ground that is less than this much wide on average comes of differing corners, not of a planner's will.
SLIVER_SHARE = 0.001
SLIVER_M2 = 1.0
# By how much parts may miss the whole for mere arithmetic.
ARITHMETIC_M2 = 0.01


@dataclass(frozen=True, slots=True)
class ZoneShare:
    """A zone's part of a parcel; `area_m2` is of the registered area, None where the register has none."""

    identifier: str
    designation: str
    symbol: str
    name: str
    percent: Decimal
    area_m2: Decimal | None
    is_sliver: bool
    basic_profiles: tuple[str, ...]
    additional_profiles: tuple[str, ...]
    max_intensity: Decimal | None
    max_built_share: Decimal | None
    max_height: Decimal | None
    min_green_share: Decimal | None


@dataclass(frozen=True, slots=True)
class ActShares:
    """An act and what it lays down for the parcel; `rest_percent` has no zone of it.

    `is_overlapping`: zones of the act lie on one another here, so the shares add up to more than the parcel.
    """

    identifier: str
    title: str
    kind: str
    kind_label: str
    status: str
    status_label: str
    in_force_from: date | None
    in_force_to: date | None
    zones: tuple[ZoneShare, ...]
    rest_percent: Decimal
    rest_m2: Decimal | None
    is_overlapping: bool

    @property
    def is_concerned(self) -> bool:
        return bool(self.zones)


@dataclass(frozen=True, slots=True)
class Planning:
    """Acts of the parcel's gmina and all that touch the parcel: local plans before the plan ogólny, then the rest."""

    acts: tuple[ActShares, ...]

    @property
    def has_general_plan(self) -> bool:
        return any(act.kind == ActKind.GENERAL for act in self.acts)

    def concerned(self) -> list[ActShares]:
        return [act for act in self.acts if act.is_concerned]

    def not_concerned(self) -> list[ActShares]:
        return [act for act in self.acts if not act.is_concerned]


INDICATORS = ("max_intensity", "max_built_share", "max_height", "min_green_share")
# A local plan goes before the plan ogólny, which only binds those who make local plans and decisions.
PRECEDENCE = (ActKind.RECONSTRUCTION, ActKind.REVITALISATION, ActKind.LOCAL, ActKind.GENERAL, ActKind.STUDY)


def planning(identifier: str) -> Planning:
    """Planning acts over the parcel in force under IDENTIFIER; nothing where there is no such parcel."""
    acts = [_act(row) for row in rows(PLANNING, {"identifier": identifier})]
    return Planning(tuple(sorted(acts, key=_precedence)))


def _precedence(act: ActShares) -> int:
    return PRECEDENCE.index(ActKind(act.kind)) if act.kind in PRECEDENCE else len(PRECEDENCE)


def _act(row: tuple[Any, ...]) -> ActShares:
    identifier, title, kind, status, since, until, _unit, _delivery, whole, registered, found, rest = row
    zones = orjson.loads(found)
    areas = [zone["area"] for zone in zones]
    rest = rest if rest > max(ARITHMETIC_M2, whole * 1e-9) else 0.0
    is_overlapping = sum(areas) + rest > whole + max(ARITHMETIC_M2, whole * 1e-6)
    registered_m2 = None if registered is None else registered * 10_000
    given = _shares([*areas, rest], whole, registered_m2, is_overlapping)
    return ActShares(
        identifier=identifier,
        title=title,
        kind=kind,
        kind_label=str(ActKind(kind).label) if kind in ActKind.values else kind,
        status=status,
        status_label=str(Status(status).label) if status in Status.values else status,
        in_force_from=since,
        in_force_to=until,
        zones=tuple(_zone(zone, whole, *share) for zone, share in zip(zones, given, strict=False)),
        rest_percent=given[-1][0],
        rest_m2=given[-1][1],
        is_overlapping=is_overlapping,
    )


def _shares(
    parts: list[float], whole: float, registered_m2: Decimal | None, is_overlapping: bool
) -> list[tuple[Decimal, Decimal | None]]:
    """Shares that add up to the whole; where zones overlap, each by itself beside what is left of the parcel."""
    if not is_overlapping:
        return percent_and_area(parts, registered_m2)
    return [percent_and_area([part, max(whole - part, 0.0)], registered_m2)[0] for part in parts]


def _zone(zone: dict[str, Any], whole: float, percent: Decimal, area: Decimal | None) -> ZoneShare:
    kind = ZONES.get(zone["symbol"])
    return ZoneShare(
        identifier=zone["identifier"],
        designation=zone["designation"],
        symbol=zone["symbol"],
        name=zone["other_name"] or (str(kind.name) if kind else zone["name"]),
        percent=percent,
        area_m2=area,
        is_sliver=zone["area"] < max(SLIVER_M2, whole * SLIVER_SHARE),
        basic_profiles=tuple(map(_profile, zone["basic_profiles"])),
        additional_profiles=tuple(map(_profile, zone["additional_profiles"])),
        **{
            name: _decimal(zone[name]) for name in ("max_intensity", "max_built_share", "max_height", "min_green_share")
        },
    )


def _profile(code: str) -> str:
    return str(PROFILES[code]) if code in PROFILES else _("inny: %(code)s") % {"code": code}


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()
