"""A parcel as a DXF drawing (AutoCAD R12, which every program reads): boundary, number, neighbours, buildings.

X is the easting and Y the northing in PL-1992, metres, as drawings have it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from sip.extracts.boundary import area
from sip.extracts.parcel import ParcelRecord
from sip.geo.crs import PL_1992
from sip.public import rows

NEAR = """
SELECT 'chosen', number, ST_AsBinary(geom) FROM parcel_history_public WHERE id = %(version)s
UNION ALL
(SELECT 'neighbour', n.number, ST_AsBinary(n.geom)
FROM parcel_history_public AS p
JOIN parcel_public AS n ON n.geom && ST_Expand(p.geom, 0.05) AND n.id <> p.id AND ST_DWithin(n.geom, p.geom, 0.05)
WHERE p.id = %(version)s ORDER BY n.identifier LIMIT 200)
UNION ALL
(SELECT 'building', '', ST_AsBinary(b.geom)
FROM parcel_history_public AS p JOIN building_public AS b ON b.geom && p.geom AND ST_Intersects(b.geom, p.geom)
WHERE p.id = %(version)s ORDER BY b.identifier LIMIT 200)
"""
TEXT_HEIGHT_M = 2.5


@dataclass(frozen=True, slots=True)
class Layer:
    """`colour` is AutoCAD's index."""

    lines: str
    texts: str
    colour: int


LAYERS = {
    "chosen": Layer("DZIALKA", "DZIALKA_NUMER", 1),
    "neighbour": Layer("SASIEDNIE", "SASIEDNIE_NUMERY", 8),
    "building": Layer("BUDYNKI", "BUDYNKI_OPISY", 30),
}


def dxf(record: ParcelRecord) -> bytes:
    found = rows(NEAR, {"version": record.version_pk})
    west, south, east, north = record.extent
    lines = [
        *_pairs((999, f"SIP EPSG:{PL_1992.srid} X=easting Y=northing, {record.identifier}")),
        *_pairs((0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009")),
        *_pairs((9, "$EXTMIN"), (10, f"{west:.3f}"), (20, f"{south:.3f}")),
        *_pairs((9, "$EXTMAX"), (10, f"{east:.3f}"), (20, f"{north:.3f}"), (0, "ENDSEC")),
        *_tables(),
        *_pairs((0, "SECTION"), (2, "ENTITIES")),
    ]
    for kind, number, geometry in found:
        lines += _object(LAYERS[kind], number, area(geometry))
    lines += _pairs((0, "ENDSEC"), (0, "EOF"))
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _pairs(*pairs: tuple[int, str]) -> Iterator[str]:
    """A group code and its value, each on its own line."""
    for code, value in pairs:
        yield f"{code:>3}"
        yield value


def _tables() -> Iterator[str]:
    named = [(name, layer.colour) for layer in LAYERS.values() for name in (layer.lines, layer.texts)]
    yield from _pairs((0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LTYPE"), (70, "1"))
    yield from _pairs((0, "LTYPE"), (2, "CONTINUOUS"), (70, "0"), (3, "Solid line"), (72, "65"), (73, "0"))
    yield from _pairs((40, "0.0"), (0, "ENDTAB"), (0, "TABLE"), (2, "LAYER"), (70, str(len(named))))
    for name, colour in named:
        yield from _pairs((0, "LAYER"), (2, name), (70, "0"), (62, str(colour)), (6, "CONTINUOUS"))
    yield from _pairs((0, "ENDTAB"), (0, "ENDSEC"))


def _object(layer: Layer, text: str, shape: shapely.Polygon | shapely.MultiPolygon) -> Iterator[str]:
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            yield from _polyline(layer.lines, ring)
    if text:
        spot = shape.point_on_surface()
        yield from _pairs((0, "TEXT"), (8, layer.texts), (10, f"{spot.x:.3f}"), (20, f"{spot.y:.3f}"), (30, "0.0"))
        yield from _pairs((40, str(TEXT_HEIGHT_M)), (1, _ascii(text)))


def _polyline(layer: str, ring: shapely.LinearRing) -> Iterator[str]:
    """Closed by its flag, not by a repeated point."""
    yield from _pairs((0, "POLYLINE"), (8, layer), (66, "1"), (10, "0.0"), (20, "0.0"), (30, "0.0"), (70, "1"))
    for x, y in shapely.get_coordinates(ring)[:-1]:
        yield from _pairs((0, "VERTEX"), (8, layer), (10, f"{x:.3f}"), (20, f"{y:.3f}"), (30, "0.0"))
    yield from _pairs((0, "SEQEND"), (8, layer))


def _ascii(text: str) -> str:
    """Other letters as AutoCAD writes them, \\U+0141; nothing that would end the line."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return "".join(letter if letter.isascii() else f"\\U+{ord(letter):04X}" for letter in shown)
