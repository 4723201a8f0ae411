"""House numbers: through the village along its roads, in a town street by street with odd and even sides."""

import numpy as np
import shapely

from parcels.demo.config import Config
from parcels.demo.drawing import Drawing
from parcels.demo.partition import Piece
from parcels.demo.records import Address, Building
from parcels.demo.world import PrecinctPlan

ROW = 50.0  # depth of a town's row of plots, about: which street a house belongs to


def addressed(
    config: Config, plan: PrecinctPlan, drawing: Drawing, pieces: list[Piece], houses: list[Building]
) -> list[Address]:
    """One address for each of the houses, in the order of streets and numbers."""
    spots = shapely.get_coordinates([house.polygon.representative_point() for house in houses])
    along = shapely.line_locate_point(shapely.LineString(drawing.net.main.line), shapely.points(spots))
    streets: dict[str, list[int]] = {}
    names: dict[tuple[int, int], str] = {}
    for i in np.argsort(along, kind="stable"):
        piece = pieces[houses[i].parcel]
        street = _street(config, drawing, piece, names) if plan.town else ""
        streets.setdefault(street, []).append(int(i))
    found = []
    for street, members in streets.items():
        for number, i in _numbers(drawing, [pieces[houses[i].parcel] for i in members], members, paired=plan.town):
            found.append(Address(plan.name, street, number, plan.gmina.post, spots[i]))
    return found


def _street(config: Config, drawing: Drawing, piece: Piece, names: dict[tuple[int, int], str]) -> str:
    plot = drawing.layouts[piece.block].plots[piece.plot]
    row = int(max(plot.v0, 0) / ROW + 1) // 2
    fronts_main = drawing.net.blocks[piece.block].distance(drawing.net.main.polygon) < 1
    key = (-1, 0) if row == 0 and fronts_main else (piece.block, row)
    if key not in names:
        again, place = divmod(len(names), len(config.streets))
        names[key] = " ".join(["Nowa"] * again + [config.streets[place]])
    return names[key]


def _numbers(drawing: Drawing, pieces: list[Piece], members: list[int], *, paired: bool) -> list[tuple[str, int]]:
    """(house number, member): plots of one stem share a number with letters."""
    result: list[tuple[str, int]] = []
    used: dict[tuple[int, int], tuple[int, int]] = {}
    counts = [-1, 0]
    for piece, member in zip(pieces, members, strict=True):
        side = piece.block % 2 if paired else 0
        stem = (piece.block, drawing.layouts[piece.block].plots[piece.plot].stem)
        if stem in used:
            number, letters = used[stem]
            used[stem] = (number, letters + 1)
            result.append((f"{number}{chr(ord('A') + letters)}", member))
            continue
        counts[side] += 2
        number = counts[side] if paired else (counts[0] + 1) // 2
        used[stem] = (number, 0)
        result.append((str(number), member))
    return result
