"""Lines of DXF (AutoCAD R12, which every program reads): group codes with values, tables of layers, entities."""

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

TEXT_HEIGHT_M = 2.5


def pairs(*given: tuple[int, str]) -> Iterator[str]:
    """A group code and its value, each on its own line."""
    for code, value in given:
        yield f"{code:>3}"
        yield value


def tables(layers: Iterable[tuple[str, int]]) -> Iterator[str]:
    """LAYERS with AutoCAD's index of their colours."""
    named = list(layers)
    yield from pairs((0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LTYPE"), (70, "1"))
    yield from pairs((0, "LTYPE"), (2, "CONTINUOUS"), (70, "0"), (3, "Solid line"), (72, "65"), (73, "0"))
    yield from pairs((40, "0.0"), (0, "ENDTAB"), (0, "TABLE"), (2, "LAYER"), (70, str(len(named))))
    for name, colour in named:
        yield from pairs((0, "LAYER"), (2, name), (70, "0"), (62, str(colour)), (6, "CONTINUOUS"))
    yield from pairs((0, "ENDTAB"), (0, "ENDSEC"))


def shape(layer: str, drawn: BaseGeometry) -> Iterator[str]:
    """Outlines of areas, lines and points, part by part; X is the easting, Y the northing."""
    for part in shapely.get_parts(drawn):
        if isinstance(part, shapely.Polygon):
            for ring in (part.exterior, *part.interiors):
                yield from _polyline(layer, shapely.get_coordinates(ring)[:-1], closed=True)
        elif isinstance(part, shapely.Point):
            yield from pairs((0, "POINT"), (8, layer), (10, f"{part.x:.3f}"), (20, f"{part.y:.3f}"), (30, "0.0"))
        else:
            yield from _polyline(layer, shapely.get_coordinates(part), closed=False)


def text(layer: str, spot: shapely.Point, words: str) -> Iterator[str]:
    yield from pairs((0, "TEXT"), (8, layer), (10, f"{spot.x:.3f}"), (20, f"{spot.y:.3f}"), (30, "0.0"))
    yield from pairs((40, str(TEXT_HEIGHT_M)), (1, plain(words)))


def _polyline(layer: str, points: NDArray[np.float64], *, closed: bool) -> Iterator[str]:
    """A ring is closed by its flag, not by a repeated point."""
    flag = "1" if closed else "0"
    yield from pairs((0, "POLYLINE"), (8, layer), (66, "1"), (10, "0.0"), (20, "0.0"), (30, "0.0"), (70, flag))
    for x, y in points:
        yield from pairs((0, "VERTEX"), (8, layer), (10, f"{x:.3f}"), (20, f"{y:.3f}"), (30, "0.0"))
    yield from pairs((0, "SEQEND"), (8, layer))


def plain(words: str) -> str:
    """Other letters as AutoCAD writes them, \\U+0141; nothing that would end the line."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words)
    return "".join(letter if letter.isascii() else f"\\U+{ord(letter):04X}" for letter in shown)
