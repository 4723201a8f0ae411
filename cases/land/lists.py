"""Shapes as lists of coordinates, the way surveyors write them: "number X Y" a line, X to the north; pure.

Parts, holes, lines and points are begun by a word on a line of its own. Blank lines mean nothing.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import CRS, PL_1992, WGS84, AxisOrder, Coordinates, Reading, transform
from sip.geo.proof import plausible

MOST_LINES: Final = 10_000
MOST_TEXT: Final = 1_000_000
LONGEST_LINE: Final = 300
METRES_DECIMALS: Final = 3
DEGREES_DECIMALS: Final = 9
Box = tuple[float, float, float, float]


class Kind(StrEnum):
    AREA = "obszar"
    HOLE = "otwór"
    LINE = "linia"
    POINT = "punkt"


class Fault(StrEnum):
    """Why a list is no shape; what people read is worded where it is shown."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_NUMBERS = "not-numbers"
    NOT_THERE = "not-there"
    TOO_FEW = "too-few"
    NO_SHELL = "no-shell"
    MIXED = "mixed"


class BadList(ValueError):
    """`line` counts from 1; 0 is the list as a whole."""

    def __init__(self, fault: Fault, line: int = 0) -> None:
        self.fault, self.line = fault, line
        super().__init__(f"{fault} {line}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The shape in EPSG:2180 and the reading that the numbers were taken by; REPEATED points were left out."""

    shape: BaseGeometry
    reading: Reading
    repeated: int = 0


@dataclass(slots=True)
class _Part:
    kind: Kind | None
    line: int
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """Numbers of one line; `order` where letters beside them name the axes."""

    line: int
    numbers: tuple[float | None, ...]
    order: AxisOrder | None = None


_WORDS: Final = {
    "obszar": Kind.AREA,
    "część": Kind.AREA,
    "czesc": Kind.AREA,
    "part": Kind.AREA,
    "otwór": Kind.HOLE,
    "otwor": Kind.HOLE,
    "enklawa": Kind.HOLE,
    "hole": Kind.HOLE,
    "linia": Kind.LINE,
    "line": Kind.LINE,
    "punkt": Kind.POINT,
    "punkty": Kind.POINT,
    "point": Kind.POINT,
    "points": Kind.POINT,
}
_HEADING: Final = re.compile(rf"({'|'.join(sorted(_WORDS, key=len, reverse=True))})[\s\d.:]*", re.IGNORECASE)
_COLUMNS: Final = re.compile(
    r"(?:nr|lp|numer|pkt|punktu?|id|x|y|h|z|n|e|kod|północ|wschód|[\s;,.|\[\]()m])+", re.IGNORECASE
)
_COMMENT: Final = ("#", "//", "*", "%")
_NAMED: Final = re.compile(r"\b([XYNE])\s*[=:]\s*(?=[\d-])", re.IGNORECASE)
_LETTERS: Final = re.compile(r"(?<=\d)\s*([NE])\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?")
# Thousands set apart: by a hard space anywhere, by a plain one within a cell of a spreadsheet.
_GROUPS: Final = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_GROUPS_IN_CELLS: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_CELLS: Final = re.compile(r"[\t;|]")
_MARKS: Final = re.compile(r"[°º]")
_ANGLE: Final = re.compile(
    r"([NSEW]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’)\s*)?([NSEW]?)",
    re.IGNORECASE,
)
_OFFSETS: Final = (1, 0, 2)
_DECIMAL_COMMAS: Final = re.compile(r"(\d{5,},\d{1,4}|\d{5,})\s*,\s*(\d{5,},\d{1,4}|\d{5,})")


def parse(text: str, readings: Sequence[Reading], near: Box | None = None) -> Typed:
    """The shape that TEXT lists, by the first of the READINGS that fits it best.

    NEAR (west, south, east, north in EPSG:2180) is where the place should lie; it tells apart what else could be read
    either way. Repeated points and a ring's closing point are left out. Raises BadList.
    """
    rows, parts = _split(text)
    if not rows:
        raise BadList(Fault.EMPTY)
    reading, placed = _placed(rows, readings, near)
    shape, repeated = _assembled(parts, placed)
    return Typed(shape, reading, repeated)


def _split(text: str) -> tuple[list[_Row], list[_Part]]:
    rows: list[_Row] = []
    parts = [_Part(None, 1)]
    for number, line in enumerate(text[:MOST_TEXT].replace("\0", " ").splitlines(), start=1):
        bare = line.strip()[:LONGEST_LINE]
        if not bare or bare.startswith(_COMMENT):
            continue
        if found := _HEADING.fullmatch(bare):
            parts.append(_Part(_WORDS[found[1].lower()], number))
            continue
        if _COLUMNS.fullmatch(bare) and not any(map(str.isdigit, bare)):
            continue
        if len(rows) >= MOST_LINES:
            raise BadList(Fault.TOO_LONG, number)
        parts[-1].rows.append(len(rows))
        rows.append(_row(number, bare))
    if len(text) > MOST_TEXT:
        raise BadList(Fault.TOO_LONG)
    return rows, [part for part in parts if part.rows]


def _row(line: int, text: str) -> _Row:
    if _MARKS.search(text):
        return _angles(line, text)
    order, text = _named_axes((_GROUPS_IN_CELLS if _CELLS.search(text) else _GROUPS).sub("", text))
    numbers = tuple(_number(token) for token in _tokens(text))
    if sum(number is not None for number in numbers) < 2:
        raise BadList(Fault.NOT_NUMBERS, line)
    return _Row(line, numbers, order)


def _named_axes(text: str) -> tuple[AxisOrder | None, str]:
    """The order that letters beside the numbers tell, and the text without them. X is to the north, as surveyors
    name the axes.
    """
    for pattern in (_NAMED, _LETTERS):
        letters = [letter.upper() for letter in pattern.findall(text)]
        if set(letters) in ({"X", "Y"}, {"N", "E"}):
            order = AxisOrder.NORTH_EAST if letters[0] in "XN" else AxisOrder.EAST_NORTH
            return order, pattern.sub(" ", text)
    return None, text


def _tokens(text: str) -> list[str]:
    """Blanks, semicolons and bars part the numbers, and commas where nothing else does."""
    tokens = [token.removesuffix(",") for token in re.split(r"[\s;|]+", text) if token not in ("", ",")]
    if len(tokens) > 1:
        return tokens
    if found := _DECIMAL_COMMAS.fullmatch(text):
        return list(found.groups())
    return [token for token in text.split(",") if token]


def _number(token: str) -> float | None:
    return float(token.replace(",", ".")) if _NUMBER.fullmatch(token) else None


def _angles(line: int, text: str) -> _Row:
    """Degrees, with minutes and seconds or without; letters may name the axes."""
    found = _ANGLE.findall(text)
    if len(found) != 2:
        raise BadList(Fault.NOT_NUMBERS, line)
    letters = [(before or after).upper() for before, *_, after in found]
    order = None
    if all(letters):
        order = AxisOrder.NORTH_EAST if letters[0] in "NS" else AxisOrder.EAST_NORTH
    return _Row(line, tuple(_degrees(angle[1:4]) for angle in found), order)


def _degrees(parts: Sequence[str]) -> float:
    angle: float = sum(float(part.replace(",", ".")) / 60**power for power, part in enumerate(parts) if part)
    return angle


def _placed(rows: Sequence[_Row], readings: Sequence[Reading], near: Box | None) -> tuple[Reading, Coordinates]:
    """The reading with the fewest lines that fit nowhere, then the one that leads near; then the first."""
    best: tuple[tuple[int, float], Reading, Coordinates, NDArray[np.bool_]] | None = None
    for reading in readings:
        pairs, fits = _read(rows, reading)
        placed = reading.to_pl_1992(pairs)
        score = (int((~fits).sum()), -_share(placed, near))
        if best is None or score < best[0]:
            best = (score, reading, placed, fits)
    if best is None or not best[3].all():
        wrong = 0 if best is None or not best[3].any() else int(np.argmin(best[3]))
        raise BadList(Fault.NOT_THERE, rows[wrong].line)
    return best[1], best[2]


def _share(placed: Coordinates, near: Box | None) -> float:
    if near is None:
        return 0.0
    west, south, east, north = near
    inside = (placed >= (west, south)).all(axis=1) & (placed <= (east, north)).all(axis=1)
    return float(inside.mean())


def _read(rows: Sequence[_Row], reading: Reading) -> tuple[Coordinates, NDArray[np.bool_]]:
    """Pairs of the lines in the reading's order, each from the first columns that fit it: a number may stand before
    the coordinates, a height behind them.
    """
    pairs = np.zeros((len(rows), 2))
    fits = np.zeros(len(rows), dtype=bool)
    for offset in _OFFSETS:
        chosen = [_columns(row, offset, reading) for row in rows]
        candidate = np.array([pair or (math.nan, math.nan) for pair in chosen])
        good = np.isfinite(candidate).all(axis=1) & ~fits
        good[good] = plausible(reading, candidate[good])
        pairs[good], fits = candidate[good], fits | good
    return pairs, fits


def _columns(row: _Row, offset: int, reading: Reading) -> tuple[float, float] | None:
    first, second = (row.numbers[at] if at < len(row.numbers) else None for at in (offset, offset + 1))
    if first is None or second is None:
        return None
    # Letters beside the numbers are believed more than the order of the list.
    return (second, first) if row.order not in (None, reading.order) else (first, second)


def _assembled(parts: Sequence[_Part], placed: Coordinates) -> tuple[BaseGeometry, int]:
    kinds = [_kind(part) for part in parts]
    points = [placed[part.rows] for part in parts]
    repeated = 0
    if kinds[0] is Kind.HOLE:
        raise BadList(Fault.NO_SHELL, parts[0].line)
    if len({Kind.AREA if kind is Kind.HOLE else kind for kind in kinds}) > 1:
        raise BadList(Fault.MIXED, parts[-1].line)
    for index, (kind, part) in enumerate(zip(kinds, parts, strict=True)):
        points[index], dropped = _without_repeats(points[index], closed=kind in (Kind.AREA, Kind.HOLE))
        repeated += dropped
        if len(points[index]) < {Kind.POINT: 1, Kind.LINE: 2}.get(kind, 3):
            raise BadList(Fault.TOO_FEW, part.line)
    return _shape(kinds, points), repeated


def _kind(part: _Part) -> Kind:
    """Of a list without a heading the count tells: a point, a line, an area."""
    if part.kind:
        return part.kind
    return {1: Kind.POINT, 2: Kind.LINE}.get(len(part.rows), Kind.AREA)


def _without_repeats(points: Coordinates, *, closed: bool) -> tuple[Coordinates, int]:
    """Without points that stand where the one before does; a ring's closing point is no repetition."""
    if closed and len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = (points[1:] != points[:-1]).any(axis=1)
    return points[keep], int((~keep).sum())


def _shape(kinds: Sequence[Kind], points: Sequence[Coordinates]) -> BaseGeometry:
    if kinds[0] is Kind.POINT:
        whole = np.vstack(points)
        return shapely.Point(whole[0]) if len(whole) == 1 else shapely.MultiPoint(whole)
    if kinds[0] is Kind.LINE:
        return shapely.LineString(points[0]) if len(points) == 1 else shapely.MultiLineString(points)
    shells: list[tuple[Coordinates, list[Coordinates]]] = []
    for kind, ring in zip(kinds, points, strict=True):
        if kind is Kind.HOLE:
            shells[-1][1].append(ring)
        else:
            shells.append((ring, []))
    polygons = [shapely.Polygon(shell, holes) for shell, holes in shells]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def write(shape: BaseGeometry, crs: CRS = PL_1992) -> str:
    """SHAPE (EPSG:2180) as `parse` reads it back to the millimetre: numbered, north before east."""
    lines: list[str] = []
    number = 0
    parts = list(_parts(shape))
    for index, (kind, points) in enumerate(parts):
        if len(parts) > 1 or kind not in (Kind.AREA, Kind.POINT):
            lines.append("część" if kind is Kind.AREA and index else str(kind))
        for pair in _written(points, crs):
            number += 1
            lines.append(f"{number} {pair}")
    return "\n".join(lines)


def _parts(shape: BaseGeometry) -> Iterator[tuple[Kind, Coordinates]]:
    """What stands under one heading each; rings without their closing point."""
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            yield Kind.AREA, shapely.get_coordinates(part.exterior)[:-1]
            for hole in part.interiors:
                yield Kind.HOLE, shapely.get_coordinates(hole)[:-1]
        else:
            kind = Kind.POINT if isinstance(part, shapely.Point) else Kind.LINE
            yield kind, shapely.get_coordinates(part)


def _written(points: Coordinates, crs: CRS) -> Iterator[str]:
    decimals = DEGREES_DECIMALS if crs == WGS84 else METRES_DECIMALS
    for east, north in transform(points, PL_1992, crs):
        yield f"{north:.{decimals}f} {east:.{decimals}f}"


def fits(shape: BaseGeometry, crs: CRS) -> bool:
    """Whether the shape can be written in the system: PL-2000 is for places in the zone and a little beside it."""
    pairs = transform(shapely.get_coordinates(shape), PL_1992, crs)
    return bool(plausible(Reading(crs, AxisOrder.EAST_NORTH), pairs).all())
