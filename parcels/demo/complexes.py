"""Large blocks divided into complexes of fields, each of which then lies in its own direction."""

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.blocks import front_of
from parcels.demo.layout import box_frame, extent, front_frame
from parcels.demo.partition import clipped
from parcels.demo.plane import Points
from parcels.demo.strips import GRID, Corridor

LARGE = 220_000.0  # of a block, in square metres


def divided(block: Polygon, main: Corridor, land: Polygon, rng: np.random.Generator) -> list[Polygon]:
    """The block, or its parts on either side of a boundary, divided further where still large."""
    if block.area < LARGE or rng.random() < 0.15:
        return [block]
    front = front_of(block, main)
    frame = front_frame(block, front, rng) if front is not None else box_frame(block, rng)
    u0, u1, depth = extent(frame, block)
    if front is None or depth < 350:
        line = _across(u0, u1, depth, rng)
    else:
        place = float(np.clip(depth * rng.uniform(0.35, 0.65), 240, 480))
        line = np.array([[u0 - 50, place], [(u0 + u1) / 2, place + rng.uniform(-40, 40)], [u1 + 50, place]])
    cuts = clipped([line], frame, block, land)
    if not len(cuts):
        return [block]
    noded = shapely.union_all([shapely.boundary(block), *cuts], grid_size=GRID)
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    if len(parts) < 2 or shapely.area(parts).min() < LARGE / 8:
        return [block]
    return [piece for part in parts for piece in divided(part, main, land, rng)]


def _across(u0: float, u1: float, depth: float, rng: np.random.Generator) -> Points:
    """A line over the longer way of a block without a front."""
    u = u0 + (u1 - u0) * rng.uniform(0.35, 0.65)
    lean = (u1 - u0) * rng.uniform(-0.12, 0.12)
    return np.array([[u - lean, -30.0], [u, depth * rng.uniform(0.4, 0.6)], [u + lean, depth + 30]])
