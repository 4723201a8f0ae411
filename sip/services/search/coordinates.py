"""Coordinates as people type them: PL-1992, PL-2000 and WGS 84, with points or commas, in either order; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from sip.geo.crs import CRS, PL_1992, PL_2000, POLAND, WGS84, AxisOrder, Reading

# What Poland takes up, a little generously: (least, greatest) in the order easting, northing.
_LONGITUDE, _LATITUDE = (13.5, 25.0), (48.5, 55.5)
_EASTING, _NORTHING = POLAND[::2], POLAND[1::2]
_NORTHING_2000 = (5_300_000.0, 6_200_000.0)

# Names of systems and axes say little that the values do not say better; "x" is north for surveyors, east for others.
_LABELS: Final = re.compile(
    r"epsg:{0,2}\d{4}\b|srid=?\d{4}\b|wgs ?-?84|(?:pl|puwg|uklad)[ -]?(?:1992|2000)(?:[ /-]?(?:strefa )?[5-8])?\b"
    r"|\b(?:lat|lon|lng|point|szer|dl|x|y)\b\s*[:=]?|[()=:]"
)
_AXIS: Final = re.compile(r"[nesw]")
_GROUPED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3}){1,2}(?![\d])")
_POINTS: Final = re.compile(r"(\d+(?:\.\d+)?)[\s,;/|]+(\d+(?:\.\d+)?)")
_COMMAS: Final = re.compile(r"(\d+(?:,\d+)?)(?:[\s;/|]+|,\s+|,(?=\d+,))(\d+(?:,\d+)?)")
_MARKS: Final = re.compile(r"[°º'’′\"”″*]|(?<=\d)[dm](?=[\s\d]|$)")
_PART: Final = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Position:
    """A point in PL-1992 metres, and the name of the system it was typed in."""

    easting: float
    northing: float
    system: str


def positions(text: str) -> tuple[Position, ...]:
    """Points that TEXT (plain, see words.py) can mean, likeliest first; none where it is not coordinates.

    Metres may be read in either order; where both make sense in Poland both are given, easting first.
    """
    bare = " ".join(_LABELS.sub(" ", text).split())
    marked = bool(_MARKS.search(bare))
    spaced = " ".join(_AXIS.sub(" ", bare).split()).strip(" ,;")
    # Letters left over are a street's or a village's.
    if re.search(r"[a-z]", _MARKS.sub(" ", spaced)):
        return ()
    north_first = _north_first(bare)
    for first, second, exact in _pairs(spaced, marked or north_first is not None):
        if found := tuple(_readings(first, second, exact, north_first)):
            return found
    return ()


def _north_first(text: str) -> bool | None:
    """What letters beside the numbers say of the order."""
    letters = _AXIS.findall(text)
    return letters[0] in "ns" if len(letters) == 2 and sum(letter in "ns" for letter in letters) == 1 else None


def _pairs(text: str, marked: bool) -> Iterator[tuple[float, float, bool]]:
    """Ways to take TEXT for two numbers, and whether they were written finely enough for degrees."""
    grouped = _GROUPED.sub(lambda found: found[0].replace(" ", ""), text)
    for candidate in dict.fromkeys((text, grouped)):
        for pattern in (_POINTS, _COMMAS):
            if found := pattern.fullmatch(candidate):
                first, second = (part.replace(",", ".") for part in found.groups())
                yield float(first), float(second), marked or ("." in first and "." in second)
    yield from _sexagesimal(text, marked)


def _sexagesimal(text: str, marked: bool) -> Iterator[tuple[float, float, bool]]:
    """Degrees, minutes and perhaps seconds, twice; four bare numbers could be anything, six hardly."""
    parts = [float(part.replace(",", ".")) for part in _PART.findall(_MARKS.sub(" ", text))]
    if len(parts) == 6 or (marked and len(parts) in (2, 4)):
        half = len(parts) // 2
        sound = all(part < 60 for number, part in enumerate(parts) if number % half)
        first, second = (
            sum(part / 60**power for power, part in enumerate(angle)) for angle in (parts[:half], parts[half:])
        )
        if sound:
            yield first, second, True


def _readings(first: float, second: float, exact: bool, north_first: bool | None) -> Iterator[Position]:
    orders = [AxisOrder.EAST_NORTH, AxisOrder.NORTH_EAST]
    if north_first is not None:
        orders = [AxisOrder.NORTH_EAST if north_first else AxisOrder.EAST_NORTH]
    for order in orders:
        east, north = (first, second) if order is AxisOrder.EAST_NORTH else (second, first)
        if crs := _system(east, north, exact):
            ((easting, northing),) = Reading(crs, order).to_pl_1992(np.array([[first, second]]))
            if np.isfinite(easting + northing):
                yield Position(float(easting), float(northing), crs.name)


def _system(east: float, north: float, exact: bool) -> CRS | None:
    if _within(east, _LONGITUDE) and _within(north, _LATITUDE):
        return WGS84 if exact else None
    if _within(east, _EASTING) and _within(north, _NORTHING):
        return PL_1992
    if _within(north, _NORTHING_2000):
        return next((zone for zone in PL_2000 if zone.eastings and _within(east, zone.eastings)), None)
    return None


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
