"""One precinct from its plan to its records."""

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo import buildings as shells
from parcels.demo.addresses import addressed
from parcels.demo.config import Config
from parcels.demo.defects import spoil
from parcels.demo.drawing import Drawing, draw
from parcels.demo.history import remember
from parcels.demo.landuse import Part, Soil, parts_of, uses_of
from parcels.demo.numbering import numbered
from parcels.demo.partition import Piece
from parcels.demo.plane import rng_for
from parcels.demo.records import Building, Contour, Life, Parcel, Precinct, new_id
from parcels.demo.strips import GRID
from parcels.demo.world import PrecinctPlan

LEAST_CONTOUR = 1.0


def build(config: Config, seed: int, plan: PrecinctPlan) -> Precinct:
    """Depends on nothing but its arguments, so that precincts may be built in any order and process."""
    drawing = draw(seed, plan)
    rng = rng_for(seed, 11, plan.face)
    named = numbered(drawing, sheets=plan.sheets)
    pieces = [piece for _, piece in named]
    parts = parts_of(drawing, pieces, rng)
    land = [(drawing.kind(piece), piece.block, piece.polygon) for piece in pieces]
    precinct = Precinct(plan, _life(config, rng), Polygon(drawing.outline.ring), [], land)
    soil = Soil(seed)
    for (number, piece), used in zip(named, parts, strict=True):
        area = _registered(piece.polygon.area, rng)
        precinct.parcels.append(
            Parcel(
                _life(config, rng),
                f"{plan.identifier}.{number}",
                piece.polygon,
                area,
                uses_of(used, area, soil),
                drawing.kind(piece),
                piece.block,
                piece.plot,
            )
        )
    precinct.contours = _contours(config, plan, parts, rng)
    precinct.buildings = _buildings(config, drawing, precinct, pieces, rng)
    houses = [house for house in precinct.buildings if house.use == shells.DWELLING]
    if houses:
        precinct.addresses = addressed(config, plan, drawing, pieces, houses)
    _grow_old(precinct, config, rng)
    return precinct


def _grow_old(precinct: Precinct, config: Config, rng: np.random.Generator) -> None:
    """History and defects; buildings keep to their parcels, which may move in the list."""
    on = {precinct.parcels[b.parcel].life.local_id for b in precinct.buildings}
    places = [precinct.parcels[b.parcel].life.local_id for b in precinct.buildings]
    remember(precinct, config, rng)
    spoil(precinct, rng)
    index = {p.life.local_id: i for i, p in enumerate(precinct.parcels) if p.life.local_id in on}
    precinct.buildings = [
        Building(b.life, b.identifier, b.polygon, b.use, b.storeys, b.cellars, index[place])
        for b, place in zip(precinct.buildings, places, strict=True)
    ]


def _life(config: Config, rng: np.random.Generator) -> Life:
    return Life(new_id(rng), config.loaded, config.loaded)


def _registered(measured: float, rng: np.random.Generator) -> int:
    """Most areas were measured long ago and differ by less than the register's tolerance."""
    drift = float(np.clip(rng.normal(0, 0.04), -0.1, 0.1)) if rng.random() < 0.6 else 0.0
    area: int = max(1, round(measured + drift * measured**0.5))
    return area


def _contours(config: Config, plan: PrecinctPlan, parts: list[list[Part]], rng: np.random.Generator) -> list[Contour]:
    """Adjoining land of one use, whoever's it is."""
    uses: dict[str, list[object]] = {}
    for part in (part for used in parts for part in used):
        uses.setdefault(part.ofu, []).append(part.polygon)
    found: list[Contour] = []
    for ofu, land in uses.items():
        for polygon in shapely.get_parts(shapely.union_all(np.array(land, dtype=object), grid_size=GRID)):
            if polygon.area >= LEAST_CONTOUR:
                identifier = f"{plan.identifier}.UG.{len(found) + 1}"
                found.append(Contour(_life(config, rng), identifier, polygon, ofu))
    return found


def _buildings(
    config: Config, drawing: Drawing, precinct: Precinct, pieces: list[Piece], rng: np.random.Generator
) -> list[Building]:
    wet = shapely.union_all([c.polygon.buffer(12) for c in drawing.net.corridors if c.kind == "river"])
    found = []
    for i, piece in enumerate(pieces):
        number = 0
        for shell in shells.built(drawing, piece, rng):
            if wet.intersects(shell.polygon):
                continue
            number += 1
            identifier = f"{precinct.parcels[i].identifier}.{number}_BUD"
            found.append(
                Building(_life(config, rng), identifier, shell.polygon, shell.use, shell.storeys, shell.cellars, i)
            )
    return found
