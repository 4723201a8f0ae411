"""Roads, river and railway through one precinct, as strips of land that end at the gates of its outline."""

from dataclasses import dataclass
from itertools import combinations
from math import hypot

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from parcels.demo.curves import bends, hermite
from parcels.demo.plane import Points, normals, rounded
from parcels.demo.scenery import scenery
from parcels.demo.sides import Bank, Gate, Outline
from parcels.demo.streets import streets
from parcels.demo.strips import GRID, Corridor, areas, strip, within

TRACK_EVERY = 700_000.0  # square metres to a field road
TRACK = 5.0


@dataclass(frozen=True)
class Network:
    """Corridors by precedence, `main` the village's road, and the blocks of land between them."""

    corridors: tuple[Corridor, ...]
    main: Corridor
    blocks: tuple[Polygon, ...]


def network(outline: Outline, *, town: float, rng: np.random.Generator) -> Network:
    """The main road passes the village; other roads and tracks lead to it. `town` is its size, 0 for a village."""
    land = Polygon(outline.ring)
    tracks = max(1, int(land.area / TRACK_EVERY))
    rails = [gate for gate in outline.gates if gate.kind == "rail"]
    drawn = [_railway(*pair, land, rng) for pair in zip(rails[::2], rails[1::2], strict=False)]
    drawn += [_along(outline, bank, land) for bank in outline.banks if bank.own and bank.kind == "river"]
    ends = _main_gates(outline, rng)
    main = _main(ends, outline.core, land, rng)
    drawn.append(main)
    others = [gate for gate in outline.gates if gate.kind == "road" and gate not in ends]
    drawn += [_branch(gate, main, land, rng) for gate in others]
    drawn += [_along(outline, bank, land) for bank in outline.banks if bank.own and bank.kind != "river"]
    drawn += streets(main.line, outline.core, land, town, rng) if town else []
    drawn += [_branch(gate, main, land, rng) for gate in _track_gates(outline, tracks, rng)]
    drawn += scenery(main, drawn, outline, land, rng)
    kept: list[Corridor] = []
    taken: BaseGeometry = Polygon()
    for corridor in drawn:
        rest = areas(shapely.difference(corridor.polygon, taken, grid_size=GRID))
        kept.append(Corridor(corridor.kind, corridor.line, corridor.width, rest))
        taken = shapely.union(taken, rest, grid_size=GRID)
    blocks = shapely.get_parts(shapely.difference(land, taken, grid_size=GRID))
    village = next(corridor for corridor in kept if corridor.line is main.line)
    return Network(tuple(kept), village, tuple(blocks[shapely.area(blocks) > GRID]))


def _main_gates(outline: Outline, rng: np.random.Generator) -> tuple[Gate, Gate]:
    """The two roads that go on in the straightest way through the village."""
    roads = [gate for gate in outline.gates if gate.kind == "road"]
    if len(roads) < 2:
        roads += _track_gates(outline, 2 - len(roads), rng)

    def turn(pair: tuple[Gate, Gate]) -> float:
        one, two = (gate.middle - outline.core for gate in pair)
        return float(one @ two / hypot(*one) / hypot(*two))

    return min(combinations(roads, 2), key=turn)


def _track_gates(outline: Outline, count: int, rng: np.random.Generator) -> list[Gate]:
    """Field roads start between two vertices of the outline that happen to lie close enough."""
    ring, gates = outline.ring, list(outline.gates)
    gaps = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    by_bank = np.zeros(len(ring), dtype=bool)
    for bank in outline.banks:
        by_bank[np.arange(bank.first - 2, bank.last + 2) % len(ring)] |= bank.own
    chosen: list[Gate] = []
    for i in rng.permutation(np.flatnonzero((gaps > 5) & (gaps < 10) & ~by_bank))[: count * 6]:
        gate = Gate("track", ring[(i + 1) % len(ring)], ring[i])
        if len(chosen) < count and all(hypot(*(gate.middle - other.middle)) > 150 for other in gates):
            chosen.append(gate)
            gates.append(gate)
    return chosen


def _railway(start: Gate, end: Gate, land: Polygon, rng: np.random.Generator) -> Corridor:
    width = hypot(*(start.left - start.right)) / 1.04
    ahead = (end.middle - start.middle) / hypot(*(end.middle - start.middle))
    for pull in (0.5, 0.3, 0.1):
        leaving, arriving = (ahead + start.inward) / 2, (ahead - end.inward) / 2
        line = hermite(start.middle, leaving, end.middle, arriving, pull)
        polygon = strip(line, width, (start.left, start.right), (end.right, end.left))
        if polygon.is_valid and land.covers(polygon):
            return Corridor("rail", line, width, polygon)
    return Corridor("rail", line, width, within(polygon, land))


def _main(ends: tuple[Gate, Gate], core: Points, land: Polygon, rng: np.random.Generator) -> Corridor:
    """From gate to gate by the middle of the village, the calmer the oftener it would leave the precinct."""
    start, end = ends
    width = min(hypot(*(gate.left - gate.right)) for gate in ends) / 1.04
    ahead = (end.middle - start.middle) / hypot(*(end.middle - start.middle))
    for pull, calm in ((0.8, 1.0), (0.8, 0.5), (0.5, 0.4), (0.5, 0.0), (0.2, 0.0), (0.0, 0.0)):
        first = hermite(start.middle, start.inward, core, ahead, pull)
        second = hermite(core, ahead, end.middle, -end.inward, pull)
        line = bends(np.vstack([first, second[1:]]), calm, rng)
        polygon = strip(line, width, (start.left, start.right), (end.right, end.left))
        if polygon.is_valid and land.covers(polygon):
            return Corridor("road", line, width, polygon)
    return Corridor("road", line, width, within(polygon, land))


def _along(outline: Outline, bank: Bank, land: Polygon) -> Corridor:
    """A strip inside the outline, from the vertex before the bank's first to the one after its last."""
    ring, size = outline.ring, len(outline.ring)
    edge = ring[np.arange(bank.first, bank.last + 1) % size]
    inner = edge - normals(edge) * bank.width
    before, after = ring[(bank.first - 1) % size], ring[(bank.last + 1) % size]
    polygon: BaseGeometry = Polygon(rounded(np.vstack([edge, after, inner[-2:0:-1], before])))
    line = (edge + inner) / 2
    if not (polygon.is_valid and land.covers(polygon)):
        polygon = within(_pieces(edge, inner), land)
    return Corridor(bank.kind, line, bank.width, polygon)


def _pieces(edge: Points, inner: Points) -> BaseGeometry:
    """The strip as the union of its quarters, where its inner side crosses itself."""
    corners = np.stack([edge[:-1], edge[1:], inner[1:], inner[:-1]], axis=1)
    quarters = shapely.make_valid(np.array(shapely.polygons(rounded(corners)), dtype=object))
    return shapely.union_all(quarters, grid_size=GRID)


def _branch(gate: Gate, main: Corridor, land: Polygon, rng: np.random.Generator) -> Corridor:
    """A side road that meets the main one at an angle near a right one."""
    road = shapely.LineString(main.line)
    share = road.project(shapely.Point(gate.middle), normalized=True) + rng.uniform(-0.08, 0.08)
    share = min(max(share, 0.12), 0.88)
    foot = np.array(road.interpolate(share, normalized=True).coords[0])
    ahead = np.array(road.interpolate(min(share + 0.02, 1), normalized=True).coords[0]) - foot
    across = np.array([-ahead[1], ahead[0]]) / hypot(*ahead)
    across *= np.sign(across @ (foot - gate.middle)) or 1.0
    line = bends(hermite(gate.middle, gate.inward, foot, across, 0.7), 0.6, rng)
    width = TRACK if gate.kind == "track" else hypot(*(gate.left - gate.right)) / 1.04
    polygon: BaseGeometry = strip(line, width, (gate.left, gate.right), None)
    if not (polygon.is_valid and land.covers(polygon)):
        line = np.vstack([gate.middle, gate.middle + 25 * gate.inward, foot])
        polygon = within(strip(line, width, (gate.left, gate.right), None), land)
    return Corridor(gate.kind, line, width, polygon)
