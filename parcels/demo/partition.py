"""A precinct cut into parcels that share their vertices exactly; slivers are joined to a neighbour."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from parcels.demo.corridors import Network
from parcels.demo.layout import Frame, Layout
from parcels.demo.plane import Points
from parcels.demo.sides import Outline
from parcels.demo.strips import GRID

Shapes = NDArray[np.object_]
Indices = NDArray[np.int64]

LEAST_AREA = 130.0
LEAST_BREADTH = 1.5  # a long strip's half breadth is its area over half its perimeter
SPLINTER = 25.0
TOUCHING = 0.02


@dataclass(frozen=True)
class Piece:
    """A parcel to be: from a plot of a block's layout, or (block -1) from the corridor of that index.

    A block of -2 is a splinter that rounding left between them; it belongs to whoever takes it.
    """

    polygon: Polygon
    block: int
    plot: int


def partition(outline: Outline, net: Network, layouts: list[Layout]) -> list[Piece]:
    """Pieces that tile the outline; no vertex of the outline is added or lost."""
    land = Polygon(outline.ring)
    border = [shapely.boundary(land), *(shapely.boundary(c.polygon) for c in net.corridors)]
    border += [shapely.boundary(block) for block in net.blocks]
    cuts = [clipped(layout.lines, layout.frame, block, land) for layout, block in zip(layouts, net.blocks, strict=True)]
    noded = shapely.union_all(np.concatenate([np.array(border, dtype=object), *cuts]), grid_size=GRID)
    faces = _true_to(land, shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    return _joined(_labelled(faces, net, layouts))


def clipped(drawn: list[Points], frame: Frame, block: Polygon, land: Polygon) -> Shapes:
    """Lines of (u, v) within the block; those that reach the outline end at a vertex of it or are left out."""
    if not drawn:
        return np.empty(0, dtype=object)
    owner = np.repeat(np.arange(len(drawn)), [len(points) for points in drawn])
    lines = shapely.linestrings(frame.to_world(np.vstack(drawn)), indices=owner)
    shapely.prepare(block)
    parts = shapely.get_parts(shapely.line_merge(shapely.intersection(lines, block)))
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0.5)]
    snapped = _snapped(parts, land)
    around = shapely.buffer(block, TOUCHING)
    shapely.prepare([around, land])
    return snapped[shapely.covers(around, snapped) & shapely.covers(land, snapped)]


def _snapped(lines: Shapes, land: Polygon) -> Shapes:
    corners = shapely.get_coordinates(land.exterior)[:-1]
    tree = shapely.STRtree(_points(corners))
    coords, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    last = np.flatnonzero(np.diff(owner, append=-1))
    for ends in (first, last):
        points = _points(coords[ends])
        near = shapely.dwithin(land.exterior, points, TOUCHING)
        coords[ends[near]] = corners[tree.nearest(points[near])]
    return shapely.set_coordinates(lines.copy(), coords)


def _points(coords: Points) -> Shapes:
    return np.array(shapely.points(coords), dtype=object)


def _true_to(land: Polygon, faces: Shapes) -> Shapes:
    """Rounding may put a vertex on the outline that the neighbours do not know: it moves to one they do."""
    whole = shapely.coverage_union_all(faces)
    known = shapely.get_coordinates(land)
    found = shapely.get_coordinates(whole)
    strange = found[~np.isin(_keys(found), _keys(known))]
    if not len(strange):
        return faces
    coords = shapely.get_coordinates(faces)
    moved = np.isin(_keys(coords), _keys(strange))
    nearest = shapely.STRtree(_points(known)).nearest(_points(coords[moved]))
    coords[moved] = known[nearest]
    mended = shapely.set_coordinates(faces.copy(), coords)
    mended = shapely.remove_repeated_points(mended[shapely.area(mended) > 0])
    return mended if shapely.is_valid(mended).all() and shapely.coverage_is_valid(mended) else faces


def _keys(coords: Points) -> Indices:
    """One number to a point, by its centimetres."""
    whole = np.round(coords * 100).astype(np.int64)
    keys: Indices = whole[:, 0] * (1 << 32) + whole[:, 1]
    return keys


def _labelled(faces: Shapes, net: Network, layouts: list[Layout]) -> list[Piece]:
    """Each face with the corridor or the plot it lies in."""
    inside = shapely.point_on_surface(faces)
    owner = np.full(len(faces), -2)
    plot = np.full(len(faces), -1)
    for i, corridor in enumerate(net.corridors):
        shapely.prepare(corridor.polygon)
        found = shapely.contains(corridor.polygon, inside)
        owner[found], plot[found] = -1, i
    for number, (block, layout) in enumerate(zip(net.blocks, layouts, strict=True)):
        shapely.prepare(block)
        mine = np.flatnonzero(shapely.contains(block, inside))
        owner[mine] = number
        plot[mine] = _plots_at(layout, shapely.get_coordinates(inside[mine]))
    return [Piece(face, int(o), int(p)) for face, o, p in zip(faces, owner, plot, strict=True)]


def _plots_at(layout: Layout, world: Points) -> Indices:
    """The plot each point lies in, or the nearest one."""
    uv = layout.frame.to_plot(world)
    boxes = np.array([(p.u0, p.u1, p.v0, p.v1) for p in layout.plots])
    outside = np.maximum(0, np.maximum(boxes[:, 0] - uv[:, :1], uv[:, :1] - boxes[:, 1]))
    outside = outside + np.maximum(0, np.maximum(boxes[:, 2] - uv[:, 1:], uv[:, 1:] - boxes[:, 3]))
    nearest: Indices = np.argmin(outside, axis=1)
    return nearest


def shared_edges(shapes: Shapes) -> tuple[Indices, Indices, Points]:
    """Pairs (i < j) of polygons and the length of the boundary they share, by exactly equal edges."""
    rings, polygon = shapely.get_rings(shapes, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    vertex = np.unique(_keys(coords), return_inverse=True)[1]
    a, b = vertex[:-1][same], vertex[1:][same]
    length = np.hypot(*(coords[1:] - coords[:-1])[same].T)
    owner = polygon[ring[:-1][same]]
    edge = np.minimum(a, b) * (1 << 32) + np.maximum(a, b)
    order = np.argsort(edge, kind="stable")
    twin = np.flatnonzero(edge[order][1:] == edge[order][:-1])
    one, two = owner[order[twin]], owner[order[twin + 1]]
    pair = np.minimum(one, two) * (1 << 32) + np.maximum(one, two)
    pairs, where = np.unique(pair, return_inverse=True)
    total = np.bincount(where, weights=length[order[twin]], minlength=len(pairs))
    return pairs >> 32, pairs & 0xFFFFFFFF, total.astype(np.float64)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Slivers become part of the neighbour in their block with whom they share most boundary."""
    shapes = np.array([piece.polygon for piece in pieces], dtype=object)
    area = shapely.area(shapes)
    block = np.array([piece.block for piece in pieces])
    narrow = (2 * area / shapely.length(shapes) < LEAST_BREADTH) & (block >= 0)
    small = (area < LEAST_AREA) | narrow
    into = np.arange(len(pieces))
    one, two, length = shared_edges(shapes)
    for k in np.argsort(length):
        for a, b in ((one[k], two[k]), (two[k], one[k])):
            if small[a] and (block[a] == block[b] or area[a] < SPLINTER):
                into[a] = b
    return merged(pieces, into)


def merged(pieces: list[Piece], into: Indices) -> list[Piece]:
    """`into` names for each piece the one that takes it in (itself where it stays); chains are followed."""
    root = into.copy()
    for _ in range(len(pieces)):
        further = into[root]
        if (further == root).all():
            break
        root = further
    root = np.minimum(root, into[root])
    groups: dict[int, list[int]] = {}
    for i, r in enumerate(root):
        groups.setdefault(int(r), []).append(i)
    result = []
    for keeper, members in groups.items():
        if len(members) == 1:
            result.append(pieces[members[0]])
            continue
        whole = shapely.union_all([pieces[m].polygon for m in members])
        if isinstance(whole, Polygon):
            result.append(Piece(whole, pieces[keeper].block, pieces[keeper].plot))
        else:
            result += [pieces[m] for m in members]
    return result
