"""Lines as people and water draw them: roads that turn, rivers that meander, boundaries along edges of fields."""

from itertools import pairwise
from math import cos, hypot, pi, sin

import numpy as np

from parcels.demo.plane import Points, distances, normals, resample

FIELD_EDGE = 210.0  # a boundary follows one field about so far
LEAST_JOG = 9.0
SPIKE = -0.55  # cosine of a turn too sharp for a boundary


def hermite(start: Points, leaving: Points, end: Points, arriving: Points, pull: float) -> Points:
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


def turning(start: Points, by: Points, end: Points) -> Points:
    """A parabola from start to end that turns by a point without reaching it."""
    count = max(5, int((hypot(*(by - start)) + hypot(*(end - by))) / 40))
    t = np.linspace(0, 1, count)[:, None]
    curve: Points = (1 - t) ** 2 * start + 2 * t * (1 - t) * by + t**2 * end
    return curve


def bends(line: Points, calm: float, rng: np.random.Generator) -> Points:
    """The gentle turns of an old road."""
    along = distances(line)
    share = along / along[-1]
    sway = sum(calm * along[-1] * rng.uniform(-0.022, 0.022) / k * np.sin(pi * share * (k + 1)) for k in (1, 2, 3, 5))
    bent: Points = line + (sway * np.sin(pi * share))[:, None] * normals(line)
    return bent


def meander(line: Points, calm: float, rng: np.random.Generator) -> Points:
    """Loops of unequal size and length, here wide, there hardly any, that die out towards the ends."""
    fine = resample(line, np.linspace(0, distances(line)[-1], max(12, int(distances(line)[-1] / 14))))
    along = distances(fine)
    pace = 1 + 0.45 * np.sin(along / rng.uniform(90, 160) + rng.uniform(0, 6))
    pace += 0.3 * np.sin(along / rng.uniform(230, 400) + rng.uniform(0, 6))
    phase = np.cumsum(np.gradient(along) * 2 * pi / rng.uniform(170, 260) * pace) + rng.uniform(0, 6)
    taper = np.clip(np.minimum(along, along[-1] - along) / 90, 0, 1)
    waxing = 0.55 + 0.45 * np.sin(along / rng.uniform(200, 330) + rng.uniform(0, 6))
    size = calm * taper * rng.uniform(18, 30) * waxing
    across = normals(fine)
    ahead = np.column_stack([across[:, 1], -across[:, 0]])
    wander = calm * taper * 22 * np.sin(along / rng.uniform(300, 500) + rng.uniform(0, 6))
    aside, back = size * np.sin(phase) + wander, 0.28 * size * np.sin(2 * phase)
    loops: Points = fine + aside[:, None] * across - back[:, None] * ahead
    return loops


def field_edges(line: Points, rough: float, lie: float, rng: np.random.Generator) -> Points:
    """A boundary that goes from field to field: along them or across, where they lie at the angle `lie`."""
    length = distances(line)[-1]
    count = max(1, round(length / (FIELD_EDGE * rng.uniform(0.7, 1.6))))
    inner = np.sort(rng.uniform(0.08, 0.92, count - 1)) * length
    spots = resample(line, np.concatenate([[0.0], inner, [length]]))
    spots[1:-1] += rng.normal(0, 32 * rough, (count - 1, 2))
    axis = np.array([cos(lie), sin(lie)])
    result = [spots[0]]
    for a, b in pairwise(spots):
        along = ((b - a) @ axis) * axis
        jog = min(hypot(*along), hypot(*(b - a - along)))
        if rng.random() < 0.62 and jog > LEAST_JOG:
            corner = a + along if rng.random() < 0.5 else b - along
            result.append((a + b) / 2 + (corner - (a + b) / 2) * rough)
        elif rng.random() < 0.5:
            result.append((a + b) / 2 + rng.normal(0, 9 * rough, 2))
        result.append(b)
    return _without_spikes(np.array(result))


def _without_spikes(line: Points) -> Points:
    """The line without points where it turns back on itself."""
    while len(line) > 2:
        steps = np.diff(line, axis=0)
        steps /= np.hypot(*steps.T)[:, None] + 1e-9
        turns = (steps[:-1] * steps[1:]).sum(axis=1)
        if turns.min() > SPIKE:
            break
        line = np.delete(line, 1 + int(np.argmin(turns)), axis=0)
    return line
