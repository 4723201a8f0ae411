"""Parcels of a case as they were filed and as the registers have them now, side by side."""

from dataclasses import dataclass
from decimal import Decimal

from cases.land.models import ParcelSnapshot
from cases.land.snapshots import is_whole
from cases.models import Case
from sip.extracts.history import Relative, relatives
from sip.extracts.parcel import ParcelRecord, parcel


@dataclass(frozen=True, slots=True)
class ThenNow:
    """`now` is None where no parcel of the identifier is in force; `is_whole`: the snapshot proves what was filed."""

    then: ParcelSnapshot
    then_uses: str
    now: ParcelRecord | None
    now_uses: str
    successors: list[Relative]
    is_whole: bool

    @property
    def area_changed(self) -> bool:
        return self.now is not None and self.now.registered_area_ha != self.then.registered_area_ha

    @property
    def uses_changed(self) -> bool:
        return self.now is not None and self.now_uses != self.then_uses

    @property
    def is_same(self) -> bool:
        return self.now is not None and not self.area_changed and not self.uses_changed


def of_case(case: Case) -> list[ThenNow]:
    return [_compared(snapshot) for snapshot in case.parcels.order_by("position")]


def _compared(then: ParcelSnapshot) -> ThenNow:
    now = parcel(then.identifier) if then.identifier else None
    uses = [(use["symbol"], use["area_ha"]) for use in then.land_use]
    return ThenNow(
        then=then,
        then_uses=_uses(uses),
        now=now,
        now_uses=_uses([(use.symbol, use.area_ha) for use in now.land_use]) if now else "",
        successors=relatives(then.identifier)[1] if then.is_known and now is None else [],
        is_whole=is_whole(then),
    )


def _uses(uses: list[tuple[str, object]]) -> str:
    """ "RIVa 0,4000; Br 0,0800", in the order of symbols: registers list them in any."""
    written = [symbol if area is None else f"{symbol} {Decimal(str(area)):.4f}" for symbol, area in uses]
    return "; ".join(sorted(written)).replace(".", ",")


def standing(parcels: list[ThenNow]) -> list[str]:
    """Identifiers of the parcels in force on the ground of those of a case, as far as the register tells."""
    after = [relative.identifier for one in parcels for relative in one.successors if relative.in_force]
    return list(dict.fromkeys([*(one.then.identifier for one in parcels if one.now), *after]))
