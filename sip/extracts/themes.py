"""The themes an extract answers for, and where each is known in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from plans.codes import ActKind, PlanTheme, Status
from sip.extracts.known import remembered
from sip.extracts.polish import theme_name
from sip.extracts.record import Theme
from sip.public import hot_rows, rows

THEMES: Final = """
SELECT code, name, name_en, legal_basis, source, responsible, website, threshold_m2, threshold_m,
    coalesce(unit_code, '')
FROM theme_public ORDER BY position, code
"""
COVERAGE: Final = """
SELECT theme, unit_code, as_of FROM theme_coverage_public WHERE unit_code = ANY (%(units)s)
"""
GENERAL_PLANS: Final = """
SELECT a.unit_code, max(delivery.data_date) FROM planning_act_public AS a
JOIN delivery_public AS delivery ON delivery.id = a.delivery
WHERE a.unit_code = ANY (%(gminas)s) AND a.kind = %(kind)s AND a.status = %(status)s GROUP BY a.unit_code
"""
# Themes of planning acts that an extract always answers for; the others only where an act lies over the subject.
ALWAYS: Final = (PlanTheme.LOCAL, PlanTheme.GENERAL)
BASIS: Final = "ustawa z dnia 27 marca 2003 r. o planowaniu i zagospodarowaniu przestrzennym"
ENGLISH: Final = {
    PlanTheme.LOCAL: "local spatial plans",
    PlanTheme.GENERAL: "general plan of the gmina",
    PlanTheme.STUDY: "study of conditions (historical document)",
    PlanTheme.VOIVODESHIP: "spatial plan of the voivodeship",
    PlanTheme.OTHER: "other planning acts",
}
# Of planning acts: less than this comes of differing corners, not of a planner's will.
SLIVER_M2: Final = Decimal(1)
SLIVER_SHARE: Final = Decimal("0.001")
ONE_METRE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme of the instance with its thresholds; `unit` is that of the only office it belongs to, or empty."""

    theme: Theme
    threshold_m2: Decimal
    threshold_m: Decimal
    unit: str = ""


def plan_theme(code: PlanTheme, responsible: str, as_of: date | None, whole_m2: float) -> Listed:
    theme = Theme(code.value, theme_name(code), ENGLISH[code], BASIS, "", responsible, "", as_of)
    return Listed(theme, max(SLIVER_M2, round(SLIVER_SHARE * Decimal(whole_m2), 2)), ONE_METRE)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Declared days by theme and unit: two, four or six digits."""

    days: dict[tuple[str, str], date]

    def as_of(self, theme: str, gminas: Iterable[str]) -> date | None:
        """The day as of which THEME is known in all GMINAS; None where it is not known in one of them."""
        found = [self._in_gmina(theme, gmina) for gmina in gminas]
        days = [day for day in found if day is not None]
        return min(days) if days and len(days) == len(found) else None

    def _in_gmina(self, theme: str, gmina: str) -> date | None:
        declared = [self.days.get((theme, gmina[:digits])) for digits in (2, 4, 6)]
        return max((day for day in declared if day is not None), default=None)


@remembered(most=1000)
def coverage(gminas: tuple[str, ...]) -> Coverage:
    return _coverage(gminas)


def _coverage(gminas: tuple[str, ...]) -> Coverage:
    units = sorted({gmina[:digits] for gmina in gminas for digits in (2, 4, 6)})
    return Coverage({(theme, unit): day for theme, unit, day in hot_rows(COVERAGE, {"units": units})})


@remembered(most=1000)
def restriction_themes(gminas: tuple[str, ...]) -> list[Listed]:
    """Those of the list that one of GMINAS comes under, with the days as of which they are known there."""
    known = _coverage(gminas)
    listed = [_from_list(known, gminas, *row) for row in rows(THEMES)]
    return [theme for theme in listed if any(gmina.startswith(theme.unit[:6]) for gmina in gminas)]


def _from_list(known: Coverage, gminas: tuple[str, ...], *row: Any) -> Listed:
    code, name, name_en, basis, source, responsible, website, threshold_m2, threshold_m, unit = row
    theme = Theme(code, name, name_en, basis, source, responsible, website, known.as_of(code, gminas))
    return Listed(theme, threshold_m2, threshold_m, unit)


@remembered(most=1000)
def general_plan_known(gminas: tuple[str, ...]) -> date | None:
    """A plan ogólny is one for its whole gmina: where one binds elsewhere in each of GMINAS, the theme is known."""
    values = {"gminas": list(gminas), "kind": ActKind.GENERAL.value, "status": Status.LEGAL_FORCE.value}
    days = [day for _gmina, day in hot_rows(GENERAL_PLANS, values)]
    return min(days) if len(days) == len(gminas) else None
