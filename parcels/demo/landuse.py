"""What the land is used for: yards, meadows by the river, woods; soil that changes over kilometres."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from parcels.demo.drawing import Drawing
from parcels.demo.partition import Piece
from parcels.demo.plane import Points, rng_for
from parcels.demo.records import LandUse
from parcels.demo.strips import GRID

ARABLE = ("II", "IIIa", "IIIb", "IVa", "IVb", "V", "VI")
GRASS = ("III", "III", "IV", "IV", "IV", "V", "VI")
WOOD = ("II", "III", "III", "III", "IV", "IV", "V")
WHOLE = {
    "road": "dr", "track": "dr", "street": "dr", "square": "dr", "rail": "Tk", "station": "Tk", "river": "Wp",
    "pond": "Ws", "gully": "N", "forest": "Ls", "plot": "B", "tenement": "B", "flats": "B", "vacant": "Bp",
    "service": "Bi", "church": "Bi", "school": "Bi", "cemetery": "Bi", "works": "Ba", "green": "Bz",
    "allotments": "Bz",
}  # fmt: skip
# Use, share of the fields, largest area.
RARE = (("S", 0.06, 30_000), ("Ps", 0.04, 30_000), ("Lzr", 0.012, 12_000), ("N", 0.008, 9000), ("Tp", 0.003, 3000))
OVERGROWN = 0.6  # of the gullies
POND = 0.93  # by the river
ENOUGH = 0.9  # of a parcel in one use makes all of it that use
LITTLE = 0.08


@dataclass(frozen=True)
class Part:
    """A piece of a parcel in one use."""

    ofu: str
    polygon: BaseGeometry


class Soil:
    """Quality of soil as a smooth surface, from the seed."""

    def __init__(self, seed: int) -> None:
        rng = rng_for(seed, 10)
        self._waves = rng.uniform(-1, 1, (5, 2)) / 650
        self._phases = rng.uniform(0, 6.3, 5)

    def classes(self, ofu: str, places: Points) -> list[tuple[str, str]]:
        """(OZU, OZK) of each place for a use; classes run from the best to the worst."""
        level = np.sin(places @ self._waves.T + self._phases).sum(axis=1)
        index = np.clip(np.round(2.6 + 1.15 * level), 0, 6).astype(int)
        if ofu in ("R", "S", "Br", "Lzr", "Wsr"):
            return [("R", ARABLE[i]) for i in index]
        if ofu in ("Ł", "Ps"):
            return [(ofu, GRASS[i]) for i in index]
        return [("Ls", WOOD[i]) if ofu == "Ls" else ("", "") for i in index]


def parts_of(drawing: Drawing, pieces: list[Piece], rng: np.random.Generator) -> list[list[Part]]:
    """Each piece's uses with the land they take."""
    wet = _meadows(drawing, rng)
    if wet is not None:
        shapely.prepare(wet)
    rare = rng.random(len(pieces))
    return [_parts(drawing, piece, wet, float(chance), rng) for piece, chance in zip(pieces, rare, strict=True)]


def _meadows(drawing: Drawing, rng: np.random.Generator) -> BaseGeometry | None:
    ring = drawing.outline.ring
    rivers = [
        ring[np.arange(bank.first, bank.last + 1) % len(ring)] for bank in drawing.outline.banks if bank.kind == "river"
    ]
    if not rivers:
        return None
    parts = []
    for river in rivers:
        spots = river[::6]
        reach = 75 + 30 * np.sin(np.arange(len(spots)) / 3 + rng.uniform(0, 6)) + rng.uniform(-12, 12, len(spots))
        parts += list(shapely.buffer(np.array(shapely.points(spots), dtype=object), reach, quad_segs=3))
        parts.append(shapely.buffer(shapely.LineString(river).simplify(8), 45, quad_segs=2))
    return shapely.union_all(parts, grid_size=GRID)


def _parts(
    drawing: Drawing, piece: Piece, wet: BaseGeometry | None, chance: float, rng: np.random.Generator
) -> list[Part]:
    kind = drawing.kind(piece)
    if kind == "gully" and chance < OVERGROWN:
        return [Part("Lzr", piece.polygon)]
    if kind in WHOLE:
        return [Part(WHOLE[kind], piece.polygon)]
    parts: list[Part] = []
    rest: BaseGeometry = piece.polygon
    if kind == "farm":
        rest = _taken(parts, "Br", rest, _yard(drawing, piece, rng))
    elif rare := _rare(chance, rest.area):
        return [Part(rare, piece.polygon)]
    elif chance > POND and _compact(piece.polygon) and wet is not None and wet.contains(piece.polygon.centroid):
        return [Part("Ws", piece.polygon)]
    if wet is not None and wet.intersects(rest):
        rest = _taken(parts, "Ł", rest, wet)
    if not rest.is_empty:
        parts.append(Part("R", rest))
    return parts


def _compact(land: Polygon) -> bool:
    """Whether it may be a pond: neither large nor a wedge."""
    return bool(land.area < 8000 and land.area > 0.6 * land.minimum_rotated_rectangle.area)


def _rare(chance: float, area: float) -> str:
    for ofu, share, largest in RARE:
        chance -= share
        if chance < 0:
            return ofu if area < largest else ""
    return ""


def _taken(parts: list[Part], ofu: str, land: BaseGeometry, zone: BaseGeometry) -> BaseGeometry:
    """What is left of the land when a zone's share of it has gone to a use."""
    inside = shapely.intersection(land, zone, grid_size=GRID)
    if inside.area > ENOUGH * land.area:
        parts.append(Part(ofu, land))
        return Polygon()
    if inside.area < LITTLE * land.area:
        return land
    parts.append(Part(ofu, inside))
    return shapely.difference(land, zone, grid_size=GRID)


def _yard(drawing: Drawing, piece: Piece, rng: np.random.Generator) -> Polygon:
    layout = drawing.layouts[piece.block]
    plot = layout.plots[piece.plot]
    deep = float(rng.uniform(64, 88))
    corners = [
        (plot.u0 - 9, plot.v0 - 9),
        (plot.u0 - 9, deep),
        (plot.u1 + 9, deep),
        (plot.u1 + 9, plot.v0 - 9),
    ]
    return Polygon(layout.frame.to_world(np.array(corners)))


def uses_of(parts: list[Part], registered: int, soil: Soil) -> tuple[LandUse, ...]:
    """Land uses that add up to the registered area; a large part may lie on two classes."""
    shares: dict[tuple[str, str, str], float] = {}
    for part in parts:
        for ozu, ozk, share in _classes(part, soil):
            key = (part.ofu, ozu, ozk)
            shares[key] = shares.get(key, 0.0) + share
    total = sum(shares.values())
    exact = {key: area / total * registered for key, area in shares.items()}
    whole = {key: int(area) for key, area in exact.items()}
    short = registered - sum(whole.values())
    for key in sorted(exact, key=lambda key: whole[key] - exact[key])[:short]:
        whole[key] += 1
    return tuple(LandUse(*key, area) for key, area in whole.items() if area)


def _classes(part: Part, soil: Soil) -> list[tuple[str, str, float]]:
    """(OZU, OZK, area): by the soil at the two ends of a long part, else at its middle."""
    area = part.polygon.area
    x0, y0, x1, y1 = part.polygon.bounds
    if area < 2500 or part.ofu not in ("R", "Ls"):
        return [(*soil.classes(part.ofu, np.array([[(x0 + x1) / 2, (y0 + y1) / 2]]))[0], area)]
    share = 0.35 + (x0 * 7.3 + y1 * 3.1) % 1 * 0.3
    ends = soil.classes(part.ofu, np.array([[x0, y0], [x1, y1]]))
    return [(*ends[0], area * share), (*ends[1], area * (1 - share))]
