"""Roads, river and railway through one precinct, as strips of land that end at the gates of its outline."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from parcels.demo.lattice import RAIL_ANGLE, Gate, Outline, Points, rounded

GRID = 0.01
TRACK_EVERY = 700_000.0  # square metres to a field road
TOWN_STREETS = 6
TRACK = 5.0
THROUGH = ("rail", "river")
RAIL_DIRECTION = np.array([cos(RAIL_ANGLE), sin(RAIL_ANGLE)])


@dataclass(frozen=True)
class Corridor:
    """`polygon` is what is left of it after those before it; `line` its middle, of the given width."""

    kind: str
    line: Points
    width: float
    polygon: BaseGeometry


@dataclass(frozen=True)
class Network:
    """Corridors by precedence, `main` the village's road, and the blocks of land between them."""

    corridors: tuple[Corridor, ...]
    main: Corridor
    blocks: tuple[Polygon, ...]


def network(outline: Outline, axis: int, *, town: bool, rng: np.random.Generator) -> Network:
    """`axis` is the pair of sides the main road joins; in a town the river is regulated and streets lead out."""
    land = Polygon(outline.ring)
    tracks = TOWN_STREETS if town else max(1, int(land.area / TRACK_EVERY))
    calm = 0.3 if town else 1.0
    drawn = [_through(kind, *pair, land, rng, calm) for kind, pair in _pairs(outline) if kind != "road"]
    roads = [gate for gate in outline.gates if gate.kind == "road"]
    ends = [next(gate for gate in roads if gate.side == side) for side in (axis, axis + 3)]
    main = _through("road", ends[0], ends[1], land, rng)
    drawn.append(main)
    drawn += [_branch(gate, main, land, rng) for gate in roads if gate.side % 3 != axis]
    drawn += [_branch(gate, main, land, rng) for gate in _track_gates(outline, tracks, rng)]
    kept: list[Corridor] = []
    taken: BaseGeometry = Polygon()
    for corridor in drawn:
        rest = shapely.difference(corridor.polygon, taken, grid_size=GRID)
        kept.append(Corridor(corridor.kind, corridor.line, corridor.width, rest))
        taken = shapely.union(taken, rest, grid_size=GRID)
    blocks = shapely.get_parts(shapely.difference(land, taken, grid_size=GRID))
    village = next(corridor for corridor in kept if corridor.line is main.line)
    return Network(tuple(kept), village, tuple(blocks[shapely.area(blocks) > GRID]))


def _pairs(outline: Outline) -> list[tuple[str, tuple[Gate, Gate]]]:
    """The gates each river and railway comes in and goes out by."""
    pairs = []
    for kind in THROUGH:
        gates = [gate for gate in outline.gates if gate.kind == kind]
        pairs += [(kind, (gates[i], gates[i + 1])) for i in range(0, len(gates) - 1, 2)]
    return pairs


def _track_gates(outline: Outline, count: int, rng: np.random.Generator) -> list[Gate]:
    """Field roads start between two vertices of the outline that happen to lie close enough."""
    ring, gates = outline.ring, list(outline.gates)
    gaps = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    chosen: list[Gate] = []
    for i in rng.permutation(np.flatnonzero((gaps > 5) & (gaps < 10)))[: count * 6]:
        gate = Gate("track", -1, ring[(i + 1) % len(ring)], ring[i])
        if len(chosen) < count and all(hypot(*(gate.middle - other.middle)) > 150 for other in gates):
            chosen.append(gate)
            gates.append(gate)
    return chosen


def _through(kind: str, start: Gate, end: Gate, land: Polygon, rng: np.random.Generator, calm: float = 1.0) -> Corridor:
    """From gate to gate, the calmer the oftener it would leave the precinct."""
    leaving, arriving = start.inward, -end.inward
    if kind == "rail":
        leaving = arriving = RAIL_DIRECTION * np.sign(RAIL_DIRECTION @ (end.middle - start.middle))
    base = _hermite(start.middle, leaving, end.middle, arriving, 0.9 if kind == "rail" else 0.75)
    sway = {"rail": _straight, "river": _meander, "road": _bends}[kind]
    width = hypot(*(start.left - start.right)) / 1.04
    for share in (1.0, 0.5, 0.2, 0.0):
        line = sway(base, calm * share, np.random.default_rng(rng.integers(1 << 32)))
        polygon = _strip(line, width, (start.left, start.right), (end.right, end.left))
        if polygon.is_valid and land.covers(polygon):
            return Corridor(kind, line, width, polygon)
    return Corridor(kind, line, width, shapely.intersection(polygon.buffer(0), land, grid_size=GRID))


def _branch(gate: Gate, main: Corridor, land: Polygon, rng: np.random.Generator) -> Corridor:
    """A side road that meets the main one at an angle near a right one."""
    road = shapely.LineString(main.line)
    share = road.project(shapely.Point(gate.middle), normalized=True) + rng.uniform(-0.08, 0.08)
    share = min(max(share, 0.12), 0.88)
    foot = np.array(road.interpolate(share, normalized=True).coords[0])
    ahead = np.array(road.interpolate(min(share + 0.02, 1), normalized=True).coords[0]) - foot
    across = np.array([-ahead[1], ahead[0]]) / hypot(*ahead)
    across *= np.sign(across @ (foot - gate.middle)) or 1.0
    line = _bends(_hermite(gate.middle, gate.inward, foot, across, 0.7), 0.6, rng)
    width = TRACK if gate.kind == "track" else hypot(*(gate.left - gate.right)) / 1.04
    polygon: BaseGeometry = _strip(line, width, (gate.left, gate.right), None)
    if not (polygon.is_valid and land.covers(polygon)):
        line = np.vstack([gate.middle, gate.middle + 25 * gate.inward, foot])
        polygon = _strip(line, width, (gate.left, gate.right), None).buffer(0)
        polygon = shapely.intersection(polygon, land, grid_size=GRID)
    return Corridor(gate.kind, line, width, polygon)


def _hermite(start: Points, leaving: Points, end: Points, arriving: Points, pull: float) -> Points:
    """A smooth curve of points about 35 m apart; `pull` is how strongly it keeps its directions."""
    length = hypot(*(end - start))
    t = np.linspace(0, 1, max(6, int(length / 35)))[:, None]
    curve: Points = (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * leaving * length * pull
        + (-2 * t**3 + 3 * t**2) * end
        + (t**3 - t**2) * arriving * length * pull
    )
    return curve


def _normals(line: Points) -> Points:
    steps = np.gradient(line, axis=0)
    across = np.column_stack([-steps[:, 1], steps[:, 0]])
    unit: Points = across / np.hypot(*across.T)[:, None]
    return unit


def _along(line: Points) -> Points:
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def _straight(line: Points, calm: float, rng: np.random.Generator) -> Points:
    return line[:: 2 if len(line) % 2 else 1]


def _bends(line: Points, calm: float, rng: np.random.Generator) -> Points:
    """The gentle turns of an old road."""
    along = _along(line)
    share = along / along[-1]
    sway = sum(calm * along[-1] * rng.uniform(-0.022, 0.022) / k * np.sin(pi * share * (k + 1)) for k in (1, 2, 3))
    bent: Points = line + (sway * np.sin(pi * share))[:, None] * _normals(line)
    return bent


def _meander(line: Points, calm: float, rng: np.random.Generator) -> Points:
    """Loops of unequal size that die out towards the gates."""
    places = np.linspace(0, 1, max(12, int(_along(line)[-1] / 13)))
    fine = np.column_stack([np.interp(places, np.linspace(0, 1, len(line)), line[:, i]) for i in (0, 1)])
    along = _along(fine)
    beat = 1 + 0.5 * np.sin(along / rng.uniform(210, 330) + rng.uniform(0, 6))
    phase = np.cumsum(np.gradient(along) * 2 * pi / rng.uniform(125, 170) * beat) + rng.uniform(0, 6)
    taper = np.clip(np.minimum(along, along[-1] - along) / 90, 0, 1)
    size = calm * taper * rng.uniform(20, 28) * (1 + 0.6 * np.sin(along / rng.uniform(150, 260)))
    across = _normals(fine)
    ahead = np.column_stack([across[:, 1], -across[:, 0]])
    aside, back = size * np.sin(phase), 0.3 * size * np.sin(2 * phase)
    loops: Points = fine + aside[:, None] * across - back[:, None] * ahead
    return loops


def _strip(line: Points, width: float, start: tuple[Points, Points], end: tuple[Points, Points] | None) -> Polygon:
    """The land within half the width of the line; `start` and `end` are its (left, right) corners."""
    across = _normals(line) * width / 2
    left, right = line + across, line - across
    left[0], right[0] = start
    if end:
        left[-1], right[-1] = end
    return Polygon(rounded(np.vstack([left, right[::-1]])))
