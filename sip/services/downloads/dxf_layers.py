"""Whole layers as one DXF drawing, written while the rows come: outlines on one layer, their texts on another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import shapely

from sip.public import Rows
from sip.services.downloads.dxf_text import pairs, shape, tables, text
from sip.services.downloads.job import Job
from sip.services.downloads.sources import Source
from sip.services.downloads.styles import LOOKS

# AutoCAD's indices of colours.
COLOURS: Final = {
    "parcels": 7,
    "buildings": 30,
    "precincts": 200,
    "land-use": 94,
    "addresses": 1,
    "planning-acts": 10,
    "planning-zones": 40,
    "planning-regulations": 130,
    "restrictions": 150,
}
NAMES: Final = {
    "parcels": "DZIALKI",
    "buildings": "BUDYNKI",
    "precincts": "OBREBY",
    "land-use": "UZYTKI",
    "addresses": "ADRESY",
    "planning-acts": "AKTY",
    "planning-zones": "STREFY",
    "planning-regulations": "REGULACJE",
    "restrictions": "OGRANICZENIA",
}


def drawing(job: Job) -> list[Path]:
    """X is the easting, Y the northing, metres, as drawings have it."""
    path = job.folder / "dane.dxf"
    with path.open("w", encoding="ascii", newline="") as file:
        for line in _lines(job):
            file.write(f"{line}\r\n")
    return [path]


def _lines(job: Job) -> Iterator[str]:
    about = job.about
    said = f"SIP EPSG:{job.wanted.crs} X=easting Y=northing, data {about['data_date']}, v{about['register_version']}"
    yield from pairs((999, said), (0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009"), (0, "ENDSEC"))
    named = ((name, COLOURS[source.name]) for source in job.sources for name in _names(source))
    yield from tables(named)
    yield from pairs((0, "SECTION"), (2, "ENTITIES"))
    for source in job.sources:
        for batch in job.rows(source):
            yield from _entities(source, batch)
    yield from pairs((0, "ENDSEC"), (0, "EOF"))


def _names(source: Source) -> tuple[str, str]:
    """Of outlines, of texts."""
    return NAMES[source.name], f"{NAMES[source.name]}_OPISY"


def _entities(source: Source, batch: Rows) -> Iterator[str]:
    lines, texts = _names(source)
    label = LOOKS[source.name].label
    place = next((at for at, column in enumerate(source.columns) if column.name == label), None)
    for row in batch:
        if row[-1] is None:
            continue
        drawn = shapely.from_wkb(bytes(row[-1]))
        yield from shape(lines, drawn)
        if place is not None and row[place]:
            yield from text(texts, drawn.point_on_surface(), str(row[place]))
