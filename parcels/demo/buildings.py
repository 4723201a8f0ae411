"""Houses near the road, barns behind them, garages and sheds; each square to the balks of its plot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.drawing import Drawing
from parcels.demo.layout import Frame, Plot
from parcels.demo.partition import Piece
from parcels.demo.plane import Points, rounded

DWELLING = "m"
SERVICE = (
    ("h", 12, 16, 1),
    ("k", 16, 30, 2),
    ("b", 12, 18, 2),
    ("m", 12, 34, 4),
    ("i", 10, 14, 1),
    ("g", 14, 22, 1),
)
CLEARANCE = 0.6


@dataclass(frozen=True)
class Shell:
    """A building's outline, its kind (KŚT letter) and storeys above and below ground."""

    polygon: Polygon
    use: str
    storeys: int
    cellars: int = 0


def built(drawing: Drawing, piece: Piece, rng: np.random.Generator) -> list[Shell]:
    """The buildings of one parcel, the dwelling first; none where nothing fits."""
    draw = DRAWN.get(drawing.kind(piece))
    if draw is None or (piece.polygon.area > 40_000 and drawing.kind(piece) != "farm"):
        return []
    layout = drawing.layouts[piece.block]
    room = shapely.buffer(piece.polygon, -CLEARANCE)
    shells: list[Shell] = []
    for shell in draw(layout.frame, layout.plots[piece.plot], rng):
        free = all(not shell.polygon.intersects(other.polygon) for other in shells)
        if free and room.contains(shell.polygon):
            shells.append(shell)
        elif not shells:
            return []
    return shells


def _farmstead(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    wide, middle = plot.u1 - plot.u0, (plot.u0 + plot.u1) / 2
    if rng.random() < 0.1:
        return
    width = min(wide - 5, rng.uniform(8.5, 13))
    aside = rng.uniform(-0.5, 0.5) * max(0, wide - width - 6)
    front = rng.uniform(7, 16)
    deep = rng.uniform(8, 11)
    yield _house(frame, middle + aside, front + deep / 2, width, deep, rng)
    barn = min(wide - 4, rng.uniform(11, 22))
    if rng.random() < 0.75:
        place = rng.uniform(42, 56)
        yield Shell(_box(frame, middle, place, barn, rng.uniform(8, 11)), "g", 1)
    if rng.random() < 0.6 and wide > 16:
        side = plot.u0 + 3.8 if aside > 0 else plot.u1 - 3.8
        yield Shell(_box(frame, side, rng.uniform(30, 36), rng.uniform(4, 5.5), rng.uniform(8, 14)), "g", 1)
    if rng.random() < 0.2:
        yield Shell(_box(frame, middle, rng.uniform(68, 72), min(wide - 5, 9), 6), "s", 1)


def _house_and_garage(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    wide, deep = plot.u1 - plot.u0, plot.v1 - max(plot.v0, 0)
    v0 = max(plot.v0, 0.0)
    # Plots of a lane look at the lane, which runs into the land: their house stands in their middle.
    front = deep / 2 if wide > deep or deep < 30 else rng.uniform(9, 13)
    width = min(wide - 5, rng.uniform(8.5, 12.5))
    length = min(deep - 6, rng.uniform(8.5, 12))
    if width < 5 or length < 5:
        return
    yield _house(frame, (plot.u0 + plot.u1) / 2 + rng.uniform(-1, 1), v0 + front, width, length, rng)
    if rng.random() < 0.55 and wide > 14:
        side = plot.u0 + 3.4 if rng.random() < 0.5 else plot.u1 - 3.4
        use = str(rng.choice(["t", "i", "g"]))
        yield Shell(_box(frame, side, v0 + min(deep - 5, front + 14), rng.uniform(3.6, 4.6), 6), use, 1)


def _service(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    use, short, long, storeys = SERVICE[int(rng.integers(len(SERVICE)))]
    wide, v0 = plot.u1 - plot.u0, max(plot.v0, 0.0)
    deep = plot.v1 - v0
    width, length = min(wide - 5, short), min(deep - 8, long)
    if width > 5 and length > 5:
        polygon = _box(frame, (plot.u0 + plot.u1) / 2, v0 + deep / 2, width, length)
        yield Shell(polygon, use, storeys, int(storeys > 1))


def _tenement(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    """At the street, nearly from wall to wall, with a wing or a workshop in the yard."""
    wide, v0 = plot.u1 - plot.u0, max(plot.v0, 0.0)
    back = plot.v0 > 0
    deep = float(rng.uniform(9, 12))
    front = plot.v1 - deep / 2 - 6 if back else v0 + deep / 2 + 1.2
    yield Shell(
        _box(frame, (plot.u0 + plot.u1) / 2, front, wide - 1.6, deep), DWELLING, int(rng.choice([1, 2, 2, 3])), 1
    )
    if rng.random() < 0.7:
        yard = front + (-1 if back else 1) * (deep / 2 + float(rng.uniform(7, 11)))
        side = plot.u0 + wide * 0.3 if rng.random() < 0.5 else plot.u1 - wide * 0.3
        yield Shell(_box(frame, side, yard, max(3.0, wide * 0.38), float(rng.uniform(6, 10))), "i", 1)


def _flats(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    wide, v0 = plot.u1 - max(plot.u0, 0.0), max(plot.v0, 0.0)
    length = min(wide - 6, float(rng.choice([26, 39, 52])))
    if length > 15 and plot.v1 - v0 > 20:
        yield Shell(_box(frame, plot.u1 - wide / 2, v0 + (plot.v1 - v0) / 2, length, 11.5), DWELLING, 4, 1)


def _church(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    """A nave with transept and apse, the presbytery in a corner."""
    u, v = (max(plot.u0, 0.0) + plot.u1) / 2, (max(plot.v0, 0.0) + plot.v1) / 2
    outline = [(-6, -17), (-6, -2), (-11, -2), (-11, 6), (-6, 6), (-6, 12), (-3, 16), (3, 16), (6, 12), (6, 6),
               (11, 6), (11, -2), (6, -2), (6, -17), (2.5, -17), (2.5, -21), (-2.5, -21), (-2.5, -17)]  # fmt: skip
    yield Shell(_placed(frame, u, v, np.array(outline, dtype=np.float64)), "k", 1)
    yield Shell(_box(frame, u + 19, v - 22, 12, 10), DWELLING, 2, 1)


def _school(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    u, v = (max(plot.u0, 0.0) + plot.u1) / 2, max(plot.v0, 0.0) + 30
    outline = [(-24, -7), (-24, 7), (-10, 7), (-10, 28), (4, 28), (4, 7), (24, 7), (24, -7)]
    yield Shell(_placed(frame, u, v, np.array(outline, dtype=np.float64)), "k", 2, 1)
    yield Shell(_box(frame, u - 17, v + 30, 12, 24), "k", 1)


def _works(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    u, v = (max(plot.u0, 0.0) + plot.u1) / 2, max(plot.v0, 0.0)
    yield Shell(_box(frame, u, v + 38, 46, 22), "p", 1)
    yield Shell(_box(frame, u - 18, v + 12, 16, 10), "b", 2)
    yield Shell(_box(frame, u + 20, v + 66, 30, 12), "s", 1)


def _gardens(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    """Summer-houses of the allotments, row by row."""
    u0, v0 = max(plot.u0, 0.0), max(plot.v0, 0.0)
    for v in np.arange(v0 + 9, plot.v1 - 8, 21.0):
        for u in np.arange(u0 + 8, plot.u1 - 6, 13.0):
            if rng.random() < 0.75:
                at = u + rng.uniform(-2, 2), v + rng.uniform(-2, 2)
                yield Shell(_box(frame, *at, float(rng.uniform(3, 5)), float(rng.uniform(4, 6))), "i", 1)


def _chapel(frame: Frame, plot: Plot, rng: np.random.Generator) -> Iterator[Shell]:
    yield Shell(_box(frame, (max(plot.u0, 0.0) + plot.u1) / 2, max(plot.v0, 0.0) + 14, 7, 11), "k", 1)


def _house(frame: Frame, u: float, v: float, width: float, deep: float, rng: np.random.Generator) -> Shell:
    storeys, cellars = int(rng.choice([1, 1, 2, 2, 2])), int(rng.random() < 0.4)
    if width < 9 or rng.random() < 0.55:
        return Shell(_box(frame, u, v, width, deep), DWELLING, storeys, cellars)
    wing, step = rng.uniform(0.4, 0.6) * width, rng.uniform(1.5, 3.2)
    corners = [
        (-width / 2, -deep / 2), (-width / 2, deep / 2), (width / 2, deep / 2), (width / 2, -deep / 2 + step),
        (width / 2 - wing, -deep / 2 + step), (width / 2 - wing, -deep / 2),
    ]  # fmt: skip
    return Shell(_placed(frame, u, v, np.array(corners)), DWELLING, storeys, cellars)


def _box(frame: Frame, u: float, v: float, width: float, deep: float) -> Polygon:
    w, d = width / 2, deep / 2
    return _placed(frame, u, v, np.array([(-w, -d), (-w, d), (w, d), (w, -d)]))


def _placed(frame: Frame, u: float, v: float, corners: Points) -> Polygon:
    """Corners in metres about (u, v), turned with the balks there; walls stay square."""
    here, further = frame.to_world(np.array([(u, v), (u, v + 30.0)]))
    inward = (further - here) / hypot(*(further - here))
    across = np.array([inward[1], -inward[0]])
    return Polygon(rounded(here + corners[:, :1] * across + corners[:, 1:] * inward))


DRAWN: dict[str, Callable[[Frame, Plot, np.random.Generator], Iterator[Shell]]] = {
    "farm": _farmstead,
    "plot": _house_and_garage,
    "service": _service,
    "tenement": _tenement,
    "flats": _flats,
    "church": _church,
    "school": _school,
    "works": _works,
    "allotments": _gardens,
    "cemetery": _chapel,
}
