"""GeoJSON and CSV, written as texts while the rows come."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
import shapely

from sip.services.downloads.job import Job
from sip.services.downloads.sources import Source
from sip.services.parameters import digits
from sip.spreadsheet import csv_lines

# Of points in metres and in degrees: a centimetre, a spreadsheet needs no more.
PLACE: Final = ("easting", "northing")


def geojson(job: Job) -> list[Path]:
    """A file for each layer by RFC 7946; what it says of itself is a foreign member before the features."""
    return [_geojson(job, source) for source in job.sources]


def _geojson(job: Job, source: Source) -> Path:
    path = job.folder / f"{source.name}.geojson"
    with path.open("w", encoding="utf-8") as file:
        about = orjson.dumps(job.said_of(source)).decode()
        file.write(f'{{"type":"FeatureCollection","name":"{source.name}","metadata":{about},"features":[')
        between = "\n"
        for batch in job.features(source, digits(job.wanted.crs)):
            for (feature,) in batch:
                file.write(f"{between}{feature}")
                between = ",\n"
        file.write("\n]}\n")
    return path


def spreadsheet(job: Job) -> list[Path]:
    """A table for each layer, as Polish spreadsheets open it; a place in words of numbers: a point inside."""
    return [_table(job, source) for source in job.sources]


def _table(job: Job, source: Source) -> Path:
    path = job.folder / f"{source.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(_cells(job, source), delimiter=";"))
    return path


def _cells(job: Job, source: Source) -> Iterator[Sequence[object]]:
    yield [*(column.name for column in source.columns), *PLACE]
    places = digits(job.wanted.crs)
    for batch in job.rows(source):
        shapes = shapely.point_on_surface(
            shapely.from_wkb([None if row[-1] is None else bytes(row[-1]) for row in batch])
        )
        for row, x, y in zip(batch, shapely.get_x(shapes), shapely.get_y(shapes), strict=True):
            yield [*map(_cell, row[:-1]), *(_metre(value, places) for value in (x, y))]


def _cell(value: Any) -> Any:
    """A decimal comma, and moments as Polish clocks have them: what Polish spreadsheets take for numbers and dates."""
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return value


def _metre(value: float, places: int) -> str:
    return "" if value != value else f"{value:.{places}f}".replace(".", ",")
