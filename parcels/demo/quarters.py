"""What stands between a town's streets: plots back to back, narrow ones by the square, and what a town needs."""

import itertools

import numpy as np
from shapely import Polygon

from parcels.demo.layout import Layout, extent
from parcels.demo.plane import Points

BEFORE = -6.0  # lines start this far before the front and are clipped
QUARTER = 45_000.0  # square metres; a larger block is open land
OLD_TOWN = 135.0  # metres from the middle
ROW = 36.0  # a plot is about so deep
# Purpose -> (its length along the front, its greatest depth); what is left of the block are plots.
ROOM = {
    "church": (58.0, 75.0),
    "school": (85.0, 95.0),
    "cemetery": (130.0, 110.0),
    "allotments": (150.0, 120.0),
    "works": (95.0, 100.0),
    "flats": (120.0, 110.0),
}


def widths(total: float, median: float, spread: float, low: float, rng: np.random.Generator) -> Points:
    """Balks from 0 to `total` with lognormal widths between."""
    count = int(total / median * 2) + 3
    edges = np.cumsum(np.clip(rng.lognormal(np.log(median), spread, count), low, median * 6))
    inner = edges[edges < total - low]
    return np.concatenate([[0.0], inner, [total]])


def quarter(layout: Layout, block: Polygon, purpose: str, core: Points, rng: np.random.Generator) -> Layout:
    """A quarter in its frame: first what it is for, then plots."""
    u0, u1, depth = extent(layout.frame, block)
    if block.area < 900 or u1 - u0 < 14 or depth < 14:
        layout.add((u0 - 1, u1 + 1), (BEFORE, depth + 1), "green")
        return layout
    if purpose:
        u0 = _purpose(layout, purpose, u0, u1, depth, rng)
    if u1 - u0 > 14:
        centre = np.array(block.centroid.coords[0])
        old = float(np.hypot(*(centre - core))) < OLD_TOWN
        _rows(layout, (u0, u1), depth, old, rng)
    return layout


def _purpose(layout: Layout, purpose: str, u0: float, u1: float, depth: float, rng: np.random.Generator) -> float:
    """The land of a church, school and so on; returns where it ends."""
    length, deep = ROOM[purpose]
    end = u1 + 1 if u1 - u0 < length * 1.35 else u0 + length
    top = depth + 1 if depth < deep * 1.4 else deep
    if purpose == "flats":
        _flats(layout, (u0, end), top, rng)
    else:
        layout.add((u0 - 1, end), (BEFORE, top), purpose)
    if top < depth:
        layout.add((u0 - 1, end), (top, depth + 1), "green")
        layout.rung(np.array([u0, end]), top)
    if end < u1:
        layout.balk(end, BEFORE, depth + 1)
    return end


def _flats(layout: Layout, u: tuple[float, float], top: float, rng: np.random.Generator) -> None:
    """Each block of flats on a plot of its own about its walls, as co-operatives divide their land."""
    rows = max(1, round(top / 45))
    edges = np.linspace(0, top, rows + 1)
    for a, b in itertools.pairwise(edges.tolist()):
        low = BEFORE if a == 0 else a
        middle = u[0] + (u[1] - u[0]) * float(rng.uniform(0.4, 0.6))
        layout.add((u[0] - 1, middle), (low, b), "flats")
        layout.add((middle, u[1]), (low, b), "flats" if rng.random() < 0.75 else "green")
        layout.balk(middle, low, b)
        if b < top:
            layout.rung(np.array([u[0], u[1]]), b)


def _rows(layout: Layout, u: tuple[float, float], depth: float, old: bool, rng: np.random.Generator) -> None:
    """Two rows back to back, or one where there is no room; more where the quarter is deep."""
    rows = max(1, round(depth / (ROW * float(rng.uniform(0.9, 1.2)))))
    edges = np.linspace(0, depth, rows + 1)
    edges[1:-1] += rng.uniform(-3, 3, rows - 1)
    previous = np.array(u)
    for number in range(rows):
        low = BEFORE if number == 0 else float(edges[number])
        top = depth + 1 if number == rows - 1 else float(edges[number + 1])
        median, spread, least = (10.5, 0.22, 7.0) if old else (19.0, 0.3, 11.0)
        cuts = u[0] + widths(u[1] - u[0], median, spread, least, rng)
        for a, b in itertools.pairwise(cuts.tolist()):
            layout.add((a, b), (low, top), _kind(old, rng))
        for a in cuts[1:-1].tolist():
            layout.balk(a, low, top)
        if number:
            layout.rung(np.union1d(previous, cuts), low)
        previous = cuts


def _kind(old: bool, rng: np.random.Generator) -> str:
    if old:
        return str(rng.choice(["tenement"] * 9 + ["service", "vacant"]))
    return str(rng.choice(["plot"] * 15 + ["vacant"] * 2 + ["service"]))
