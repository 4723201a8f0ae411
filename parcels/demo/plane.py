"""What all drawing stands on: points as arrays, centimetres, random numbers that depend on nothing but a key."""

from dataclasses import dataclass
from math import pi
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]

KEY_OFFSET = 1 << 20  # numpy's seeds are not negative


def rng_for(seed: int, *key: int) -> np.random.Generator:
    """A generator that depends on nothing but the seed and the key."""
    return np.random.default_rng([seed, *(part + KEY_OFFSET for part in key)])


def rounded(points: Points) -> Points:
    """To whole centimetres, as the register keeps coordinates."""
    return np.round(points, 2)


def distances(line: Points) -> Points:
    """How far along a polyline each of its points lies."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def resample(line: Points, places: Points) -> Points:
    """Points of a polyline at the given distances from its start."""
    along = distances(line)
    return np.column_stack([np.interp(places, along, line[:, 0]), np.interp(places, along, line[:, 1])])


def normals(line: Points) -> Points:
    """Unit vectors to the left of a polyline, at each of its points."""
    steps = np.gradient(line, axis=0)
    across = np.column_stack([-steps[:, 1], steps[:, 0]])
    unit: Points = across / np.hypot(*across.T)[:, None]
    return unit


@dataclass(frozen=True)
class Surface:
    """A smooth height between about -1 and 1 that repeats with the world, e.g. how wooded the land is."""

    period: tuple[float, float]
    waves: Points
    phases: Points

    @classmethod
    def make(cls, seed: int, key: int, period: tuple[float, float], length: float) -> "Surface":
        """`length` is the shortest wave in metres, about."""
        rng = rng_for(seed, key)
        most = max(1, int(min(period) / length))
        waves = rng.integers(-most, most + 1, (6, 2)).astype(np.float64)
        waves[(waves == 0).all(axis=1)] = (1, 1)
        return cls(period, waves, rng.uniform(0, 2 * pi, 6))

    def at(self, places: Points) -> Points:
        turns = places @ (self.waves * (2 * pi / np.array(self.period))).T + self.phases
        height: Points = np.sin(turns).sum(axis=1) / 2.2
        return height
