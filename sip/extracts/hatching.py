"""Zones as SVG: official colours under patterns, so that what is printed in black and white still reads."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString, mark_safe

from plans.symbols import INK, OUTLINE, TILE, Look
from sip.extracts.scene import Label
from sip.extracts.zones import ZoneShape

# Widths of lines in units of a pattern.
PATTERN_LINE, ZONE_LINE, ACT_LINE = 0.85, 1.0, 2.2
SWATCH_TILES = 2


def zones_svg(shapes: list[ZoneShape], unit: float, mark: str) -> str:
    """SHAPES in drawing order; UNIT is how many units of the drawing a pattern's unit takes.

    MARK begins the names of patterns, which are the whole document's: no two drawings of one may share it.
    """
    looks = {shape.look.key: shape.look for shape in shapes if shape.layer != "act" and shape.look.pattern}
    patterns = "".join(_pattern(look, unit, mark) for look in looks.values())
    return f"<defs>{patterns}</defs>{''.join(_themes(shapes, unit, mark))}"


def _themes(shapes: list[ZoneShape], unit: float, mark: str) -> Iterator[str]:
    """Acts of a theme lie wholly over those of the one before: their hatching too."""
    for _theme, found in groupby(shapes, key=lambda shape: shape.theme):
        by_layer: dict[str, list[ZoneShape]] = {"zone": [], "regulation": [], "act": []}
        for shape in found:
            by_layer[shape.layer].append(shape)
        yield from (_zone(shape, mark) for shape in by_layer["zone"])
        # One path: a renderer handles hundreds of points quicker than tens of elements.
        yield _zone_lines("".join(shape.path for shape in by_layer["zone"]), unit)
        yield from (_filled(shape.path, shape.look, mark) for shape in by_layer["regulation"])
        yield from (_act_line(shape.path, unit) for shape in by_layer["act"])


def _zone(shape: ZoneShape, mark: str) -> str:
    ground = f'<path class="zone-ground" fill="{shape.look.colour}" fill-rule="evenodd" d="{shape.path}"/>'
    return ground + (_filled(shape.path, shape.look, mark) if shape.look.pattern else "")


def _zone_lines(path: str, unit: float) -> str:
    width = f"{ZONE_LINE * unit:g}"
    return f'<path class="zone-line" fill="none" stroke="{OUTLINE}" stroke-width="{width}" d="{path}"/>'


def _filled(path: str, look: Look, mark: str) -> str:
    return f'<path fill="url(#{mark}-{look.key})" fill-rule="evenodd" d="{path}"/>'


def _act_line(path: str, unit: float) -> str:
    dashes = f"{6 * unit:g} {3 * unit:g}"
    return (
        f'<path class="act-line" fill="none" stroke="{INK}" stroke-width="{ACT_LINE * unit:g}"'
        f' stroke-dasharray="{dashes}" d="{path}"/>'
    )


def _pattern(look: Look, unit: float, mark: str) -> str:
    side = f"{TILE * unit:g}"
    return (
        f'<pattern id="{mark}-{look.key}" width="{side}" height="{side}" viewBox="0 0 {TILE} {TILE}"'
        f' patternUnits="userSpaceOnUse">{_ink(look)}</pattern>'
    )


def _ink(look: Look) -> str:
    return f'<path class="zone-ink" fill="none" stroke="{INK}" stroke-width="{PATTERN_LINE}" d="{look.pattern}"/>'


def swatch_svg(look: Look) -> SafeString:
    """A piece of LOOK for tables and legends; what it means must stand beside it."""
    width = SWATCH_TILES * TILE
    ground = f'<rect class="zone-ground" width="{width}" height="{TILE}" fill="{look.colour or "#ffffff"}"/>'
    tiles = "".join(f'<g transform="translate({n * TILE} 0)">{_ink(look)}</g>' for n in range(SWATCH_TILES))
    title = f"<title>{escape(str(look.name))}</title>"
    edge = f'<rect class="zone-line" width="{width}" height="{TILE}" fill="none" stroke="{OUTLINE}"/>'
    return mark_safe(  # noqa: S308 - values of the code list
        f'<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 {width} {TILE}" width="{width}"'
        f' height="{TILE}" aria-hidden="true">{title}{ground}{tiles if look.pattern else ""}{edge}</svg>'
    )


def zone_labels(shapes: Iterable[ZoneShape], size: float) -> Iterator[Label]:
    """Designations, in the largest zones first, where the zone is wide enough for them."""
    for shape in sorted(shapes, key=lambda shape: -(shape.room or 0)):
        if shape.layer == "zone" and shape.x is not None and shape.y is not None:
            label = Label("zone", shape.designation, shape.x, shape.y, size)
            if 2 * label.half_width <= (shape.room or 0):
                yield label
