"""Parts of a subject that rows of a theme lie on, turned into shares: pure geometry, no database.

Where acts of one theme lie on one another, the later one goes first, and the earlier one keeps what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from sip.extracts.shares import percent_and_area

# By how much parts may miss the whole for mere arithmetic; smaller parts are none.
ARITHMETIC_M2: Final = 0.01
# Areas are compared at a tenth of a square millimetre, so that the order of vertices does not matter.
DIGITS: Final = 7
POLYGONS: Final = 3
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Share:
    """Of one row, in the order given; `replaced` percent of the subject is taken by later acts."""

    percent: Decimal
    area_m2: Decimal | None
    measured_m2: float
    replaced: Decimal


@dataclass(frozen=True, slots=True)
class Shares:
    """`rest`: what no row lies on. `union_percent` and `rest_percent` are 100 together."""

    rows: tuple[Share, ...]
    rest_percent: Decimal
    rest_m2: Decimal | None
    sum_percent: Decimal
    union_percent: Decimal
    is_overlapping: bool


def ground(shape: BaseGeometry) -> BaseGeometry:
    """The areas of SHAPE: lines and points of a mere touch are dropped."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == POLYGONS - 1]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def arrange(
    parts: Sequence[BaseGeometry], ranks: Sequence[int], whole: BaseGeometry, registered_m2: Decimal | None
) -> Shares:
    """Shares of PARTS in WHOLE, both areas. RANKS: parts of a lower rank go before, those of one rank share alike."""
    taken, left = _left_by_rank(parts, ranks)
    areas = [round(part.area, DIGITS) for part in left]
    whole_area = round(whole.area, DIGITS)
    rest = max(whole_area - round(taken.area, DIGITS), 0.0)
    rest = rest if rest > max(ARITHMETIC_M2, whole_area * 1e-9) else 0.0
    is_overlapping = sum(areas) + rest > whole_area + max(ARITHMETIC_M2, whole_area * 1e-6)
    given = _shares([*areas, rest], whole_area, registered_m2, is_overlapping)
    rows = tuple(
        Share(*share, area, _percent(part.area - area, whole_area))
        for share, area, part in zip(given, areas, parts, strict=False)
    )
    rest_percent, rest_m2 = given[-1]
    return Shares(
        rows, rest_percent, rest_m2, sum((row.percent for row in rows), Decimal(0)), 100 - rest_percent, is_overlapping
    )


def _left_by_rank(parts: Sequence[BaseGeometry], ranks: Sequence[int]) -> tuple[BaseGeometry, list[BaseGeometry]]:
    """The union of all parts, and of each what parts of lower ranks leave of it."""
    left: list[BaseGeometry] = list(parts)
    if len(parts) == 1:
        return parts[0], left
    taken: BaseGeometry = shapely.Polygon()
    order = sorted(range(len(parts)), key=lambda at: ranks[at])
    for _rank, group in groupby(order, key=lambda at: ranks[at]):
        places = list(group)
        if not taken.is_empty:
            for at in places:
                left[at] = ground(shapely.difference(parts[at], taken))
        taken = ground(shapely.union_all([taken, *(parts[at] for at in places)]))
    return taken, left


def _shares(
    areas: list[float], whole: float, registered_m2: Decimal | None, is_overlapping: bool
) -> list[tuple[Decimal, Decimal | None]]:
    """Shares that add up to the whole; where rows overlap, each by itself beside what is left of the subject."""
    if not is_overlapping and sum(areas) > 0:
        return percent_and_area(areas, registered_m2)
    return [percent_and_area([area, max(whole - area, 0.0)], registered_m2)[0] for area in areas]


def _percent(area: float, whole: float) -> Decimal:
    if area <= ARITHMETIC_M2:
        return Decimal(0)
    return Decimal(area / whole * 100).quantize(TENTH)
