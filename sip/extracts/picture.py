"""Picture of a parcel and its surroundings as inline SVG in PL-1992 metres; the style sheet gives it colours."""

import math
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sip.extracts.parcel import ParcelRecord
from sip.geo.crs import PL_1992
from sip.public import rows, statement

SHOWN = statement(__file__, "picture.sql")
# The picture's shape, and how much of it the parcel takes.
RATIO = 4 / 3
FILLED = 0.45
SMALLEST_WIDTH_M = 80.0
DRAWING_ORDER = ("neighbour", "building", "parcel")


def picture(parcel: ParcelRecord) -> SafeString:
    """SVG text; only the parcel and its neighbours are labelled, and only outside the buildings' layer."""
    west, south, east, north = _frame(parcel.extent)
    shown = rows(
        SHOWN,
        {
            "identifier": parcel.identifier,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "srid": PL_1992.srid,
        },
    )
    width, height = east - west, north - south
    shapes = [
        f'<path class="{kind}" d="{path}"/>'
        for wanted in DRAWING_ORDER
        for kind, _number, path, _x, _y in shown
        if kind == wanted
    ]
    size = width / 34
    labels = [
        f'<text class="label label-{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}">{escape(number)}</text>'
        for kind, number, x, y in _apart(shown, size)
    ]
    title = _("Położenie działki %(number)s") % {"number": parcel.number}
    return mark_safe(  # noqa: S308 - numbers from the database, texts escaped
        f'<svg class="parcel-picture" viewBox="0 0 {width:.1f} {height:.1f}" role="img" aria-label={quoteattr(title)}>'
        f"{''.join(shapes)}{''.join(labels)}{_scale_bar(width, height)}</svg>"
    )


def _frame(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = extent
    width = max((east - west) / FILLED, (north - south) / FILLED * RATIO, SMALLEST_WIDTH_M)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    half_width, half_height = width / 2, width / RATIO / 2
    return middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height


def _apart(shown: list[tuple[Any, ...]], size: float) -> Iterator[tuple[str, str, float, float]]:
    """Labels that do not cover one another, the parcel's own first, then those nearest to it."""
    places = [(kind, number, x, y) for kind, number, _path, x, y in shown if number]
    centre = next(((x, y) for kind, _number, x, y in places if kind == "parcel"), (0.0, 0.0))
    taken: list[tuple[float, float, float]] = []
    for kind, number, x, y in sorted(places, key=lambda place: math.dist(place[2:], centre)):
        half = len(number) * size * 0.3
        if all(abs(x - other) > half + wide or abs(y - level) > size for other, level, wide in taken):
            taken.append((x, y, half))
            yield kind, number, x, y


def _scale_bar(width: float, height: float) -> str:
    """A round length of at most a quarter of the picture, on a plate of its own."""
    length = _round_length(width / 4)
    pad, size = width / 60, width / 42
    y = height - 2 * pad
    return (
        f'<g class="scalebar"><rect class="plate" x="{pad:.1f}" y="{y - size - pad:.1f}"'
        f' width="{length + 2 * pad:.1f}" height="{size + 2 * pad:.1f}"/>'
        f'<path d="M {2 * pad:.1f} {y - size / 4:.1f} v {size / 4:.1f} h {length:.1f} v {-size / 4:.1f}"/>'
        f'<text x="{2 * pad:.1f}" y="{y - size / 2:.1f}" font-size="{size:.1f}">{length:g} m</text></g>'
    )


def _round_length(most: float) -> float:
    steps = [digit * 10**power for power in range(5) for digit in (1, 2, 5)]
    return float(max((step for step in steps if step <= most), default=1))
