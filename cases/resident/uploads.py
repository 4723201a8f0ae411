"""A shape out of a resident's file: GeoJSON, GML, GeoPackage, Shapefile in a zip, DXF; read as deliveries are."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.temp import NamedTemporaryFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.errors import Incomplete
from sip.geo.crs import PL_1992
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.columns import Columns
from sip.registers.reading.placing import AREAS, POINTS, Draft, Placer
from sip.registers.reading.rows import RawRow
from sip.registers.reading.table import TableFile

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_FEATURES: Final = 200
LINES: Final = ("LineString", "MultiLineString", "MultiPoint")


class _Kind(StrEnum):
    SHAPE = "shape"


class _AnyColumns(Columns):
    """Only the geometry is wanted, whatever stands beside it."""

    def knows(self, column: str) -> bool:
        return False

    def suffice(self, columns: Iterable[str]) -> bool:
        return True


def shape_of(upload: UploadedFile) -> GEOSGeometry:  # type: ignore[type-arg]
    """What the file draws, in EPSG:2180: its areas grown into one, or what there is instead of areas.

    Raises Incomplete, saying what is wrong with the file.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise _wrong(_("Plik z kształtem może mieć najwyżej %d MB.") % (MOST_BYTES // 1024 // 1024))
    with NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:8].lower()) as copy:
        copy.write(_collected(b"".join(upload.chunks())))
        copy.flush()
        try:
            return _merged(_placed(Path(copy.name)))
        except Unreadable as error:
            raise _wrong(_unreadable(error)) from None


def _collected(content: bytes) -> bytes:
    """A lone GeoJSON feature or geometry as the collection of it; anything else as it is."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"features"' in content:
        return content
    try:
        alone = orjson.loads(content)
    except orjson.JSONDecodeError:
        return content
    feature = alone if alone.get("type") == "Feature" else {"type": "Feature", "properties": {}, "geometry": alone}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature]})


def _placed(path: Path) -> list[shapely.Geometry]:
    table = TableFile(path, _AnyColumns({}, {}), areal=True)
    shapes: dict[StrEnum, tuple[str, ...]] = {_Kind.SHAPE: (*AREAS, *LINES, *POINTS)}
    placer = Placer([], default=table.declared, usual=table.usual, optional=(_Kind.SHAPE,), shapes=shapes)
    records = list(placer.records(_drafts(table)))
    if any(problem.code == "absurd-coordinates" for record in records for problem in record.problems):
        raise _wrong(_("Współrzędne z pliku leżą poza Polską albo w nieznanym układzie."))
    return [record.geometry for record in records if record.geometry is not None]


def _drafts(rows: Iterable[RawRow]) -> Iterator[Draft]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_FEATURES:
            raise _wrong(_("Plik ma więcej niż %d obiektów: zostaw w nim tylko to miejsce.") % MOST_FEATURES)
        if row.outline is not None:
            yield Draft(_Kind.SHAPE, "", None, row.number, row.outline)


def _merged(found: list[shapely.Geometry]) -> GEOSGeometry:
    areas = [shape for shape in found if type(shape).__name__ in AREAS]
    if not found:
        raise _wrong(_("W pliku nie ma kształtu, który umiemy odczytać."))
    if areas and not all(shapely.is_valid(areas)):
        raise _wrong(_("Granica kształtu w pliku przecina sama siebie."))
    whole = shapely.union_all(areas or found)
    if isinstance(whole, shapely.GeometryCollection):
        raise _wrong(_("Plik miesza punkty z liniami: zostaw jeden rodzaj."))
    return GEOSGeometry(memoryview(shapely.to_wkb(shapely.force_2d(whole))), srid=PL_1992.srid)


def _unreadable(error: Unreadable) -> str:
    known = {
        "no-crs": _("Nie wiadomo, w jakim układzie są współrzędne z pliku."),
        "empty-file": _("Plik jest pusty."),
        "zip-bomb": _("Archiwum rozpakowuje się do ogromnego pliku; nie przyjmujemy takich."),
    }
    return known.get(
        error.code,
        _("Tego pliku nie umiemy odczytać. Przyjmujemy GeoJSON, GML, GeoPackage, Shapefile w ZIP i DXF."),
    )


def _wrong(words: str) -> Incomplete:
    return Incomplete({"shape": [words]})
