"""Drawings (DXF) through GDAL: closed lines and hatches are areas, texts are labels; a drawing has no attributes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from sip.geo.crs import AxisOrder, Reading
from sip.geo.gmlstream import Unreadable
from sip.registers.reading import gdal
from sip.registers.reading.rows import RawRow

LAYER: Final = "Layer"
TEXT: Final = "Text"
# More than any plan has; what lies beneath it as a base map may have more, and is not wanted here.
MOST_FEATURES: Final = 500_000
# Ends of a line this near enclose an area: drawings are snapped by hand.
CLOSING_M: Final = 0.05
_LEAST_POINTS: Final = 4
_LINES: Final = ("LineString", "LinearRing")
_AREAS: Final = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Area:
    """`hatched` areas have their own holes; lines enclose whatever lies within."""

    number: int
    layer: str
    shape: shapely.Geometry
    hatched: bool


@dataclass(frozen=True, slots=True)
class Label:
    layer: str
    text: str
    place: shapely.Point


class DxfRows:
    """What a drawing holds, in the axes it was drawn in: its areas as rows, each with its layer and text."""

    declared: Reading | None = None
    usual = AxisOrder.EAST_NORTH

    def __init__(self, path: Path, *, member: str = "") -> None:
        """`member` is the file inside the zip archive `path`. Raises Unreadable."""
        self.areas: list[Area] = []
        self.labels: list[Label] = []
        for number, (layer, text, shape) in enumerate(_entities(path, member), 1):
            if text and isinstance(shape, shapely.Point):
                self.labels.append(Label(layer, text, shape))
            elif (area := _area(shape)) is not None:
                self.areas.append(Area(number, layer, area, type(shape).__name__ in _AREAS))

    def __iter__(self) -> Iterator[RawRow]:
        """An area's text is one that lies in it and in no smaller area."""
        texts = labels_of(self.areas, self.labels)
        for area, found in zip(self.areas, texts, strict=True):
            yield RawRow(area.number, {LAYER: area.layer, TEXT: found[0].text if found else ""}, area.shape)


def labels_of(areas: Sequence[Area], labels: Sequence[Label]) -> list[list[Label]]:
    """For each area the labels that lie in it and in no smaller one."""
    found: list[list[Label]] = [[] for _ in areas]
    if not areas or not labels:
        return found
    shapes = np.array([area.shape for area in areas], dtype=object)
    sizes = shapely.area(shapes)
    points = np.array([label.place for label in labels], dtype=object)
    smallest: dict[int, int] = {}
    for point, area in zip(*shapely.STRtree(shapes).query(points, predicate="within"), strict=True):
        if point not in smallest or sizes[area] < sizes[smallest[point]]:
            smallest[int(point)] = int(area)
    for point, area in sorted(smallest.items()):
        found[area].append(labels[point])
    return found


def _entities(path: Path, member: str) -> Iterator[tuple[str, str, shapely.Geometry | None]]:
    """Layer, text and shape of each entity."""
    try:
        batch = gdal.read(path, member, columns=[LAYER, TEXT], most=MOST_FEATURES + 1)
    except gdal.Failed:
        raise Unreadable("unknown-format", "DXF") from None
    if batch.fields != [LAYER, TEXT]:
        raise Unreadable("unknown-format", "DXF")
    if len(batch.geometries) > MOST_FEATURES:
        raise Unreadable("too-large-text", f"DXF > {MOST_FEATURES}")
    shapes = shapely.from_wkb(np.array(batch.geometries, dtype=object), on_invalid="ignore")
    for layer, text, shape in zip(*batch.columns, shapes, strict=True):
        yield _words(layer), _words(text), shape


def _words(text: str) -> str:
    """One line of text."""
    return " ".join(text.split())


def _area(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """The area that an entity encloses, None for one that encloses none."""
    if shape is None or shapely.is_empty(shape) or not np.isfinite(shapely.get_coordinates(shape)).all():
        return None
    if type(shape).__name__ in _AREAS:
        return shape
    points = shapely.get_coordinates(shape)
    if type(shape).__name__ not in _LINES or len(points) < _LEAST_POINTS:
        return None
    if np.hypot(*(points[0] - points[-1])) > CLOSING_M:
        return None
    return shapely.Polygon([*points[:-1], points[0]])
