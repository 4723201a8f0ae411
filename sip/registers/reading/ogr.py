"""GeoPackage, Shapefile and FlatGeobuf through GDAL, a batch of features at a time."""

import codecs
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyproj
import shapely

from sip.geo.crs import KNOWN, AxisOrder, Reading
from sip.geo.gmlstream import Unreadable
from sip.registers.reading import gdal
from sip.registers.reading.bytesource import DAMAGED_ZIP
from sip.registers.reading.columns import Columns, UnknownColumns
from sip.registers.reading.rows import RawRow
from sip.registers.reading.values import central_european

_BATCH: Final = 5000


class OgrRows:
    """Rows of one layer; geometries are easting first."""

    usual = AxisOrder.EAST_NORTH

    def __init__(self, path: Path, columns: Columns, *, member: str = "", areal: bool = False) -> None:
        """`member` is the file inside the zip archive `path`; `areal` says that areas are wanted. Raises Unreadable."""
        self._path, self._member, self._columns = path, member, columns
        self._encoding = _dbf_encoding(path, member)
        self._layer = self._choose_layer(areal=areal)
        self.count = self._layer.features
        self.done = 0
        self.declared = _declared(self._layer.crs)

    def __iter__(self) -> Iterator[RawRow]:
        while True:
            rows = self._batch()
            yield from rows
            if len(rows) < _BATCH:
                return

    def _choose_layer(self, *, areal: bool) -> gdal.Layer:
        """The first layer with the columns we need; one of areas before others where areas are wanted."""
        layers = self._layers()
        fitting = [layer for layer in layers if self._columns.suffice(layer.fields)]
        if not fitting:
            raise UnknownColumns(dict.fromkeys(field for layer in layers for field in layer.fields))
        return max(fitting, key=lambda layer: areal and _is_areal(layer.geometry_type))

    def _layers(self) -> list[gdal.Layer]:
        """Layers with a geometry."""
        try:
            found = gdal.layers(self._path, self._member, encoding=self._encoding)
        except gdal.Failed:
            raise Unreadable("unknown-format") from None
        if not found:
            raise Unreadable("unknown-format", "geometry")
        return found

    def _batch(self) -> list[RawRow]:
        names = [name for name in self._layer.fields if self._columns.knows(name)]
        try:
            batch = gdal.read(
                self._path,
                self._member,
                layer=self._layer.name,
                columns=names,
                encoding=self._encoding,
                skip=self.done,
                most=_BATCH,
            )
        except gdal.Failed:
            raise Unreadable("truncated") from None
        shapes = shapely.from_wkb(np.array(batch.geometries, dtype=object), on_invalid="ignore")
        first, self.done = self.done + 1, self.done + len(shapes)
        # A layer may have no column that is read, and shapes all the same.
        table: Iterable[tuple[str, ...]] = zip(*batch.columns, strict=True) if batch.columns else [()] * len(shapes)
        return [
            _row(first + index, dict(zip(batch.fields, cells, strict=True)), shapes[index], batch.geometries[index])
            for index, cells in enumerate(table)
        ]


def _row(number: int, values: dict[str, str], geometry: shapely.Geometry | None, wkb: bytes | None) -> RawRow:
    if geometry is None:
        return RawRow(number, values, fault="WKB" if wkb else "")
    finite = np.isfinite(shapely.get_coordinates(geometry)).all()
    return RawRow(number, values, geometry) if finite else RawRow(number, values, fault="number")


def _is_areal(geometry_type: str | None) -> bool:
    return any(word in (geometry_type or "") for word in ("Polygon", "Surface", "Unknown"))


def _declared(crs: str | None) -> Reading | None:
    if not crs:
        return None
    try:
        code = pyproj.CRS.from_user_input(crs).to_epsg(min_confidence=25)
    except pyproj.exceptions.CRSError:
        return None
    known = KNOWN.get(code or 0)
    return Reading(known, AxisOrder.EAST_NORTH) if known else None


def _dbf_encoding(path: Path, member: str) -> str | None:
    """The encoding of a Shapefile: UTF-8 if it reads as that, else what it says (None), else the usual ones.

    Many a .cpg file is wrong: programs write UTF-8 into it whatever the table is in. Polish text in another encoding
    does not read as UTF-8.
    """
    shape = Path(member) if member else path
    if shape.suffix.lower() != ".shp":
        return None
    said = _encoding_in(_beside(path, member, ".cpg"))
    table = _beside(path, member, ".dbf")
    records = table[int.from_bytes(table[8:10], "little") :]
    try:
        plain = records.decode("utf-8").isascii()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None if said not in ("", "utf-8") else _unsaid(table, records)
        plain = False
    return None if plain and said else "UTF-8"


def _unsaid(table: bytes, records: bytes) -> str:
    """Of a table without a .cpg file to believe: its mark of a language is right where it names that of DOS."""
    return "CP852" if table[29] in _DOS else central_european(records)


def _encoding_in(name: bytes) -> str:
    """What a .cpg file says: the name of an encoding, or a number that GDAL knows, else ""."""
    text = name.decode("ascii", errors="replace").strip()
    try:
        return "utf-8" if text == _UTF_8_NUMBER else text if text.isdigit() else codecs.lookup(text).name
    except (LookupError, ValueError):
        return ""


def _beside(path: Path, member: str, suffix: str) -> bytes:
    """The start of a Shapefile's other file, b"" where there is none. Raises Unreadable."""
    if not member:
        found = next((other for other in path.parent.glob(f"{path.stem}.*") if other.suffix.lower() == suffix), None)
        return _start(found) if found else b""
    try:
        return _packed_beside(path, str(Path(member).with_suffix(suffix)).lower())
    except (*DAMAGED_ZIP, zlib.error, EOFError):
        raise Unreadable("unknown-format") from None


def _packed_beside(path: Path, wanted: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        name = next((name for name in archive.namelist() if name.lower() == wanted), None)
        if name is None:
            return b""
        with archive.open(name) as stream:
            return stream.read(_SAMPLE)


_SAMPLE: Final = 1 << 20
_UTF_8_NUMBER: Final = "65001"
# Marks of the eastern European code page of DOS.
_DOS: Final = frozenset((31, 35, 64, 100, 135))


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_SAMPLE)
