"""Coordinate reference systems and axis order as types; the only place of literal SRIDs."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
import pyproj
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]
"""An array of shape (n, 2), dtype float64."""


class UnknownCRS(ValueError):
    """The text names no coordinate system used for Polish registers."""


class AxisOrder(StrEnum):
    """Which coordinate is written first."""

    EAST_NORTH = "east-north"
    NORTH_EAST = "north-east"

    @property
    def swapped(self) -> "AxisOrder":
        return AxisOrder.NORTH_EAST if self is AxisOrder.EAST_NORTH else AxisOrder.EAST_NORTH


@dataclass(frozen=True, slots=True)
class CRS:
    """A coordinate system; `axes` is the order its authority (EPSG) lays down.

    `eastings` are the least and the greatest that are used in a zone, neighbours' edges included.
    """

    srid: int
    name: str
    axes: AxisOrder
    eastings: tuple[float, float] | None = None


PL_1992: Final = CRS(2180, "PL-1992", AxisOrder.NORTH_EAST)
# West, south, east and north of Poland in PL-1992, with room around it.
POLAND: Final = (140_000.0, 100_000.0, 900_000.0, 800_000.0)
_ZONE_REACH: Final = 180_000.0
PL_2000: Final = tuple(
    CRS(
        2171 + zone,
        f"PL-2000/{zone}",
        AxisOrder.NORTH_EAST,
        ((zone + 0.5) * 1e6 - _ZONE_REACH, (zone + 0.5) * 1e6 + _ZONE_REACH),
    )
    for zone in (5, 6, 7, 8)
)
WGS84: Final = CRS(4326, "WGS 84", AxisOrder.NORTH_EAST)
ETRS89: Final = CRS(4258, "ETRS89", AxisOrder.NORTH_EAST)
WEB_MERCATOR: Final = CRS(3857, "Web Mercator", AxisOrder.EAST_NORTH)

KNOWN: Final = {crs.srid: crs for crs in (PL_1992, *PL_2000, WGS84, ETRS89, WEB_MERCATOR)}


def zone_2000(longitude: float) -> CRS:
    """The PL-2000 zone a place belongs to: three degrees to each, their middles at 15, 18, 21 and 24."""
    return PL_2000[min(max(round(longitude / 3) - 5, 0), len(PL_2000) - 1)]


_AUTHORITY_ORDER: Final = (
    re.compile(r"^urn:(?:x-)?ogc:def:crs:EPSG:[\w.]*:(\d+)$", re.IGNORECASE),
    re.compile(r"^https?://www\.opengis\.net/def/crs/EPSG/[\w.]+/(\d+)/?$", re.IGNORECASE),
)
_EAST_NORTH: Final = (
    re.compile(r"^EPSG:(\d+)$", re.IGNORECASE),
    re.compile(r"^https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d+)$", re.IGNORECASE),
)
_CRS84: Final = re.compile(r"(?:^|[:/])CRS:?84$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand pairs of numbers: a system and the order they are written in."""

    crs: CRS
    order: AxisOrder

    def to_pl_1992(self, pairs: Coordinates) -> Coordinates:
        """Pairs as written -> easting, northing in PL-1992 metres; infinite where the projection fails."""
        east_north = pairs if self.order is AxisOrder.EAST_NORTH else pairs[:, ::-1]
        return transform(east_north, self.crs, PL_1992)


def transform(east_north: Coordinates, source: CRS, target: CRS) -> Coordinates:
    """Coordinates in easting-northing (or longitude-latitude) order on both sides."""
    if source == target:
        return np.ascontiguousarray(east_north)
    x, y = _transformer(source.srid, target.srid).transform(east_north[:, 0], east_north[:, 1])
    return np.column_stack((x, y))


def scale_and_convergence(easting: float, northing: float) -> tuple[float, float]:
    """At a place in PL-1992: metres of the map plane to a metre of the ground, and degrees from true north to the
    grid's, clockwise positive. Both are not a number where the projection fails.
    """
    longitude, latitude = transform(np.array([[easting, northing]]), PL_1992, WGS84)[0]
    factors = _projection().get_factors(longitude, latitude)
    return float(factors.meridional_scale), float(factors.meridian_convergence)


@cache
def _projection() -> pyproj.Proj:
    return pyproj.Proj(PL_1992.srid)


@cache
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def parse_srs_name(text: str) -> tuple[CRS, AxisOrder]:
    """The system a GML `srsName` (or a GeoJSON `crs` name) declares, with the axis order of that spelling.

    The urn and http forms follow the authority; `EPSG:n` and the GML 2 form put easting (longitude) first.
    Raises UnknownCRS.
    """
    name = text.strip()
    if _CRS84.search(name):
        return WGS84, AxisOrder.EAST_NORTH
    for pattern in _AUTHORITY_ORDER:
        if found := pattern.match(name):
            crs = _known(found[1])
            return crs, crs.axes
    for pattern in _EAST_NORTH:
        if found := pattern.match(name):
            return _known(found[1]), AxisOrder.EAST_NORTH
    raise UnknownCRS(name[:80])


def _known(code: str) -> CRS:
    try:
        return KNOWN[int(code)]
    except (KeyError, ValueError):
        raise UnknownCRS(f"EPSG:{code[:12]}") from None
