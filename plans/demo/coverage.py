"""Land divided among symbols without gap or overlap: cut by lines, joined, rid of scraps, drawn more simply."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from plans.demo.land import Shapes, Words

GRID = 0.01
ROUNDS = 6  # of joining scraps to neighbours, some of which are scraps themselves


@dataclass(frozen=True, eq=False)
class Coverage:
    """Polygons that share their vertices, each with its symbol; "" belongs to whoever takes it."""

    shapes: Shapes
    symbols: Words

    @property
    def outline(self) -> BaseGeometry:
        return shapely.coverage_union_all(self.shapes)

    def dissolved(self) -> "Coverage":
        """Adjoining polygons of one symbol as one."""
        parts, symbols = [], []
        for symbol in np.unique(self.symbols):
            joined = shapely.get_parts(shapely.coverage_union_all(self.shapes[self.symbols == symbol]))
            parts.append(joined)
            symbols.append(np.full(len(joined), symbol))
        return Coverage(np.concatenate(parts), np.concatenate(symbols))

    def tidied(self, least: float, breadth: float, narrow: tuple[str, ...] = ()) -> "Coverage":
        """Scraps go to the neighbour with whom they share most: smaller than LEAST m2, or narrower than BREADTH m
        unless their symbol is one of NARROW. What has no symbol goes in any case."""
        found = self.dissolved()
        for _ in range(ROUNDS):
            area = shapely.area(found.shapes)
            thin = (2 * area / shapely.length(found.shapes) < breadth / 2) & ~np.isin(found.symbols, narrow)
            scraps = np.flatnonzero((found.symbols == "") | (area < least) | thin)
            if not len(scraps) or len(scraps) == len(area):
                return found
            found = found._given_away(scraps[np.argsort(area[scraps], kind="stable")])
        return found

    def _given_away(self, scraps: NDArray[np.int64]) -> "Coverage":
        symbols = self.symbols.copy()
        tree = shapely.STRtree(self.shapes)
        one, two = tree.query(self.shapes[scraps], predicate="intersects")
        other = (two != scraps[one]) & (symbols[two] != "")
        one, two = one[other], two[other]
        shared = shapely.length(shapely.intersection(self.shapes[scraps[one]], self.shapes[two], grid_size=GRID))
        for place, scrap in enumerate(scraps):
            mine = np.flatnonzero((one == place) & (shared > 0))
            if len(mine):
                symbols[scrap] = symbols[two[mine[np.argmax(shared[mine])]]]
        return Coverage(self.shapes, symbols).dissolved()

    def simplified(self, tolerance: float) -> "Coverage":
        """Common boundaries with fewer corners; the outer boundary stays."""
        return Coverage(shapely.coverage_simplify(self.shapes, tolerance, simplify_boundary=False), self.symbols)


@dataclass(frozen=True, eq=False)
class Faces:
    """What lines cut a coverage into: each face's symbol in it, and for each cutting shape whether it is inside."""

    shapes: Shapes
    symbols: Words
    inside: NDArray[np.bool_]

    def relabelled(self, symbols: Words) -> Coverage:
        return Coverage(self.shapes, symbols)


def cut(coverage: Coverage, by: Sequence[BaseGeometry]) -> Faces:
    """Every polygon of a coverage divided by the outlines of shapes; exact, as all lines meet in common vertices."""
    whole = coverage.outline
    lines = [shapely.boundary(shape) for shape in coverage.shapes]
    lines += [shapely.intersection(shapely.boundary(shape), whole) for shape in by]
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    spots = shapely.point_on_surface(faces)
    known, face = shapely.STRtree(spots).query(coverage.shapes, predicate="contains")
    owner = np.full(len(faces), -1)
    owner[face] = known
    kept = owner >= 0
    shapely.prepare(list(by))
    inside = np.array([shapely.contains(shape, spots[kept]) for shape in by]).reshape(len(by), kept.sum())
    return Faces(faces[kept], coverage.symbols[owner[kept]], inside)
