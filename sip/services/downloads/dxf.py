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
from sip.services.downloads.dxf_text import pairs, shape, tables, text

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
        *pairs((999, f"SIP EPSG:{PL_1992.srid} X=easting Y=northing, {record.identifier}")),
        *pairs((0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009")),
        *pairs((9, "$EXTMIN"), (10, f"{west:.3f}"), (20, f"{south:.3f}")),
        *pairs((9, "$EXTMAX"), (10, f"{east:.3f}"), (20, f"{north:.3f}"), (0, "ENDSEC")),
        *tables((name, layer.colour) for layer in LAYERS.values() for name in (layer.lines, layer.texts)),
        *pairs((0, "SECTION"), (2, "ENTITIES")),
    ]
    for kind, number, geometry in found:
        lines += _object(LAYERS[kind], number, area(geometry))
    lines += pairs((0, "ENDSEC"), (0, "EOF"))
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _object(layer: Layer, words: str, drawn: shapely.Polygon | shapely.MultiPolygon) -> Iterator[str]:
    yield from shape(layer.lines, drawn)
    if words:
        yield from text(layer.texts, drawn.point_on_surface(), words)
