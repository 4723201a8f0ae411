"""The catalogue of data sets by DCAT-AP, as JSON-LD and RDF/XML."""

from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from sip.geo.crs import PL_1992
from sip.services import atom
from sip.services.answers import readable, validated
from sip.services.datasets.catalogue import (
    DATASETS,
    LAND_USE,
    WHOLE,
    DataSet,
    Service,
    changed_at,
    namespace,
    parts,
    services,
)
from sip.services.datasets.rdf import MEDIA_TYPE as RDF
from sip.services.datasets.rdf import rdf_xml
from sip.services.downloads.formats import FORMATS

JSON = dict[str, Any]
MEDIA_TYPE: Final = "application/ld+json"
AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
# Where types of media and of files have their addresses, as DCAT-AP wants them.
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types"
_FILE_TYPES: Final = {"gpkg": "GPKG", "gml": "GML", "geojson": "GEOJSON", "csv": "CSV", "zip": "ZIP", "atom": "ATOM"}
CRS: Final = f"http://www.opengis.net/def/crs/EPSG/0/{PL_1992.srid}"
CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
}
# The data themes of European portals that land registers and plans belong to.
DATA_THEMES: Final = ("REGI", "GOVE")


@readable
def catalogue(request: HttpRequest) -> HttpResponseBase:
    return validated(
        request, orjson.dumps(_catalogue(request)), MEDIA_TYPE, headers=_also(request, "datasets-catalogue-rdf", RDF)
    )


@readable
def catalogue_rdf(request: HttpRequest) -> HttpResponseBase:
    return validated(
        request, rdf_xml(_catalogue(request)), RDF, headers=_also(request, "datasets-catalogue", MEDIA_TYPE)
    )


def _also(request: HttpRequest, name: str, media_type: str) -> dict[str, str]:
    """Leads to the same in the other form."""
    return {"Link": f'<{atom.address(atom.root(request), name)}>; rel="alternate"; type="{media_type}"'}


def _catalogue(request: HttpRequest) -> JSON:
    root = atom.root(request)
    return {
        "@context": CONTEXT,
        "@id": atom.address(root, "datasets-catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _polish("SIP: zbiory danych przestrzennych powiatu"),
        "dct:description": _polish("Ewidencja gruntów i budynków oraz planowanie przestrzenne, bez danych osób."),
        "dct:publisher": _office(),
        "dct:language": {"@id": f"{AUTHORITY}/language/POL"},
        "dct:modified": _moment(),
        "dcat:themeTaxonomy": {"@id": f"{AUTHORITY}/data-theme"},
        "dcat:dataset": [*(_dataset(root, one) for one in DATASETS.values()), _plans(root)],
        "dcat:service": [_service(root, service) for service in services()],
    }


def _dataset(root: str, one: DataSet) -> JSON:
    return {
        **_described(str(one.title), str(one.abstract), one.theme.address, one.theme.title),
        "@id": atom.address(root, "dataset-feed", one.name),
        "dct:identifier": f"{namespace()}/{one.name}",
        "dcat:landingPage": {"@id": f"{root}/pobieranie/"},
        "dct:isReferencedBy": {"@id": atom.address(root, "dataset-metadata", one.name)},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "@id": atom.address(root, "dataset-file", one.name, WHOLE, ending),
                "dct:title": _polish(f"{one.title}, {FORMATS[name].title}"),
                "dcat:accessURL": {"@id": atom.address(root, "dataset-feed", one.name)},
                "dcat:downloadURL": {"@id": atom.address(root, "dataset-file", one.name, WHOLE, ending)},
                **_typed(FORMATS[name].media_type, ending),
                "dct:license": {"@type": "dct:LicenseDocument", "dct:description": _polish(settings.DATA_RIGHTS)},
                "dct:conformsTo": {"@id": CRS},
            }
            for ending, name in one.formats.items()
        ],
    }


def _plans(root: str) -> JSON:
    """Planning acts, whose data sets are those of their own feed."""
    feed = atom.address(root, "planning-datasets")
    abstract = "Akty planowania przestrzennego w schemacie APP 2.0, każdy ze strefami i dokumentami."
    return {
        **_described("Akty planowania przestrzennego", abstract, LAND_USE.address, LAND_USE.title),
        "@id": feed,
        "dct:identifier": feed,
        "dcat:landingPage": {"@id": f"{root}/plany/"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": _polish("Kanał Atom z plikami GML"),
                "dcat:accessURL": {"@id": feed},
                **_typed(atom.MEDIA_TYPE, "atom"),
                "dct:license": {"@type": "dct:LicenseDocument", "dct:description": _polish(settings.DATA_RIGHTS)},
            }
        ],
    }


def _typed(media_type: str, ending: str) -> JSON:
    found = {"dcat:mediaType": {"@id": f"{_MEDIA_TYPES}/{media_type.partition(';')[0]}"}}
    if ending in _FILE_TYPES:
        found["dct:format"] = {"@id": f"{AUTHORITY}/file-type/{_FILE_TYPES[ending]}"}
    return found


def _described(title: str, abstract: str, theme: str, keyword: str) -> JSON:
    return {
        "@type": "dcat:Dataset",
        "dct:title": _polish(title),
        "dct:description": _polish(abstract),
        "dct:publisher": _office(),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": settings.ACCESSIBILITY["body"],
            "vcard:hasEmail": {"@id": f"mailto:{settings.ACCESSIBILITY['email']}"},
        },
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/{code}"} for code in DATA_THEMES] + [{"@id": theme}],
        "dcat:keyword": _polish(keyword),
        "dct:language": {"@id": f"{AUTHORITY}/language/POL"},
        "dct:modified": _moment(),
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/IRREG"},
        **_spatial(),
    }


def _service(root: str, service: Service) -> JSON:
    return {
        "@type": "dcat:DataService",
        "@id": atom.address(root, "service-metadata", service.name),
        "dct:title": _polish(str(service.title)),
        "dcat:endpointURL": {"@id": f"{root}{service.path.partition('?')[0]}"},
        "dcat:endpointDescription": {"@id": f"{root}{service.path}"},
        "dct:publisher": _office(),
        "dcat:servesDataset": [{"@id": atom.address(root, "dataset-feed", name)} for name in DATASETS],
    }


def _spatial() -> JSON:
    found = atom.in_degrees([part.box for part in parts()])
    if found is None:
        return {}
    west, south, east, north = found
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    wkt = f"POLYGON(({', '.join(f'{x:.6f} {y:.6f}' for x, y in ring)}))"
    return {"dct:spatial": {"@type": "dct:Location", "dcat:bbox": {"@value": wkt, "@type": "geosparql:wktLiteral"}}}


def _office() -> JSON:
    return {"@type": "foaf:Agent", "foaf:name": _polish(settings.ACCESSIBILITY["body"])}


def _polish(words: str) -> JSON:
    return {"@value": words, "@language": "pl"}


def _moment() -> JSON:
    return {"@value": atom.moment(changed_at()), "@type": "xsd:dateTime"}
