"""What one theme says of a subject: its rows with their shares, slivers apart, and what is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from plans.codes import PlanTheme
from plans.designations import symbol_in
from sip.extracts.acts import KnownAct
from sip.extracts.arrange import ARITHMETIC_M2, Share, Shares, arrange, ground
from sip.extracts.overlay import Part
from sip.extracts.polish import profile_name, zone_name
from sip.extracts.record import Act, Concern, Indicators, Row
from sip.extracts.themes import Listed

INDICATORS: Final = ("max_intensity", "max_built_share", "max_height", "min_green_share")
CENTIMETRE: Final = Decimal("0.01")
AREA: Final = 2
WHOLE_ACT: Final = "obszar objęty aktem; przeznaczenie jest na jego rysunku i w tekście"


@dataclass(frozen=True, slots=True)
class Ground:
    """The subject's shape and its registered area in m2, None where the register has none."""

    shape: BaseGeometry
    registered_m2: Decimal | None


def plan_concern(
    listed: Listed, parts: Sequence[Part], acts: Mapping[str, KnownAct], subject: Ground, preceded: Decimal
) -> Concern:
    """Of a theme of planning acts; PARTS are those of its binding ACTS."""
    order = sorted({part.owner for part in parts}, key=lambda identifier: acts[identifier].rank)
    zones = [part for part in parts if part.kind != "regulation"]
    shares = arrange(
        [ground(part.shape) for part in zones],
        [order.index(part.owner) for part in zones],
        subject.shape,
        subject.registered_m2,
    )
    rows = [_plan_row(part, share, acts[part.owner], listed) for part, share in zip(zones, shares.rows, strict=True)]
    over = [part for part in parts if part.kind == "regulation"]
    return _concern(
        listed,
        rows,
        shares,
        acts=tuple(acts[identifier].act for identifier in order),
        regulations=tuple(_plan_row(part, _alone(part, subject), acts[part.owner], listed) for part in over),
        preceded=preceded,
    )


def mentioned_rows(parts: Sequence[Part], act: KnownAct, subject: Ground, listed: Listed) -> tuple[Row, ...]:
    """Rows of an act that does not bind, each by itself."""
    rows = [_plan_row(part, _alone(part, subject), act, listed) for part in parts if part.kind != "regulation"]
    return tuple(sorted(rows, key=_order))


def restriction_concern(listed: Listed, parts: Sequence[Part], subject: Ground) -> Concern:
    areas = [part for part in parts if part.dimension == AREA]
    shares = arrange([ground(part.shape) for part in areas], [0] * len(areas), subject.shape, subject.registered_m2)
    rows = [_restriction_row(part, share, listed) for part, share in zip(areas, shares.rows, strict=True)]
    others = [_restriction_row(part, None, listed) for part in parts if part not in areas]
    return _concern(listed, [*rows, *others], shares)


def shares_ground(part: Part) -> bool:
    """Whether PART is more than a touch: of an area some area is shared, of a line some length."""
    if part.dimension < AREA:
        return not part.shape.is_empty and int(shapely.get_dimensions(part.shape)) == part.dimension
    return bool(ground(part.shape).area > ARITHMETIC_M2)


def _concern(
    listed: Listed,
    rows: Iterable[Row],
    shares: Shares,
    *,
    acts: tuple[Act, ...] = (),
    regulations: tuple[Row, ...] = (),
    preceded: Decimal = Decimal(0),
) -> Concern:
    ordered = sorted(rows, key=_order)
    return Concern(
        theme=listed.theme,
        threshold_m2=listed.threshold_m2,
        threshold_m=listed.threshold_m,
        acts=acts,
        rows=tuple(row for row in ordered if not row.is_sliver),
        slivers=tuple(row for row in ordered if row.is_sliver),
        regulations=tuple(sorted(regulations, key=_order)),
        rest_percent=shares.rest_percent,
        rest_m2=shares.rest_m2,
        sum_percent=shares.sum_percent,
        union_percent=shares.union_percent,
        is_overlapping=shares.is_overlapping,
        preceded_percent=preceded,
    )


def _order(row: Row) -> tuple[Decimal, Decimal, str, str]:
    """The largest first; what has no area after what has."""
    percent = Decimal(-1) if row.percent is None else row.percent
    return (-percent, -(row.length_m or Decimal(0)), row.designation, row.identifier)


def _alone(part: Part, subject: Ground) -> Share:
    return arrange([ground(part.shape)], [0], subject.shape, subject.registered_m2).rows[0]


def names_of(part: Part) -> tuple[str, ...]:
    """What provisions may call a zone, the closest first: "12MN/U", then "MN/U"."""
    designation, symbol = part.facts.get("designation", ""), part.facts.get("symbol", "")
    return tuple(filter(None, dict.fromkeys((designation, symbol, symbol_in(designation)))))


def _plan_row(part: Part, share: Share, act: KnownAct, listed: Listed) -> Row:
    facts = part.facts
    symbol, designation = facts.get("symbol", ""), facts.get("designation", "")
    texts = [text for name in names_of(part) for text in act.provisions.get(name, ())]
    return Row(
        kind=part.kind,
        identifier=part.identifier,
        act=part.owner,
        designation=designation,
        symbol=symbol,
        name=_name(part, act),
        percent=share.percent,
        area_m2=share.area_m2,
        length_m=None,
        is_sliver=share.measured_m2 < listed.threshold_m2 and not share.replaced,
        replaced_percent=share.replaced,
        in_force_from=part.in_force_from or act.act.in_force_from,
        in_force_to=part.in_force_to or act.act.in_force_to,
        basic_profiles=tuple(map(profile_name, facts.get("basic_profiles", ()))),
        additional_profiles=tuple(map(profile_name, facts.get("additional_profiles", ()))),
        indicators=Indicators(**{name: _decimal(facts.get(name)) for name in INDICATORS}),
        standards=tuple(
            (name, f"{found['value']} {found['uom']}".strip()) for name, found in facts.get("standards", {}).items()
        ),
        provisions=tuple(texts),
    )


def _name(part: Part, act: KnownAct) -> str:
    """Of one of the 13 zones its name in the regulation, unless the act gives it one of its own."""
    if part.kind == "act":
        return WHOLE_ACT
    facts = part.facts
    in_regulation = zone_name(facts["symbol"]) if act.theme is PlanTheme.GENERAL else ""
    return str(facts.get("other_name") or in_regulation or facts["name"])


def _restriction_row(part: Part, share: Share | None, listed: Listed) -> Row:
    length = _length(part)
    small = share is not None and share.measured_m2 < listed.threshold_m2
    return Row(
        kind="restriction",
        identifier=part.identifier,
        act="",
        symbol="",
        percent=share.percent if share else None,
        area_m2=share.area_m2 if share else None,
        length_m=length,
        is_sliver=small or (length is not None and length < listed.threshold_m),
        replaced_percent=Decimal(0),
        in_force_from=part.in_force_from,
        in_force_to=part.in_force_to,
        **part.facts,
    )


def _length(part: Part) -> Decimal | None:
    """Metres of a line inside the subject; of no other shape."""
    if part.dimension != 1:
        return None
    return Decimal(part.shape.length).quantize(CENTIMETRE)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()
