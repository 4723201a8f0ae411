"""Rings as written -> shapely geometries, a batch at a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from sip.geo.crs import Coordinates
from sip.geo.gml import Outline

CLOSING_METRES: Final = 0.01
CLOSING_DEGREES: Final = 1e-7
"""Ends of a ring this near are joined."""

_LEAST_POINTS: Final = 4
_LEAST_OF_LINE: Final = 2
_DEGREES: Final = 180.0


@dataclass(slots=True)
class Shape:
    """A geometry in the axis order it was written in, or why there is none."""

    geometry: shapely.Geometry | None = None
    fault: str = ""
    repairs: list[str] = field(default_factory=list)


def build(outlines: Sequence[Outline | None]) -> list[Shape]:
    """Shapes for the outlines, in their order; nothing is repaired beyond repeated points and tiny gaps."""
    shapes = [Shape() for _ in outlines]
    owners: list[int] = []
    rings: list[list[float]] = []
    for index, outline in enumerate(outlines):
        if outline is not None:
            owners += [index] * len(outline.rings)
            rings += outline.rings
    if rings:
        _assemble(outlines, shapes, _checked(rings, owners, outlines, shapes), owners)
    return shapes


def _checked(
    rings: list[list[float]], owners: list[int], outlines: Sequence[Outline | None], shapes: list[Shape]
) -> list[list[float]]:
    """The rings with repeated points dropped and tiny gaps closed; faults are noted on their shapes."""
    suspicious = _suspicious(rings)
    if not suspicious.any():
        return rings
    checked = list(rings)
    for index in np.flatnonzero(suspicious):
        shape, outline = shapes[owners[index]], outlines[owners[index]]
        if outline is not None and not outline.polygons:
            shape.fault = shape.fault or _fault_of_open(rings[index], outline)
        else:
            checked[index] = _mended(rings[index], shape)
    return checked


def _fault_of_open(pairs: list[float], outline: Outline) -> str:
    """Of a point or a line, which need not be closed."""
    if not np.isfinite(pairs).all():
        return "number"
    return "too few points" if outline.lines and len(pairs) < 2 * _LEAST_OF_LINE else ""


def _suspicious(rings: list[list[float]]) -> NDArray[np.bool_]:
    """Which rings are not simply closed, finite, long enough and without repeated points."""
    lengths = np.fromiter((len(ring) // 2 for ring in rings), dtype=np.intp, count=len(rings))
    bad = lengths < _LEAST_POINTS
    pairs = _pairs(rings)
    ring_of = np.repeat(np.arange(len(rings)), lengths)
    bad[ring_of[~np.isfinite(pairs).all(axis=1)]] = True
    repeated = (pairs[1:] == pairs[:-1]).all(axis=1) & (ring_of[1:] == ring_of[:-1])
    bad[ring_of[1:][repeated]] = True
    filled = np.flatnonzero(lengths > 0)
    ends = np.cumsum(lengths)[filled]
    bad[filled[(pairs[ends - lengths[filled]] != pairs[ends - 1]).any(axis=1)]] = True
    return bad


def _pairs(rings: Sequence[Sequence[float]]) -> Coordinates:
    return np.array(list(chain.from_iterable(rings)), dtype=float).reshape(-1, 2)


def _mended(ring: list[float], shape: Shape) -> list[float]:
    pairs = np.array(ring, dtype=float).reshape(-1, 2)
    if not np.isfinite(pairs).all():
        shape.fault = shape.fault or "number"
        return []
    keep = np.ones(len(pairs), dtype=bool)
    keep[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    if not keep.all():
        shape.repairs.append("repeated points")
        pairs = pairs[keep]
    if len(pairs) > 1 and (pairs[0] != pairs[-1]).any():
        pairs = _closed(pairs, shape)
    if len(pairs) < _LEAST_POINTS:
        shape.fault = shape.fault or "too few points"
    flat: list[float] = pairs.ravel().tolist()
    return flat


def _closed(pairs: Coordinates, shape: Shape) -> Coordinates:
    tolerance = CLOSING_METRES if np.abs(pairs).max() > _DEGREES else CLOSING_DEGREES
    if math.dist(pairs[0], pairs[-1]) > tolerance:
        shape.fault = shape.fault or "unclosed ring"
        return pairs
    shape.repairs.append("closed")
    last = pairs[:-1] if len(pairs) > _LEAST_POINTS else pairs
    return np.vstack((last, pairs[:1]))


def _assemble(
    outlines: Sequence[Outline | None], shapes: list[Shape], rings: list[list[float]], owners: list[int]
) -> None:
    """Fills in the geometries of all shapes without a fault, whole arrays at a time."""
    sound = [index for index, owner in enumerate(owners) if not shapes[owner].fault]
    _open_shapes(outlines, shapes, [(owners[index], rings[index]) for index in sound])
    areal = [index for index in sound if _outline(outlines, owners[index]).polygons]
    if areal:
        linear = _linear_rings([rings[index] for index in areal])
        _polygons(outlines, shapes, linear, [owners[index] for index in areal])


def _open_shapes(
    outlines: Sequence[Outline | None], shapes: list[Shape], owned: Sequence[tuple[int, list[float]]]
) -> None:
    """Points and lines; several of an owner are one geometry of parts."""
    by_owner: dict[int, list[Coordinates]] = {}
    for owner, ring in owned:
        if not _outline(outlines, owner).polygons:
            by_owner.setdefault(owner, []).append(np.array(ring, dtype=float).reshape(-1, 2))
    for owner, parts in by_owner.items():
        outline = _outline(outlines, owner)
        several = outline.multiple or len(parts) > 1
        if outline.lines:
            shapes[owner].geometry = shapely.MultiLineString(parts) if several else shapely.LineString(parts[0])
        else:
            shapes[owner].geometry = shapely.MultiPoint(np.vstack(parts)) if several else shapely.Point(parts[0][0])


def _outline(outlines: Sequence[Outline | None], index: int) -> Outline:
    outline = outlines[index]
    if outline is None:
        raise TypeError("a ring without an outline")
    return outline


def _linear_rings(rings: Sequence[Sequence[float]]) -> NDArray[np.object_]:
    lengths = [len(ring) // 2 for ring in rings]
    return np.asarray(shapely.linearrings(_pairs(rings), indices=np.repeat(np.arange(len(rings)), lengths)))


def _polygons(
    outlines: Sequence[Outline | None], shapes: list[Shape], rings: NDArray[np.object_], owners: list[int]
) -> None:
    """Groups rings into polygons and these into multipolygons; `owners` is ascending."""
    counts, parts = [], []
    for owner in dict.fromkeys(owners):
        outline = _outline(outlines, owner)
        counts += outline.polygons
        parts += [owner] * len(outline.polygons)
    polygons = np.asarray(shapely.polygons(rings, indices=np.repeat(np.arange(len(counts)), counts)))
    by_owner: dict[int, list[Any]] = {}
    for owner, polygon in zip(parts, polygons, strict=True):
        by_owner.setdefault(owner, []).append(polygon)
    for owner, members in by_owner.items():
        shapes[owner].geometry = _whole(members, _outline(outlines, owner))


def _whole(members: list[Any], outline: Outline) -> shapely.Geometry:
    if outline.joined and len(members) > 1 and all(map(shapely.is_valid, members)):
        return shapely.union_all(members)
    if outline.multiple or len(members) > 1:
        return shapely.MultiPolygon(members)
    polygon: shapely.Polygon = members[0]
    return polygon
