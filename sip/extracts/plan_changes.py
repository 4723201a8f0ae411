"""What deliveries changed in planning: for one act, for the ground of a parcel, or altogether, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sip.extracts.plan_register import kind_name
from sip.public import rows, statement

CHANGES: Final = statement(__file__, "plan_changes.sql")
MOST: Final = 100
# Deliveries that are looked through for the changes of everything.
MOST_DELIVERIES: Final = 50
OF_ACT: Final = "act = %(act)s"
LATEST: Final = """delivery IN (
    SELECT id FROM delivery_public WHERE kind IN ('app', 'zones') ORDER BY id DESC LIMIT %(deliveries)s)"""
# Less than a square metre of common ground comes of differing corners, unless the parcel or the zone is that small.
SHARES_GROUND: Final = """change.geom && parcel.geom AND ST_Intersects(change.geom, parcel.geom)
    AND ST_Area(ST_Intersection(change.geom, parcel.geom))
        > least(1, ST_Area(parcel.geom) / 2, ST_Area(change.geom) / 2)"""
# The newest shape known under an identifier, be the parcel in force or not.
ON_PARCEL: Final = f"""EXISTS (
    SELECT FROM (
        SELECT geom FROM parcel_history_public WHERE identifier = %(parcel)s
        ORDER BY valid_to DESC NULLS FIRST LIMIT 1
    ) AS parcel
    WHERE {SHARES_GROUND})"""  # noqa: S608

TOUCHED: Final = f"""
WITH change AS MATERIALIZED (SELECT geom FROM planning_change_public WHERE delivery = %(delivery)s AND geom IS NOT NULL)
SELECT asked.identifier
FROM unnest(%(parcels)s::text[]) AS asked (identifier)
CROSS JOIN LATERAL (
    SELECT geom FROM parcel_history_public WHERE identifier = asked.identifier
    ORDER BY valid_to DESC NULLS FIRST LIMIT 1
) AS parcel
WHERE EXISTS (SELECT FROM change WHERE {SHARES_GROUND})
ORDER BY 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What one delivery changed in one act."""

    delivery: int
    published_at: datetime
    act: str
    act_new: bool
    act_changed: bool
    act_ended: bool
    zones_new: int
    zones_changed: int
    zones_ended: int
    title: str
    kind: str

    @property
    def name(self) -> str:
        return self.title or self.act

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def words(self) -> list[str]:
        """What changed, in words."""
        told = (
            (self.act_new, _("nowy akt")),
            (self.act_changed, _("zmieniony akt")),
            (self.act_ended, _("akt usunięty z rejestru")),
            (self.zones_new, ngettext("nowa strefa: %d", "nowe strefy: %d", self.zones_new)),
            (self.zones_changed, ngettext("zmieniona strefa: %d", "zmienione strefy: %d", self.zones_changed)),
            (self.zones_ended, ngettext("usunięta strefa: %d", "usunięte strefy: %d", self.zones_ended)),
        )
        return [text % count if "%d" in text else text for count, text in told if count]


def of_act(act: str) -> list[PlanChange]:
    return _changes(OF_ACT, {"act": act})


def on_parcel(identifier: str) -> list[PlanChange]:
    """Changes of acts and zones that share ground with the parcel."""
    return _changes(ON_PARCEL, {"parcel": identifier})


def latest() -> list[PlanChange]:
    return _changes(LATEST, {"deliveries": MOST_DELIVERIES})


def of_delivery_on(delivery: int, parcel: str) -> list[PlanChange]:
    """What one delivery changed on the ground of a parcel."""
    return _changes(f"delivery = %(delivery)s AND {ON_PARCEL}", {"delivery": delivery, "parcel": parcel})


def touched_by(delivery: int, parcels: Sequence[str]) -> list[str]:
    """Those of PARCELS on whose ground the delivery changed something."""
    found = rows(TOUCHED, {"delivery": delivery, "parcels": list(parcels)}) if parcels else []
    return [identifier for (identifier,) in found]


def _changes(condition: str, values: dict[str, Any]) -> list[PlanChange]:
    return [_change(row) for row in rows(CHANGES.format(condition=condition), {**values, "most": MOST})]


def _change(row: tuple[Any, ...]) -> PlanChange:
    # An act may have gone from the register with all its versions, or never have been in it.
    return PlanChange(*row[:-2], *(text or "" for text in row[-2:]))
