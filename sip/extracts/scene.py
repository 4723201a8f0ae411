"""What a frame of the map shows, read once for any drawing: shapes as SVG path data, and where their labels stand."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sip.geo.crs import PL_1992
from sip.public import rows, statement

SCENE = statement(__file__, "scene.sql")
COUNT = """
SELECT count(*) FROM (
    SELECT FROM parcel_public
    WHERE geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) LIMIT %(limit)s
) AS shown
"""
NO_VERSION = 0
# Width of a character in DejaVu Sans, of its height; a label's box is a little higher than its letters.
CHARACTER = 0.62
LINE = 1.1


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of the PL-1992 plane, in metres, and how many metres one unit of the drawing stands for."""

    west: float
    south: float
    east: float
    north: float
    unit: float

    @classmethod
    def around(cls, centre: tuple[float, float], width: float, height: float, unit: float) -> "Frame":
        """WIDTH and HEIGHT in units of the drawing."""
        (x, y), half_width, half_height = centre, width * unit / 2, height * unit / 2
        return cls(x - half_width, y - half_height, x + half_width, y + half_height, unit)

    @property
    def width(self) -> float:
        return (self.east - self.west) / self.unit

    @property
    def height(self) -> float:
        return (self.north - self.south) / self.unit


@dataclass(frozen=True, slots=True)
class Shape:
    """`path`, `x`, `y` and `room` in units of the drawing, y downwards; `kind` is a land use or a kind of building.

    `x` and `y` are where a label may stand, None outside the frame; `room` is how wide the shape is there.
    """

    layer: str
    kind: str
    label: str
    path: str
    x: float | None
    y: float | None
    room: float | None


@dataclass(frozen=True, slots=True)
class Label:
    layer: str
    text: str
    x: float
    y: float
    size: float

    @property
    def half_width(self) -> float:
        return len(self.text) * self.size * CHARACTER / 2


def parcels_in(frame: Frame, most: int) -> int:
    """How many parcels in force the frame touches, counted no further than one more than MOST."""
    return int(rows(COUNT, {**box_of(frame), "limit": most + 1})[0][0])


def scene(
    frame: Frame, *, chosen: int = NO_VERSION, with_parcels: bool = True, with_buildings: bool = True
) -> list[Shape]:
    """All that lies in the frame, in drawing order; CHOSEN is a parcel version's `version_pk`, in force or not."""
    choice = {"chosen": chosen, "with_parcels": with_parcels, "with_buildings": with_buildings}
    return [Shape(*row) for row in rows(SCENE, {**box_of(frame), "unit": frame.unit, **choice})]


def box_of(frame: Frame) -> dict[str, float]:
    """The frame as parameters of a statement."""
    return {
        "west": frame.west,
        "south": frame.south,
        "east": frame.east,
        "north": frame.north,
        "srid": PL_1992.srid,
    }


def apart(labels: Iterable[Label]) -> Iterator[Label]:
    """Labels that do not cover one another; the first come, the first served."""
    taken: dict[int, list[Label]] = {}
    tallest = 0.0
    for label in labels:
        # Rows as high as the tallest label: only this row and those beside it can be in the way.
        tallest = tallest or label.size * LINE
        row = math.floor(label.y / tallest)
        near = (other for level in (row - 1, row, row + 1) for other in taken.get(level, ()))
        if not any(_cover(label, other) for other in near):
            taken.setdefault(row, []).append(label)
            yield label


def _cover(one: Label, other: Label) -> bool:
    return abs(one.x - other.x) < one.half_width + other.half_width and abs(one.y - other.y) < (
        (one.size + other.size) / 2 * LINE
    )
