"""What OGC API says of itself: landing page, conformance, collections."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext

from sip.services.atom import MEDIA_TYPE as ATOM
from sip.services.datasets.dcat import MEDIA_TYPE as DCAT
from sip.services.datasets.rdf import MEDIA_TYPE as RDF
from sip.services.ogc.collections import COLLECTIONS, extent
from sip.services.ogc.cql2.compiling import CLASSES
from sip.services.ogc.formats import GEOJSON, JSON, OPENAPI, SCHEMA
from sip.services.ogc.links import Link, address, in_all_formats, link
from sip.services.ogc.schemas import QUERYABLES, SORTABLES
from sip.services.ogc.styles import REL as STYLES
from sip.services.ogc.systems import CRS84, STORAGE, SYSTEMS
from sip.services.ogc.tiles import TILESETS, TILING_SCHEMES
from sip.services.registry.layer import Layer

_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
_CQL2: Final = "http://www.opengis.net/spec/cql2/1.0/conf/{}"
_TILES: Final = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{}"
TILES: Final = ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30")
CONFORMANCE: Final = (
    *(_FEATURES.format(1, name) for name in ("core", "oas30", "geojson", "html")),
    _FEATURES.format(2, "crs"),
    *(_FEATURES.format(3, name) for name in ("queryables", "filter", "features-filter")),
    *(_FEATURES.format(8, name) for name in ("sortables", "sorting", "features-sorting")),
    *(_CQL2.format(name) for name in CLASSES),
    *(_TILES.format(name) for name in TILES),
    "http://www.opengis.net/spec/ogcapi-styles-1/1.0/conf/core",
)


def landing(request: HttpRequest) -> dict[str, Any]:
    api = address(request, "api")
    return {
        "title": gettext("SIP: dane przestrzenne powiatu"),
        "description": gettext("Działki, budynki, adresy i planowanie przestrzenne przez OGC API; bez danych osób."),
        "attribution": gettext("Starosta: ewidencja gruntów i budynków; gminy: akty planowania"),
        "links": [
            link("service-desc", f"{api}?f=json", OPENAPI.type, gettext("Definicja interfejsu (OpenAPI 3.0)")),
            link("service-doc", f"{api}?f=html", "text/html", gettext("Opis interfejsu")),
            link("describedby", request.build_absolute_uri("/zbiory/katalog.jsonld"), DCAT, gettext("Katalog DCAT-AP")),
            link("describedby", request.build_absolute_uri("/zbiory/katalog.rdf"), RDF, gettext("Katalog DCAT-AP")),
            link("enclosure", request.build_absolute_uri("/zbiory.atom"), ATOM, gettext("Pobieranie zbiorów (Atom)")),
            *in_all_formats("conformance", address(request, "conformance"), JSON, gettext("Klasy zgodności")),
            *in_all_formats("data", address(request, "collections"), JSON, gettext("Zbiory")),
            *in_all_formats(TILESETS, address(request, "tiles"), JSON, gettext("Kafle wektorowe")),
            *in_all_formats(STYLES, address(request, "styles"), JSON, gettext("Style kafli")),
            *in_all_formats(TILING_SCHEMES, address(request, "tileMatrixSets"), JSON, gettext("Siatki kafli")),
        ],
    }


def conformance(_request: HttpRequest) -> dict[str, Any]:
    return {"conformsTo": list(CONFORMANCE)}


def collections(request: HttpRequest) -> dict[str, Any]:
    return {
        "crs": list(SYSTEMS),
        "links": [],
        "collections": [
            {**described(each), "links": [*_own(request, each), *_below(request, each)]}
            for each in COLLECTIONS.values()
        ],
    }


def collection(request: HttpRequest, one: Layer) -> dict[str, Any]:
    return {**described(one), "links": _below(request, one)}


def described(one: Layer) -> dict[str, Any]:
    """All of a collection but its links."""
    box = extent(one)
    return {
        "id": one.name,
        "title": str(one.title),
        "description": str(one.abstract),
        "itemType": "feature",
        **({"extent": {"spatial": {"bbox": [box], "crs": CRS84}}} if box else {}),
        "crs": list(SYSTEMS),
        "storageCrs": STORAGE,
    }


def _own(request: HttpRequest, one: Layer) -> list[Link]:
    """Under `self` in the list, so that programs that read only the list find the description."""
    here = address(request, "collections", one.name)
    return [link("self", here, JSON.type), link("alternate", f"{here}?f=html", "text/html")]


def _below(request: HttpRequest, one: Layer) -> list[Link]:
    path = ("collections", one.name)
    tiles_title = gettext("Kafle wektorowe")
    schemas = (
        (QUERYABLES, "queryables", gettext("Właściwości do filtrowania")),
        (SORTABLES, "sortables", gettext("Właściwości do sortowania")),
    )
    return [
        *in_all_formats("items", address(request, *path, "items"), GEOJSON, str(one.title)),
        *(in_all_formats(TILESETS, address(request, *path, "tiles"), JSON, tiles_title) if one.tiled else ()),
        *(
            each
            for rel, name, title in schemas
            for each in in_all_formats(rel, address(request, *path, name), SCHEMA, title)
        ),
    ]
