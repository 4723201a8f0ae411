"""The mosaic of precincts, without shapes yet: who adjoins whom where, on a world that repeats in both directions.

Villages are points on a torus. Their Delaunay triangulation says who adjoins whom; each triangle becomes a corner
where three precincts meet, each of its sides a border. Some neighbours are joined, so that precincts differ in size
and are not all convex. A copy of the world shifted by its period fits on to it, vertex by vertex.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import atan2
from typing import TypeAlias

import numpy as np
import shapely

from parcels.demo.plane import Points, rng_for

Shift: TypeAlias = tuple[int, int]  # whole periods east and north
Place: TypeAlias = tuple[int, int, int]  # a village (or corner) and the copy of the world it lies in
Key: TypeAlias = tuple[Place, ...]

CANDIDATES = 9  # the more, the more even the distances between villages
LEAST_WEIGHT = 0.16  # of a triangle's corner in the place where its three precincts meet
JOINED = 0.35  # of the precincts are made of two


@dataclass(frozen=True)
class Border:
    """Between the precincts of two villages, from corner to corner, seen from the first: clockwise round it.

    `corners` are indices with the copy of the world they lie in; `villages` likewise, the first at home.
    """

    villages: tuple[Place, Place]
    corners: tuple[Place, Place]


@dataclass(frozen=True)
class Edge:
    """A border as part of a precinct's outline; `forward` is clockwise."""

    border: int
    forward: bool
    shift: Shift
    neighbour: int


@dataclass(frozen=True)
class Mosaic:
    """`faces` are the precincts: their borders clockwise; `corners` places, `period` the size of the world."""

    period: tuple[float, float]
    sites: Points
    corners: Points
    borders: tuple[Border, ...]
    faces: tuple[tuple[Edge, ...], ...]

    def moved(self, shift: Shift) -> Points:
        away: Points = np.array(shift) * np.array(self.period)
        return away

    def corner(self, place: Place) -> Points:
        at: Points = self.corners[place[0]] + self.moved(place[1:])
        return at

    def site(self, place: Place) -> Points:
        at: Points = self.sites[place[0]] + self.moved(place[1:])
        return at


def make_mosaic(seed: int, count: int, period: tuple[float, float]) -> Mosaic:
    """A world of `count` precincts; the same for the same arguments."""
    rng = rng_for(seed, 20)
    joins = round(count * JOINED)
    sites = _scattered(count + joins, period, rng)
    triangles = _triangles(sites, period)
    keys = sorted({_home(triangle)[0] for triangle in triangles})
    number = {key: i for i, key in enumerate(keys)}
    weights = rng.dirichlet((3.0, 3.0, 3.0), len(keys)).clip(LEAST_WEIGHT)
    weights /= weights.sum(axis=1)[:, None]
    size = np.array(period)
    corners = np.array([w @ (sites[[p[0] for p in key]] + np.array([p[1:] for p in key]) * size)
                        for key, w in zip(keys, weights, strict=True)])  # fmt: skip
    rings = _rings(sites, period, triangles, number)
    borders: dict[tuple[Place, Place], int] = {}
    found: list[Border] = []
    for site, ring in enumerate(rings):
        for other, start, end in ring:
            if site < other[0]:
                borders[((site, 0, 0), other)] = len(found)
                found.append(Border(((site, 0, 0), other), (start, end)))
    faces = _joined([list(_edges(site, ring, borders)) for site, ring in enumerate(rings)], joins, rng)
    return Mosaic(period, sites, corners, tuple(found), faces)


def _scattered(count: int, period: tuple[float, float], rng: np.random.Generator) -> Points:
    """Points on the torus, each the one of some candidates that is farthest from those before."""
    size = np.array(period)
    sites = rng.uniform(0, 1, (1, 2)) * size
    while len(sites) < count:
        tried = rng.uniform(0, 1, (CANDIDATES, 2)) * size
        apart = np.abs(tried[:, None] - sites[None])
        nearest = np.hypot(*np.minimum(apart, size - apart).transpose(2, 0, 1)).min(axis=1)
        sites = np.vstack([sites, tried[np.argmax(nearest)]])
    scattered: Points = sites
    return scattered


def _triangles(sites: Points, period: tuple[float, float]) -> list[Key]:
    """Triangles with a corner in the world itself, their villages anticlockwise."""
    shifts = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    every = np.vstack([sites + np.array(shift) * np.array(period) for shift in shifts])
    names = [(s, *shift) for shift in shifts for s in range(len(sites))]
    known = {(x, y): name for (x, y), name in zip(every.tolist(), names, strict=True)}
    drawn = shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(every)))
    rings = shapely.get_coordinates(shapely.orient_polygons(drawn)).reshape(-1, 4, 2)[:, :3].tolist()
    triangles = [tuple(known[x, y] for x, y in ring) for ring in rings]
    return [triangle for triangle in triangles if any(place[1:] == (0, 0) for place in triangle)]


def _home(triangle: Key) -> tuple[Key, Shift]:
    """The same triangle moved so that its least village is at home, and by how much it was away."""
    _, i, j = min(triangle)
    return tuple(sorted((s, a - i, b - j) for s, a, b in triangle)), (i, j)


Ring: TypeAlias = list[tuple[Place, Place, Place]]  # neighbour, corner before and after, clockwise


def _rings(sites: Points, period: tuple[float, float], triangles: list[Key], number: dict[Key, int]) -> list[Ring]:
    """The neighbours of each village, clockwise, with the corners on either side of the way to them."""
    after: list[dict[Place, tuple[Place, Place]]] = [{} for _ in sites]
    for triangle in triangles:
        key, (i, j) = _home(triangle)
        corner = (number[key], i, j)
        for k, place in enumerate(triangle):
            if place[1:] == (0, 0):
                after[place[0]][triangle[(k + 1) % 3]] = (triangle[(k + 2) % 3], corner)
    rings = []
    for site, following in enumerate(after):
        here = sites[site]
        left_of = {place: corner for place, (_, corner) in following.items()}
        right_of = {place: corner for place, corner in following.values()}
        offsets = {place: sites[place[0]] + np.array(place[1:]) * np.array(period) - here for place in following}
        around = sorted(following, key=lambda place: -atan2(offsets[place][1], offsets[place][0]))
        rings.append([(place, left_of[place], right_of[place]) for place in around])
    return rings


def _edges(site: int, ring: Ring, borders: dict[tuple[Place, Place], int]) -> Iterator[Edge]:
    for (other, i, j), _, _ in ring:
        if site < other:
            yield Edge(borders[(site, 0, 0), (other, i, j)], True, (0, 0), other)
        else:
            yield Edge(borders[(other, 0, 0), (site, -i, -j)], False, (i, j), other)


def _joined(rings: list[list[Edge]], joins: int, rng: np.random.Generator) -> tuple[tuple[Edge, ...], ...]:
    """Rings of edges with some pairs of neighbours made one; `neighbour` then counts the joined ones."""
    partner: dict[int, int] = {}
    for site in rng.permutation(len(rings)).tolist():
        free = [edge.neighbour for edge in rings[site] if edge.neighbour not in partner and edge.neighbour != site]
        if site not in partner and free and len(partner) < 2 * joins:
            other = free[int(rng.integers(len(free)))]
            partner[site], partner[other] = other, site
    keepers = [site for site in range(len(rings)) if partner.get(site, site) >= site]
    face = {site: i for i, site in enumerate(keepers)} | {
        partner[site]: i for i, site in enumerate(keepers) if site in partner
    }
    outlines = [_spliced(rings, site, partner[site]) if site in partner else rings[site] for site in keepers]
    return tuple(
        tuple(Edge(edge.border, edge.forward, edge.shift, face[edge.neighbour]) for edge in outline)
        for outline in outlines
    )


def _spliced(rings: list[list[Edge]], site: int, other: int) -> list[Edge]:
    """Two rings as one, without the border between them; the second moved to where the first meets it."""
    k = next(i for i, edge in enumerate(rings[site]) if edge.neighbour == other)
    border = rings[site][k].border
    m = next(i for i, edge in enumerate(rings[other]) if edge.border == border)
    i = rings[site][k].shift[0] - rings[other][m].shift[0]
    j = rings[site][k].shift[1] - rings[other][m].shift[1]
    moved = [Edge(e.border, e.forward, (e.shift[0] + i, e.shift[1] + j), e.neighbour) for e in rings[other]]
    return rings[site][k + 1 :] + rings[site][:k] + moved[m + 1 :] + moved[:m]


Step: TypeAlias = tuple[int, Place]  # an edge's number and where it leads


def shortest(start: Place, ends: set[Place], steps: "dict[int, list[tuple[float, int, Place]]]") -> list[Step]:
    """The cheapest way over the copies of a graph: `steps` of each node are (cost, number, node with its shift).

    Empty where there is none within a copy's reach.
    """
    queue: list[tuple[float, Place]] = [(0.0, start)]
    before: dict[Place, tuple[float, Place | None, int]] = {start: (0.0, None, -1)}
    while queue:
        cost, here = heappop(queue)
        if cost > before[here][0]:
            continue
        if here in ends and here != start:
            return _way(here, before)
        for price, number, (node, i, j) in steps[here[0]]:
            there = (node, here[1] + i, here[2] + j)
            known = before.get(there)
            if max(abs(there[1]), abs(there[2])) <= 1 and (known is None or cost + price < known[0]):
                before[there] = (cost + price, here, number)
                heappush(queue, (cost + price, there))
    return []


def _way(end: Place, before: dict[Place, tuple[float, Place | None, int]]) -> list[Step]:
    way = []
    _, previous, number = before[end]
    while previous is not None:
        way.append((number, end))
        end = previous
        _, previous, number = before[end]
    return way[::-1]
