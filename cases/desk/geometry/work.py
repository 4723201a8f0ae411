"""Work on areas: one added, taken off, cut along a line. Points that both sides share stay exactly where they are."""

from enum import StrEnum
from typing import Final

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from cases.errors import Incomplete

# What is left over where two boundaries hardly differ.
SLIVER_M2: Final = 0.001


class Work(StrEnum):
    ADD = "add"
    TAKE_OFF = "subtract"
    REPLACE = "replace"
    CUT = "cut"


def combined(shape: BaseGeometry | None, other: BaseGeometry, work: Work) -> BaseGeometry:
    """SHAPE after the work with OTHER. Raises Incomplete where nothing would be left or the two do not go together."""
    if work is Work.REPLACE or (shape is None and work is Work.ADD):
        return other
    if shape is None:
        raise _wrong(_("Nie ma jeszcze kształtu, od którego można coś odjąć."))
    for one in (shape, other):
        _require_area(one)
    return _areas(shape.union(other) if work is Work.ADD else shape.difference(other))


def pieces(shape: BaseGeometry | None, line: BaseGeometry) -> list[shapely.Polygon]:
    """What SHAPE falls into along LINE, the largest first. Raises Incomplete where the line parts nothing."""
    if shape is None:
        raise _wrong(_("Nie ma jeszcze kształtu do podziału."))
    _require_area(shape)
    if not isinstance(line, shapely.LineString):
        raise _wrong(_("Dzieli się linią: podaj co najmniej dwa punkty."))
    whole = shapely.get_parts(shape)
    found = [piece for part in whole for piece in shapely.get_parts(split(part, line))]
    kept = [piece for piece in found if piece.area > SLIVER_M2]
    if len(kept) <= len(whole):
        raise _wrong(_("Linia nie dzieli kształtu: musi go przeciąć od brzegu do brzegu."))
    return sorted(kept, key=lambda piece: -piece.area)


def together(chosen: list[shapely.Polygon]) -> BaseGeometry:
    """The pieces that stay. Raises Incomplete where none does."""
    if not chosen:
        raise _wrong(_("Zaznacz co najmniej jedną część, która ma zostać."))
    return _areas(shapely.union_all(chosen))


def _require_area(shape: BaseGeometry) -> None:
    if shapely.get_dimensions(shape) != 2:
        raise _wrong(_("Dodaje się, odejmuje i dzieli tylko obszary."))
    if not shape.is_valid:
        raise _wrong(_("Najpierw popraw kształt: jego granica przecina sama siebie."))


def _areas(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and part.area > SLIVER_M2]
    if not parts:
        raise _wrong(_("Nic by nie zostało z kształtu."))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _wrong(words: str) -> Incomplete:
    return Incomplete({"shape": [words]})
