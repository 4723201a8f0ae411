"""Which coordinate system and axis order a file is really in, decided by where its objects must lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from sip.geo.crs import ETRS89, PL_1992, PL_2000, WGS84, AxisOrder, Coordinates, Reading, transform

SAMPLE_SIZE: Final = 200
_NEEDED_SHARE: Final = 0.5
_MARGIN_DEGREES: Final = 0.1

# Longitude and latitude of each voivodeship's extent (west, south, east, north), by its TERYT code.
_VOIVODESHIPS: Final = {
    "02": (14.81, 50.09, 17.80, 51.81),
    "04": (17.24, 52.33, 19.77, 53.79),
    "06": (21.61, 50.25, 24.15, 52.29),
    "08": (14.53, 51.36, 16.42, 53.13),
    "10": (18.07, 50.84, 20.66, 52.40),
    "12": (19.08, 49.17, 21.43, 50.52),
    "14": (19.25, 51.01, 23.13, 53.49),
    "16": (16.90, 49.97, 18.72, 51.20),
    "18": (21.14, 49.00, 23.55, 50.82),
    "20": (21.59, 52.27, 23.95, 54.42),
    "22": (16.69, 53.48, 19.66, 54.84),
    "24": (18.03, 49.39, 19.98, 51.10),
    "26": (19.70, 50.17, 21.88, 51.35),
    "28": (19.13, 53.13, 22.91, 54.46),
    "30": (15.77, 51.10, 19.10, 53.66),
    "32": (14.12, 52.62, 16.99, 54.58),
}

# A convex outline of Poland with some ten kilometres to spare, in longitude and latitude.
_OUTLINE: Final = (
    (13.95, 52.70), (14.00, 54.05), (16.30, 54.70), (18.20, 55.00), (18.95, 54.85), (22.85, 54.60),
    (23.70, 54.15), (24.10, 53.00), (24.35, 50.90), (24.25, 50.40), (23.10, 48.90), (22.50, 48.90),
    (20.00, 49.05), (18.80, 49.25), (17.50, 49.80), (16.40, 49.95), (14.65, 50.70), (14.00, 52.50),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """The reading that puts the objects where they belong, and on what grounds."""

    reading: Reading
    by_identifier: bool


def in_poland(east_north: Coordinates) -> NDArray[np.bool_]:
    """For each PL-1992 pair, whether it lies within Poland's outline."""
    outline = _outline()
    finite = np.asarray(np.isfinite(east_north).all(axis=1))
    safe = np.where(finite[:, None], east_north, 0.0)
    return np.asarray(shapely.contains_xy(outline, safe[:, 0], safe[:, 1])) & finite


def plausible(reading: Reading, pairs: Coordinates) -> NDArray[np.bool_]:
    """For each pair, whether this reading puts it in Poland and within its zone."""
    fits = in_poland(reading.to_pl_1992(pairs))
    if reading.crs.eastings:
        least, greatest = reading.crs.eastings
        eastings = pairs[:, 0 if reading.order is AxisOrder.EAST_NORTH else 1]
        fits &= (eastings >= least) & (eastings <= greatest)
    return fits


def prove(
    declared: Reading | None,
    pairs: Coordinates,
    identifiers: Sequence[str],
    *,
    usual: AxisOrder = AxisOrder.NORTH_EAST,
) -> Proof | None:
    """The reading of `pairs` (one point of each object, as written) that fits the objects' identifiers.

    An identifier begins with the TERYT code of its voivodeship; where that says nothing, Poland's outline
    decides. What is declared wins when it fits, then the `usual` order of such files. None: no reading fits.
    """
    sample, codes = pairs[:SAMPLE_SIZE], [text[:2] for text in identifiers[:SAMPLE_SIZE]]
    candidates = _candidates(declared, usual)
    for by_identifier in (True, False):
        shares = [_share(candidate, sample, codes if by_identifier else []) for candidate in candidates]
        if declared and shares[0] >= _NEEDED_SHARE:
            return Proof(declared, by_identifier)
        best = int(np.argmax(shares))
        if shares[best] >= _NEEDED_SHARE:
            return Proof(candidates[best], by_identifier)
    return None


def _candidates(declared: Reading | None, usual: AxisOrder) -> list[Reading]:
    """The declared reading first, then its swap, then all others in the order of their likelihood."""
    common = [Reading(crs, order) for order in (usual, usual.swapped) for crs in (*PL_2000, PL_1992, WGS84)]
    first = [declared, Reading(declared.crs, declared.order.swapped)] if declared else []
    return first + [reading for reading in common if reading not in first]


def _share(reading: Reading, pairs: Coordinates, codes: Sequence[str]) -> float:
    """The share of pairs that lie in Poland and, where `codes` tell, in their voivodeship."""
    fits = plausible(reading, pairs)
    if codes and fits.any():
        fits &= in_voivodeship(reading.to_pl_1992(pairs), codes)
    return float(fits.mean()) if len(fits) else 0.0


def in_voivodeship(placed: Coordinates, codes: Iterable[str]) -> NDArray[np.bool_]:
    """For each PL-1992 pair, whether it lies in or near the extent of the voivodeship of its two-digit code."""
    degrees = transform(placed, PL_1992, ETRS89)
    everywhere = (-180.0, -90.0, 180.0, 90.0)
    boxes = np.array([_VOIVODESHIPS.get(code, everywhere) for code in codes])
    low = (degrees >= boxes[:, :2] - _MARGIN_DEGREES).all(axis=1)
    high = (degrees <= boxes[:, 2:] + _MARGIN_DEGREES).all(axis=1)
    return np.asarray(low & high)


@cache
def _outline() -> shapely.Polygon:
    polygon = shapely.Polygon(transform(np.array(_OUTLINE), ETRS89, PL_1992))
    shapely.prepare(polygon)
    return polygon
