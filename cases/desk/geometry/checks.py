"""What is wrong or odd about a shape before it is saved, in words and with the place; errors stand in its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from cases.desk.geometry import ground
from cases.land.actions import MOST_POINTS
from sip.geo.crs import PL_1992, POLAND
from sip.public import TookTooLong, rows, rows_within, statement

SECONDS: Final = 4.0
LEAST_AREA_M2: Final = 1.0
LEAST_LENGTH_M: Final = 0.1
# Points nearer than the accuracy of a boundary's survey are hardly two.
NEAR_M: Final = 0.01
MOST_NEAR: Final = 5
Pair = tuple[float, float]

_LAND: Final = statement(__file__, "land.sql")
_VALID: Final = """
SELECT reason(detail), ST_X(location(detail)), ST_Y(location(detail))
FROM (SELECT ST_IsValidDetail(ST_GeomFromWKB(%(shape)s, %(srid)s)) AS detail) AS checked
WHERE NOT valid(detail)
"""


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is easting and northing in EPSG:2180."""

    level: Level
    words: str
    place: Pair | None = None

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR


@dataclass(frozen=True, slots=True)
class Look:
    """A shape as it is described; `on_register` points are the registers' own."""

    problems: tuple[Problem, ...]
    size: str
    perimeter: str
    points: int
    parts: int
    holes: int
    on_register: int

    @property
    def can_be_saved(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


def look(shape: BaseGeometry, parcels: Sequence[BaseGeometry], on_register: int = 0) -> Look:
    """SHAPE and the case's PARCELS as filed are in EPSG:2180."""
    holes = sum(len(part.interiors) for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon))
    # Far from Poland the ground has no measure.
    is_measured = _impossible(shape) is None
    return Look(
        problems=tuple(_problems(shape, parcels)),
        size=ground.size_words(shape) if is_measured else "",
        perimeter=ground.length_words(ground.length_of(shape)) if is_measured and shape.area else "",
        points=_corners(shape),
        parts=len(shapely.get_parts(shape)),
        holes=holes,
        on_register=on_register,
    )


def _corners(shape: BaseGeometry) -> int:
    """Points as they are listed: a ring's first one once."""
    rings = sum(1 + len(part.interiors) for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon))
    return int(shapely.get_num_coordinates(shape)) - rings


def _problems(shape: BaseGeometry, parcels: Sequence[BaseGeometry]) -> Iterator[Problem]:
    if wrong := _impossible(shape):
        yield wrong
        return
    yield from _near_points(shape)
    if invalid := _invalid(shape):
        yield invalid
        return
    yield from _small(shape)
    yield from _on_the_land(shape)
    yield from _beside_parcels(shape, parcels)


def _impossible(shape: BaseGeometry) -> Problem | None:
    west, south, east, north = shape.bounds
    if not (POLAND[0] <= west <= east <= POLAND[2] and POLAND[1] <= south <= north <= POLAND[3]):
        return Problem(Level.ERROR, _("Kształt leży poza Polską."))
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        return Problem(Level.ERROR, _("Kształt ma więcej niż %d punktów; uprość go.") % MOST_POINTS)
    return None


def _invalid(shape: BaseGeometry) -> Problem | None:
    """The database's own word: what it calls invalid it does not take."""
    found = rows(_VALID, {"shape": shapely.to_wkb(shape), "srid": PL_1992.srid})
    if not found:
        return None
    reason, x, y = found[0]
    return Problem(Level.ERROR, _reason_words(reason), None if x is None else (x, y))


def _reason_words(reason: str) -> str:
    known = {
        "self-intersection": _("Granica przecina sama siebie."),
        "ring self-intersection": _("Granica dotyka sama siebie; podziel kształt na części albo odsuń punkty."),
        "hole lies outside shell": _("Otwór leży poza obszarem, w którym miał być."),
        "holes are nested": _("Otwór leży w innym otworze."),
        "nested holes": _("Otwór leży w innym otworze."),
        "interior is disconnected": _("Otwory rozcinają obszar na kawałki; podziel go na części."),
        "nested shells": _("Jedna część leży w drugiej; wpisz ją jako otwór albo usuń."),
        "too few points in geometry component": _("Granica ma za mało różnych punktów."),
        "duplicate rings": _("Ta sama granica jest wpisana dwa razy."),
    }
    return known.get(reason.casefold(), _("Kształt jest nieprawidłowy: %s.") % reason)


def _near_points(shape: BaseGeometry) -> Iterator[Problem]:
    lines = shape.boundary if shapely.get_dimensions(shape) == 2 else shape
    points, owners = shapely.get_coordinates(lines, return_index=False), _owners(lines)
    steps = np.hypot(*(points[1:] - points[:-1]).T)
    near = np.flatnonzero((steps < NEAR_M) & (owners[1:] == owners[:-1]))
    for at in near[:MOST_NEAR]:
        x, y = points[at]
        yield Problem(Level.WARNING, _("Dwa kolejne punkty dzieli mniej niż centymetr."), (float(x), float(y)))


def _owners(lines: BaseGeometry) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    parts = shapely.get_parts(lines)
    return np.repeat(np.arange(len(parts)), shapely.get_num_coordinates(parts))


def _small(shape: BaseGeometry) -> Iterator[Problem]:
    for part in shapely.get_parts(shape):
        place = shapely.point_on_surface(part)
        if isinstance(part, shapely.Polygon) and part.area < LEAST_AREA_M2:
            yield Problem(Level.WARNING, _("Obszar albo jego część ma mniej niż 1 m²."), (place.x, place.y))
        elif isinstance(part, shapely.LineString) and part.length < LEAST_LENGTH_M:
            yield Problem(Level.WARNING, _("Linia jest krótsza niż 10 cm."), (place.x, place.y))


def _on_the_land(shape: BaseGeometry) -> Iterator[Problem]:
    """Nothing is said where the registers do not answer in time."""
    try:
        found = rows_within(SECONDS, _LAND, {"shape": shapely.to_wkb(shape), "srid": PL_1992.srid})
    except TookTooLong:
        return
    has_precincts, beyond, meets_parcels = found[0]
    outside = shapely.from_wkb(bytes(beyond)) if beyond else None
    if has_precincts and (outside is None or _counts(outside, shape)):
        place = shapely.point_on_surface(outside or shape)
        yield Problem(Level.WARNING, _outside_words(outside, shape), (place.x, place.y))
    if not meets_parcels:
        yield Problem(Level.WARNING, _("W tym miejscu rejestr nie ma żadnej działki."))


def _counts(outside: BaseGeometry, shape: BaseGeometry) -> bool:
    """Gaps between precincts are no land outside."""
    if outside.is_empty:
        return False
    return outside.area >= LEAST_AREA_M2 if shape.area else True


def _outside_words(outside: BaseGeometry | None, shape: BaseGeometry) -> str:
    if outside is None or outside.equals(shape):
        return _("Kształt leży poza powiatem.")
    if not shape.area:
        return _("Kształt wychodzi poza powiat.")
    return _("Poza powiatem leży %s.") % ground.area_words(ground.area_of(outside))


def _beside_parcels(shape: BaseGeometry, parcels: Sequence[BaseGeometry]) -> Iterator[Problem]:
    if not parcels:
        return
    filed = shapely.union_all(list(parcels))
    if not shape.intersects(filed):
        yield Problem(Level.WARNING, _("Kształt nie leży na żadnej z działek sprawy."))
        return
    beside = shape.difference(filed)
    if beside.area >= LEAST_AREA_M2:
        place = shapely.point_on_surface(beside)
        words = _("Poza działkami sprawy leży %s.") % ground.area_words(ground.area_of(beside))
        yield Problem(Level.WARNING, words, (place.x, place.y))
