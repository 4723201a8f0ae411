"""A shape out of a resident's file: all that it draws, in one."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.land.files import Content, read, unreadable, wrong
from sip.geo.crs import PL_1992
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.placing import AREAS, POINTS, Draft, Placer

LINES: Final = ("LineString", "MultiLineString", "MultiPoint")


class _Kind(StrEnum):
    SHAPE = "shape"


def shape_of(upload: UploadedFile) -> GEOSGeometry:  # type: ignore[type-arg]
    """What the file draws, in EPSG:2180: its areas grown into one, or what there is instead of areas.

    Raises Incomplete, saying what is wrong with the file.
    """
    content = read(upload)
    try:
        return _merged(_placed(content))
    except Unreadable as error:
        raise unreadable(error) from None


def _placed(content: Content) -> list[shapely.Geometry]:
    shapes: dict[StrEnum, tuple[str, ...]] = {_Kind.SHAPE: (*AREAS, *LINES, *POINTS)}
    placer = Placer([], default=content.declared, usual=content.usual, optional=(_Kind.SHAPE,), shapes=shapes)
    records = list(placer.records(_drafts(content)))
    if any(problem.code == "absurd-coordinates" for record in records for problem in record.problems):
        raise wrong(_("Współrzędne z pliku leżą poza Polską albo w nieznanym układzie."))
    return [record.geometry for record in records if record.geometry is not None]


def _drafts(content: Content) -> Iterator[Draft]:
    for row in content.rows:
        if row.outline is not None:
            yield Draft(_Kind.SHAPE, "", None, row.number, row.outline)


def _merged(found: list[shapely.Geometry]) -> GEOSGeometry:
    areas = [shape for shape in found if type(shape).__name__ in AREAS]
    if not found:
        raise wrong(_("W pliku nie ma kształtu, który umiemy odczytać."))
    if areas and not all(shapely.is_valid(areas)):
        raise wrong(_("Granica kształtu w pliku przecina sama siebie."))
    whole = shapely.union_all(areas or found)
    if isinstance(whole, shapely.GeometryCollection):
        raise wrong(_("Plik miesza punkty z liniami: zostaw jeden rodzaj."))
    return GEOSGeometry(memoryview(shapely.to_wkb(shapely.force_2d(whole))), srid=PL_1992.srid)
