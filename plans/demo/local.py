"""Zones of plany miejscowe: a centre as it stands, an estate or works laid over fields, a change of some quarters."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from plans.demo.coverage import GRID, Coverage, cut
from plans.demo.land import Gmina, Places, Precinct, Shapes, Words
from plans.demo.shapes import Sites, around, lie, rectangle, rng_for, turned

IN_TOWN = {"tenement": "MW/U", "farm": "MN", "plot": "MN", "vacant": "MN"}
IN_VILLAGE = {"farm": "RM", "plot": "MN", "vacant": "MN"}
EVERYWHERE = {
    "flats": "MW", "service": "U", "square": "KP", "church": "UK", "school": "UO", "works": "P/U", "cemetery": "ZC",
    "green": "ZP", "allotments": "ZD", "road": "KDZ", "street": "KDD", "track": "KDW", "rail": "KK", "station": "KK",
    "river": "WS", "pond": "WS", "gully": "ZN", "forest": "ZL", "field": "R", "rest": "ZN",
}  # fmt: skip
WAYS = ("KDZ", "KDL", "KDD", "KDW", "KK", "KP", "WS")
OPEN = ("field", "farm", "road", "street", "track", "river", "forest", "gully", "rest")  # what the limit of a plan cuts
LEAST, BREADTH = 420.0, 3.2  # of a zone, in m2 and metres
SIMPLIFY = 1.2
LIMIT = 85.0  # metres from houses to the limit of a plan
NEW_HOUSES = 45.0  # metres from houses, where fields become plots
# What a change makes of zones: the second word is what stood there before.
CHANGED = {"MN": "MN/U", "MW/U": "U/MW", "RM": "MN/RM", "U": "MW/U", "R": "MN", "ZP": "US", "UO": "UO/US"}


@dataclass(frozen=True, eq=False)
class LocalPlan:
    """Zones that cover the plan's area, each with its designation ("2MN/U") and symbol ("MN/U")."""

    shapes: Shapes
    symbols: Words
    designations: Words

    @property
    def area(self) -> BaseGeometry:
        return shapely.coverage_union_all(self.shapes)

    def only(self, chosen: np.ndarray) -> "LocalPlan":
        return LocalPlan(self.shapes[chosen], self.symbols[chosen], self.designations[chosen])


def centre(precinct: Precinct, reach: float) -> LocalPlan:
    """The middle of a town or village as far as REACH metres: its limit goes round built plots and cuts the fields."""
    near_core = precinct.houses[np.hypot(*(precinct.houses - precinct.core).T) < reach]
    limit = around(np.vstack([near_core, precinct.core]), LIMIT, LIMIT)
    limit = max(shapely.get_parts(limit).tolist(), key=lambda part: part.area)
    houses = around(precinct.houses, NEW_HOUSES, 30.0)
    by_kind = EVERYWHERE | (IN_TOWN if precinct.town else IN_VILLAGE)
    # Ways keep apart from each other: each has a designation of its own.
    words = [f"{by_kind[kind]}#{i if by_kind[kind] in WAYS else ''}" for i, kind in enumerate(precinct.kinds)]
    inside = shapely.contains(limit, shapely.centroid(precinct.shapes)) & ~np.isin(precinct.kinds, OPEN)
    near = inside | shapely.intersects(limit, precinct.shapes)
    marked = np.char.add(np.array(words), np.where(inside, "#in", np.where(np.isin(precinct.kinds, OPEN), "#cut", "#")))
    faces = cut(Coverage(precinct.shapes[near], marked[near]).dissolved(), [limit, houses])
    symbols, _, rest = np.char.partition(faces.symbols, "#").T
    whole, open_land = np.char.endswith(rest, "#in"), np.char.endswith(rest, "#cut")
    kept = whole | (open_land & faces.inside[0])
    symbols = np.where((symbols == "R") & faces.inside[1] & open_land, "MN", symbols)
    numbered = np.char.add(np.char.add(symbols, "#"), np.where(np.isin(symbols, WAYS), rest, ""))
    return _finished(_of_one_piece(Coverage(faces.shapes[kept], numbered[kept])))


def _of_one_piece(found: Coverage) -> Coverage:
    """What hangs together with the largest part."""
    parts = shapely.get_parts(found.outline)
    largest = parts[np.argmax(shapely.area(parts))]
    shapely.prepare(largest)
    kept = shapely.contains(largest, shapely.point_on_surface(found.shapes))
    return Coverage(found.shapes[kept], found.symbols[kept])


def estate(gmina: Gmina, site: shapely.Polygon, seed: int) -> LocalPlan:
    """Houses where fields were: a street along one side, cross streets, a green in the middle."""
    rng = rng_for(seed, 51, gmina.number)
    frame = _Frame(turned(site, float(rng.normal(0, 0.05))))
    long, deep = frame.length, frame.breadth
    streets = [long * share for share in (0.32 + rng.uniform(-0.03, 0.03), 0.66 + rng.uniform(-0.03, 0.03))]
    back = deep * float(rng.uniform(0.52, 0.58))
    boxes = [("MN", 0.0, 0.0, long, deep), ("MN/U", 0.0, 0.0, long, 12 + (back - 12) * 0.48)]
    boxes += [("ZP", streets[0], back, streets[0] + (streets[1] - streets[0]) * 0.62, deep)]
    boxes += [("UO", streets[0] + (streets[1] - streets[0]) * 0.62, back, streets[1], deep)]
    boxes += [("ZI", 0.0, deep - 9, streets[0], deep), ("ZI", streets[1], deep - 9, long, deep)]
    boxes += [("IT", streets[1] + 14, 12.0, streets[1] + 24, 23.0)]
    boxes += [("KDW", long * 0.83, back, long * 0.83 + 6, deep - 24)]
    boxes += [("KDD", 0.0, back, long, back + 10)]
    boxes += [("KDD", place, 0.0, place + 10, deep) for place in streets]
    boxes += [("KDL", 0.0, 0.0, long, 12.0)]
    return _laid_out(gmina, frame, boxes)


def first_estate(gmina: Gmina, site: shapely.Polygon, seed: int) -> LocalPlan:
    """What was planned on the same site before: fewer houses, more fields."""
    rng = rng_for(seed, 51, gmina.number)
    frame = _Frame(turned(site, float(rng.normal(0, 0.05))))
    long, deep = frame.length, frame.breadth
    boxes = [("R", 0.0, 0.0, long, deep), ("MN", 0.0, 0.0, long * 0.6, deep * 0.45)]
    boxes += [("RM", long * 0.6, 0.0, long, deep * 0.35), ("KDD", 0.0, 0.0, long, 8.0)]
    boxes += [("KDW", long * 0.6 - 6, 0.0, long * 0.6, deep * 0.45)]
    return _laid_out(gmina, frame, boxes)


def works(gmina: Gmina, site: shapely.Polygon, seed: int) -> LocalPlan:
    """Production and stores behind a belt of trees."""
    rng = rng_for(seed, 52, gmina.number)
    frame = _Frame(turned(site, float(rng.normal(0, 0.04))))
    long, deep = frame.length, frame.breadth
    boxes = [
        ("P", 0.0, 0.0, long, deep),
        ("P/U", 0.0, 0.0, long * 0.38, deep),
        ("U", 0.0, 0.0, long * 0.38, deep * 0.3),
    ]
    boxes += [("ZI", 0.0, deep - 18, long, deep), ("ZI", long - 18, 0.0, long, deep)]
    street, middle = long * 0.38, deep * 0.5
    boxes += [("WS", long - 75, deep - 65, long - 30, deep - 30)]
    boxes += [("IT", street + 24, middle, street + 54, middle + 30)]
    boxes += [("KDL", street, 0.0, street + 14, deep - 18), ("KDW", 0.0, deep * 0.3, street, deep * 0.3 + 8)]
    return _laid_out(gmina, frame, boxes)


def change(plan: LocalPlan, core: Places, seed: int) -> tuple[LocalPlan, LocalPlan]:
    """The zones of a plan that stay, and others instead of the rest: those between two streets near the middle."""
    rng = rng_for(seed, 53)
    middles = shapely.centroid(plan.shapes)
    built = np.isin(plan.symbols, list(CHANGED)) & (shapely.area(plan.shapes) > 2500)
    away = shapely.distance(middles, shapely.Point(core)) + rng.uniform(0, 40, len(middles))
    first = int(np.argmin(np.where(built, away, np.inf)))
    others = np.argsort(shapely.distance(plan.shapes, plan.shapes[first]) + np.where(built, 0, 1e6), kind="stable")[:3]
    chosen = np.zeros(len(built), dtype=bool)
    chosen[others] = True
    symbols = np.array([CHANGED.get(symbol, symbol) for symbol in plan.symbols[chosen]])
    halves = [_half(shape) for shape in plan.shapes[chosen]]
    faces = cut(Coverage(plan.shapes[chosen], symbols), halves)
    inside = faces.inside.any(axis=0)
    new = np.where(inside, faces.symbols, np.where(np.char.startswith(faces.symbols, "MN"), "U", "MN/U"))
    return plan.only(~chosen), _numbered(Coverage(faces.shapes, new).dissolved())


def _half(shape: shapely.Polygon) -> shapely.Polygon:
    """The larger part of a shape, parted across its longer side."""
    box = shapely.minimum_rotated_rectangle(shape)
    assert isinstance(box, shapely.Polygon)
    frame = _Frame(box)
    return frame.box(0.0, -20.0, frame.length * 0.57, frame.breadth + 20)


class _Frame:
    """Metres along a rectangle's longer side and across it, from a corner."""

    def __init__(self, rectangle_: shapely.Polygon) -> None:
        self._angle = lie(rectangle_)
        sides = np.hypot(*np.diff(shapely.get_coordinates(rectangle_)[:3], axis=0).T)
        self.length, self.breadth = float(sides.max()), float(sides.min())
        self._middle = shapely.get_coordinates(shapely.centroid(rectangle_))[0]

    def box(self, u0: float, v0: float, u1: float, v1: float) -> shapely.Polygon:
        along = np.array([np.cos(self._angle), np.sin(self._angle)])
        across = np.array([-along[1], along[0]])
        u, v = (u0 + u1) / 2 - self.length / 2, (v0 + v1) / 2 - self.breadth / 2
        return rectangle(self._middle + u * along + v * across, u1 - u0, v1 - v0, self._angle)


Box = tuple[str, float, float, float, float]


def _laid_out(gmina: Gmina, frame: _Frame, boxes: list[Box]) -> LocalPlan:
    """Boxes (symbol, then their corners in the frame), later ones over earlier ones, where there are fields."""
    drawn = [(symbol, frame.box(*corners)) for symbol, *corners in boxes]
    land = gmina.of("field", "track")
    land = land[shapely.intersects(land, drawn[0][1])]
    parts = shapely.get_parts(shapely.intersection(shapely.coverage_union_all(land), drawn[0][1], grid_size=GRID))
    area = shapely.Polygon(max(parts, key=lambda part: part.area).exterior)
    faces = cut(Coverage(np.array([area]), np.array(["#"])), [shape for _, shape in drawn])
    symbols = np.full(len(faces.shapes), "", dtype="U12")
    for number, ((symbol, _), inside) in enumerate(zip(drawn, faces.inside, strict=True)):
        symbols[inside] = f"{symbol}#{number}" if symbol == "KDD" else f"{symbol}#"
    return _finished(Coverage(faces.shapes, symbols), least=60.0)


def _finished(found: Coverage, *, least: float = LEAST) -> LocalPlan:
    """Scraps joined, marks of separate ways taken off, boundaries straightened."""
    ways = tuple(word for word in np.unique(found.symbols).tolist() if word.split("#")[0] in WAYS)
    tidy = found.tidied(least, BREADTH, narrow=ways).simplified(SIMPLIFY)
    return _numbered(Coverage(tidy.shapes, np.char.partition(tidy.symbols, "#")[:, 0]))


def _numbered(found: Coverage) -> LocalPlan:
    """Designations: numbers from north-west to south-east where a symbol stands more than once."""
    middles = shapely.get_coordinates(shapely.centroid(found.shapes))
    order = np.lexsort((middles[:, 0], -np.round(middles[:, 1], -2), found.symbols))
    many = Counter(found.symbols.tolist())
    seen: Counter[str] = Counter()
    designations = []
    for symbol in found.symbols[order].tolist():
        seen[symbol] += 1
        designations.append(f"{seen[symbol]}{symbol}" if many[symbol] > 1 else symbol)
    return LocalPlan(found.shapes[order], found.symbols[order], np.array(designations))


def sites(gmina: Gmina, seed: int) -> Sites:
    """Room for estates and works: none of the gmina's general plan's own."""
    return Sites(gmina, seed + 1)
