"""Formats of files to take away: what each can hold, and by which function it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import KNOWN, PL_1992, PL_2000, WEB_MERCATOR, WGS84

SYSTEMS: Final = (PL_1992.srid, *(zone.srid for zone in PL_2000), WGS84.srid, WEB_MERCATOR.srid)
ZIP: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class Format:
    """`writer` is a dotted path, so that a web process need not load what only the worker uses.

    A writer makes files in a folder. Several files, and those of a `packed` format, leave in one ZIP.
    """

    name: str
    title: str
    ending: str
    media_type: str
    writer: str
    purpose: str | Promise
    systems: tuple[int, ...] = SYSTEMS
    packed: bool = False
    # Layers that the format has a place for; empty for all.
    layers: tuple[str, ...] = ()

    @property
    def usual_system(self) -> int:
        return self.systems[0]


_ROOM: Final = "sip.services.downloads"
FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format(
            "gpkg",
            "GeoPackage",
            "gpkg",
            "application/geopackage+sqlite3",
            f"{_ROOM}.tables.geopackage",
            _("do QGIS: wszystkie warstwy w jednym pliku, z wyglądem i etykietami"),
        ),
        Format(
            "geojson",
            "GeoJSON",
            "geojson",
            "application/geo+json",
            f"{_ROOM}.texts.geojson",
            _("do map internetowych i programów; zawsze w WGS 84"),
            systems=(WGS84.srid,),
        ),
        Format(
            "fgb",
            "FlatGeobuf",
            "fgb",
            "application/flatgeobuf",
            f"{_ROOM}.tables.flatgeobuf",
            _("do QGIS i programów: szybki odczyt części dużego pliku"),
        ),
        Format(
            "shp",
            "Shapefile",
            "zip",
            "application/zip",
            f"{_ROOM}.tables.shapefile",
            _("do starszych programów: ZIP, nazwy pól do 10 liter, teksty do 254 bajtów"),
            packed=True,
        ),
        Format(
            "dxf",
            "DXF",
            "dxf",
            "image/vnd.dxf",
            f"{_ROOM}.dxf_layers.drawing",
            _("do programów CAD: granice i opisy na osobnych warstwach rysunku"),
            systems=(PL_1992.srid, *(zone.srid for zone in PL_2000)),
        ),
        Format(
            "egib",
            "GML EGiB",
            "gml",
            "application/gml+xml; version=3.2",
            f"{_ROOM}.egib.collection",
            _("do systemów ewidencji, schemat EGIB 1.10: działki, budynki, użytki i obręby"),
            systems=(PL_1992.srid, *(zone.srid for zone in PL_2000)),
            layers=("parcels", "buildings", "land-use", "precincts"),
        ),
        Format(
            "app",
            "GML APP",
            "gml",
            "application/gml+xml; version=3.2",
            f"{_ROOM}.app_files.acts",
            _("do systemów planowania, schemat APP 2.0: plik każdego aktu z jego strefami i dokumentami"),
            systems=(PL_1992.srid,),
            layers=("planning-acts",),
            packed=True,
        ),
        Format(
            "csv",
            "CSV",
            "csv",
            "text/csv; charset=utf-8",
            f"{_ROOM}.texts.spreadsheet",
            _("do arkusza kalkulacyjnego: atrybuty i punkt wewnątrz, bez granic"),
            packed=True,
        ),
    )
}
ENDINGS: Final = frozenset((*(each.ending for each in FORMATS.values()), "zip"))


def media_type(ending: str) -> str:
    return next((each.media_type for each in FORMATS.values() if each.ending == ending), ZIP)


def named_system(srid: int) -> str:
    return f"{KNOWN[srid].name} (EPSG:{srid})"
