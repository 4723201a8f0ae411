"""A form for the outline of an area: GeoJSON or WKT, typed or as a file, in the systems Polish tools write."""

import re
from typing import Any, Final

import numpy as np
import orjson
import shapely
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import KNOWN, PL_1992, PL_2000, POLAND, WGS84, Coordinates, transform
from sip.portal.parcel import FIRST_YEAR, LAST_YEAR

LONGEST: Final = 200_000
# Only areas, and no letters inside: a reader of nested collections has been known to run out of stack.
WKT: Final = re.compile(
    r"\s*(?:SRID=(\d{4,5});)?\s*((?:MULTI)?POLYGON\s*Z?\s*\(\s*\([\d\s.,()eE+-]*\)\s*\))\s*", re.IGNORECASE
)
AREAS: Final = ("Polygon", "MultiPolygon")
LONGITUDES, LATITUDES = (13.0, 25.0), (48.0, 56.0)
# Eastings of the zones of PL-2000 begin with the zone's number.
FIRST_ZONE, LAST_ZONE = 5, 8


class OutlineText(forms.CharField):
    """An outline as people type it."""

    def __init__(self, *, rows: int) -> None:
        super().__init__(
            label=gettext_lazy("Granica obszaru"),
            help_text=gettext_lazy(
                "GeoJSON albo WKT, najpierw współrzędna wschodnia. Może być w stopniach (WGS 84),"
                " w PL-1992 albo PL-2000."
            ),
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"}),
        )


class OutlineFile(forms.FileField):
    """The same as a small file of text. Cleaned it is the text, empty where no file was given."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Albo plik"), help_text=gettext_lazy("GeoJSON lub WKT, najwyżej 200 kB."), required=False
        )

    def clean(self, data: Any, initial: Any = None) -> str:
        given = super().clean(data, initial)
        if not given:
            return ""
        if given.size > LONGEST:
            raise ValidationError(_("Plik jest większy niż 200 kB."))
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("To nie jest plik tekstowy.")) from None


class AreaForm(forms.Form):
    """The cleaned `outline` is a shapely area in EPSG:2180; whether it can be answered is for `of_area` to say."""

    granica = OutlineText(rows=6)
    plik = OutlineFile()
    dzien = forms.DateField(
        label=gettext_lazy("Stan na dzień"),
        help_text=gettext_lazy("Puste znaczy dzisiaj."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )

    def clean_dzien(self) -> Any:
        day = self.cleaned_data["dzien"]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Ta data leży poza rejestrem."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        text = cleaned.get("granica") or cleaned.get("plik") or ""
        if not text:
            raise ValidationError(_("Podaj granicę obszaru albo plik z nią."))
        try:
            cleaned["outline"] = outline_of(text)
        except ValidationError as mistake:
            self.add_error("granica", mistake)
        return cleaned


def outline_of(text: str) -> BaseGeometry:
    """In EPSG:2180, whatever system the coordinates are in. Raises ValidationError."""
    found = WKT.fullmatch(text)
    shape, srid = _of_wkt(found) if found else _of_geojson(text)
    points = shapely.get_coordinates(shape)
    if not points.size or not np.isfinite(points).all():
        raise ValidationError(_("W granicy nie ma punktów albo są wśród nich wartości, które nie są liczbami."))
    placed = shapely.transform(shape, lambda pairs: transform(pairs, KNOWN[srid or _system(points)], PL_1992))
    west, south, east, north = shapely.total_bounds(placed)
    if not (POLAND[0] <= west and POLAND[1] <= south and east <= POLAND[2] and north <= POLAND[3]):
        raise ValidationError(_outside())
    return placed


def _of_wkt(found: re.Match[str]) -> tuple[BaseGeometry, int | None]:
    srid = int(found[1]) if found[1] else None
    if srid is not None and srid not in KNOWN:
        raise ValidationError(_("Nie znamy układu EPSG:%(srid)s.") % {"srid": srid})
    try:
        return shapely.from_wkt(found[2]), srid
    except shapely.errors.GEOSException:
        raise ValidationError(_not_read()) from None


def _of_geojson(text: str) -> tuple[BaseGeometry, int | None]:
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ValidationError(_not_read()) from None
    found = [geometry for geometry in _geometries(given) if geometry.get("type") in AREAS]
    if not found:
        raise ValidationError(_("Nie ma tu żadnego wielokąta."))
    try:
        shapes: list[BaseGeometry] = [shapely.from_geojson(orjson.dumps(geometry)) for geometry in found]
    except shapely.errors.GEOSException:
        raise ValidationError(_not_read()) from None
    return shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(list(shapely.get_parts(shapes))), None


def _geometries(given: Any) -> list[dict[str, Any]]:
    """Of a geometry, a feature, or a collection of features."""
    if not isinstance(given, dict):
        return []
    features = given.get("features") if given.get("type") == "FeatureCollection" else [given]
    if not isinstance(features, list):
        return []
    named = [feature for feature in features if isinstance(feature, dict)]
    geometries = [feature.get("geometry") if feature.get("type") == "Feature" else feature for feature in named]
    return [geometry for geometry in geometries if isinstance(geometry, dict)]


def _system(points: Coordinates) -> int:
    """The EPSG code of the system that such coordinates can only be of. Raises ValidationError."""
    (west, south), (east, north) = points.min(axis=0)[:2], points.max(axis=0)[:2]
    if LONGITUDES[0] <= west <= east <= LONGITUDES[1] and LATITUDES[0] <= south <= north <= LATITUDES[1]:
        return WGS84.srid
    if west >= 5_000_000:
        zone = int(west // 1_000_000)
        if zone > LAST_ZONE:
            raise ValidationError(_outside())
        return PL_2000[zone - FIRST_ZONE].srid
    return PL_1992.srid


def _not_read() -> str:
    return _("To nie jest wielokąt w zapisie GeoJSON ani WKT.")


def _outside() -> str:
    return _("Obszar leży poza Polską. Sprawdź, czy najpierw stoi współrzędna wschodnia.")
