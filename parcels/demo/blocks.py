"""What stands in a block: farmsteads with strips behind, fields, forest, or the streets of a town."""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo.corridors import Network
from parcels.demo.layout import Frame, Layout, box_frame, extent, front_frame
from parcels.demo.plane import Points, Surface
from parcels.demo.quarters import BEFORE, QUARTER, quarter, widths
from parcels.demo.strips import Corridor

TRACK = 4.5
FRONTAGE = 0.3  # how far plots of houses follow the general widening
FARMS = {
    "street": ["farm"] * 8 + ["field", "vacant"],
    "row": ["farm"] * 8 + ["field", "vacant"],
    "colony": ["farm"] * 2 + ["field"] * 3,
    "estate": ["farm"] * 5 + ["plot"] * 3 + ["field"],
    "town": ["farm"] * 4 + ["field"] * 3,
}
OUTLYING = ["farm"] + ["field"] * 7
WIDE = {"colony": 2.1, "estate": 0.9}  # against the strips of other villages
WOODED, PARTLY = 0.5, 0.05  # heights of the woods' surface


@dataclass(frozen=True)
class Style:
    """`factor` widens strips; people live within `reach` of `core`; a row village has its houses on the `side` of its
    road (1 left, -1 right, 0 both). `special` are a town's blocks with a purpose of their own.
    """

    factor: float
    town: bool
    character: str
    woods: Surface
    core: Points
    reach: float
    side: int
    special: dict[int, str]

    def wooded(self, block: Polygon) -> float:
        """The chance of forest."""
        height = float(self.woods.at(np.array(block.centroid.coords[0])[None])[0])
        return 0.92 if height > WOODED else 0.3 if height > PARTLY else 0.05


@dataclass(frozen=True)
class Band:
    """Strips side by side between two depths; `cuts` are the balks' u, `kinds` what lies between."""

    v0: float
    v1: float
    cuts: Points
    kinds: tuple[str, ...]
    ends: Points | None = None

    @property
    def back(self) -> Points:
        """The balks that arrive at the far end."""
        return self.cuts if self.ends is None else self.ends


def lay_out(number: int, block: Polygon, net: Network, style: Style, rng: np.random.Generator) -> Layout:
    """The lines and plots of one block, which is the `number`-th of the network's."""
    front = front_of(block, net.main)
    roads = [road for road in net.corridors if road.kind in ("road", "track", "street", "square")]
    side = front if front is not None else max((front_of(block, road) for road in roads), key=_length)
    if style.town and (number in style.special or _urban(block, net, style)):
        frame = front_frame(block, side, rng) if side is not None else box_frame(block, rng)
        return quarter(Layout(_straightened(frame)), block, style.special.get(number, ""), style.core, rng)
    if front is not None and (style.side == 0 or style.side == _side(block, net.main)):
        return _village(Layout(front_frame(block, front, rng)), block, style, rng)
    frame = front_frame(block, side, rng) if side is not None and _length(side) > 120 else box_frame(block, rng)
    layout = Layout(frame)
    if block.area > 60_000 and rng.random() < style.wooded(block):
        return _forest(layout, block, style, rng)
    u0, u1, depth = extent(layout.frame, block)
    if block.area < 1500 or u1 - u0 < 12:
        layout.add((u0 - 1, u1 + 1), (-1, depth + 1), "rest")
        return layout
    _draw(layout, _fields(u0, u1, BEFORE, depth + 1, style, style.wooded(block), rng), rng)
    return layout


def _urban(block: Polygon, net: Network, style: Style) -> bool:
    """A quarter between streets, not the open land behind the last of them."""
    near = block.distance(shapely.Point(style.core)) < style.reach
    return (
        near
        and block.area < QUARTER
        and any(road.kind in ("street", "square") and road.polygon.distance(block) < 1 for road in net.corridors)
    )


def _straightened(frame: Frame) -> Frame:
    return replace(frame, shear=0.0, bow=0.0)


def _side(block: Polygon, road: Corridor) -> int:
    """1 where the block lies left of the road, else -1."""
    middle = block.representative_point()
    line = shapely.LineString(road.line)
    place = line.project(middle)
    a, b = (np.array(line.interpolate(p).coords[0]) for p in (max(place - 5, 0), place + 5))
    to = np.array(middle.coords[0]) - a
    return 1 if (b - a)[0] * to[1] - (b - a)[1] * to[0] > 0 else -1


def _length(front: Points | None) -> float:
    return 0.0 if front is None else float(np.hypot(*(front[-1] - front[0])))


def front_of(block: Polygon, road: Corridor) -> Points | None:
    """The block's edge along a road, if there is one worth building on."""
    shared = shapely.intersection(block.exterior, road.polygon.buffer(0.05))
    if shared.length < 50:
        return None
    points = shapely.get_coordinates(shared)
    along = points[np.argmax(np.hypot(*(points - points[0]).T))] - points[0]
    ordered = points[np.argsort((points - points[0]) @ along)]
    return ordered if _length(ordered) > 40 else None


def _village(layout: Layout, block: Polygon, style: Style, rng: np.random.Generator) -> Layout:
    u0, u1, depth = extent(layout.frame, block)
    bands = [_farms(layout, u0, u1, depth, style, rng)]
    if depth > bands[0].v1:
        bands += _fields(u0, u1, bands[0].v1, depth + 1, style, style.wooded(block), rng, bands[0])
    _draw(layout, bands, rng)
    return layout


def _farms(layout: Layout, u0: float, u1: float, depth: float, style: Style, rng: np.random.Generator) -> Band:
    """Farmsteads along the road, here and there a lane with new houses or a field road between them."""
    reach = float(rng.uniform(85, 150)) * (1.8 if style.character == "colony" else 1.0)
    reach = depth + 1 if depth < reach * 1.5 else reach
    core = layout.frame.to_plot(style.core[None])[0, 0]
    width = max(15.0, 23 * WIDE.get(style.character, 1.0) * style.factor**FRONTAGE)
    cuts = [u0]
    kinds: list[str] = []
    for step in np.diff(widths(u1 - u0, width, 0.42, 13, rng)):
        lively = abs(cuts[-1] - core) < style.reach
        chance = rng.random()
        if chance < 0.035 and lively and reach > 80 and style.character != "colony":
            _lane(layout, cuts, kinds, min(reach, 150.0), rng)
        elif chance < 0.085:
            cuts.append(cuts[-1] + TRACK)
            kinds.append("track")
        cuts.append(cuts[-1] + step * (1 if lively else max(1.0, style.factor)))
        kinds.append(str(rng.choice(FARMS[style.character] if lively else OUTLYING)))
    band = Band(BEFORE, reach, np.array(cuts), tuple(kinds))
    _divide_fronts(layout, band, rng)
    return band


def _lane(layout: Layout, cuts: list[float], kinds: list[str], reach: float, rng: np.random.Generator) -> None:
    """Two rows of new plots on either side of a dead-end lane, all divided from one parcel."""
    start, deep = cuts[-1], float(rng.uniform(25, 33))
    edges = np.linspace(0, reach, max(2, round(reach / rng.uniform(26, 34))) + 1)
    stem = layout.add((start + deep, start + deep + 6), (BEFORE, reach), "street")
    for u in (start, start + deep + 6):
        for v0, v1 in itertools.pairwise(edges):
            low = BEFORE if v0 == 0 else float(v0)
            layout.add((u, u + deep), (low, float(v1)), "plot" if rng.random() < 0.8 else "vacant", stem)
            if v1 < reach:
                layout.rung(np.array([u, u + deep]), float(v1))
    cuts += [start + deep, start + deep + 6, start + 2 * deep + 6]
    kinds += ["", "", ""]


def _divide_fronts(layout: Layout, band: Band, rng: np.random.Generator) -> None:
    """Some farms have sold or given away the front of their plot."""
    for i, kind in enumerate(band.kinds):
        u0, u1 = float(band.cuts[i]), float(band.cuts[i + 1])
        if not kind:
            continue
        if kind == "farm" and u1 - u0 > 17 and band.v1 > 60 and rng.random() < 0.22:
            middle = float(rng.uniform(32, min(60, band.v1 * 0.6)))
            stem = layout.add((u0, u1), (BEFORE, middle), "plot")
            layout.add((u0, u1), (middle, band.v1), "field", stem)
            layout.rung(np.array([u0, u1]), middle)
        else:
            layout.add((u0, u1), (BEFORE, band.v1), kind)


def _fields(
    u0: float,
    u1: float,
    v: float,
    depth: float,
    style: Style,
    wooded: float,
    rng: np.random.Generator,
    before: Band | None = None,
) -> list[Band]:
    """Strips behind strips: furlongs 180 to 420 m long with a field road or only a balk between."""
    bands: list[Band] = []
    while v < depth:
        if before is not None and rng.random() < 0.55:
            v += TRACK
        length = float(rng.uniform(180, 420)) * style.factor**0.5
        v1 = depth if depth - v < length * 1.35 else v + length
        kind = "forest" if bands and rng.random() < wooded * 0.7 else "field"
        cuts = _furlong(u0, u1, style, rng, before)
        before = Band(v, v1, cuts, tuple("track" if w <= TRACK + 0.01 else kind for w in np.diff(cuts)))
        bands.append(before)
        v = v1
    return bands


def _furlong(u0: float, u1: float, style: Style, rng: np.random.Generator, before: Band | None) -> Points:
    """Where the balks of a furlong lie: many go on from the furlong before."""
    large = 0.75 if style.character == "estate" else 0.14
    if rng.random() < large / max(1.0, style.factor / 1.5):
        return u0 + widths(u1 - u0, 260 * style.factor**0.5, 0.4, 60, rng)
    width = float(rng.choice([9, 15, 22, 34])) * style.factor
    if before is None or rng.random() < 0.3:
        return u0 + widths(u1 - u0, width, 0.5, 7, rng)
    kept = [u0, *(u for u in before.cuts[1:-1] if rng.random() < 0.72), u1]
    parts = [np.array([u0])]
    for a, b in itertools.pairwise(kept):
        pieces = int(rng.integers(2, 4)) if b - a > width * 1.9 and rng.random() < 0.75 else 1
        parts.append(a + (b - a) * np.arange(1, pieces + 1) / pieces)
    return np.concatenate(parts)


def _draw(layout: Layout, bands: list[Band], rng: np.random.Generator) -> None:
    """The bands' lines; where a strip goes on unchanged into the next band, often nothing divides it."""
    for number, band in enumerate(bands):
        for u in band.cuts:
            layout.balk(float(u), band.v0, band.v1)
        if not _has_plots(layout, band):
            _strips(layout, band, rng)
        if number:
            _between(layout, bands[number - 1], band, rng)


def _has_plots(layout: Layout, band: Band) -> bool:
    return any(plot.v0 == band.v0 for plot in layout.plots)


def _strips(layout: Layout, band: Band, rng: np.random.Generator) -> None:
    stem: int | None = None
    for i, kind in enumerate(band.kinds):
        shared = stem if kind == "field" and rng.random() < 0.13 else None
        stem = layout.add((float(band.cuts[i]), float(band.cuts[i + 1])), (band.v0, band.v1), kind, shared)


def _between(layout: Layout, near: Band, far: Band, rng: np.random.Generator) -> None:
    cuts = np.union1d(near.back, far.cuts)
    if far.v0 > near.v1:
        layout.cross(near.back, near.v1)
        layout.cross(far.cuts, far.v0)
        layout.add((float(cuts[0]), float(cuts[-1])), (near.v1, far.v0), "track")
        return
    strips = set(zip(near.back[:-1], near.back[1:], strict=True)) & set(zip(far.cuts[:-1], far.cuts[1:], strict=True))
    run = [cuts[0]]
    for a, b in itertools.pairwise(cuts):
        if (a, b) in strips and rng.random() < 0.5:
            if len(run) > 1:
                layout.cross(np.array(run), far.v0)
            run = [b]
        else:
            run.append(b)
    if len(run) > 1:
        layout.cross(np.array(run), far.v0)


def _forest(layout: Layout, block: Polygon, style: Style, rng: np.random.Generator) -> Layout:
    """Compartments of state forest, with small private strips at its edge."""
    u0, u1, depth = extent(layout.frame, block)
    rim = min(float(rng.uniform(60, 140)), depth)
    cuts = u0 + widths(u1 - u0, 30 * style.factor, 0.5, 10, rng)
    bands = [Band(BEFORE, rim, cuts, ("forest",) * (len(cuts) - 1))]
    v = rim
    while v < depth:
        length = float(rng.uniform(280, 460))
        v1 = depth + 1 if depth - v < length * 1.4 else v + length
        cuts = u0 + widths(u1 - u0, 420, 0.25, 150, rng)
        bands.append(Band(v, v1, cuts, ("forest",) * (len(cuts) - 1)))
        v = v1
    _draw(layout, bands, rng)
    return layout
