"""Defects made on purpose, so that the quality report has something to show; counts in fixtures/demo.toml.

malformed_identifier  a number with two slashes, as an export with an empty denominator writes it
overlap               a parcel drawn about 3 m2 into its neighbour
gap                   a parcel drawn back so that about 3 m2 belong to nobody
registered_area       registered area, and land uses with it, 10 % above the measured one
land_use_sum          land uses that add up to 3 % less than the registered area
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.plane import Points, rounded
from parcels.demo.records import Defect, Parcel, Precinct

SPILT = 3.0  # square metres of an overlap or a gap


def spoil(precinct: Precinct, rng: np.random.Generator) -> None:
    """Work the planned defects into the precinct, each into a parcel of its own, and note them."""
    used: set[int] = set()
    for kind in precinct.plan.defects:
        for i in rng.permutation(len(precinct.parcels)):
            parcel = precinct.parcels[i]
            spoilt = SPOILERS[kind](parcel, precinct) if i not in used and _suitable(parcel) else None
            if spoilt:
                used.add(int(i))
                precinct.parcels[i] = spoilt
                precinct.defects.append(Defect(kind, spoilt.identifier))
                break


def _suitable(parcel: Parcel) -> bool:
    return parcel.kind == "field" and 1500 < parcel.area < 60_000 and parcel.life.start == parcel.life.born


def _malformed(parcel: Parcel, precinct: Precinct) -> Parcel:
    stem, _, part = parcel.identifier.partition("/")
    return replace(parcel, identifier=f"{stem}//{part or 1}")


def _overlap(parcel: Parcel, precinct: Precinct) -> Parcel | None:
    return _pushed(parcel, precinct, 1.0)


def _gap(parcel: Parcel, precinct: Precinct) -> Parcel | None:
    return _pushed(parcel, precinct, -1.0)


def _pushed(parcel: Parcel, precinct: Precinct, outwards: float) -> Parcel | None:
    """A vertex added in the middle of the longest edge, aside by what makes a triangle of SPILT."""
    ring: Points = shapely.get_coordinates(shapely.orient_polygons(parcel.polygon).exterior)
    steps = np.diff(ring, axis=0)
    lengths = np.hypot(*steps.T)
    i = int(np.argmax(lengths))
    right = np.array([steps[i][1], -steps[i][0]]) / lengths[i]
    added = rounded((ring[i] + ring[i + 1]) / 2 + outwards * 2 * SPILT / lengths[i] * right)
    pushed = Polygon(np.insert(ring, i + 1, added, axis=0))
    middle = shapely.Point((ring[i] + ring[i + 1]) / 2)
    inside = precinct.polygon.boundary.distance(middle) > 20
    fits = pushed.is_valid and not parcel.polygon.interiors and inside
    return replace(parcel, polygon=pushed) if fits else None


def _wrong_area(parcel: Parcel, precinct: Precinct) -> Parcel:
    uses = tuple(replace(use, area=round(use.area * 1.1)) for use in parcel.uses)
    return replace(parcel, area=sum(use.area for use in uses), uses=uses)


def _wrong_sum(parcel: Parcel, precinct: Precinct) -> Parcel:
    largest = max(parcel.uses, key=lambda use: use.area)
    less = replace(largest, area=largest.area - max(20, parcel.area // 33))
    return replace(parcel, uses=tuple(less if use is largest else use for use in parcel.uses))


SPOILERS: dict[str, Callable[[Parcel, Precinct], Parcel | None]] = {
    "malformed_identifier": _malformed,
    "overlap": _overlap,
    "gap": _gap,
    "registered_area": _wrong_area,
    "land_use_sum": _wrong_sum,
}
