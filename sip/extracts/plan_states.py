"""Where planning stands in each gmina: its plan ogólny, how much local plans cover, the historical studium.

"None" is said only where an office declared that the theme is known in full (ThemeCoverage); else it is "not known
here", which is not the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.codes import THEME_OF, ActKind, PlanTheme
from sip.extracts.plan_register import ActRow, Standing, Wanted, acts, end_of, search
from sip.public import rows, statement

COVERED: Final = statement(__file__, "plan_states.sql")
DECLARED: Final = "SELECT theme, unit_code FROM theme_coverage_public WHERE theme IN (%(general)s, %(local)s)"
VERSION: Final = """
SELECT coalesce(sum(version), 0) FROM layer_public
WHERE name IN ('planning_acts', 'planning_zones', 'planning_documents', 'precincts')
"""


class GeneralPlan(models.TextChoices):
    """Where the plan ogólny of a gmina stands."""

    IN_FORCE = "in-force", _("obowiązuje")
    FUTURE = "future", _("uchwalony, wejdzie w życie")
    PREPARATION = "preparation", _("w przygotowaniu")
    NONE = "none", _("nie ma")
    UNKNOWN = "unknown", _("brak danych")


# What a gmina's general plan is by, the first that there is.
BY_STANDING: Final = {
    Standing.IN_FORCE: GeneralPlan.IN_FORCE,
    Standing.FUTURE: GeneralPlan.FUTURE,
    Standing.PREPARATION: GeneralPlan.PREPARATION,
}


@dataclass(frozen=True, slots=True)
class Gmina:
    """`general` are its plans ogólne that bind, will bind or are being made; `covered` is a share from 0 to 1."""

    code: str
    name: str
    area_m2: float
    covered: float
    general: tuple[ActRow, ...] = ()
    studies: tuple[ActRow, ...] = ()
    local_count: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """A gmina with what its offices declared to be known in full."""

    gmina: Gmina
    declared: frozenset[str] = field(default_factory=frozenset)

    @property
    def general_plan(self) -> GeneralPlan:
        standings = {act.standing for act in self.gmina.general}
        found = next((state for standing, state in BY_STANDING.items() if standing in standings), None)
        return found or (GeneralPlan.NONE if PlanTheme.GENERAL in self.declared else GeneralPlan.UNKNOWN)

    @property
    def percent(self) -> Decimal | None:
        """Of the gmina under local plans that bind; None where none is known and nobody said that there is none.

        To a tenth: what is not nothing is never rounded to nothing, nor what is not all to all.
        """
        if not self.gmina.local_count and PlanTheme.LOCAL not in self.declared:
            return None
        return share_percent(self.gmina.covered)


def share_percent(share: float) -> Decimal:
    exact = Decimal(min(max(share, 0.0), 1.0)) * 100
    rounded = round(exact, 1)
    if rounded == 0 and share > 1e-9:
        return Decimal("0.1")
    # An outline drawn by another hand leaves slivers, which are no reason to deny that a plan covers all.
    return Decimal("99.9") if rounded == 100 and share < 0.9995 else rounded


def states(day: date) -> list[State]:
    """Of all gminas that the register knows an outline of, by name, as of DAY."""
    declared = rows(DECLARED, {"general": PlanTheme.GENERAL.value, "local": PlanTheme.LOCAL.value})
    version = int(rows(VERSION)[0][0])
    return [
        State(gmina, frozenset(theme for theme, unit in declared if gmina.code.startswith(unit)))
        for gmina in _gminas(day, version)
    ]


@lru_cache(maxsize=4)
def _gminas(day: date, _version: int) -> tuple[Gmina, ...]:
    """Computed once for a day and a version of the layers: it puts the outlines of all local plans together."""
    by_unit = _by_unit(acts([identifier for identifier, _standing in search(Wanted(day=day))], day))
    local = [act for found in by_unit.values() for act in found if _is_local(act)]
    covered = rows(COVERED, {"acts": [act.identifier for act in local], "moment": end_of(day)})
    return tuple(
        Gmina(
            code,
            name,
            area,
            covered_m2 / area if area else 0.0,
            general=tuple(act for act in by_unit.get(code, ()) if act.kind == ActKind.GENERAL and _is_alive(act)),
            studies=tuple(act for act in by_unit.get(code, ()) if act.is_study),
            local_count=sum(_is_local(act) for act in by_unit.get(code, ())),
        )
        for code, name, area, covered_m2 in covered
    )


def forget() -> None:
    """Compute anew at the next call, for those who change rows behind the layers' versions."""
    _gminas.cache_clear()


def _by_unit(found: Iterable[ActRow]) -> dict[str, list[ActRow]]:
    by_unit: dict[str, list[ActRow]] = {}
    for act in found:
        by_unit.setdefault(act.unit, []).append(act)
    return by_unit


def _is_local(act: ActRow) -> bool:
    known = act.kind in ActKind.values and THEME_OF[ActKind(act.kind)] == PlanTheme.LOCAL
    return known and act.standing is Standing.IN_FORCE


def _is_alive(act: ActRow) -> bool:
    return act.standing is not Standing.PAST
