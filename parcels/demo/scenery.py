"""What the land itself draws: gullies in the loess, ponds by the river; and the station by the railway."""

from math import hypot

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from parcels.demo.curves import bends
from parcels.demo.plane import Points, distances, normals, resample, rounded
from parcels.demo.sides import Outline
from parcels.demo.strips import Corridor

GULLIES = (0, 0, 1, 1, 2, 3)
GULLY_LENGTH = (170.0, 460.0)
CLEAR_OF_VILLAGE = 260.0  # metres from its middle
CLEAR_OF_TOWN = 620.0
PONDS = 0.3  # of the precincts with a river
STATION_REACH = 900.0


def scenery(
    main: Corridor, drawn: list[Corridor], outline: Outline, land: Polygon, rng: np.random.Generator
) -> list[Corridor]:
    """In the order of precedence, all after the roads; nothing of it touches the outline."""
    inner = land.buffer(-30)
    found = []
    for corridor in drawn:
        if corridor.kind == "rail":
            found += _station(corridor, outline.core)
        if corridor.kind == "river" and rng.random() < PONDS:
            found += _ponds(corridor, rng)
    found += [_gully(main.line, rng) for _ in range(int(rng.choice(GULLIES)))]
    core = shapely.Point(outline.core)
    reach = CLEAR_OF_TOWN if any(corridor.kind == "street" for corridor in drawn) else CLEAR_OF_VILLAGE
    kept = []
    for corridor in found:
        polygon = shapely.intersection(corridor.polygon, inner)
        clear = corridor.kind != "gully" or polygon.distance(core) > reach
        if clear and isinstance(polygon, Polygon) and polygon.area > 400:
            kept.append(Corridor(corridor.kind, corridor.line, corridor.width, shapely.set_precision(polygon, 0.01)))
    return kept


def _gully(road: Points, rng: np.random.Generator) -> Corridor:
    """From the road up into the fields, narrowing, with an arm or two."""
    length = distances(road)[-1]
    place = float(rng.uniform(0.08, 0.92)) * length
    foot = resample(road, np.array([place]))[0]
    ahead = resample(road, np.array([min(place + 5, length)]))[0] - resample(road, np.array([max(place - 5, 0)]))[0]
    across = np.array([-ahead[1], ahead[0]]) / hypot(*ahead) * rng.choice([-1, 1])
    reach = float(rng.uniform(*GULLY_LENGTH))
    stem = _arm(foot, across, reach, rng)
    arms: list[BaseGeometry] = [_ravine(stem, 15.0)]
    for share in rng.uniform(0.35, 0.8, int(rng.integers(1, 4))):
        at = stem[int(share * (len(stem) - 1))]
        turned = across + rng.uniform(0.7, 1.3) * rng.choice([-1, 1]) * np.array([-across[1], across[0]])
        arms.append(_ravine(_arm(at, turned / hypot(*turned), reach * float(rng.uniform(0.25, 0.5)), rng), 10.0))
    return Corridor("gully", stem, 15.0, shapely.union_all(arms).simplify(1.2))


def _arm(foot: Points, across: Points, reach: float, rng: np.random.Generator) -> Points:
    line = foot + np.linspace(0, reach, max(6, int(reach / 22)))[:, None] * across
    return bends(line, 2.4, rng)


def _ravine(line: Points, width: float) -> BaseGeometry:
    """As wide at its mouth as `width` to each side, a third of it at its head."""
    taper = np.linspace(1.0, 0.33, len(line))[:, None] * width
    left = normals(line) * taper * (1 + 0.25 * np.sin(np.arange(len(line)) * 1.9))[:, None]
    right = normals(line) * taper * (1 + 0.25 * np.cos(np.arange(len(line)) * 2.3))[:, None]
    return Polygon(rounded(np.vstack([line + left, (line - right)[::-1]]))).buffer(0)


def _ponds(river: Corridor, rng: np.random.Generator) -> list[Corridor]:
    """Some in a row beside the river, dikes between them."""
    course = shapely.LineString(river.line).simplify(25)
    line = shapely.get_coordinates(course)
    length = distances(line)[-1]
    start = float(rng.uniform(0.15, 0.6)) * length
    found = []
    for _ in range(int(rng.integers(2, 6))):
        end = start + float(rng.uniform(55, 120))
        if end > length - 40:
            break
        a, b = resample(line, np.array([start, end]))
        inward = np.array([(b - a)[1], -(b - a)[0]]) / hypot(*(b - a))
        near, deep = 34.0, float(rng.uniform(80, 130))
        corners = np.array([a + near * inward, b + near * inward, b + deep * inward, a + (deep + 9) * inward])
        found.append(Corridor("pond", np.array([a, b]), deep - near, Polygon(rounded(corners)).buffer(0)))
        start = end + 7
    return found


def _station(rail: Corridor, core: Points) -> list[Corridor]:
    """A yard beside the line where it passes the village."""
    line = rail.line
    place = float(shapely.LineString(line).project(shapely.Point(core)))
    length = distances(line)[-1]
    if not 150 < place < length - 150 or shapely.LineString(line).distance(shapely.Point(core)) > STATION_REACH:
        return []
    track = resample(line, np.linspace(place - 130, place + 130, 7))
    left = normals(track)
    side = np.sign(left[3] @ (core - track[3])) or 1.0
    near, far = track + side * left * rail.width / 2, track + side * left * (rail.width / 2 + 32)
    yard = Polygon(rounded(np.vstack([near, far[-2:0:-1]]))).buffer(0)
    return [Corridor("station", track, 32.0, yard)]
