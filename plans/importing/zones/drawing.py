"""Which areas of a drawing are zones, and what they are called: drawings say neither.

Zones lie on layers whose areas mostly have a label inside that may be a designation; buildings and parcels of the base
map do not. Where nothing is labelled, layers are named after symbols. Whoever maps `designation` to Layer or Text says
which it is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from plans.designations import looks_like_designation
from sip.registers.reading.dxf import LAYER, TEXT, Area, DxfRows, Label, labels_of
from sip.registers.reading.rows import RawRow
from sip.registers.record import Problem

_LABELLED_SHARE: Final = 0.5
# Of an area: what is left of the outline of a plan when its zones are taken out.
_REMNANT_SHARE: Final = 0.1
# Corners of neighbours drawn by hand miss each other by this much of an area.
_SLACK_SHARE: Final = 0.01
_MOST_NAMED: Final = 30

Shapes = NDArray[np.object_]


def zone_rows(drawing: DxfRows, chosen: str, notes: list[Problem]) -> Iterator[RawRow]:
    """Zones as rows, `Text` being their designation.

    CHOSEN: "Layer" or "Text" where someone has said which of them designates, else "". NOTES grow by what is passed
    over.
    """
    areas = _without_twins(drawing.areas)
    labels = [label for label in drawing.labels if chosen or looks_like_designation(label.text)]
    layers = {area.layer for area in areas} if chosen else _labelled_layers(areas, labels)
    by_text = chosen != LAYER and bool(layers)
    if not layers:
        layers = {area.layer for area in areas if looks_like_designation(area.layer)}
    pool = [area for area in areas if area.layer in layers]
    passed = Counter(area.layer for area in areas if area.layer not in layers)
    names = _labels_first(pool, labels) if by_text else [area.layer for area in pool]
    for area, name, shape in zip(pool, names, _parted(pool, names), strict=True):
        if shape is None:
            passed[area.layer] += 1
        else:
            yield RawRow(area.number, {LAYER: area.layer, TEXT: name}, shape)
    notes += [Problem("ignored-layer", f"{layer[:60]}: {n}") for layer, n in sorted(passed.items())[:_MOST_NAMED]]


def _without_twins(areas: Sequence[Area]) -> list[Area]:
    """An area drawn as a line and hatched too is one; the hatch is on the layer of its kind."""
    found: dict[tuple[int, ...], Area] = {}
    for area in sorted(areas, key=lambda one: not one.hatched):
        box = shapely.bounds(area.shape)
        key = tuple(round(10 * number) for number in (*box, shapely.area(area.shape) ** 0.5))
        found.setdefault(key, area)
    return sorted(found.values(), key=lambda one: one.number)


def _labelled_layers(areas: Sequence[Area], labels: Sequence[Label]) -> set[str]:
    by_layer: dict[str, list[Area]] = {}
    for area in areas:
        by_layer.setdefault(area.layer, []).append(area)
    return {
        layer
        for layer, members in by_layer.items()
        if sum(map(bool, labels_of(members, labels))) >= _LABELLED_SHARE * len(members)
    }


def _labels_first(pool: Sequence[Area], labels: Sequence[Label]) -> list[str]:
    """The label of each area; of several that from the layer which labels most areas."""
    found = labels_of(pool, labels)
    usual = Counter(layer for inside in found for layer in {label.layer for label in inside})
    return [max(inside, key=lambda label: usual[label.layer]).text if inside else "" for inside in found]


def _parted(pool: Sequence[Area], names: Sequence[str]) -> list[shapely.Geometry | None]:
    """Shapes without the areas that lie within them; None for a mere outline or frame around others."""
    shapes = np.array([area.shape for area in pool], dtype=object)
    within = _within(shapes)
    return [_part(area, name, within.get(n)) for n, (area, name) in enumerate(zip(pool, names, strict=True))]


def _part(area: Area, name: str, inner: list[shapely.Geometry] | None) -> shapely.Geometry | None:
    if not inner or area.hatched:
        return area.shape
    parts = shapely.get_parts(shapely.difference(area.shape, shapely.union_all(inner)))
    areal = [part for part in parts if isinstance(part, shapely.Polygon)]
    left = sum(part.area for part in areal)
    if not name or left < _REMNANT_SHARE * shapely.area(area.shape):
        return None
    return areal[0] if len(areal) == 1 else shapely.MultiPolygon(areal)


def _within(shapes: Shapes) -> dict[int, list[shapely.Geometry]]:
    """Of each shape those that lie in it; what crosses itself takes no part."""
    found: dict[int, list[shapely.Geometry]] = {}
    sound = np.flatnonzero(shapely.is_valid(shapes))
    points = shapely.point_on_surface(shapes[sound])
    for point, outer in zip(*shapely.STRtree(shapes[sound]).query(points, predicate="within"), strict=True):
        one, other = shapes[sound[point]], shapes[sound[outer]]
        if shapely.area(one) < shapely.area(other) and _lies_in(one, other):
            found.setdefault(int(sound[outer]), []).append(one)
    return found


def _lies_in(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return bool(shapely.area(shapely.difference(one, other)) <= _SLACK_SHARE * shapely.area(one))
