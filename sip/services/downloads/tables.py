"""GeoPackage and FlatGeobuf, written by GDAL from a stream: no more rows in memory than a batch has."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyogrio

from sip.public import Rows
from sip.services.downloads.job import Job
from sip.services.downloads.sources import Column, Kind, Shape, Source
from sip.services.downloads.styles import style

TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("ms", "UTC"),
    Kind.JSON: pa.string(),
}
SHAPES: Final = {Shape.AREA: "MultiPolygon", Shape.POINT: "Point", Shape.MIXED: "Unknown"}
GEOMETRY: Final = "geom"
STYLES: Final = "layer_styles"


def geopackage(job: Job) -> list[Path]:
    """One file with a table for each layer, and their looks where QGIS seeks them."""
    path = job.folder / "dane.gpkg"
    for number, source in enumerate(job.sources):
        options = {"DESCRIPTION": str(source.title), "IDENTIFIER": source.name}
        _written(job, source, path, "GPKG", append=number > 0, layer_options=options)
    _with_styles(path, job.sources)
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


def _written(job: Job, source: Source, path: Path, driver: str, **options: Any) -> None:
    schema = pa.schema([*map(_field, source.columns), _geometry_field()])
    stream = _Stream(lambda: (_batch(schema, rows) for rows in job.rows(source)))
    said = {"SIP": orjson.dumps(job.said_of(source)).decode()}
    try:
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, stream.batches()),
            path,
            layer=source.name,
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
            "f_table_name": source.name,
            "f_geometry_column": GEOMETRY,
            "styleName": source.name,
            "styleQML": style(source),
            "styleSLD": "",
            "useAsDefault": True,
            "description": str(source.title),
            "owner": "",
            "ui": None,
        }
        for source in sources
    ]
    types = {"useAsDefault": pa.bool_()}
    schema = pa.schema([pa.field(name, types.get(name, pa.string())) for name in rows[0]])
    table = pa.Table.from_pylist(rows, schema)
    pyogrio.write_arrow(
        table, path, layer=STYLES, driver="GPKG", append=True, layer_options={"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"}
    )
