"""The lattice of precincts: jittered hexagons whose sides and crossings both neighbours compute alike."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, floor, hypot, pi, sin, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
Node: TypeAlias = tuple[int, int]

# Corners of a hexagon clockwise from its top, in lattice units; side k runs from corner k to k + 1.
CORNERS: tuple[Node, ...] = ((0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1))
NEIGHBOURS: tuple[Node, ...] = ((1, 3), (2, 0), (1, -3), (-1, -3), (-2, 0), (-1, 3))
WIDTHS = {"rail": 24.0, "river": 10.0, "road": 10.0}
KEY_OFFSET = 1 << 20  # numpy's seeds are not negative
RIVER_SPACING = 16  # lattice columns between rivers, two to a precinct
RAIL_SPACING = 45
RAIL_ANGLE = 0.35  # anticlockwise from east


def rng_for(seed: int, *key: int) -> np.random.Generator:
    """A generator that depends on nothing but the seed and the key."""
    return np.random.default_rng([seed, *(part + KEY_OFFSET for part in key)])


def rounded(points: Points) -> Points:
    """To whole centimetres, as the register keeps coordinates."""
    return np.round(points, 2)


def resample(line: Points, places: Points) -> Points:
    """Points of a polyline at the given distances from its start."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    return np.column_stack([np.interp(places, along, line[:, 0]), np.interp(places, along, line[:, 1])])


@dataclass(frozen=True)
class Side:
    """One side of a precinct; `gates` are (kind, index of the first of the crossing's two vertices)."""

    points: Points
    gates: tuple[tuple[str, int], ...]

    def reversed(self) -> "Side":
        last = len(self.points) - 2
        return Side(self.points[::-1], tuple((kind, last - index) for kind, index in reversed(self.gates)))


@dataclass(frozen=True)
class Gate:
    """Where a road, river or railway crosses the outline: seen from inside looking in, `left` and `right`."""

    kind: str
    side: int
    left: Points
    right: Points

    @property
    def middle(self) -> Points:
        return (self.left + self.right) / 2

    @property
    def inward(self) -> Points:
        """Unit vector into the precinct."""
        dx, dy = self.left - self.right
        return np.array([dy, -dx]) / hypot(dx, dy)


@dataclass(frozen=True)
class Outline:
    """A precinct's boundary, clockwise without the closing point, every vertex shared with the neighbours."""

    ring: Points
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Lattice:
    """`pitch` is the distance between the middles of neighbouring precincts in metres."""

    seed: int
    pitch: float
    origin: tuple[float, float]

    def centre(self, cell: Node) -> Points:
        return np.array(self.origin) + self._raw(cell)

    def _raw(self, node: Node) -> Points:
        return np.array([node[0] * self.pitch / 2, node[1] * self.pitch / (2 * sqrt(3))])

    def node(self, node: Node) -> Points:
        rng = rng_for(self.seed, 1, *node)
        angle, reach = rng.uniform(0, 2 * pi), self.pitch * rng.uniform(0.05, 0.2)
        return rounded(np.array(self.origin) + self._raw(node) + reach * np.array([cos(angle), sin(angle)]))

    def axis(self, cell: Node) -> int:
        """The pair of opposite sides (k and k + 3) that the precinct's main road joins."""
        return int(rng_for(self.seed, 2, *cell).integers(3))

    def outline(self, cell: Node) -> Outline:
        rings: list[Points] = []
        gates: list[Gate] = []
        for k in range(6):
            side = self._side(cell, k)
            rings.append(side.points[:-1])
            gates += [Gate(kind, k, side.points[i + 1], side.points[i]) for kind, i in side.gates]
        return Outline(np.vstack(rings), tuple(gates))

    def _side(self, cell: Node, k: int) -> Side:
        start, end = _corner(cell, k), _corner(cell, k + 1)
        if start < end:
            return self._shared(start, end, self._crossings(cell, k))
        return self._shared(end, start, self._crossings(cell, k)).reversed()

    def _crossings(self, cell: Node, k: int) -> dict[str, float]:
        """Kind of crossing -> its place on the side (0 to 1 from the lesser node), kept apart."""
        nodes = sorted((_corner(cell, k), _corner(cell, k + 1)))
        rng = rng_for(self.seed, 3, *nodes[0], *nodes[1])
        slots = rng.permutation(np.array([0.5, 0.27, 0.73]) + rng.uniform(-0.07, 0.07))
        neighbour = (cell[0] + NEIGHBOURS[k][0], cell[1] + NEIGHBOURS[k][1])
        places: dict[str, float] = {}
        rail = self._rail_crossing(nodes[0], nodes[1])
        if rail is not None:
            places["rail"] = min(max(rail, 0.05), 0.95)
            slots = slots[np.argsort(-np.abs(slots - places["rail"]))]
        if frozenset((cell, neighbour)) in self._rivers:
            places["river"] = float(slots[0])
            slots = slots[1:]
        if k % 3 in (self.axis(cell), self.axis(neighbour)):
            places["road"] = float(slots[0])
        return places

    def _rail_crossing(self, a: Node, b: Node) -> float | None:
        """Railways are straight lines, a long way apart, a little off the lattice's own direction."""
        spacing = RAIL_SPACING * self.pitch / 2
        normal = np.array([-sin(RAIL_ANGLE), cos(RAIL_ANGLE)])
        low, high = (float((self.node(n) - np.array(self.origin)) @ normal) / spacing + 0.984 for n in (a, b))
        if floor(low) == floor(high):
            return None
        return (max(floor(low), floor(high)) - low) / (high - low)

    @cached_property
    def _rivers(self) -> frozenset[frozenset[Node]]:
        """Pairs of neighbouring precincts that a river flows between; rivers run northwards."""
        steps: set[frozenset[Node]] = set()
        for river in range(-8, 9):
            rng = rng_for(self.seed, 4, river)
            phase, wave = rng.uniform(0, 2 * pi), rng.uniform(5, 9)
            row, column = -80, river * RIVER_SPACING
            column += column % 2  # rows with an even number have even columns
            for row in range(-80, 80):
                wanted = river * RIVER_SPACING + 3 * sin(row / wave * 2 + phase) - 3 * sin(phase)
                following = column + (1 if wanted > column else -1)
                steps.add(frozenset(((column, 3 * row), (following, 3 * row + 3))))
                column = following
        return frozenset(steps)

    def _shared(self, a: Node, b: Node, crossings: dict[str, float]) -> Side:
        rng = rng_for(self.seed, 5, *a, *b)
        bends = _bent(self.node(a), self.node(b), rng)
        length = float(np.hypot(*np.diff(bends, axis=0).T).sum())
        steps = rng.uniform(8.0, 15.0, int(length / 8) + 1).cumsum()
        places = [place for place in steps if place < length - 5]
        for kind, place in sorted(crossings.items()):
            half = WIDTHS[kind] / 2 * 1.04
            places = [other for other in places if abs(other - place * length) > half + 4]
        gates = {kind: place * length - WIDTHS[kind] / 2 * 1.04 for kind, place in crossings.items()}
        ends = [start + WIDTHS[kind] * 1.04 for kind, start in gates.items()]
        ordered = np.array(sorted([0.0, *places, *gates.values(), *ends, length]))
        found = ((kind, int(np.searchsorted(ordered, start))) for kind, start in gates.items())
        return Side(rounded(resample(bends, ordered)), tuple(sorted(found, key=lambda gate: gate[1])))


def _corner(cell: Node, k: int) -> Node:
    dx, dy = CORNERS[k % 6]
    return cell[0] + dx, cell[1] + dy


def _bent(a: Points, b: Points, rng: np.random.Generator) -> Points:
    """A boundary that bends every hundred metres or so, a little."""
    length = hypot(*(b - a))
    count = max(2, int(length / 110))
    along = np.sort(rng.uniform(0.06, 0.94, count - 1))
    bow = rng.uniform(-0.1, 0.1) * np.sin(pi * along)
    aside = (bow + rng.normal(0, 0.018, count - 1) * np.minimum(1, 350 / length)) * length
    normal = np.array([-(b - a)[1], (b - a)[0]]) / length
    inner = a + along[:, None] * (b - a) + aside[:, None] * normal
    return np.vstack([a, inner, b])
