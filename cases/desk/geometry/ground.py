"""Areas and lengths on the ground: a metre of the map plane PL-1992 is not quite a metre."""

from decimal import Decimal
from functools import cache
from typing import Final

import pyproj
import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import ETRS89, PL_1992, Coordinates, transform

SQUARE_METRES_A_HECTARE: Final = 10_000
SMALL_M2: Final = 100
SMALL_M: Final = 100
LEAST_TOLD_M2: Final = 0.01


@cache
def _ellipsoid() -> pyproj.Geod:
    return pyproj.Geod(ellps="GRS80")


def area_of(shape: BaseGeometry) -> float:
    """Square metres; SHAPE in EPSG:2180, its holes taken off."""
    return sum(_signless(part) for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon))


def _signless(polygon: shapely.Polygon) -> float:
    rings = [polygon.exterior, *polygon.interiors]
    degrees = [_to_degrees(shapely.get_coordinates(ring)) for ring in rings]
    areas = [abs(_ellipsoid().polygon_area_perimeter(pairs[:, 0], pairs[:, 1])[0]) for pairs in degrees]
    return max(areas[0] - sum(areas[1:]), 0.0)


def length_of(shape: BaseGeometry) -> float:
    """Metres along lines, or around areas with their holes."""
    lines = shape.boundary if shape.area else shape
    parts = shapely.get_parts(lines)
    return sum(_ellipsoid().geometry_length(_degrees(part)) for part in parts if not isinstance(part, shapely.Point))


def _degrees(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, _to_degrees)


def _to_degrees(pairs: Coordinates) -> Coordinates:
    return transform(pairs, PL_1992, ETRS89)


def area_words(area: float) -> str:
    """ "1 234 m² (0,1234 ha)"; small ones with decimals, and without hectares."""
    if area < SMALL_M2:
        return f"{_number(area, 2)}\u00a0m²"
    return f"{_number(area, 0)}\u00a0m² ({_number(area / SQUARE_METRES_A_HECTARE, 4)}\u00a0ha)"


def difference_words(area: float) -> str:
    """ "+12 m²", "−3 m²"; nothing changed is "0 m²"."""
    if abs(area) < LEAST_TOLD_M2:
        return "0\u00a0m²"
    number = _number(abs(area), 2 if abs(area) < SMALL_M2 else 0)
    return f"{'+' if area > 0 else '−'}{number}\u00a0m²"


def length_words(metres: float) -> str:
    return f"{_number(metres, 2 if metres < SMALL_M else 1)}\u00a0m"


def _number(value: float, decimals: int) -> str:
    """Rounded first: of a float Django would cut off the decimals."""
    return number_format(Decimal(f"{value:.{decimals}f}"), decimals, force_grouping=True)


def size_words(shape: BaseGeometry) -> str:
    """ "obszar, 1 234 m² (0,1234 ha)", "linia, 56,20 m", "punkt"."""
    if shape.area:
        return _("obszar, %s") % area_words(area_of(shape))
    if shape.length:
        return _("linia, %s") % length_words(length_of(shape))
    return _("punkt")
