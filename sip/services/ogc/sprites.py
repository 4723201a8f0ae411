"""Patterns of zones, regulations and restrictions as sprites that styles fill areas with: pictures on one sheet, and
where each of them is. Drawn of the same definitions as those of WMS, of paper and of the map page, and as wide.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any, Final, NamedTuple

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

from plans.symbols import LOOKS, REGULATION_LOOKS, TILE
from sip.palette import PALETTE
from sip.services.errors import NotFound

# Pixels of a pattern's square on a plain screen and how wide its lines are, as on the map page.
_SQUARE: Final = 16
_LINE: Final = 1.1
# How strong the lines over zones' colours are.
_OVER_COLOUR: Final = 0.5
# Drawn so many times larger, then shrunk, for soft edges.
_FINE: Final = 8
_COLUMNS: Final = 8
# For what has no pattern.
BLANK: Final = "blank"
_STEPS: Final = np.linspace(0, 1, 17)[1:, np.newaxis]


class Pattern(NamedTuple):
    """`path` is SVG path data to stroke, `ink` #rrggbb, `strength` 0 to 1."""

    path: str
    ink: str
    strength: float


class Sprite(NamedTuple):
    colours: Mapping[str, str]
    density: int


SPRITES: Final = {
    f"{name}{suffix}": Sprite(colours, density)
    for name, colours in (("sip", PALETTE.light), ("sip-dark", PALETTE.dark))
    for suffix, density in (("", 1), ("@2x", 2))
}


def zone_image(key: str) -> str:
    """Name of the picture of a zone's look, a key of LOOKS; each has one, though some are empty."""
    return f"zone-{key}"


def regulation_image(kind: str) -> str:
    return f"regulation-{kind}"


def theme_image(place: int) -> str:
    """Of the theme of restrictions at PLACE of their list."""
    return f"theme-{place % len(PALETTE.themes)}"


def _sprite(name: str) -> Sprite:
    if name not in SPRITES:
        raise NotFound(f"There is no sprite {name[:60]!r}. Sprites: {', '.join(SPRITES)}.")
    return SPRITES[name]


@cache
def _patterns(name: str) -> dict[str, Pattern]:
    ink = _sprite(name).colours["zone-line"]
    return {
        BLANK: Pattern("", ink, 0),
        **{zone_image(key): Pattern(look.pattern, ink, _OVER_COLOUR) for key, look in LOOKS.items()},
        **{regulation_image(kind): Pattern(look.pattern, ink, 1) for kind, look in REGULATION_LOOKS.items()},
        **{theme_image(place): Pattern(path, colour, 1) for place, (colour, path) in enumerate(PALETTE.themes)},
    }


def index(name: str) -> dict[str, Any]:
    """Where each picture is on the sheet. Raises NotFound."""
    density = _sprite(name).density
    side = _SQUARE * density
    return {
        image: {
            "x": place % _COLUMNS * side,
            "y": place // _COLUMNS * side,
            "width": side,
            "height": side,
            "pixelRatio": density,
        }
        for place, image in enumerate(_patterns(name))
    }


@cache
def sheet(name: str) -> bytes:
    """The pictures as PNG. Raises NotFound."""
    side = _SQUARE * _sprite(name).density
    patterns = _patterns(name).values()
    whole = Image.new("RGBA", (_COLUMNS * side, ceil(len(patterns) / _COLUMNS) * side))
    for place, pattern in enumerate(patterns):
        whole.paste(_drawn(pattern, side), (place % _COLUMNS * side, place // _COLUMNS * side))
    written = BytesIO()
    whole.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawn(pattern: Pattern, side: int) -> Image.Image:
    large = side * _FINE
    mask = Image.new("L", (large, large))
    draw, scale = ImageDraw.Draw(mask), large / TILE
    width = round(_LINE * large / _SQUARE)
    for stroke in _strokes(pattern.path):
        draw.line([(x * scale, y * scale) for x, y in stroke], fill=255, width=width, joint="curve")
    shrunk = mask.resize((side, side), Image.Resampling.BOX).point(lambda value: round(value * pattern.strength))
    picture = Image.new("RGBA", (side, side), pattern.ink)
    picture.putalpha(shrunk)
    return picture


def _strokes(path: str) -> Iterator[list[tuple[float, float]]]:
    """Lines through the points of PATH, its curves in short pieces."""
    pen = RecordingPen()
    parse_path(path, pen)
    points: list[tuple[float, float]] = []
    for command, given in pen.value:
        if command == "moveTo":
            points = list(given)
        elif command == "closePath":
            # Once more round the first corner, so that it is joined like the others.
            yield [*points, *points[:2]]
        elif command == "endPath":
            yield points
        else:
            points.extend(_curve(points[-1], given))


def _curve(start: tuple[float, float], others: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Points on a Bézier curve of any degree, by de Casteljau; a line is one of the first."""
    if len(others) == 1:
        return list(others)
    corners = [np.array([corner]) for corner in (start, *others)]
    while len(corners) > 1:
        corners = [(1 - _STEPS) * one + _STEPS * two for one, two in pairwise(corners)]
    return [(float(x), float(y)) for x, y in corners[0]]
