"""The plan of the demo: which precincts there are, their gminas, names, size, and where the defects go."""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from parcels.demo.config import Config, Gmina
from parcels.demo.lattice import Lattice, Node, rng_for

SMALL = 1600  # fewer parcels than this make at most four precincts


@dataclass(frozen=True)
class PrecinctPlan:
    """`target` is how many current parcels to aim at; `defects` the kinds that this precinct gets."""

    cell: Node
    gmina: Gmina
    unit: str
    number: int
    name: str
    town: bool
    target: int
    defects: tuple[str, ...]

    @property
    def identifier(self) -> str:
        return f"{self.unit}.{self.number:04d}"

    @property
    def sheets(self) -> bool:
        """Whether parcels are numbered per map sheet."""
        return self.town and self.gmina.sheets


@dataclass(frozen=True)
class World:
    """Precincts in the order of their identifiers."""

    seed: int
    lattice: Lattice
    precincts: tuple[PrecinctPlan, ...]

    def units(self) -> dict[str, list[PrecinctPlan]]:
        """Identifier of each jednostka ewidencyjna -> its precincts."""
        found: dict[str, list[PrecinctPlan]] = {}
        for plan in self.precincts:
            found.setdefault(plan.unit, []).append(plan)
        return found


def plan_world(config: Config, *, parcels: int, seed: int) -> World:
    """The same plan for the same arguments, on any machine."""
    count = max(2, min(4, parcels // 100)) if parcels < SMALL else round(parcels / config.parcels_per_precinct)
    pitch = sqrt(config.mean_area * parcels / count / (sqrt(3) / 2))
    lattice = Lattice(seed, pitch, config.origin)
    cells = _nearest_cells(count)
    gminas = _gminas(config, lattice, cells)
    towns = _towns(lattice, cells, gminas)
    weights = np.array([config.town_weight if cell in towns else 1.0 for cell in cells])
    targets = np.diff(np.round(np.cumsum(weights) / weights.sum() * parcels), prepend=0).astype(int)
    defects = _defects(config, len(cells), seed)
    numbers: dict[str, int] = {}
    plans = []
    names = _names(config, seed)
    for i, cell in enumerate(cells):
        gmina, town = gminas[cell], cell in towns
        unit = gmina.unit(town=town)
        numbers[unit] = numbers.get(unit, 0) + 1
        name = gmina.name if town else names[i % len(names)]
        plans.append(PrecinctPlan(cell, gmina, unit, numbers[unit], name, town, int(targets[i]), defects[i]))
    return World(seed, lattice, tuple(sorted(plans, key=lambda plan: plan.identifier)))


def _nearest_cells(count: int) -> list[Node]:
    """The cells nearest to the middle, row by row from the north-west, as precincts are numbered."""
    reach = int(sqrt(count)) + 3
    cells = [(x, 3 * row) for row in range(-reach, reach + 1) for x in range(-2 * reach, 2 * reach + 1)]
    cells = [cell for cell in cells if (cell[0] - cell[1] // 3) % 2 == 0]
    near = sorted(cells, key=lambda cell: (round(cell[0] ** 2 / 4 + cell[1] ** 2 / 12, 9), cell[1], cell[0]))
    return sorted(near[:count], key=lambda cell: (-cell[1], cell[0]))


def _gminas(config: Config, lattice: Lattice, cells: list[Node]) -> dict[Node, Gmina]:
    """Each cell's gmina: the one whose middle, brought to the scale of the demo, is nearest."""
    wanted = max(2, min(len(config.gminas), round(len(cells) / config.precincts_per_gmina)))
    chosen = config.gminas[:wanted]
    places = np.array([(gmina.east, gmina.north) for gmina in chosen])
    places = places - places.mean(axis=0)
    middle = np.array([lattice.centre(cell) for cell in cells])
    centre = middle.mean(axis=0)
    reach = np.hypot(*(middle - centre).T).max()
    seeds = centre + places / np.hypot(*places.T).max() * reach * 0.68
    nearest = np.argmin(np.hypot(*(middle[:, None] - seeds[None]).transpose(2, 0, 1)), axis=1)
    return {cell: chosen[i] for cell, i in zip(cells, nearest, strict=True)}


def _towns(lattice: Lattice, cells: list[Node], gminas: dict[Node, Gmina]) -> set[Node]:
    """The middle cell of each gmina that has a town."""
    towns = set()
    for gmina in {gmina for gmina in gminas.values() if gmina.kind == 3}:
        own = [cell for cell in cells if gminas[cell] == gmina]
        centre = np.mean([lattice.centre(cell) for cell in own], axis=0)
        towns.add(min(own, key=lambda cell: (round(hypot(*(lattice.centre(cell) - centre))), cell)))
    return towns


def _names(config: Config, seed: int) -> list[str]:
    words = [root + ending for root in config.roots for ending in config.endings]
    rng = rng_for(seed, 6)
    plain = [words[i] for i in rng.permutation(len(words))]
    rest = [f"{word} {modifier}" for modifier in config.modifiers if modifier for word in plain]
    return plain + rest


def _defects(config: Config, precincts: int, seed: int) -> list[tuple[str, ...]]:
    """Each defect falls on a precinct of its own while there are enough."""
    kinds = [kind for kind, count in config.defects.items() for _ in range(count)]
    order = rng_for(seed, 7).permutation(precincts)
    found: list[list[str]] = [[] for _ in range(precincts)]
    for i, kind in enumerate(kinds):
        found[int(order[i % precincts])].append(kind)
    return [tuple(kinds) for kinds in found]
