"""The mapfiles of WMS and WFS, made of the registry; one of each for every version of the registers."""

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise

from sip.geo.crs import KNOWN, PL_1992, POLAND
from sip.public import rows
from sip.services import extents
from sip.services.extents import Box
from sip.services.layers import of_version, register_state
from sip.services.maps.look import COLOURS, block, pictures, quoted
from sip.services.maps.looks import CLASSES, Theme
from sip.services.maps.pool import Map
from sip.services.registry.drawn import DAY, DRAWN, GROUPS_OF_LAYERS, Column, Drawn

# Where anything is that maps show.
SHOWN: Final = ("gmina_public", "parcel_public", "building_public", "planning_act_public", "restriction_public")
THEMES: Final = "SELECT code, name FROM theme_public ORDER BY position, code"
# A pixel of 0.28 mm, as OGC's scales have it.
DPI: Final = 25.4 / 0.28
LARGEST_SIDE: Final = 4096
FEATURES: Final = 10_000
MOST_LAYERS: Final = 40
SYSTEMS: Final = (PL_1992.srid, *(srid for srid in KNOWN if srid != PL_1992.srid))
FORMATS: Final = ("image/png", "image/png; mode=8bit", "image/jpeg", "image/webp", "image/svg+xml")
INFO_FORMATS: Final = ("text/plain", "text/html", "application/json", "application/geo+json", "text/xml")
GEOJSON: Final = "application/json; subtype=geojson"
_LANGUAGES: Final = {"pol": "pl", "eng": "en"}
_MIDNIGHT: Final = f"(({DAY} + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
_KINDS: Final = {"number": "Real", "integer": "Integer", "date": "Date", "date-time": "Date"}
_FONTS: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf"
_FONT_FILE: Final = "\n".join(
    f"{name} {_FONTS.format(suffix)}" for name, suffix in (("sans", ""), ("bold", "-Bold"), ("italic", ""))
)
_PASSING: Final = re.compile(r'^(?:EXTENT |"wms_inspire_).*$', re.MULTILINE)


def wms() -> Map:
    return of_version("map-wms", lambda: _made("wms", _wms_text(), simplified=True))


def wfs() -> Map:
    return of_version("map-wfs", lambda: _made("wfs", _wfs_text(), simplified=False))


def extent() -> Box:
    """West, south, east and north in PL-1992 of all there is, of the country where there is nothing."""
    return of_version("map-extent", _extent)


def kind_of(drawn: Drawn, column: Column) -> str:
    """MapServer's kind of the values of a column."""
    schema = drawn.layer.properties[column.property].schema
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    kinds = (_KINDS.get(schema.get("format", ""), ""), *(_KINDS.get(kind, "") for kind in types))
    return next((kind for kind in kinds if kind), "Character")


def is_number(drawn: Drawn, name: str) -> bool:
    return kind_of(drawn, drawn.columns[name]) in {"Real", "Integer"}


def select(drawn: Drawn, *, on_day: bool, shape: str = "page.geom", looks: bool = False, joined: bool = False) -> str:
    """Rows of the layer with its columns under their national names; %day% stands for the day.

    Columns of other registers are looked up row by row, and not at all where nobody asks for them; JOINED is for many.
    """
    source = drawn.on_day if on_day and drawn.on_day else drawn.source
    source = f"(SELECT * FROM {source})" if source else drawn.layer.view  # noqa: S608
    values = {name: _value(drawn, column, joined=joined) for name, column in columns(drawn)}
    joins = drawn.layer.joins if joined and any(column.joined for _, column in columns(drawn)) else ""
    shown = values | (dict(drawn.looks) if looks else {})
    listed = "".join(f', {value} AS "{name}"' for name, value in shown.items())
    text = f"SELECT {drawn.id} AS id, {shape} AS geom{listed} FROM {source} AS page {joins} WHERE {drawn.condition}"  # noqa: S608
    return text.replace("%(day)s", "'%day%'").replace("%(midnight)s", _MIDNIGHT)


def _value(drawn: Drawn, column: Column, *, joined: bool) -> str:
    value = (joined and column.joined) or column.value or drawn.layer.properties[column.property].value
    # MapServer writes numbers of filters as binary ones, which equal no decimal one.
    return f"({value})::double precision" if joined and kind_of(drawn, column) == "Real" else value


def columns(drawn: Drawn) -> list[tuple[str, Column]]:
    return list(drawn.columns.items())


def _made(name: str, text: str, *, simplified: bool) -> Map:
    layers = [drawn for drawn in DRAWN if simplified or not drawn.labels_only]
    now, then = (
        {drawn.name: _data(drawn, on_day=on_day, simplified=simplified) for drawn in layers} for on_day in (False, True)
    )
    files = {"fonts": _FONT_FILE, **pictures()}
    # Neither how far the data reach nor when they changed is seen on a picture of what did not change.
    key, look = (
        blake2b(repr((part, files, now, then)).encode(), digest_size=8).hexdigest()
        for part in (text, _PASSING.sub("", text))
    )
    return Map(name, key, look, text, files, now, then)


def _data(drawn: Drawn, *, on_day: bool, simplified: bool) -> str:
    if simplified:
        shape = "ST_Simplify(page.geom, %pixel%, true)" if drawn.simplified else "page.geom"
        rows_of = f"{select(drawn, on_day=on_day, shape=shape, looks=True)} AND page.geom && !BOX!"
    else:
        # Pages of an answer go on where the last one ended, far ones from a feature whose number is known.
        rows_of = f"{select(drawn, on_day=on_day, joined=True)} AND {drawn.id} >= %first% ORDER BY %order%{drawn.id}"
    return f"geom FROM ({rows_of}) AS drawn USING UNIQUE id USING SRID={PL_1992.srid}"


def _extent() -> Box:
    return extents.in_metres(SHOWN) or POLAND


# --- the text


def metadata(values: Mapping[str, str]) -> str:
    return block("METADATA", *(f"{quoted(key)} {quoted(value)}" for key, value in values.items() if value))


def _wms_text() -> str:
    return _map(
        _service_metadata("wms") | _wms_metadata(),
        (
            *(_symbol(name) for name in pictures()),
            'SYMBOL NAME "dot" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END',
            *(_drawn_layer(drawn) for drawn in DRAWN),
        ),
    )


def _wfs_text() -> str:
    return _map(
        _service_metadata("wfs") | _wfs_metadata(), (_feature_layer(drawn) for drawn in DRAWN if not drawn.labels_only)
    )


def _map(web: Mapping[str, str], parts: Iterator[str] | tuple[str, ...]) -> str:
    return block(
        "MAP",
        'NAME "sip"',
        f"SIZE 512 512 MAXSIZE {LARGEST_SIDE} UNITS METERS",
        f"RESOLUTION {DPI:.3f} DEFRESOLUTION {DPI:.3f}",
        "EXTENT {:f} {:f} {:f} {:f}".format(*extent()),
        _projection(),
        "IMAGECOLOR 255 255 255",
        'FONTSET "{file:fonts}"',
        _OUTPUT_FORMATS,
        block("WEB", metadata(web)),
        block("LEGEND", "KEYSIZE 24 16", f'LABEL FONT "sans" SIZE 8.5 COLOR "{COLOURS["parcel-text"]}" END'),
        *parts,
    )


def _projection() -> str:
    return f'PROJECTION "init=epsg:{PL_1992.srid}" END'


_OUTPUT_FORMATS: Final = """
OUTPUTFORMAT NAME "png" DRIVER "AGG/PNG" MIMETYPE "image/png" IMAGEMODE RGBA EXTENSION "png"
  FORMATOPTION "COMPRESSION=3" END
OUTPUTFORMAT NAME "png8" DRIVER "AGG/PNG" MIMETYPE "image/png; mode=8bit" IMAGEMODE RGB EXTENSION "png"
  FORMATOPTION "QUANTIZE_FORCE=ON" FORMATOPTION "QUANTIZE_COLORS=255" END
OUTPUTFORMAT NAME "jpeg" DRIVER "AGG/JPEG" MIMETYPE "image/jpeg" IMAGEMODE RGB EXTENSION "jpg"
  FORMATOPTION "QUALITY=88" END
OUTPUTFORMAT NAME "webp" DRIVER "GDAL/WEBP" MIMETYPE "image/webp" IMAGEMODE RGBA EXTENSION "webp" END
OUTPUTFORMAT NAME "svg" DRIVER "CAIRO/SVG" MIMETYPE "image/svg+xml" IMAGEMODE RGB EXTENSION "svg" END
OUTPUTFORMAT NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/json; subtype=geojson"
  FORMATOPTION "STORAGE=memory" FORMATOPTION "FORM=simple" FORMATOPTION "LCO:WRITE_BBOX=NO"
  FORMATOPTION "LCO:COORDINATE_PRECISION=9" END
"""


def _systems() -> str:
    return " ".join((*(f"EPSG:{srid}" for srid in SYSTEMS), "CRS:84"))


def _service_metadata(service: str) -> dict[str, str]:
    words = _WORDS[service]
    contact = settings.ACCESSIBILITY
    return {
        **{f"ows_title{suffix}": words["title"][code] for suffix, code in _suffixes()},
        **{f"ows_abstract{suffix}": words["abstract"][code] for suffix, code in _suffixes()},
        "ows_keywordlist": "EGiB,MPZP,POG,działki,budynki,plany,INSPIRE",
        "ows_fees": settings.DATA_RIGHTS,
        "ows_accessconstraints": "none",
        "ows_contactorganization": contact["body"],
        "ows_contactperson": contact["contact"],
        "ows_contactposition": contact["contact"],
        "ows_contactelectronicmailaddress": contact["email"],
        "ows_contactvoicetelephone": contact["phone"],
        "ows_addresstype": "postal",
        "ows_address": contact["building"],
        "ows_country": "PL",
        "ows_service_onlineresource": settings.SITE_URL,
        "ows_updatesequence": "",
        "ows_srs": _systems(),
        "ows_enable_request": "*",
        "ows_onlineresource": "http://127.0.0.1/",
    }


def _suffixes() -> tuple[tuple[str, str], ...]:
    return ("", "pl"), *((f".{suffix}", code) for suffix, code in _LANGUAGES.items())


_WORDS: Final = {
    "wms": {
        "title": {"pl": "Usługa przeglądania danych powiatu (WMS)", "en": "View service of the powiat (WMS)"},
        "abstract": {
            "pl": "Ewidencja gruntów i budynków, adresy, akty planowania przestrzennego i ograniczenia powiatu.",
            "en": "Land and buildings, addresses, planning acts and restrictions of the powiat.",
        },
    },
    "wfs": {
        "title": {"pl": "Usługa pobierania danych powiatu (WFS)", "en": "Download service of the powiat (WFS)"},
        "abstract": {
            "pl": "Obiekty ewidencji gruntów i budynków, adresy, akty planowania przestrzennego i ograniczenia.",
            "en": "Features of land and buildings, addresses, planning acts and restrictions.",
        },
    },
}


def _wms_metadata() -> dict[str, str]:
    return {
        "wms_getmap_formatlist": ",".join(FORMATS),
        "wms_getlegendgraphic_formatlist": "image/png,image/jpeg",
        "wms_getfeatureinfo_formatlist": ",".join(INFO_FORMATS),
        "wms_feature_info_mime_type": "text/html",
        "wms_bbox_extended": "true",
        "wms_allow_getmap_without_styles": "true",
        "wms_languages": ",".join(_LANGUAGES),
        "wms_inspire_capabilities": "embed",
        "wms_inspire_temporal_reference": _changed_on(),
        "wms_inspire_mpoc_name": settings.ACCESSIBILITY["body"],
        "wms_inspire_mpoc_email": settings.ACCESSIBILITY["email"],
        "wms_inspire_metadatadate": _changed_on(),
        "wms_keywordlist_vocabulary": "ISO",
        "wms_keywordlist_ISO_items": "infoMapAccessService",
        "wms_layerlimit": str(MOST_LAYERS),
        "wms_sld_enabled": "true",
    }


def _changed_on() -> str:
    """The day of the last publication."""
    changed = register_state().changed_at
    return (timezone.localtime(changed) if changed else timezone.localtime()).date().isoformat()


def _wfs_metadata() -> dict[str, str]:
    return {
        "wfs_maxfeatures": str(FEATURES),
        "wfs_namespace_prefix": "ms",
        "wfs_namespace_uri": "http://mapserver.gis.umn.edu/mapserver",
        "wfs_getfeature_formatlist": "geojson",
        "wfs_languages": ",".join(_LANGUAGES),
    }


def _symbol(name: str) -> str:
    return f'SYMBOL NAME "{name}" TYPE SVG IMAGE "{{file:{name}}}" END'


def _layer(drawn: Drawn, shape: str, more: Mapping[str, str], *lines: str) -> str:
    return block(
        "LAYER",
        f'NAME "{drawn.name}" TYPE {shape} STATUS OFF TEMPLATE "none.html"',
        'CONNECTIONTYPE POSTGIS CONNECTION "application_name=sip" PROCESSING "CLOSE_CONNECTION=DEFER"',
        'DATA "geom FROM nothing USING UNIQUE id USING SRID=2180"',
        _projection(),
        "EXTENT {:f} {:f} {:f} {:f}".format(*extent()),
        metadata(_titles(drawn) | dict(more)),
        *lines,
    )


def _titles(drawn: Drawn) -> dict[str, str]:
    title, abstract = _spoken(drawn.title), _spoken(drawn.layer.abstract)
    return {
        "ows_title": title["pol"],
        "ows_title.pol": title["pol"],
        "ows_title.eng": drawn.title_en,
        "ows_abstract": abstract["pol"],
        **{f"ows_abstract.{suffix}": text for suffix, text in abstract.items()},
        "ows_keywordlist": ",".join(drawn.keywords),
        "ows_srs": _systems(),
    }


def _group(drawn: Drawn) -> dict[str, str]:
    title = _spoken(GROUPS_OF_LAYERS[drawn.group])
    more = {f"wms_group_title.{suffix}": text for suffix, text in title.items()}
    return {"wms_group_title": title["pol"], "wms_group_abstract": title["pol"], **more}


def _spoken(text: str | Promise) -> dict[str, str]:
    """TEXT in the languages of capabilities."""
    found = {}
    for suffix, code in _LANGUAGES.items():
        with translation.override(code):
            found[suffix] = str(text)
    return found


def _drawn_layer(drawn: Drawn) -> str:
    time = {"wms_timeextent": "1900-01-01/2200-12-31/P1D", "wms_timeitem": "id"} if drawn.on_day else {}
    with translation.override("pl"):
        classes = CLASSES[drawn.name](_themes())
    return _layer(
        drawn,
        drawn.drawn_as or drawn.shape,
        _group(drawn) | time | {"wms_opaque": "0"},
        f'GROUP "{drawn.group}"',
        f"MAXSCALEDENOM {drawn.most}" if drawn.most else "",
        f'CLASSITEM "{drawn.class_item}"' if drawn.class_item else "",
        classes,
    )


def _themes() -> list[Theme]:
    return [Theme(code, name) for code, name in rows(THEMES)]


def _feature_layer(drawn: Drawn) -> str:
    # Days as text: as dates, GML 3.2 would wrap them into elements of their own.
    kinds = {f"gml_{name}_type": kind_of(drawn, column).replace("Date", "Character") for name, column in columns(drawn)}
    more: dict[str, Any] = {
        "gml_include_items": ",".join(drawn.columns),
        "gml_featureid": "id",
        "gml_geometries": "msGeometry",
        "gml_msGeometry_type": _GEOMETRIES[drawn.shape],
        "gml_types": "auto",
        "ows_geometry_precision": "8",
        "gml_geometry_precision": "8",
        "wfs_geometry_precision": "8",
        "wfs_getfeature_formatlist": "geojson",
        "wfs_use_default_extent_for_getfeature": "false",
        **kinds,
    }
    return _layer(drawn, drawn.shape, more)


_GEOMETRIES: Final = {"POLYGON": "multipolygon", "LINE": "multiline", "POINT": "point"}
