"""Shapes of the borders between precincts, which both neighbours share vertex by vertex, and what crosses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import hypot, pi

import numpy as np
import shapely
from shapely import Polygon
from shapely.ops import substring

from parcels.demo.curves import field_edges, hermite, meander, turning
from parcels.demo.mosaic import Edge, Mosaic, Place, Shift, Step, shortest
from parcels.demo.plane import Points, Surface, distances, resample, rng_for, rounded

WIDTHS = {"rail": 24.0, "road": 10.0, "track": 5.0}
RIVERS = (16.0, 7.0)  # a river and its tributaries
TRIBUTARIES = 1 / 16  # to a precinct
BY_ROAD = 0.22  # of the borders run along a field road
APART = 45.0  # metres between two crossings, and to the ends of a border
NEAR = 14.0  # metres that borders of one precinct keep from each other but at their ends
ROUGHNESS = (1.0, 0.6, 0.3, 0.1, 0.0)
LIE_LENGTH = 5000.0  # metres over which the fields' direction changes


@dataclass(frozen=True, eq=False)
class Gate:
    """Where a road or railway crosses the outline: seen from inside looking in, `left` and `right`."""

    kind: str
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
class Bank:
    """A river or field road along the outline, from vertex `first` clockwise to `last`; `own` if it lies inside."""

    kind: str
    width: float
    first: int
    last: int
    own: bool


@dataclass(frozen=True)
class Outline:
    """A precinct's boundary, clockwise without the closing point, every vertex shared with the neighbours."""

    ring: Points
    gates: tuple[Gate, ...]
    banks: tuple[Bank, ...]
    core: Points


@dataclass(frozen=True)
class Course:
    """What runs along a border: it lies in the precinct for which the border is `forward`, or in the other.

    `headings` are unit vectors a river has where the border starts and ends, so that it turns smoothly at corners.
    """

    kind: str
    width: float
    forward: bool
    headings: tuple[Points, Points] | None = None


@dataclass(frozen=True)
class _Side:
    """A border's vertices; `gates` are (kind, index of the first of the crossing's two)."""

    points: Points
    gates: tuple[tuple[str, int], ...]

    def reversed(self) -> "_Side":
        last = len(self.points) - 2
        return _Side(self.points[::-1], tuple((kind, last - index) for kind, index in reversed(self.gates)))


def outlines(seed: int, mosaic: Mosaic, origin: tuple[float, float]) -> tuple[Outline, ...]:
    """Every precinct's outline, moved so that its village lies in the one period that begins at the origin."""
    courses = _courses(seed, mosaic)
    lines = _lines(seed, mosaic, courses)
    rings = [Polygon(_ring(mosaic, face, lines)) for face in mosaic.faces]
    cores = [_core(ring, rng_for(seed, 26, i)) for i, ring in enumerate(rings)]
    crossings: dict[int, dict[str, float]] = {}
    _railway(seed, mosaic, lines, crossings)
    _roads(mosaic, cores, lines, crossings)
    sides = {
        border: _vertices(line, crossings.get(border, {}), rng_for(seed, 27, border)) for border, line in lines.items()
    }
    return tuple(
        _outline(mosaic, face, sides, courses, np.array(origin) - mosaic.moved(_copy(core, mosaic.period)), core)
        for face, core in zip(mosaic.faces, cores, strict=True)
    )


def _copy(place: Points, period: tuple[float, float]) -> Shift:
    """The copy of the world that a place lies in."""
    return int(place[0] // period[0]), int(place[1] // period[1])


def _courses(seed: int, mosaic: Mosaic) -> dict[int, Course]:
    """Rivers from corner to corner, one through the whole world and its tributaries; field roads elsewhere."""
    rng = rng_for(seed, 21)
    steps: dict[int, list[tuple[float, int, Place]]] = {i: [] for i in range(len(mosaic.corners))}
    kept = sorted({edge.border for face in mosaic.faces for edge in face})
    for number in kept:
        (a, ai, aj), (b, bi, bj) = mosaic.borders[number].corners
        cost = hypot(*(mosaic.corner((b, bi - ai, bj - aj)) - mosaic.corners[a])) * float(rng.uniform(0.7, 1.5))
        steps[a].append((cost, 2 * number, (b, bi - ai, bj - aj)))
        steps[b].append((cost, 2 * number + 1, (a, ai - bi, aj - bj)))
    source = int(np.argmin(np.abs(mosaic.corners - np.array(mosaic.period) * [0.35, 0.5]).sum(axis=1)))
    flows = [shortest((source, 0, 0), {(source, 0, 1)}, steps)]
    sources: list[Place] = []
    wet = {source} | {place[0] for _, place in flows[0]}
    for _ in range(max(1, round(len(mosaic.faces) * TRIBUTARIES))):
        springs = [corner for corner in range(len(mosaic.corners)) if corner not in wet]
        spring = springs[int(rng.integers(len(springs)))]
        ends = {(corner, i, j) for corner in wet for i in (-1, 0, 1) for j in (-1, 0, 1)}
        flows.append(shortest((spring, 0, 0), ends, steps))
        sources.append((spring, 0, 0))
        wet |= {spring} | {place[0] for _, place in flows[-1]}
    courses: dict[int, Course] = {}
    for number, flow in reversed(list(enumerate(flows))):
        start = (source, 0, 0) if number == 0 else sources[number - 1]
        courses.update(_river(mosaic, start, flow, RIVERS[min(number, 1)]))
    for number in kept:
        if number not in courses and rng.random() < BY_ROAD:
            courses[number] = Course("track", WIDTHS["track"], bool(rng.random() < 0.5))
    return courses


def _river(mosaic: Mosaic, start: Place, flow: list[Step], width: float) -> dict[int, Course]:
    """The borders a river follows; it lies to its left."""
    spots = np.array([mosaic.corner(start), *(mosaic.corner(place) for _, place in flow)])
    ahead = np.gradient(spots, axis=0)
    ahead /= np.hypot(*ahead.T)[:, None]
    found = {}
    for k, (step, _) in enumerate(flow):
        backward = bool(step % 2)
        headings = (-ahead[k + 1], -ahead[k]) if backward else (ahead[k], ahead[k + 1])
        found[step // 2] = Course("river", width, backward, headings)
    return found


def _lines(seed: int, mosaic: Mosaic, courses: dict[int, Course]) -> dict[int, Points]:
    """Each border's line, as rough as leaves both its precincts whole."""
    lie = Surface.make(seed, 22, mosaic.period, LIE_LENGTH)
    calm = dict.fromkeys(sorted({edge.border for face in mosaic.faces for edge in face}), 0)
    lines = {border: _line(seed, mosaic, border, courses.get(border), lie, 0) for border in calm}
    torn = set(calm)
    while torn:
        torn = {border for border in _torn(mosaic, lines) if calm[border] < len(ROUGHNESS) - 1}
        for border in sorted(torn):
            calm[border] += 1
            lines[border] = _line(seed, mosaic, border, courses.get(border), lie, calm[border])
    return lines


def _torn(mosaic: Mosaic, lines: dict[int, Points]) -> set[int]:
    """Borders that come too near to another one of the same precinct, or cross themselves."""
    found: set[int] = set()
    for face in mosaic.faces:
        whole = [shapely.LineString(lines[edge.border] + mosaic.moved(edge.shift)) for edge in face]
        open_ = [substring(line, 2, line.length - 2) for line in whole]
        inner = [substring(line, *np.array([0.07, 0.93]) * line.length) for line in whole]
        found |= {edge.border for edge, line in zip(face, whole, strict=True) if not line.is_simple}
        for a, b in combinations(range(len(face)), 2):
            apart = min(inner[a].distance(whole[b]), whole[a].distance(inner[b]))
            if apart < NEAR or open_[a].distance(open_[b]) < 1:
                found |= {face[a].border, face[b].border}
    return found


def _line(seed: int, mosaic: Mosaic, number: int, course: Course | None, lie: Surface, calm: int) -> Points:
    border, rng = mosaic.borders[number], rng_for(seed, 23, number)
    start, end = (mosaic.corner(corner) for corner in border.corners)
    first, second = (mosaic.site(village) for village in border.villages)
    via = first + (second - first) * rng.uniform(0.4, 0.6)
    rough = ROUGHNESS[calm]
    base = turning(start, via, end)
    if course and course.headings:
        smooth = hermite(start, course.headings[0], end, course.headings[1], 0.8)
        share = np.linspace(0, 1, 60)
        smooth, base = (resample(line, share * distances(line)[-1]) for line in (smooth, base))
        return meander(rough * smooth + (1 - rough) * base, rough * (1.0 if course.width > 10 else 0.6), rng)
    angle = float(lie.at(via[None])[0]) * pi
    return field_edges(base, rough, angle, rng)


def _ring(mosaic: Mosaic, face: Iterable[Edge], lines: dict[int, Points]) -> Points:
    parts = []
    for edge in face:
        line = lines[edge.border] if edge.forward else lines[edge.border][::-1]
        parts.append(line[:-1] + mosaic.moved(edge.shift))
    return np.vstack(parts)


def _core(land: Polygon, rng: np.random.Generator) -> Points:
    """The middle of the village: somewhere in the wide part of the precinct."""
    circle = shapely.maximum_inscribed_circle(land, tolerance=20)
    middle, edge = shapely.get_coordinates(circle)
    aside = rng.normal(0, 0.28, 2).clip(-0.5, 0.5) * hypot(*(edge - middle))
    core: Points = middle + aside
    return core


def _adjoining(mosaic: Mosaic) -> dict[int, list[tuple[int, int, Shift]]]:
    """(border, precinct beyond it, the copy of that which adjoins) for each precinct."""
    at = {(edge.border, edge.forward): (i, edge.shift) for i, face in enumerate(mosaic.faces) for edge in face}
    found: dict[int, list[tuple[int, int, Shift]]] = {}
    for i, face in enumerate(mosaic.faces):
        for edge in face:
            other, shift = at[edge.border, not edge.forward]
            found.setdefault(i, []).append((edge.border, other, (edge.shift[0] - shift[0], edge.shift[1] - shift[1])))
    return found


def _railway(seed: int, mosaic: Mosaic, lines: dict[int, Points], crossings: dict[int, dict[str, float]]) -> None:
    """One line through the world from south to north, with wide turns."""
    width, height = mosaic.period
    phase = rng_for(seed, 24).uniform(0, 2 * pi)

    def ideal(points: Points) -> Points:
        aside: Points = width * (0.62 + 0.1 * np.sin(points[:, 1] / height * 2 * pi + phase))
        return aside

    steps: dict[int, list[tuple[float, int, Place]]] = {}
    places: dict[int, float] = {}
    for face, neighbours in _adjoining(mosaic).items():
        steps[face] = []
        for border, other, shift in neighbours:
            inner = _inner(lines[border])
            astray = (resample(lines[border], inner)[:, 0] - ideal(resample(lines[border], inner)) + width / 2) % width
            best = int(np.argmin(np.abs(astray - width / 2)))
            places[border] = float(inner[best])
            cost = (abs(float(astray[best]) - width / 2) / 100) ** 2 + 1
            steps[face].append((cost, border, (other, *shift)))
    middle = [Polygon(_ring(mosaic, face, lines)).centroid for face in mosaic.faces]
    start = min(range(len(middle)), key=lambda i: abs(middle[i].x - width * 0.62) + abs(middle[i].y - height / 2))
    for border, _ in shortest((start, 0, 0), {(start, 0, 1)}, steps):
        crossings.setdefault(border, {})["rail"] = places[border]


def _inner(line: Points) -> Points:
    """Places on a border where it may be crossed: not at its ends, and not where it turns a corner."""
    corners = distances(line)
    length = float(corners[-1])
    low = min(APART, length / 2.5)
    places = np.linspace(low, length - low, max(2, int(length / 12)))
    clear = np.abs(places[:, None] - corners).min(axis=1) > WIDTHS["rail"] * 0.52 + 5
    return places[clear] if clear.any() else places


def _roads(
    mosaic: Mosaic, cores: list[Points], lines: dict[int, Points], crossings: dict[int, dict[str, float]]
) -> None:
    """Villages are joined where no third one lies between; each has two ways out at least."""
    around = _adjoining(mosaic)
    direct: dict[int, list[tuple[int, int, Shift]]] = {}
    for face, neighbours in around.items():
        away = {(other, shift): cores[other] + mosaic.moved(shift) for _, other, shift in neighbours}
        chosen: list[tuple[int, int, Shift]] = []
        seen: set[tuple[int, Shift]] = set()
        for border, other, shift in sorted(neighbours, key=lambda n: hypot(*(away[n[1], n[2]] - cores[face]))):
            there = away[other, shift]
            far = hypot(*(there - cores[face]))
            between = (
                max(hypot(*(place - there)), hypot(*(place - cores[face]))) < far * 0.93
                for key, place in away.items()
                if key != (other, shift)
            )
            if (other, shift) not in seen and (len(chosen) < 2 or not any(between)):
                chosen.append((border, other, shift))
            seen.add((other, shift))
        direct[face] = chosen
    for face, chosen in direct.items():
        for _, other, shift in chosen:
            _open_road(mosaic, face, (other, shift), around[face], cores, lines, crossings)


def _open_road(
    mosaic: Mosaic,
    face: int,
    beyond: tuple[int, Shift],
    neighbours: list[tuple[int, int, Shift]],
    cores: list[Points],
    lines: dict[int, Points],
    crossings: dict[int, dict[str, float]],
) -> None:
    """A crossing where the way between two villages is short, unless they have one."""
    shared = [border for border, other, shift in neighbours if (other, shift) == beyond]
    if any("road" in crossings.get(border, {}) for border in shared):
        return
    there = cores[beyond[0]] + mosaic.moved(beyond[1])
    edges = {edge.border: edge for edge in mosaic.faces[face]}
    best: tuple[float, int, float] | None = None
    for border in shared:
        inner = _inner(lines[border])
        spots = resample(lines[border], inner) + mosaic.moved(edges[border].shift)
        way = np.hypot(*(spots - cores[face]).T) + np.hypot(*(spots - there).T)
        way = way + 1e6 * (np.abs(inner - crossings.get(border, {}).get("rail", -1e6)) < APART)
        k = int(np.argmin(way))
        if best is None or way[k] < best[0]:
            best = (float(way[k]), border, float(inner[k]))
    if best and best[0] < 1e6:
        crossings.setdefault(best[1], {})["road"] = best[2]


def _vertices(line: Points, crossings: dict[str, float], rng: np.random.Generator) -> _Side:
    """A vertex every dozen metres, so that what arrives at the border finds one, and two at each crossing."""
    corners = distances(line)
    length = float(corners[-1])
    steps = rng.uniform(8.0, 15.0, int(length / 8) + 1).cumsum()
    places = [place for place in steps if place < length - 5 and np.abs(corners - place).min() > 3]
    places += corners[1:-1].tolist()
    spans = {kind: (place - WIDTHS[kind] * 0.52, place + WIDTHS[kind] * 0.52) for kind, place in crossings.items()}
    for start, end in spans.values():
        places = [other for other in places if not start - 4 < other < end + 4]
    ordered = np.array(sorted([0.0, *places, *(place for span in spans.values() for place in span), length]))
    found = ((kind, int(np.searchsorted(ordered, start))) for kind, (start, _) in spans.items())
    return _Side(rounded(resample(line, ordered)), tuple(sorted(found, key=lambda gate: gate[1])))


def _outline(
    mosaic: Mosaic,
    face: tuple[Edge, ...],
    sides: dict[int, _Side],
    courses: dict[int, Course],
    origin: Points,
    core: Points,
) -> Outline:
    """Begins where no course along the outline goes on."""
    runs = [_run(edge, courses) for edge in face]
    turn = next((i for i in range(len(face)) if runs[i] is None or runs[i] != runs[i - 1]), 0)
    rings: list[Points] = []
    gates: list[Gate] = []
    banks: list[Bank] = []
    size = 0
    for edge, run in zip(face[turn:] + face[:turn], runs[turn:] + runs[:turn], strict=True):
        side = sides[edge.border] if edge.forward else sides[edge.border].reversed()
        points = rounded(side.points + mosaic.moved(edge.shift) + origin)
        gates += [Gate(kind, points[i + 1], points[i]) for kind, i in side.gates]
        rings.append(points[:-1])
        if run and banks and banks[-1].last == size and (banks[-1].kind, banks[-1].width, banks[-1].own) == run:
            banks[-1] = Bank(*run[:2], banks[-1].first, size + len(points) - 1, run[2])
        elif run:
            banks.append(Bank(*run[:2], size, size + len(points) - 1, run[2]))
        size += len(points) - 1
    return Outline(np.vstack(rings), tuple(gates), tuple(banks), core + origin)


def _run(edge: Edge, courses: dict[int, Course]) -> tuple[str, float, bool] | None:
    course = courses.get(edge.border)
    return (course.kind, course.width, course.forward == edge.forward) if course else None
