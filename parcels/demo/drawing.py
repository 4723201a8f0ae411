"""One precinct drawn: outline, corridors, blocks and pieces, about as many as the plan asks for."""

from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.blocks import Style, lay_out
from parcels.demo.complexes import divided
from parcels.demo.corridors import Network, network
from parcels.demo.layout import Layout
from parcels.demo.partition import Piece, merged, partition, shared_edges
from parcels.demo.plane import Points, rng_for
from parcels.demo.quarters import QUARTER, ROOM
from parcels.demo.sides import Outline
from parcels.demo.streets import REACH
from parcels.demo.world import PrecinctPlan

TRIES = 5
CLOSE = 0.05  # of the wanted count
SURPLUS = 0.1  # that joining neighbours may take away without showing
MOST = 0.25
LARGE = 350  # parcels of a precinct whose village takes its usual share of the road
TOWN = 950  # parcels of a town of size 1
LEAST_TOWN = 160
PURPOSES = ("church", "school", "flats", "works", "flats", "cemetery", "allotments")
FARTHER = {"flats": 0.5, "works": 0.8, "cemetery": 1.0, "allotments": 1.0}  # of the way to the edge
JOINABLE = ("field", "forest", "vacant", "farm")  # fields first


@dataclass(frozen=True)
class Drawing:
    outline: Outline
    net: Network
    layouts: list[Layout]
    pieces: list[Piece]

    def kind(self, piece: Piece) -> str:
        """The plot's kind, or the corridor's."""
        if piece.block < 0:
            return self.net.corridors[piece.plot].kind
        return self.layouts[piece.block].plots[piece.plot].kind


def draw(seed: int, plan: PrecinctPlan) -> Drawing:
    """Strips are drawn narrower or wider until the count fits, then some neighbours are joined."""
    outline = plan.outline
    rng = rng_for(seed, 8, plan.face)
    land = Polygon(outline.ring)
    net = network(outline, town=_town_size(plan), rng=rng)
    net = replace(net, blocks=tuple(part for b in net.blocks for part in divided(b, net.main, land, rng)))
    style = _style(net, land, plan, rng)
    best: Drawing | None = None
    for attempt in range(TRIES):
        drawing = _attempt(outline, net, style, rng_for(seed, 9, plan.face, attempt))
        if best is None or _miss(drawing, plan) < _miss(best, plan):
            best = drawing
        excess = len(drawing.pieces) / plan.target
        if 1 - CLOSE <= excess <= 1 + SURPLUS:
            break
        style = replace(style, factor=min(max(style.factor * (excess / 1.03) ** 1.15, 0.25), 9.0))
    assert best is not None
    return replace(best, pieces=_joined(best, plan.target, rng))


def _town_size(plan: PrecinctPlan) -> float:
    """Against a town of size 1; 0 for a village, or a town too small for streets of its own."""
    if not plan.town or plan.target < LEAST_TOWN:
        return 0.0
    return min(max(sqrt(plan.target / TOWN), 0.35), 1.3)


def _style(net: Network, land: Polygon, plan: PrecinctPlan, rng: np.random.Generator) -> Style:
    across = land.area**0.5
    mean = land.area / plan.target
    near = min(1.0, (plan.target / LARGE) ** 0.6)
    share = {"street": rng.uniform(0.3, 0.48), "row": rng.uniform(0.3, 0.45), "colony": 0.7, "estate": 0.2}
    return Style(
        factor=(mean / 4300) ** 0.8 * max(1.0, LARGE / plan.target) ** 0.3,
        town=plan.town,
        character="town" if plan.town else plan.character,
        woods=plan.woods,
        core=plan.outline.core,
        reach=REACH * _town_size(plan) + 70 if plan.town else across * share[plan.character] * near,
        side=int(rng.choice([-1, 1])) if plan.character == "row" and not plan.town else 0,
        special=_purposes(net, plan.outline.core) if plan.town else {},
    )


def _purposes(net: Network, core: Points) -> dict[int, str]:
    """The church by the square, then what needs more room farther out; the dead and the gardens at the edge."""
    streets = shapely.union_all([road.polygon for road in net.corridors if road.kind in ("street", "square")])
    away = shapely.distance(np.array(net.blocks, dtype=object), shapely.Point(core))
    areas = shapely.area(net.blocks)
    beside = shapely.distance(np.array(net.blocks, dtype=object), streets) < 1
    inner = [int(i) for i in np.argsort(away) if beside[i] and areas[i] < QUARTER]
    found: dict[int, str] = {}
    for purpose in PURPOSES:
        length, deep = ROOM[purpose]
        among = inner if purpose == "church" else inner[2:]
        fitting = [i for i in among if i not in found and areas[i] > 0.7 * length * deep]
        if fitting:
            found[fitting[min(len(fitting) - 1, round(FARTHER.get(purpose, 0.0) * len(fitting)))]] = purpose
    return found


def _attempt(outline: Outline, net: Network, style: Style, rng: np.random.Generator) -> Drawing:
    layouts = [lay_out(number, block, net, style, rng) for number, block in enumerate(net.blocks)]
    return Drawing(outline, net, layouts, partition(outline, net, layouts))


def _miss(drawing: Drawing, plan: PrecinctPlan) -> float:
    excess = log(len(drawing.pieces) / plan.target)
    return max(0.0, excess - SURPLUS) if excess > 0 else -excess


def _joined(drawing: Drawing, target: int, rng: np.random.Generator) -> list[Piece]:
    """Field by field joined with a neighbour while there are too many."""
    pieces = drawing.pieces
    surplus = min(len(pieces) - target, int(len(pieces) * MOST))
    if surplus <= 0:
        return pieces
    rank = {kind: place for place, kind in enumerate(JOINABLE)}
    ranks = np.array([rank.get(drawing.kind(piece), len(JOINABLE)) for piece in pieces])
    block = np.array([piece.block for piece in pieces])
    one, two, length = shared_edges(np.array([piece.polygon for piece in pieces], dtype=object))
    good = (np.maximum(ranks[one], ranks[two]) < len(JOINABLE)) & (block[one] == block[two]) & (length > 25)
    pairs = rng.permutation(np.flatnonzero(good))
    into = np.arange(len(pieces))
    used: set[int] = set()
    for k in pairs[np.argsort(ranks[one[pairs]] + ranks[two[pairs]] > 2, kind="stable")]:
        a, b = int(one[k]), int(two[k])
        if surplus and not {a, b} & used:
            into[b] = a
            used |= {a, b}
            surplus -= 1
    return merged(pieces, into)
