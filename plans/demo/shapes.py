"""Shapes planners draw over the land: areas about houses, belts by water, rectangles that lie with the fields."""

from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
import shapely
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from plans.demo.land import Gmina, Places, Shapes

KEY_OFFSET = 1 << 20  # numpy's seeds are not negative


def rng_for(seed: int, *key: int) -> np.random.Generator:
    """A generator that depends on nothing but the seed and the key."""
    return np.random.default_rng([seed, *(part + KEY_OFFSET for part in key)])


def points(places: Places) -> Shapes:
    """As many shapes as places."""
    return np.array(shapely.points(places), dtype=object)


def around(places: Places, reach: float, smooth: float) -> BaseGeometry:
    """Within REACH metres of the places, bays narrower than twice SMOOTH filled; drawn as by hand, with few corners."""
    drawn = shapely.buffer(shapely.points(places), reach, quad_segs=3)
    filled = shapely.union_all(drawn).buffer(smooth, quad_segs=3).buffer(-smooth, quad_segs=3)
    return filled.simplify(reach / 8)


def belt(shapes: Shapes, reach: float) -> BaseGeometry:
    """Within REACH metres of the shapes."""
    if not len(shapes):
        return shapely.Polygon()
    return shapely.union_all(shapes).simplify(3).buffer(reach, quad_segs=3).simplify(reach / 10)


def lie(shape: BaseGeometry) -> float:
    """The angle in radians of a shape's longer side."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))[:4]
    sides = np.roll(corners, -1, axis=0) - corners
    longest = sides[np.argmax(np.hypot(*sides.T))]
    return float(np.arctan2(longest[1], longest[0]) % pi)


def rectangle(middle: Places, length: float, breadth: float, angle: float) -> shapely.Polygon:
    """LENGTH runs along ANGLE."""
    along = np.array([cos(angle), sin(angle)]) * length / 2
    across = np.array([-sin(angle), cos(angle)]) * breadth / 2
    signs = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])
    return shapely.Polygon(middle + signs[:, :1] * along + signs[:, 1:] * across)


def turned(shape: shapely.Polygon, angle: float) -> shapely.Polygon:
    """About its middle, by radians."""
    found = rotate(shape, angle, origin="centroid", use_radians=True)
    assert isinstance(found, shapely.Polygon)
    return found


class Sites:
    """Finds room among the fields of a gmina, each time apart from what it found before and from what is TAKEN."""

    def __init__(self, gmina: Gmina, seed: int, taken: Sequence[BaseGeometry] = ()) -> None:
        self._fields = gmina.of("field")
        self._away = gmina.away(self._fields)
        self._tree = shapely.STRtree(self._fields)
        self._houses = shapely.STRtree(points(gmina.houses))
        self._rng = rng_for(seed, 41, gmina.number)
        self.taken = [*taken]

    def find(
        self, area: float, ratio: float, away: tuple[float, float], clear: float, open_share: float = 0.93
    ) -> shapely.Polygon | None:
        """A rectangle of AREA m2 whose sides are as RATIO to 1, lying with the fields, so far AWAY from a village.

        None where no place has OPEN_SHARE of it in fields and no house within CLEAR metres.
        """
        near = np.flatnonzero((self._away > away[0]) & (self._away < away[1]))
        best: shapely.Polygon | None = None
        most = open_share
        for i in self._rng.permutation(near)[:150]:
            field = self._fields[i]
            middle = shapely.get_coordinates(shapely.point_on_surface(field))[0]
            breadth = (area / ratio) ** 0.5
            drawn = rectangle(middle, breadth * ratio, breadth, lie(field) + float(self._rng.normal(0, 0.03)))
            if any(drawn.distance(other) < 60 for other in self.taken):
                continue
            if clear and len(self._houses.query(drawn, predicate="dwithin", distance=clear)):
                continue
            inside = self._fields[self._tree.query(drawn, predicate="intersects")]
            share = float(shapely.area(shapely.intersection(inside, drawn)).sum() / drawn.area)
            if share > most:
                best, most = drawn, share
            if most > 0.97:
                break
        if best is not None:
            self.taken.append(best)
        return best
