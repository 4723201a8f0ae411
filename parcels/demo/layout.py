"""A block laid out in its own frame, u along its front and v into the land: lines to cut by, plots to name."""

from dataclasses import dataclass, field
from math import hypot, pi

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.plane import Points, rounded

LINE_STEP = 130.0  # a bent line gets a vertex this often
OVERSHOOT = 2.4  # more than a bent line strays between its vertices


@dataclass(frozen=True)
class Frame:
    """Where (u, v) lies: v is measured from the front along parallel lines that may bend like an old balk."""

    origin: Points
    along: Points
    inward: Points
    front_u: Points
    front_v: Points
    depth: float
    shear: float = 0.0
    bow: float = 0.0

    def to_world(self, uv: Points) -> Points:
        u, v = uv[:, 0], uv[:, 1]
        aside = u + self._lean(v)
        inner = v + np.interp(u, self.front_u, self.front_v)
        return rounded(self.origin + aside[:, None] * self.along + inner[:, None] * self.inward)

    def to_plot(self, world: Points) -> Points:
        """The inverse of `to_world`, to about a centimetre."""
        offset = world - self.origin
        aside, inner = offset @ self.along, offset @ self.inward
        u = aside
        for _ in range(5):
            u = aside - self._lean(inner - np.interp(u, self.front_u, self.front_v))
        return np.column_stack([u, inner - np.interp(u, self.front_u, self.front_v)])

    def _lean(self, v: Points) -> Points:
        return self.shear * v + self.bow * np.sin(pi * np.clip(v / self.depth, -1, 2))


@dataclass(frozen=True)
class Plot:
    """A rectangle of (u, v) that becomes a parcel; plots of one `stem` share a number with denominators."""

    u0: float
    u1: float
    v0: float
    v1: float
    kind: str
    stem: int


@dataclass
class Layout:
    """What is drawn in a frame; `lines` are of (u, v)."""

    frame: Frame
    lines: list[Points] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)

    def add(self, u: tuple[float, float], v: tuple[float, float], kind: str, stem: int | None = None) -> int:
        """A plot; without a stem it gets its own, which is returned."""
        stem = len(self.plots) if stem is None else stem
        self.plots.append(Plot(u[0], u[1], v[0], v[1], kind, stem))
        return stem

    def balk(self, u: float, v0: float, v1: float) -> None:
        """A line into the land at u."""
        bends = 2 if self.frame.bow == 0 else max(2, int((v1 - v0) / LINE_STEP) + 2)
        v = np.linspace(v0, v1, bends)
        self.lines.append(np.column_stack([np.full(bends, u), v]))

    def cross(self, us: Points, v: float) -> None:
        """A line across the land at v with a vertex at each u."""
        self.lines.append(np.column_stack([us, np.full(len(us), v)]))

    def rung(self, us: Points, v: float) -> None:
        """A line from balk to balk, drawn a little over both, since they bend; what is too much falls off."""
        self.cross(np.concatenate([[us[0] - OVERSHOOT], us, [us[-1] + OVERSHOOT]]), v)


def extent(frame: Frame, block: Polygon) -> tuple[float, float, float]:
    """(least u, greatest u, greatest v) of a block."""
    uv = frame.to_plot(shapely.get_coordinates(block.exterior))
    return float(uv[:, 0].min()), float(uv[:, 0].max()), float(uv[:, 1].max())


def front_frame(block: Polygon, front: Points, rng: np.random.Generator) -> Frame:
    """A frame whose front follows a road's edge: lines leave it at about a right angle."""
    along = front[-1] - front[0]
    along = along / hypot(*along)
    inward = np.array([-along[1], along[0]])
    middle = front.mean(axis=0)
    if inward @ (np.array(block.centroid.coords[0]) - middle) < 0:
        inward = -inward
    places = front - front[0]
    order = np.argsort(places @ along)
    u, v = (places @ along)[order], (places @ inward)[order]
    keep = np.concatenate([[True], np.diff(u) > 0.5])
    depth = float(((shapely.get_coordinates(block) - front[0]) @ inward).max())
    return Frame(front[0], along, inward, u[keep], v[keep], max(depth, 10.0), *_character(depth, rng))


def box_frame(block: Polygon, rng: np.random.Generator) -> Frame:
    """A frame without a front: lines run along the shorter side of the block's box unless that is tiny."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(block))[:4]
    first, second = corners[1] - corners[0], corners[3] - corners[0]
    if hypot(*first) < hypot(*second):
        first, second = second, first
        corners = corners[[0, 3, 2, 1]]
    if hypot(*second) < 45:
        first, second = second, first
    depth = hypot(*second)
    flat = np.zeros(1)
    return Frame(corners[0], first / hypot(*first), second / depth, flat, flat, depth, *_character(depth, rng))


def _character(depth: float, rng: np.random.Generator) -> tuple[float, float]:
    """How far lines lean and bend: most blocks are straight."""
    shear = float(rng.uniform(-0.14, 0.14))
    bow = float(rng.uniform(0.02, 0.06) * depth * rng.choice([-1, 1])) if rng.random() < 0.4 else 0.0
    return shear, bow
