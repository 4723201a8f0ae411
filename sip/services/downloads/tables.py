"""GeoPackage, FlatGeobuf and shapefiles, written by GDAL from a stream: no more rows in memory than a batch has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyogrio
from django.utils.timezone import now

from sip.public import Rows
from sip.services.downloads.job import Job
from sip.services.downloads.sources import Column, Kind, Shape, Source
from sip.services.downloads.styles import style
from sip.spreadsheet import csv_lines

TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("ms", "UTC"),
    Kind.JSON: pa.string(),
}
SHAPES: Final = {
    Shape.AREA: "MultiPolygon",
    Shape.POINT: "Point",
    Shape.LINE: "MultiLineString",
    Shape.POINTS: "MultiPoint",
    Shape.MIXED: "Unknown",
}
GEOMETRY: Final = "geom"
STYLES: Final = "layer_styles"
# What a shapefile's names of fields may have.
SHORT: Final = 10
# Kinds of shapes that one table does not hold together.
SEVERAL: Final = {Shape.AREA: "-obszary", Shape.LINE: "-linie", Shape.POINTS: "-punkty"}
DIMENSIONS: Final = {Shape.AREA: 2, Shape.LINE: 1, Shape.POINTS: 0}


def geopackage(job: Job) -> list[Path]:
    """One file with a table for each layer, and their looks where QGIS seeks them."""
    path = job.folder / "dane.gpkg"
    tables = [part for source in job.sources for part in _parts(source)]
    for number, source in enumerate(tables):
        options = {"DESCRIPTION": str(source.title), "IDENTIFIER": source.full_name}
        # Programs of some years ago warn of a later version.
        edition = {} if number else {"VERSION": "1.3"}
        _written(job, source, path, "GPKG", append=number > 0, layer_options=options, dataset_options=edition)
    _with_styles(path, tables)
    return [path]


def flatgeobuf(job: Job) -> list[Path]:
    """A file for each layer, with its spatial index."""
    paths = []
    for source in job.sources:
        path = job.folder / f"{source.name}.fgb"
        said = orjson.dumps(job.said_of(source)).decode()
        # The index is sorted in a file beside, not in memory.
        options = {"TITLE": str(source.title), "DESCRIPTION": said, "TEMPORARY_DIR": str(job.folder)}
        _written(job, source, path, "FlatGeobuf", layer_options=options)
        paths.append(path)
    return paths


def shapefile(job: Job) -> list[Path]:
    """A shapefile for each layer and kind of shape, and a table of what the short names of its fields stand for."""
    for source in job.sources:
        for part in map(_narrowed, _parts(source)):
            _written(job, part, job.folder / f"{part.full_name}.shp", "ESRI Shapefile", encoding="UTF-8")
    legend = job.folder / "pola.csv"
    with legend.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(_legend(job.sources), delimiter=";"))
    return [*sorted(path for path in job.folder.iterdir() if path != legend), legend]


def _parts(source: Source) -> list[Source]:
    """A layer of mixed shapes as one of each kind, as shapefiles want it and QGIS draws it."""
    if source.shape is not Shape.MIXED:
        return [source]
    return [
        replace(source, shape=shape, suffix=suffix, only=f"ST_Dimension(geom) = {DIMENSIONS[shape]}")
        for shape, suffix in SEVERAL.items()
    ]


def _narrowed(source: Source) -> Source:
    """With short names, and moments and lists as texts."""
    kinds = {Kind.MOMENT: Kind.TEXT, Kind.JSON: Kind.TEXT}
    short = short_names([column.name for column in source.columns])
    columns = tuple(
        replace(column, name=short[column.name], kind=kinds.get(column.kind, column.kind)) for column in source.columns
    )
    return replace(source, columns=columns)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Of at most ten letters, each once; a name that is too long loses its end."""
    short: dict[str, str] = {}
    for name in names:
        made = name[:SHORT]
        for number in count(1):
            if made not in short.values():
                break
            made = f"{name[: SHORT - 2]}_{number}"
        short[name] = made
    return short


def _legend(sources: Iterable[Source]) -> Iterator[Sequence[object]]:
    yield ("plik", "pole", "nazwa", "znaczenie")
    for source in sources:
        short = short_names([column.name for column in source.columns])
        for column in source.columns:
            yield source.name, short[column.name], column.name, str(column.title)


def _written(job: Job, source: Source, path: Path, driver: str, **options: Any) -> None:
    schema = pa.schema([*map(_field, source.columns), _geometry_field()])
    stream = _Stream(lambda: (_batch(schema, rows) for rows in job.rows(source)))
    said = {"SIP": orjson.dumps(job.said_of(source)).decode()}
    try:
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, stream.batches()),
            path,
            layer=source.full_name,
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type=SHAPES[source.shape],
            crs=f"EPSG:{job.wanted.crs}",
            layer_metadata=said if driver == "GPKG" else None,
            **options,
        )
    except Exception as fault:
        raise (stream.fault or fault) from None


class _Stream:
    """GDAL tells of a fault in what it reads in words only; here it is kept as it was."""

    def __init__(self, make: Callable[[], Iterator[pa.RecordBatch]]) -> None:
        self.make = make
        self.fault: BaseException | None = None

    def batches(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self.make()
        except BaseException as fault:
            self.fault = fault
            raise


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, TYPES[column.kind], metadata={"GDAL:OGR:alternative_name": str(column.title)})


def _geometry_field() -> pa.Field:
    return pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})


def _batch(schema: pa.Schema, rows: Rows) -> pa.RecordBatch:
    columns: list[Any] = list(zip(*rows, strict=True))
    columns[-1] = [None if shape is None else bytes(shape) for shape in columns[-1]]
    return pa.record_batch([pa.array(values, each.type) for values, each in zip(columns, schema, strict=True)], schema)


def _with_styles(path: Path, sources: Sequence[Source]) -> None:
    """The table that QGIS takes a layer's look from."""
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": source.full_name,
            "f_geometry_column": GEOMETRY,
            "styleName": source.name,
            "styleQML": style(source),
            "styleSLD": "",
            "useAsDefault": True,
            "description": str(source.title),
            "owner": "",
            "ui": None,
            # QGIS takes the youngest, and none without it.
            "update_time": now(),
        }
        for source in sources
    ]
    types = {"useAsDefault": pa.bool_(), "update_time": TYPES[Kind.MOMENT]}
    schema = pa.schema([pa.field(name, types.get(name, pa.string())) for name in rows[0]])
    table = pa.Table.from_pylist(rows, schema)
    pyogrio.write_arrow(
        table, path, layer=STYLES, driver="GPKG", append=True, layer_options={"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"}
    )
