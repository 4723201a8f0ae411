"""House numbers: along each street, odd on its left and even on its right; through a small village in one row."""

import numpy as np
import shapely

from parcels.demo.config import Config
from parcels.demo.drawing import Drawing
from parcels.demo.partition import Piece
from parcels.demo.plane import Points, rng_for
from parcels.demo.records import Address, Building
from parcels.demo.strips import Corridor
from parcels.demo.world import PrecinctPlan

STREETS = ("road", "street", "track", "square")
NAMED = 70  # houses of the least village whose streets have names
MARKET = "Rynek"


def addressed(
    config: Config, plan: PrecinctPlan, drawing: Drawing, pieces: list[Piece], houses: list[Building]
) -> list[Address]:
    """One address for each of the houses, in the order of streets and numbers."""
    spots = shapely.get_coordinates([house.polygon.representative_point() for house in houses])
    stems = [_stem(drawing, pieces[house.parcel]) for house in houses]
    if not plan.town and len(houses) < NAMED:
        numbered = _numbers(drawing.net.main.line, spots, stems, list(range(len(houses))), paired=False)
        return [Address(plan.name, "", number, plan.gmina.post, spots[i]) for number, i in numbered]
    found = []
    for name, line, members in _streets(config, plan, drawing, spots, stems):
        for number, i in _numbers(line, spots, stems, members, paired=True):
            found.append(Address(plan.name, name, number, plan.gmina.post, spots[i]))
    return found


def _stem(drawing: Drawing, piece: Piece) -> tuple[int, int]:
    return piece.block, drawing.layouts[piece.block].plots[piece.plot].stem


def _streets(
    config: Config, plan: PrecinctPlan, drawing: Drawing, spots: Points, stems: list[tuple[int, int]]
) -> list[tuple[str, Points, list[int]]]:
    """(name, course, houses) of each street that has houses; plots of one stem keep to one street."""
    roads = [road for road in drawing.net.corridors if road.kind in STREETS and not road.polygon.is_empty]
    points = np.array(shapely.points(spots), dtype=object)
    away = np.array([shapely.distance(points, road.polygon) for road in roads])
    nearest = np.argmin(away, axis=0)
    first = {stem: int(nearest[i]) for i, stem in reversed(list(enumerate(stems)))}
    members: dict[int, list[int]] = {}
    for i, stem in enumerate(stems):
        members.setdefault(first[stem], []).append(i)
    names = _names(config, plan, roads)
    return [(names[k], roads[k].line, members[k]) for k in sorted(members)]


def _names(config: Config, plan: PrecinctPlan, roads: list[Corridor]) -> list[str]:
    """A name for each; the market square has its own, and no two streets share one."""
    plain = [name for name in config.streets if name != MARKET]
    order = rng_for(plan.face, 30).permutation(len(plain))
    names = []
    for k, road in enumerate(roads):
        again, place = divmod(k, len(plain))
        names.append(MARKET if road.kind == "square" else " ".join(["Nowa"] * again + [plain[order[place]]]))
    return names


def _numbers(
    line: Points, spots: Points, stems: list[tuple[int, int]], members: list[int], *, paired: bool
) -> list[tuple[str, int]]:
    """(house number, member) along the line: plots of one stem share a number with letters."""
    course = shapely.LineString(line)
    along = shapely.line_locate_point(course, shapely.points(spots[members]))
    sides = _sides(line, spots[members])
    result: list[tuple[str, int]] = []
    used: dict[tuple[int, int], tuple[int, int]] = {}
    counts = [-1, 0]
    for k in np.argsort(along, kind="stable"):
        member = members[k]
        if stems[member] in used:
            number, letters = used[stems[member]]
            used[stems[member]] = (number, letters + 1)
            result.append((f"{number}{_letters(letters)}", member))
            continue
        side = int(sides[k]) if paired else 0
        counts[side] += 2
        number = counts[side] if paired else (counts[0] + 1) // 2
        used[stems[member]] = (number, 0)
        result.append((str(number), member))
    return result


def _letters(place: int) -> str:
    """A to Z, then AA."""
    return (chr(ord("A") + place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _sides(line: Points, spots: Points) -> Points:
    """0 for each place left of the line, 1 right of it."""
    steps = np.diff(line, axis=0)
    middles = (line[1:] + line[:-1]) / 2
    nearest = np.argmin(np.hypot(*(spots[:, None] - middles[None]).transpose(2, 0, 1)), axis=1)
    to = spots - middles[nearest]
    turn = steps[nearest][:, 0] * to[:, 1] - steps[nearest][:, 1] * to[:, 0]
    return np.where(turn > 0, 0.0, 1.0)
