"""Parcel numbers as a register grows: along the blocks, denominators after divisions, sheets in a town."""

import numpy as np
import shapely

from parcels.demo.drawing import Drawing
from parcels.demo.partition import Indices, Piece

SHEET_SIZE = 110  # parcels on a map sheet, about


def numbered(drawing: Drawing, *, sheets: bool) -> list[tuple[str, Piece]]:
    """(number after the precinct, piece) in the order of numbers, e.g. "AR_3.12/1" or "154"."""
    order = _order(drawing)
    sheet = _sheets(drawing, order) if sheets else np.zeros(len(order), dtype=np.int64)
    stems: dict[tuple[int, int, int], list[int]] = {}
    for i in order:
        piece = drawing.pieces[i]
        stem = -1 - i if piece.block < 0 else drawing.layouts[piece.block].plots[piece.plot].stem
        stems.setdefault((int(sheet[i]), piece.block, stem), []).append(i)
    result: list[tuple[str, Piece]] = []
    last: dict[int, int] = {}
    for (page, _, _), members in stems.items():
        last[page] = last.get(page, 0) + 1
        start = f"AR_{page}." if sheets else ""
        for k, i in enumerate(members, 1):
            number = str(last[page]) if len(members) == 1 else f"{last[page]}/{k}"
            result.append((start + number, drawing.pieces[i]))
    return result


def _order(drawing: Drawing) -> list[int]:
    """Blocks clockwise round the precinct, in each band along the front to and fro; corridors last."""
    centre = np.array(shapely.Polygon(drawing.outline.ring).centroid.coords[0])
    offsets = [np.array(block.representative_point().coords[0]) - centre for block in drawing.net.blocks]
    turns = [float(np.arctan2(dx, dy)) for dx, dy in offsets]

    def key(i: int) -> tuple[float, ...]:
        piece = drawing.pieces[i]
        if piece.block < 0:
            return (9.0, piece.plot, i)
        plot = drawing.layouts[piece.block].plots[piece.plot]
        return (
            turns[piece.block],
            piece.block,
            int(plot.v0 / 60),
            plot.u0 * (-1) ** int(plot.v0 / 60),
            plot.v0,
            i,
        )

    return sorted(range(len(drawing.pieces)), key=key)


def _sheets(drawing: Drawing, order: list[int]) -> Indices:
    """Whole blocks to a sheet; a road lies on the sheet of the block nearest to it."""
    sheet = np.zeros(len(drawing.pieces), dtype=np.int64)
    pages: dict[int, int] = {}
    page = filled = 1
    blocks = [drawing.pieces[i].block for i in order]
    for i, block in zip(order, blocks, strict=True):
        if block >= 0:
            if block not in pages and filled > SHEET_SIZE:
                page, filled = page + 1, 0
            pages.setdefault(block, page)
            filled += 1
            sheet[i] = pages[block]
    tree = shapely.STRtree(drawing.net.blocks)
    for i, block in zip(order, blocks, strict=True):
        if block < 0:
            nearest = int(tree.nearest(drawing.pieces[i].polygon.representative_point()))
            sheet[i] = pages.get(nearest, 1)
    return sheet
