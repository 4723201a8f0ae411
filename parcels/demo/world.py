"""The plan of the demo: which precincts there are, their gminas, names, size, and where the defects go."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely

from parcels.demo.config import Config, Gmina
from parcels.demo.mosaic import make_mosaic
from parcels.demo.plane import Points, Surface, rng_for
from parcels.demo.sides import Outline, outlines

SMALL = 1600  # fewer parcels than this make at most four precincts
WHOLE = 14  # precincts of the least world that repeats; a smaller demo is a part of it
WOOD_LENGTH = 6000.0  # metres from one large forest to the next, about
# Enough to sort by: each letter comes after the one it is made of.
PLAIN = str.maketrans(
    {"ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~", "Ł": "L~"}
    | {"Ś": "S~", "Ź": "Z~", "Ż": "Z~~"}
)
CHARACTERS = ("street", "row", "colony", "estate")
SHARES = (0.5, 0.2, 0.2, 0.1)  # of the villages


@dataclass(frozen=True)
class PrecinctPlan:
    """`face` is its number in the world, `target` how many current parcels to aim at, `defects` the kinds it gets.

    `character` is how its village grew: along a street, in a row on one side of it, scattered over the fields, or
    beside a former estate. `woods` says where the world is wooded.
    """

    face: int
    outline: Outline
    gmina: Gmina
    unit: str
    number: int
    name: str
    town: bool
    character: str
    woods: Surface
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
    """Precincts in the order of their identifiers; shifted by `period` (east, north) the world fits on to itself."""

    seed: int
    period: tuple[float, float]
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
    whole = max(count, WHOLE)
    side = float(round(sqrt(config.mean_area * parcels / count * whole)))
    period = (side, side)
    origin = (config.origin[0] - side // 2, config.origin[1] - side // 2)
    drawn = outlines(seed, make_mosaic(seed, whole, period), origin)
    cores = np.array([outline.core for outline in drawn])
    faces = np.argsort(np.hypot(*(cores - np.array(config.origin)).T), kind="stable")[:count]
    return World(seed, period, _plans(config, seed, parcels, period, {int(face): drawn[face] for face in faces}))


def _plans(
    config: Config, seed: int, parcels: int, period: tuple[float, float], drawn: dict[int, Outline]
) -> tuple[PrecinctPlan, ...]:
    faces = sorted(drawn)
    cores = np.array([drawn[face].core for face in faces])
    areas = np.array([shapely.Polygon(drawn[face].ring).area for face in faces])
    gminas = _gminas(config, cores)
    towns = _towns(cores, areas, gminas)
    weights = areas**0.85 * np.array([config.town_weight if i in towns else 1.0 for i in range(len(faces))])
    targets = np.diff(np.round(np.cumsum(weights) / weights.sum() * parcels), prepend=0).astype(int)
    defects = _defects(config, len(faces), seed)
    woods = Surface.make(seed, 28, period, WOOD_LENGTH)
    words = village_names(config, seed)
    names = [gminas[i].name if i in towns else words[i % len(words)] for i in range(len(faces))]
    units = [gminas[i].unit(town=i in towns) for i in range(len(faces))]
    characters = rng_for(seed, 29).choice(CHARACTERS, len(faces), p=SHARES).tolist()
    return tuple(
        PrecinctPlan(
            faces[i], drawn[faces[i]], gminas[i], units[i], number, names[i], i in towns, characters[i], woods,
            int(targets[i]), defects[i],
        )
        for i, number in _numbers(units, names)
    )  # fmt: skip


def _numbers(units: list[str], names: list[str]) -> list[tuple[int, int]]:
    """(place in the list, number) by unit: precincts are numbered in the order of the alphabet."""
    last: dict[str, int] = {}
    found = []
    for i in sorted(range(len(units)), key=lambda i: (units[i], names[i].translate(PLAIN), i)):
        last[units[i]] = last.get(units[i], 0) + 1
        found.append((i, last[units[i]]))
    return found


def _gminas(config: Config, cores: Points) -> list[Gmina]:
    """Each precinct's gmina: the one whose middle, brought to the scale of the demo, is nearest."""
    wanted = max(2, min(len(config.gminas), round(len(cores) / config.precincts_per_gmina)))
    chosen = config.gminas[:wanted]
    places = np.array([(gmina.east, gmina.north) for gmina in chosen])
    places = places - places.mean(axis=0)
    centre = cores.mean(axis=0)
    reach = np.hypot(*(cores - centre).T).max()
    seeds = centre + places / np.hypot(*places.T).max() * reach * 0.68
    nearest = np.argmin(np.hypot(*(cores[:, None] - seeds[None]).transpose(2, 0, 1)), axis=1)
    return [chosen[i] for i in nearest]


def _towns(cores: Points, areas: Points, gminas: list[Gmina]) -> set[int]:
    """In each gmina that has a town, the precinct in its middle that is large enough."""
    towns = set()
    for gmina in [gmina for gmina in dict.fromkeys(gminas) if gmina.kind == 3]:
        own = np.array([i for i, other in enumerate(gminas) if other == gmina])
        away = np.hypot(*(cores[own] - cores[own].mean(axis=0)).T) / np.sqrt(areas.mean())
        towns.add(int(own[np.argmin(away - np.minimum(areas[own] / areas.mean(), 1.4))]))
    return towns


def village_names(config: Config, seed: int) -> list[str]:
    """All invented names, those without a second word first."""
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
