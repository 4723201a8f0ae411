"""Streets of a small town: along its main road and across it, none quite straight, and the market square."""

from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.plane import Points, distances, normals, resample, rounded
from parcels.demo.strips import Corridor, strip

REACH = 360.0  # metres from the middle of the town to its ends along the main road
ASIDE = (105.0, 215.0, 320.0)  # streets beside the main road lie about so far from it
ACROSS = (95.0, 165.0)  # least and greatest distance between streets that cross it
WIDTH = 9.0
SQUARE = (62.0, 92.0)  # deep, along the road


def streets(main: Points, core: Points, land: Polygon, size: float, rng: np.random.Generator) -> list[Corridor]:
    """The square first; what would leave the precinct is left out. `size` is 1 for a town of some 1,300 parcels."""
    road = _smooth(main)
    middle = float(shapely.LineString(road).project(shapely.Point(core)))
    side = float(rng.choice([-1.0, 1.0]))
    drawn = [_square(road, middle, side)]
    stops = [middle - SQUARE[1] / 2 - 5]
    while stops[-1] > middle - REACH * size + ACROSS[0]:
        stops.append(stops[-1] - float(rng.uniform(*ACROSS)))
    ends = [middle + SQUARE[1] / 2 + 5]
    while ends[-1] < middle + REACH * size - ACROSS[0]:
        ends.append(ends[-1] + float(rng.uniform(*ACROSS)))
    beside = [aside for aside in ASIDE if aside < 330 * size] or [ASIDE[0]]
    reach = {sign: [sign * (aside + float(rng.uniform(-14, 14))) for aside in beside] for sign in (-1.0, 1.0)}
    for asides in reach.values():
        for number, away in enumerate(asides):
            shorter = number * 0.18 * REACH * size * float(rng.uniform(0.5, 1.5))
            places = np.arange(stops[-1] + shorter, ends[-1] - shorter, 45.0)
            wave = 9 * np.sin(places / rng.uniform(90, 160) + rng.uniform(0, 6))
            drawn.append(_corridor(_beside(road, places, away + wave)))
    for place in (*stops, *ends):
        far = [asides[max(0, len(asides) - int(rng.choice([1, 1, 2])))] for asides in reach.values()]
        aside = np.linspace(min(far) - 7, max(far) + 7, 17)
        lean = float(rng.uniform(-0.13, 0.13))
        drawn.append(_corridor(_beside(road, place + lean * aside, aside)))
    drawn += _cuts(road, reach, sorted((*stops, *ends)), rng)
    inner = land.buffer(-60)
    return [corridor for corridor in drawn if inner.covers(corridor.polygon)]


def _cuts(
    road: Points, reach: dict[float, list[float]], places: list[float], rng: np.random.Generator
) -> list[Corridor]:
    """Lanes that halve some of the quarters beyond the first street."""
    found = []
    for asides in (asides for asides in reach.values() if len(asides) > 1):
        for a, b in pairwise(places):
            if b - a > 120 and rng.random() < 0.6:
                place = float(rng.uniform(0.4, 0.6)) * (b - a) + a
                found.append(_corridor(_beside(road, np.full(5, place), np.linspace(asides[0], asides[1], 5)), 6.0))
    return found


def _smooth(road: Points) -> Points:
    """The road's course without its small turns, so that what lies beside it does not cross itself."""
    length = distances(road)[-1]
    spots = resample(road, np.linspace(0, length, max(4, int(length / 180))))
    return resample(spots, np.linspace(0, distances(spots)[-1], max(8, int(length / 40))))


def _beside(road: Points, places: Points, aside: Points) -> Points:
    """Points at distances along the road, so far to its left."""
    left = np.column_stack([np.interp(places, distances(road), column) for column in normals(road).T])
    return resample(road, places) + left * aside[:, None]


def _corridor(line: Points, width: float = WIDTH) -> Corridor:
    return Corridor("street", line, width, strip(line, width).buffer(0))


def _square(road: Points, middle: float, side: float) -> Corridor:
    half, deep = SQUARE[1] / 2, SQUARE[0]
    places = np.array([middle - half, middle + half, middle + half - 4, middle - half + 3])
    corners = _beside(road, places, side * np.array([0.0, 0.0, deep, deep - 5]))
    return Corridor("square", corners[:2], deep, Polygon(rounded(corners)))
