"""The land as planners know it: precincts of a gmina with their pieces of land and houses, read from a file.

The file is JSON, a precinct to each line, those of one gmina together: `crs` (EPSG number of all coordinates, easting
first), `precinct`, `name`, `town`, `gmina` {code, name}, `core` (the middle of its village), `outline`, and of the
pieces that tile it `kinds`, `blocks`, `shapes`; `houses` are points. Shapes are WKB in hexadecimal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes: TypeAlias = NDArray[np.object_]
Places: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Precinct:
    """`kinds` and `shapes` are of its pieces of land, `houses` places east and north."""

    identifier: str
    name: str
    town: bool
    core: Places
    outline: BaseGeometry
    kinds: Words
    blocks: NDArray[np.int64]
    shapes: Shapes
    houses: Places

    def of(self, *kinds: str) -> Shapes:
        """The pieces of these kinds."""
        return self.shapes[np.isin(self.kinds, kinds)]


@dataclass(frozen=True, eq=False)
class Gmina:
    """`code` has six digits, `number` is its place in the demo, 0 for the one in the middle; `srid` of all shapes."""

    number: int
    code: str
    name: str
    srid: int
    precincts: tuple[Precinct, ...]

    @cached_property
    def shapes(self) -> Shapes:
        return np.concatenate([precinct.shapes for precinct in self.precincts])

    @cached_property
    def kinds(self) -> Words:
        return np.concatenate([precinct.kinds for precinct in self.precincts])

    @cached_property
    def houses(self) -> Places:
        return np.vstack([precinct.houses for precinct in self.precincts])

    @cached_property
    def cores(self) -> Places:
        return np.array([precinct.core for precinct in self.precincts])

    @cached_property
    def outline(self) -> BaseGeometry:
        return shapely.coverage_union_all(self.shapes)

    def of(self, *kinds: str) -> Shapes:
        return self.shapes[np.isin(self.kinds, kinds)]

    def away(self, shapes: Shapes) -> Places:
        """How far each shape's middle is from the nearest village's."""
        places = shapely.get_coordinates(shapely.centroid(shapes))
        distances: Places = np.hypot(*(places[:, None] - self.cores[None]).transpose(2, 0, 1)).min(axis=1)
        return distances


def read(path: Path, order: tuple[str, ...]) -> Iterator[Gmina]:
    """The gminas one after another; ORDER lists codes, the middle of the demo first."""
    with path.open("rb") as file:
        for code, lines in groupby(map(orjson.loads, file), key=lambda line: line["gmina"]["code"]):
            told = list(lines)
            precincts = tuple(map(_precinct, told))
            yield Gmina(order.index(code), code, told[0]["gmina"]["name"], told[0]["crs"], precincts)


def codes(path: Path) -> set[str]:
    """Of all gminas in the file."""
    with path.open("rb") as file:
        return {orjson.loads(line)["gmina"]["code"] for line in file}


def _precinct(told: dict[str, Any]) -> Precinct:
    return Precinct(
        told["precinct"],
        told["name"],
        told["town"],
        np.array(told["core"]),
        shapely.from_wkb(told["outline"]),
        np.array(told["kinds"]),
        np.array(told["blocks"]),
        shapely.from_wkb(np.array(told["shapes"], dtype=object)),
        np.array(told["houses"]).reshape(-1, 2),
    )
