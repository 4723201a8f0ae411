"""Parcels of a case as they were filed and as the registers have them now, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cases.land.models import ParcelSnapshot
from cases.land.snapshots import is_whole
from cases.models import Case
from sip.extracts.history import Descendant, descendants
from sip.extracts.parcel import ParcelRecord, parcel

# The accuracy of a surveyed boundary; registers are rewritten with less.
MOST_MOVED_M: Final = 0.1
MOST_GROWN_M2: Final = 1.0


@dataclass(frozen=True, slots=True)
class ThenNow:
    """`now` is None where no parcel of the identifier is in force; `is_whole`: the snapshot proves what was filed.

    `successors`: identifiers of what stands on its ground since then; where nothing does, of what came of it last.
    """

    then: ParcelSnapshot
    then_uses: str
    now: ParcelRecord | None
    now_uses: str
    successors: list[str]
    standing: list[str]
    is_whole: bool

    @property
    def area_changed(self) -> bool:
        return self.now is not None and self.now.registered_area_ha != self.then.registered_area_ha

    @property
    def uses_changed(self) -> bool:
        return self.now is not None and self.now_uses != self.then_uses

    @property
    def boundary_changed(self) -> bool:
        """The registered area may stay when a boundary moves."""
        if self.now is None or self.then.geom is None:
            return False
        moved = max(abs(was - now) for was, now in zip(self.then.geom.extent, self.now.extent, strict=True))
        # Both on the ground, which is not the area in the plane of EPSG:2180.
        grown = abs(float(self.then.computed_area_m2 or 0) - self.now.computed_area_m2)
        return bool(moved > MOST_MOVED_M or grown > MOST_GROWN_M2)

    @property
    def is_same(self) -> bool:
        return self.now is not None and not (self.area_changed or self.uses_changed or self.boundary_changed)


def of_case(case: Case) -> list[ThenNow]:
    then = list(case.parcels.order_by("position"))
    later = descendants({one.identifier for one in then if one.is_known})
    return [_compared(snapshot, later.get(snapshot.identifier, [])) for snapshot in then]


def _compared(then: ParcelSnapshot, later: Sequence[Descendant]) -> ThenNow:
    now = parcel(then.identifier) if then.identifier else None
    after = later if then.is_known and now is None else []
    in_force = [one.identifier for one in after if one.in_force]
    uses = [(use["symbol"], use["area_ha"]) for use in then.land_use]
    return ThenNow(
        then=then,
        then_uses=_uses(uses),
        now=now,
        now_uses=_uses([(use.symbol, use.area_ha) for use in now.land_use]) if now else "",
        successors=in_force or [one.identifier for one in after],
        standing=[then.identifier] if now else in_force,
        is_whole=is_whole(then),
    )


def _uses(uses: list[tuple[str, object]]) -> str:
    """ "RIVa 0,4000; Br 0,0800", in the order of symbols: registers list them in any."""
    written = [symbol if area is None else f"{symbol} {Decimal(str(area)):.4f}" for symbol, area in uses]
    return "; ".join(sorted(written)).replace(".", ",")


def standing(parcels: list[ThenNow]) -> list[str]:
    """Identifiers of the parcels in force on the ground of those of a case, as far as the register tells."""
    return list(dict.fromkeys(identifier for one in parcels for identifier in one.standing))
