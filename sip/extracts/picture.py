"""Picture of a parcel and its surroundings as inline SVG; the style sheet gives it colours, light and dark."""

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.sax.saxutils import quoteattr

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sip.extracts.drawing import label_svg, length_text, round_length, shapes_svg
from sip.extracts.parcel import ParcelRecord
from sip.extracts.scene import Frame, Label, Shape, apart, parcels_in, scene

# The picture's size in its own units, and how much of it the parcel takes.
WIDTH, HEIGHT = 680.0, 510.0
FILLED = 0.45
SMALLEST_WIDTH_M = 80.0
LABEL_SIZE = 18.0
# A number may be a little wider than its parcel; it stays clear of the corner of the scale bar.
OVERHANG = 1.1
BAR_WIDTH, BAR_HEIGHT = WIDTH / 4 + 44, 70.0
# Around a parcel of many square kilometres only the largest things would be seen, and slowly.
MOST_PARCELS = 600


def picture(parcel: ParcelRecord) -> SafeString:
    """SVG text; numbers of parcels are written where they do not cover one another, the parcel's own first."""
    frame = frame_around(parcel.extent)
    title = _("Położenie działki %(number)s") % {"number": parcel.number}
    return drawn_picture(frame, title, near_shapes(frame, parcel.version_pk))


def near_shapes(frame: Frame, chosen: int) -> list[Shape]:
    is_near = parcels_in(frame, MOST_PARCELS) <= MOST_PARCELS
    return scene(frame, chosen=chosen, with_parcels=is_near, with_buildings=is_near)


def drawn_picture(
    frame: Frame,
    title: str,
    shapes: list[Shape],
    *,
    ground: str = "",
    over: str = "",
    names: Iterable[Label] = (),
) -> SafeString:
    """SHAPES between GROUND and OVER, SVG of their own; NAMES are labels that come before the numbers of parcels."""
    numbers = list(_labels(shapes))
    own = [label for label in numbers if label.layer == "parcel"]
    wanted = chain(own, (label for label in names if _is_clear(label)), numbers[len(own) :])
    labels = "".join(label_svg(label, f"label label-{label.layer}") for label in apart(wanted))
    return mark_safe(  # noqa: S308 - numbers from the database, texts escaped
        f'<svg class="parcel-picture" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label={quoteattr(title)}>'
        # Inside a picture with a name screen readers would say every number one after another.
        f'<g aria-hidden="true">{ground}{shapes_svg(shapes)}{over}{labels}{scale_bar(frame)}</g></svg>'
    )


def frame_around(extent: tuple[float, float, float, float]) -> Frame:
    """The frame of a picture in which EXTENT takes its part."""
    west, south, east, north = extent
    ratio = WIDTH / HEIGHT
    metres = max((east - west) / FILLED, (north - south) / FILLED * ratio, SMALLEST_WIDTH_M)
    return Frame.around(((west + east) / 2, (south + north) / 2), WIDTH, HEIGHT, metres / WIDTH)


def _labels(shapes: list[Shape]) -> Iterator[Label]:
    """Nearest to the middle first, which is the parcel's own; none cut by the edge, or wider than its parcel."""
    middle = (WIDTH / 2, HEIGHT / 2)
    found = [label for shape in shapes if (label := _label(shape)) is not None]
    yield from sorted(found, key=lambda label: (label.layer != "parcel", math.dist((label.x, label.y), middle)))


def _label(shape: Shape) -> Label | None:
    if shape.layer not in ("chosen", "parcel") or shape.x is None or shape.y is None:
        return None
    own = shape.layer == "chosen"
    label = Label("parcel" if own else "neighbour", shape.label, shape.x, shape.y, LABEL_SIZE)
    fits = own or 2 * label.half_width <= OVERHANG * (shape.room or 0)
    return label if fits and _is_clear(label) else None


def _is_clear(label: Label) -> bool:
    """Neither cut by the edge nor under the scale bar."""
    inside = label.half_width < label.x < WIDTH - label.half_width and LABEL_SIZE < label.y < HEIGHT - LABEL_SIZE
    is_under_bar = label.y > HEIGHT - BAR_HEIGHT and label.x - label.half_width < BAR_WIDTH
    return inside and not is_under_bar


def scale_bar(frame: Frame) -> str:
    """A round length of at most a quarter of the picture, on a plate of its own."""
    metres = round_length(WIDTH * frame.unit / 4)
    length, pad, size = metres / frame.unit, 11, 16
    y = HEIGHT - 2 * pad
    return (
        f'<g class="scalebar"><rect class="plate" x="{pad}" y="{y - size - pad:g}"'
        f' width="{length + 2 * pad:.1f}" height="{size + 2 * pad}"/>'
        f'<path d="M {2 * pad} {y - 4:g} v 4 h {length:.1f} v -4"/>'
        f'<text x="{2 * pad}" y="{y - size / 2:g}" font-size="{size}">{length_text(metres)}</text></g>'
    )
