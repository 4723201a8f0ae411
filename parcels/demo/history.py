"""What the register remembers: divisions, mergers and earlier versions of parcels that live on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.config import Config
from parcels.demo.partition import shared_edges
from parcels.demo.records import LandUse, Life, Parcel, Precinct, new_id


def remember(precinct: Precinct, config: Config, rng: np.random.Generator) -> None:
    """Give some of the precinct's parcels a past; identifiers of closed objects stay unique."""
    _divide(precinct, config, rng)
    _merge(precinct, config, rng)
    _revise(precinct, config, rng)


def _moment(config: Config, rng: np.random.Generator) -> datetime:
    """A working day's moment between the first load and the export."""
    days = (config.exported - config.loaded).days
    day = config.loaded + timedelta(days=int(rng.integers(30, days - 60)))
    return day.replace(hour=int(rng.integers(7, 15)), minute=int(rng.integers(60)), second=int(rng.integers(60)))


def _divide(precinct: Precinct, config: Config, rng: np.random.Generator) -> None:
    """The parcel that n/1 and n/2 were until a moment when they took its place."""
    families: dict[str, list[int]] = {}
    for i, parcel in enumerate(precinct.parcels):
        stem, _, part = parcel.identifier.partition("/")
        if part:
            families.setdefault(stem, []).append(i)
    wanted = config.history["split"] * len(precinct.parcels)
    stems = list(families)
    for k in rng.permutation(len(stems)):
        if wanted <= 0:
            return
        members = [precinct.parcels[i] for i in families[stems[k]]]
        whole = shapely.union_all([parcel.polygon for parcel in members])
        if not isinstance(whole, Polygon) or len(members) > 8:
            continue
        wanted -= 1
        moment = _moment(config, rng)
        life = Life(new_id(rng), config.loaded, config.loaded, moment, moment)
        uses = _summed(members)
        area = sum(parcel.area for parcel in members)
        precinct.closed.append(replace(members[0], life=life, identifier=stems[k], polygon=whole, area=area, uses=uses))
        for i in families[stems[k]]:
            parcel = precinct.parcels[i]
            precinct.parcels[i] = replace(parcel, life=replace(parcel.life, born=moment, start=moment))


def _summed(parcels: list[Parcel]) -> tuple[LandUse, ...]:
    total: dict[tuple[str, str, str], int] = {}
    for use in (use for parcel in parcels for use in parcel.uses):
        key = (use.ofu, use.ozu, use.ozk)
        total[key] = total.get(key, 0) + use.area
    return tuple(LandUse(*key, area) for key, area in total.items())


def _merge(precinct: Precinct, config: Config, rng: np.random.Generator) -> None:
    """Two neighbouring fields that became one with the next free number."""
    wanted = round(config.history["merge"] * len(precinct.parcels) + rng.random() - 0.5)
    for _ in range(wanted):
        pair = next(_mergeable(precinct, config, rng), None)
        if pair is None:
            return
        first, second = (precinct.parcels[i] for i in pair)
        whole = shapely.union_all([first.polygon, second.polygon])
        if not isinstance(whole, Polygon):
            continue
        moment = _moment(config, rng)
        for parcel in (first, second):
            precinct.closed.append(replace(parcel, life=replace(parcel.life, end=moment, died=moment)))
        precinct.parcels[pair[0]] = replace(
            first,
            life=Life(new_id(rng), moment, moment),
            identifier=_free(precinct, first.identifier),
            polygon=whole,
            area=first.area + second.area,
            uses=_summed([first, second]),
        )
        del precinct.parcels[pair[1]]


def _mergeable(precinct: Precinct, config: Config, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Neighbouring fields as old as the register."""
    one, two, length = shared_edges(np.array([parcel.polygon for parcel in precinct.parcels], dtype=object))
    for k in rng.permutation(np.flatnonzero(length > 80)):
        pair = int(one[k]), int(two[k])
        first, second = (precinct.parcels[i] for i in pair)
        same = first.kind == second.kind == "field" and first.block == second.block
        old = first.life.born == second.life.born == config.loaded
        if same and old and "/" not in first.identifier + second.identifier:
            yield pair


def _free(precinct: Precinct, near: str) -> str:
    """The number after the greatest of the precinct, or of the map sheet."""
    start = near.rpartition(".")[0] + "."
    known = [p.identifier for p in (*precinct.parcels, *precinct.closed) if p.identifier.startswith(start)]
    return start + str(1 + max(int(text[len(start) :].split("/")[0]) for text in known))


def _revise(precinct: Precinct, config: Config, rng: np.random.Generator) -> None:
    """Earlier versions: measured anew, or ploughed where the yard is now."""
    for i in np.flatnonzero(rng.random(len(precinct.parcels)) < config.history["version"]):
        parcel = precinct.parcels[i]
        moment = _moment(config, rng)
        if moment <= parcel.life.start:
            continue
        area = parcel.area + int(rng.integers(1, 2 + int(parcel.area**0.5 / 8)))
        largest = max(parcel.uses, key=lambda use: use.area)
        before = LandUse("R", "R", "IVa", area) if parcel.kind in ("plot", "farm") else replace(largest, area=area)
        precinct.closed.append(replace(parcel, life=replace(parcel.life, end=moment), area=area, uses=(before,)))
        precinct.parcels[i] = replace(parcel, life=replace(parcel.life, start=moment))
