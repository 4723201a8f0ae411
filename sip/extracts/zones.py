"""Zones of the acts that bind on a day, as a frame of the map shows them: local plans above the plan ogólny."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from plans.codes import THEME_OF, ActKind, PlanTheme
from plans.symbols import LOOKS, REGULATION_LOOKS, Look, look_of
from sip.extracts.parcel import midnight_after
from sip.extracts.scene import Frame, box_of
from sip.extracts.standing import Standing, standing
from sip.public import rows, statement

ZONES: Final = statement(__file__, "zones.sql")
# Each is drawn over those before it.
DRAWN: Final = (PlanTheme.GENERAL, PlanTheme.LOCAL)
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ZoneShape:
    """`layer`: zone, regulation or act. `path`, `x`, `y`, `room` in units of the drawing, as of a scene's shape."""

    layer: str
    act: str
    theme: PlanTheme
    look: Look
    designation: str
    path: str
    x: float | None
    y: float | None
    room: float | None


def zones_in(frame: Frame, day: date, *, avoided: Box) -> list[ZoneShape]:
    """In drawing order. AVOIDED, in metres of the map plane, is kept free of labels where that can be."""
    names = ("avoid_west", "avoid_south", "avoid_east", "avoid_north")
    values = {**box_of(frame), **dict(zip(names, avoided, strict=True)), "unit": frame.unit}
    found = rows(ZONES, {**values, "moment": midnight_after(day)})
    shapes = [shape for row in found if (shape := _shape(row, day)) is not None]
    return sorted(shapes, key=lambda shape: DRAWN.index(shape.theme))


def legend(shapes: Iterable[ZoneShape]) -> list[Look]:
    """Looks of what is drawn, each once, in the order of the code list."""
    used = {shape.look.key for shape in shapes if shape.layer != "act"}
    return [look for key, look in {**LOOKS, **REGULATION_LOOKS}.items() if key in used]


def _shape(row: tuple[Any, ...], day: date) -> ZoneShape | None:
    layer, act, symbol, designation, status, since, until, kind, act_status, act_since, act_until, *drawn = row
    theme = THEME_OF.get(kind) if kind in ActKind.values else None
    if theme not in DRAWN or standing(kind, act_status, act_since, act_until, day) is not Standing.BINDING:
        return None
    if layer != "act" and standing(kind, status, since, until, day) is not Standing.BINDING:
        return None
    return ZoneShape(layer, act, theme, _look(layer, symbol, theme), designation, *drawn)


def _look(layer: str, symbol: str, theme: PlanTheme) -> Look:
    if layer == "regulation":
        return REGULATION_LOOKS[symbol]
    return look_of(symbol, theme)
