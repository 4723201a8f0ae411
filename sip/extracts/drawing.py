"""A scene as SVG, for the page's picture and for paper alike; the style sheet of either gives it colours."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from sip.extracts.scene import Label, Shape
from sip.palette import PALETTE

# Land uses (OFU) by the tint they share, as on the map.
TINTS = {ofu: tint for tint, uses in PALETTE.tints.items() for ofu in uses}
# Kinds of buildings (rodzajWgKST) by the colour they share there; farm buildings and the rest have the plain one.
HOUSES = {kind: house.removeprefix("building-") for kind, house in PALETTE.houses.items()}
SCALE_BAR_STEPS = [digit * 10**power for power in range(6) for digit in (1, 2, 5)]


def shapes_svg(shapes: Iterable[Shape]) -> str:
    """Paths in the order in which they cover each other."""
    by_layer: dict[str, list[Shape]] = {}
    for shape in shapes:
        by_layer.setdefault(shape.layer, []).append(shape)
    # Lines of one layer are one path: a renderer handles hundreds of points quicker than tens of elements.
    lines = {layer: "".join(shape.path for shape in found) for layer, found in by_layer.items()}
    return "".join(
        (
            *_tints(by_layer.get("land_use", [])),
            _path("band", lines.get("precinct")),
            _path("neighbour", lines.get("parcel")),
            *(_path(_house(shape.kind), shape.path) for shape in by_layer.get("building", [])),
            _path("precinct", lines.get("precinct")),
            _path("casing", lines.get("chosen")),
            _path("parcel", lines.get("chosen")),
        )
    )


def _tints(contours: list[Shape]) -> Iterator[str]:
    for contour in contours:
        if contour.kind in TINTS:
            yield _path(f"land-{TINTS[contour.kind]}", contour.path)


def _house(kind: str) -> str:
    return f"building building-{HOUSES[kind]}" if kind in HOUSES else "building"


def _path(kind: str, path: str | None) -> str:
    return f'<path class="{kind}" d="{path}"/>' if path else ""


def label_svg(label: Label, kind: str) -> str:
    return (
        f'<text class="{kind}" x="{label.x:.2f}" y="{label.y:.2f}" font-size="{label.size:.2f}">'
        f"{escape(label.text)}</text>"
    )


def round_length(most: float) -> int:
    """The longest of 1, 2, 5, 10, 20, ... metres that is at most MOST."""
    return max((step for step in SCALE_BAR_STEPS if step <= most), default=1)


def length_text(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
