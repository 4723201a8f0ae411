"""Picture of a planning act as inline SVG: its outline and zones, with the colours and patterns they always have."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plans.codes import THEME_OF, ActKind, PlanTheme
from plans.symbols import INK, OUTLINE, TILE, Look, look_of
from sip.extracts.drawing import label_svg
from sip.extracts.picture import HEIGHT, WIDTH, scale_bar
from sip.extracts.plan_register import end_of
from sip.extracts.scene import Frame, Label, apart
from sip.geo.crs import PL_1992
from sip.public import rows, statement

SHAPES: Final = statement(__file__, "plan_picture.sql")
# Room around the act, of the picture's size.
FILLED: Final = 0.9
LABEL_SIZE: Final = 15.0
MOST_LABELS: Final = 120
Extent = tuple[float, float, float, float]
# Identifier or symbol, path data, where a label stands, how much room it has there, all in the picture's units.
Shape = tuple[str, str, float | None, float | None, float | None]


def act_picture(act: str, kind: str, title: str, extent: Extent | None, day: date) -> SafeString:
    """SVG text of the act's outline and zones as of DAY; empty where the register has no outline of it."""
    if extent is None:
        return mark_safe("")
    frame = _frame(extent)
    values = {**asdict(frame), "act": act, "moment": end_of(day), "srid": PL_1992.srid}
    shapes: dict[str, list[Shape]] = defaultdict(list)
    for layer, *shape in rows(SHAPES, values):
        shapes[layer].append(tuple(shape))
    theme = THEME_OF[ActKind(kind)] if kind in ActKind.values else PlanTheme.OTHER
    zones = [(look_of(shape[0], theme), shape) for shape in shapes["zone"]]
    name = _("Zasięg aktu: %(title)s") % {"title": title}
    return mark_safe(  # noqa: S308 - numbers from the database, texts escaped
        f'<svg class="act-picture" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label={quoteattr(name)}>'
        f"<defs>{_patterns(look for look, _shape in zones)}</defs>"
        f'<g aria-hidden="true">{_backdrop(shapes["precinct"])}{_zones(zones)}'
        f"{_outline(shapes['act'])}{_labels(shapes['zone'])}{scale_bar(frame)}</g></svg>"
    )


def pattern_svg(look: Look, identifier: str) -> str:
    """A pattern's tile: the look's colour and its lines."""
    return (
        f'<pattern id="{identifier}" width="{TILE}" height="{TILE}" patternUnits="userSpaceOnUse">'
        f'<rect width="{TILE}" height="{TILE}" fill="{look.colour}"/>'
        f'<path class="hatch" d="{look.pattern}" fill="none" stroke="{INK}" stroke-width="0.8"/></pattern>'
    )


def _frame(extent: Extent) -> Frame:
    west, south, east, north = extent
    metres = max((east - west) / FILLED, (north - south) / FILLED * WIDTH / HEIGHT, 50.0)
    return Frame.around(((west + east) / 2, (south + north) / 2), WIDTH, HEIGHT, metres / WIDTH)


def _patterns(looks: Any) -> str:
    return "".join(pattern_svg(look, f"look-{look.key}") for look in dict.fromkeys(looks))


def _backdrop(precincts: list[Shape]) -> str:
    path = "".join(shape[1] for shape in precincts)
    return f'<path class="neighbour" d="{path}"/>' if path else ""


def _zones(zones: list[tuple[Look, Shape]]) -> str:
    """One path to a look: a renderer handles hundreds of rings quicker than hundreds of elements."""
    paths: dict[str, list[str]] = defaultdict(list)
    for look, shape in zones:
        paths[look.key].append(shape[1])
    return "".join(
        f'<path class="zone" fill="url(#look-{key})" stroke="{OUTLINE}" d="{"".join(found)}"/>'
        for key, found in paths.items()
    )


def _outline(acts: list[Shape]) -> str:
    path = "".join(shape[1] for shape in acts)
    return f'<path class="casing" d="{path}"/><path class="act-outline" d="{path}"/>' if path else ""


def _labels(zones: list[Shape]) -> str:
    """Symbols where they have room, the roomiest first."""
    fitting = (
        Label("zone", symbol, x, y, LABEL_SIZE)
        for symbol, _path, x, y, room in sorted(zones, key=lambda zone: -(zone[4] or 0))[:MOST_LABELS]
        if x is not None and y is not None
    )
    room = {(shape[2], shape[3]): shape[4] or 0 for shape in zones}
    shown = (label for label in fitting if 2 * label.half_width < room[label.x, label.y])
    return "".join(label_svg(label, "label label-zone") for label in apart(shown))
