"""Plan ogólny of a gmina: its zones cover it exactly, following parcels in the villages and cutting fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from plans.demo.config import Config
from plans.demo.coverage import GRID, Coverage, cut
from plans.demo.land import Gmina, Shapes, Words
from plans.demo.shapes import Sites, around, belt, points, rng_for

# Symbols by the kind of a piece of land; what is a way or open is decided by place.
IN_TOWN = {"tenement": "SW", "flats": "SW", "plot": "SJ", "farm": "SJ", "vacant": "SJ", "square": "SU"}
IN_VILLAGE = {"plot": "SJ", "farm": "SZ", "vacant": "SZ"}
EVERYWHERE = {
    "service": "SU", "church": "SU", "school": "SU", "works": "SP", "cemetery": "SC", "green": "SN",
    "allotments": "SN", "road": "SK", "rail": "SK", "station": "SK", "river": "SO", "pond": "SO", "gully": "SO",
    "forest": "SO", "field": "", "street": "", "track": "", "rest": "",
}  # fmt: skip
YARDS = ("farm", "vacant", "plot")
BY_PLACE = ("field", "street", "track", "rest")
HOUSES_REACH, HOUSES_BAYS = 55.0, 70.0  # of the settled land about houses
GROWTH = 70.0  # metres that a growing village may spread into the fields
GROWING = 900.0  # from its middle
GROWS = 0.45  # of the villages; a town does
OLD_TOWN = 16.0  # metres about its houses
GREEN_BANK = 70.0  # by the river, SN near villages
GREEN_NEAR = 900.0
FIELD_WAVE = 1 / 900  # over which open land changes from SO to SR


Site: TypeAlias = tuple[str, BaseGeometry]


@dataclass(frozen=True, eq=False)
class GeneralPlan:
    """Zones as a coverage; areas of regulations by their symbol (OUZ, OZS, OSD)."""

    zones: Coverage
    regulations: tuple[tuple[str, shapely.Polygon], ...]


def draw(config: Config, gmina: Gmina, seed: int, committed: Sequence[Site] = ()) -> GeneralPlan:
    """The same plan for the same arguments. Shapes are in the land's coordinates.

    COMMITTED is what local plans have settled already: the symbol that suits each, and where.
    """
    settled = _settled(gmina)
    sites = [*_sites(config, gmina, seed, [shape for _, shape in committed]), *committed]
    growing = shapely.intersection(settled.buffer(GROWTH, quad_segs=2).simplify(9), _growing(gmina, seed))
    old = belt(gmina.of("tenement", "flats"), OLD_TOWN)
    bank = belt(gmina.of("river"), GREEN_BANK)
    places = [settled, growing, old, bank, _near_villages(gmina, GREEN_NEAR)]
    classes = Coverage(gmina.shapes, _classes(gmina, seed)).dissolved()
    faces = cut(classes, [*places, *(shape for _, shape in sites)])
    symbols = _symbols(faces.symbols, faces.inside[: len(places)])
    for (symbol, _), inside in zip(sites, faces.inside[len(places) :], strict=True):
        symbols = np.where(inside & np.isin(symbols, ("SO", "SR", "SJ", "SN")), symbol, symbols)
    zones = faces.relabelled(symbols).tidied(config.least_zone, config.least_breadth, narrow=("SK",))
    zones = zones.simplified(config.simplify)
    return GeneralPlan(zones, tuple(_regulations(gmina, zones, settled)))


def _classes(gmina: Gmina, seed: int) -> Words:
    """Before place matters: a symbol by kind, or what is built there where people live, and what else ("SZ|SO")."""
    found = []
    for precinct in gmina.precincts:
        by_kind = EVERYWHERE | (IN_TOWN if precinct.town else IN_VILLAGE)
        symbols = np.array([by_kind[kind] for kind in precinct.kinds], dtype="U8")
        home = "SJ" if precinct.town else "SZ"
        symbols[symbols == ""] = home
        by_place = np.isin(precinct.kinds, BY_PLACE) | (np.isin(precinct.kinds, YARDS) & (not precinct.town))
        open_land = _open_land(precinct.shapes, precinct.blocks, gmina.number, seed)
        symbols[by_place] = np.char.add(np.char.add(symbols[by_place], "|"), open_land[by_place])
        found.append(symbols)
    return np.concatenate(found)


def _open_land(shapes: Shapes, blocks: np.ndarray, number: int, seed: int) -> Words:
    """SO or SR, the same in all of a block, changing over kilometres."""
    rng = rng_for(seed, 42, number)
    waves, phases = rng.uniform(-1, 1, (4, 2)) * FIELD_WAVE, rng.uniform(0, 6.3, 4)
    places = shapely.get_coordinates(shapely.centroid(shapes))
    middles = {block: places[blocks == block].mean(axis=0) for block in np.unique(blocks)}
    heights = np.sin(np.array([middles[block] for block in blocks]) @ waves.T + phases).sum(axis=1)
    return np.where(heights > 0.6, "SR", "SO")


def _symbols(classes: Words, inside: np.ndarray) -> Words:
    """INSIDE: settled, growing, old town, river bank, near a village."""
    settled, growing, old, bank, near = inside
    built, _, behind = np.char.partition(classes, "|").T
    by_place = behind != ""
    symbols = np.where(by_place & ~settled, behind, built)
    symbols = np.where(by_place & settled & old, "SW", symbols)
    free = by_place & ~settled
    symbols = np.where(free & growing & ~bank, "SJ", symbols)
    return np.where(free & bank, np.where(near, "SN", "SO"), symbols)


def _growing(gmina: Gmina, seed: int) -> BaseGeometry:
    chances = rng_for(seed, 43, gmina.number).random(len(gmina.precincts))
    chosen = [
        place.core for place, chance in zip(gmina.precincts, chances, strict=True) if place.town or chance < GROWS
    ]
    return shapely.union_all(shapely.buffer(shapely.points(np.array(chosen).reshape(-1, 2)), GROWING, quad_segs=6))


def _settled(gmina: Gmina) -> BaseGeometry:
    return around(gmina.houses, HOUSES_REACH, HOUSES_BAYS)


def _near_villages(gmina: Gmina, reach: float) -> BaseGeometry:
    return shapely.union_all(shapely.buffer(shapely.points(gmina.cores), reach, quad_segs=6))


def _sites(config: Config, gmina: Gmina, seed: int, taken: Sequence[BaseGeometry]) -> list[Site]:
    """What takes room among the fields: industry, commerce, a cemetery, a pit, works."""
    sites = Sites(gmina, seed, taken)
    has_town = any(precinct.town for precinct in gmina.precincts)
    found: list[Site] = []
    for site in config.sites:
        if site.town and not has_town:
            continue
        shape = sites.find(site.area, site.ratio, site.away, site.clear)
        if shape is not None:
            found.append((site.symbol, shape))
    return found


def _regulations(gmina: Gmina, zones: Coverage, settled: BaseGeometry) -> list[tuple[str, shapely.Polygon]]:
    """Areas of infill by the rule of the law (buildings no farther than 100 m from each other, five at least), the
    old town, and standards of access about the larger villages."""
    places = points(gmina.houses)
    near = shapely.union_all(shapely.buffer(places, 50, quad_segs=4)).buffer(-40, quad_segs=4)
    infill = shapely.intersection(near.simplify(1), zones.outline, grid_size=GRID)
    found = [("OUZ", part) for part in _areal(infill) if len(_within(places, part)) >= 5]
    old = [shape for precinct in gmina.precincts if precinct.town for shape in precinct.of("tenement", "square")]
    if old:
        parts = _areal(shapely.set_precision(shapely.union_all(old).buffer(12).buffer(-8).simplify(1), GRID))
        found += [("OZS", max(parts, key=lambda part: part.area))]
    reach = shapely.intersection(settled.buffer(90, quad_segs=2).simplify(12), zones.outline, grid_size=GRID)
    found += [("OSD", part) for part in sorted(_areal(reach), key=lambda part: -part.area)[:4]]
    return found


def _areal(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, shapely.Polygon)]


def _within(places: Shapes, shape: shapely.Polygon) -> Shapes:
    shapely.prepare(shape)
    return places[shapely.contains(shape, places)]
