"""A map at a true scale for paper: an SVG whose unit is a millimetre, with its own style, scale bar and north arrow."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString, mark_safe

from sip.extracts.drawing import label_svg, length_text, round_length, shapes_svg
from sip.extracts.scene import NO_VERSION, Frame, Label, Shape, apart, scene

# Beyond these the sheet would be a grey of lines: they are left out, and the sheet says so. Numbers of parcels go
# with the buildings.
SMALLEST_WITH_ADDRESSES: Final = 2500
SMALLEST_WITH_BUILDINGS: Final = 10_000
SMALLEST_WITH_PARCELS: Final = 25_000
# Sizes of letters on paper, millimetres.
NUMBER, SMALL_NUMBER, CHOSEN_NUMBER, ADDRESS, PRECINCT_NAME = 2.1, 1.6, 2.9, 1.7, 3.2
# A number may be a little wider than its parcel, no more: it would seem to belong to the one beside.
OVERHANG = 1.15
MOST_NUMBERS = 1500
# Round scales of maps that follow their subject; the size of such a map, millimetres, and how much of it may be taken.
SCALES: Final = (250, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 200_000, 500_000)
MAP_SIZE: Final = (180.0, 100.0)
FILLED: Final = 0.6
Plate = tuple[float, float, float, float]
# Colours of the light map (static/css/tokens.css), with a white ground for the printer's sake. Lines differ in width
# too, so that the sheet reads in black and white.
STYLE = """
.land-forest { fill: #d2e4c4 } .land-meadow { fill: #e5f0d3 } .land-field { fill: #faf3e0 }
.land-water { fill: #bddbec } .land-built { fill: #f3e5d8 } .land-road { fill: #ffffff }
.neighbour { fill: none; stroke: #7c7166; stroke-width: .18 }
.dense .neighbour { stroke-width: .08; stroke: #9a9086 }
.building { fill: #d6cfc4; stroke: #6f6458; stroke-width: .15; fill-rule: evenodd }
.building-home { fill: #c9a98c } .building-public { fill: #c08a86 } .building-works { fill: #b3b4c0 }
.band { fill: none; stroke: #e6d8e9; stroke-width: 1.3 } .precinct { fill: none; stroke: #7b4f86; stroke-width: .35 }
.casing { fill: none; stroke: #ffffff; stroke-width: 1.5; stroke-linejoin: round }
.parcel { fill: #b3003c; fill-opacity: .1; fill-rule: evenodd; stroke: #b3003c; stroke-width: .8;
  stroke-linejoin: round }
[class^="land-"] { fill-rule: evenodd }
text { font-family: "DejaVu Sans"; text-anchor: middle; fill: #544b41 }
.halo { fill: #ffffff; stroke: #ffffff; stroke-width: .7; stroke-linejoin: round }
.halo-chosen { font-weight: 700; fill: #ffffff; stroke: #ffffff; stroke-width: .9; stroke-linejoin: round }
.chosen { font-weight: 700; fill: #8f0030 } .address { fill: #7d3f0c } .precinct-name { fill: #6a3f76 }
.plan .parcel { fill: none; stroke-width: 1.1 } .plan .casing { stroke-width: 2 }
.plan .neighbour { stroke: #4b443c } .plan .building { fill: #ffffff; fill-opacity: .75; stroke: #3d3d3d }
.zone { font-weight: 700; fill: #1d2327 }
.plate { fill: #ffffff } .dark { fill: #1d2327 } .light { fill: #ffffff; stroke: #1d2327; stroke-width: .15 }
.bar-text { fill: #1d2327 } .frame { fill: none; stroke: #1d2327; stroke-width: .3 }
"""


def scale_for(extent: tuple[float, float, float, float], size: tuple[float, float] = MAP_SIZE) -> int:
    """The largest round scale at which EXTENT and some of its surroundings fit a map of SIZE, millimetres."""
    west, south, east, north = extent
    width, height = size
    needed = max((east - west) / (width * FILLED), (north - south) / (height * FILLED)) * 1000
    return next((scale for scale in SCALES if scale >= needed), SCALES[-1])


def sheet_svg(frame: Frame, title: str, *, chosen: int = NO_VERSION) -> SafeString:
    """Paper of the frame's size; TITLE is what a screen reader says of it. `frame.unit` metres are a millimetre."""
    return on_paper(frame, title, seen_in(frame, chosen))


def seen_in(frame: Frame, chosen: int) -> list[Shape]:
    """What the sheet of FRAME has room for at its scale."""
    scale = round(frame.unit * 1000)
    return scene(
        frame,
        chosen=chosen,
        with_parcels=scale <= SMALLEST_WITH_PARCELS,
        with_buildings=scale <= SMALLEST_WITH_BUILDINGS,
    )


def on_paper(
    frame: Frame, title: str, shapes: list[Shape], *, ground: str = "", names: Iterable[Label] = (), kind: str = ""
) -> SafeString:
    """SHAPES over GROUND, SVG of its own; NAMES are labels that matter more than numbers of neighbours."""
    bar_plate, bar = _scale_bar(frame)
    north_plate, north = _north_arrow(frame)
    wanted = chain(own_numbers(shapes), names, _labels(shapes, round(frame.unit * 1000)))
    labels = "".join(_drawn(label) for label in apart(_fitting(wanted, frame, (bar_plate, north_plate))))
    style = f"{_density(round(frame.unit * 1000))} {kind}".strip()
    return mark_safe(  # noqa: S308 - numbers from the database, texts escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width:g}mm" height="{frame.height:g}mm"'
        f' viewBox="0 0 {frame.width:g} {frame.height:g}"><title>{escape(title)}</title><style>{STYLE}</style>'
        f'{ground}<g class="{style}">{shapes_svg(shapes)}</g>{labels}{bar}{north}'
        f'<rect class="frame" width="{frame.width:g}" height="{frame.height:g}"/></svg>'
    )


def _density(scale: int) -> str:
    return "sparse" if scale <= SMALLEST_WITH_BUILDINGS else "dense"


def _fitting(labels: Iterable[Label], frame: Frame, plates: tuple[Plate, ...]) -> Iterator[Label]:
    """Labels wholly inside the frame and clear of the plates."""
    for label in labels:
        left, right = label.x - label.half_width, label.x + label.half_width
        top, bottom = label.y - label.size, label.y + label.size / 2
        covered = any(right > x and left < x + w and bottom > y and top < y + h for x, y, w, h in plates)
        if left > 0 and right < frame.width and top > 0 and bottom < frame.height and not covered:
            yield label


def _labels(shapes: list[Shape], scale: int) -> Iterator[Label]:
    by_layer: dict[str, list[Shape]] = {}
    for shape in shapes:
        if shape.label and shape.x is not None and shape.y is not None:
            by_layer.setdefault(shape.layer, []).append(shape)
    # Where there is one precinct only, the sheet's heading names it.
    precincts = by_layer.get("precinct", [])
    for shape in precincts if len(precincts) > 1 else []:
        yield Label("precinct", shape.label, shape.x or 0, shape.y or 0, PRECINCT_NAME)
    if scale > SMALLEST_WITH_BUILDINGS:
        return
    roomiest = sorted(by_layer.get("parcel", []), key=lambda shape: -(shape.room or 0))
    yield from (label for shape in roomiest[:MOST_NUMBERS] for label in _number(shape))
    for shape in by_layer.get("address", [])[: MOST_NUMBERS if scale <= SMALLEST_WITH_ADDRESSES else 0]:
        yield Label("address", shape.label, shape.x or 0, shape.y or 0, ADDRESS)


def own_numbers(shapes: Iterable[Shape]) -> Iterator[Label]:
    """Where the chosen parcel's number stands."""
    for shape in shapes:
        if shape.layer == "chosen" and shape.label and shape.x is not None:
            yield _own_number(shape)


def _own_number(shape: Shape) -> Label:
    """Above a parcel that is too small to hold it."""
    label = Label("chosen", shape.label, shape.x or 0, shape.y or 0, CHOSEN_NUMBER)
    return label if 2 * label.half_width <= (shape.room or 0) else replace(label, y=label.y - 1.6 * CHOSEN_NUMBER)


def _number(shape: Shape) -> Iterator[Label]:
    """The parcel's number as large as its parcel bears it, or none."""
    for size in (NUMBER, SMALL_NUMBER):
        label = Label("number", shape.label, shape.x or 0, shape.y or 0, size)
        if 2 * label.half_width <= OVERHANG * (shape.room or 0):
            yield label
            return


def _drawn(label: Label) -> str:
    """A halo below and the letters above: the renderer knows no paint-order. `y` is the middle of the letters."""
    lowered = replace(label, y=label.y + label.size * 0.36)
    halo = "halo-chosen" if label.layer == "chosen" else "halo"
    kind = {"precinct": "precinct-name"}.get(label.layer, label.layer)
    return label_svg(lowered, halo) + label_svg(lowered, kind)


def _scale_bar(frame: Frame) -> tuple[Plate, str]:
    """Two dark and two light pieces of a round length, in the lower left corner."""
    metres = round_length(frame.width * frame.unit / 3.2)
    length = metres / frame.unit
    piece, height = length / 4, 1.4
    plate = (2.0, frame.height - 9.5, length + 13, 7.5)
    x, y = plate[0] + 4, plate[1] + 4.3
    pieces = "".join(
        f'<rect class="{"light" if n % 2 else "dark"}" x="{x + n * piece:.3f}" y="{y:.2f}" width="{piece:.3f}"'
        f' height="{height}"/>'
        for n in range(4)
    )
    texts = "".join(
        label_svg(Label("bar", text, x + at, y - 1, 2.2), "bar-text")
        for at, text in ((0, "0"), (length / 2, f"{metres / 2:g}"), (length, length_text(metres)))
    )
    return plate, f"{_plate(plate)}{pieces}{texts}"


def _north_arrow(frame: Frame) -> tuple[Plate, str]:
    plate = (frame.width - 11.0, 2.0, 9.0, 14.0)
    x, y = plate[0] + plate[2] / 2, plate[1]
    arrow = f'<path class="dark" d="M {x} {y + 5} l 2.6 7 l -2.6 -1.6 l -2.6 1.6 z"/>'
    return plate, f"{_plate(plate)}{arrow}{label_svg(Label('north', 'N', x, y + 4, 3.2), 'bar-text')}"


def _plate(plate: Plate) -> str:
    x, y, width, height = plate
    return f'<rect class="plate" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'
