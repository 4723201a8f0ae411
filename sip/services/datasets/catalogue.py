"""Which data sets there are, in which parts and formats, and through which services they are found, seen and taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import PL_1992
from sip.public import rows
from sip.services import atom
from sip.services.downloads.sources import SOURCES, Source
from sip.services.downloads.wanted import Place, Wanted, Where
from sip.services.layers import of_version
from sip.services.registry import LAYERS

# The part that is everything.
WHOLE: Final = "powiat"
GMINAS: Final = (
    "SELECT code, coalesce(name, code), ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)"
    " FROM gmina_public ORDER BY code"
)
CHANGED: Final = "SELECT max(changed_at) FROM layer_public"
NAMESPACE: Final = (
    "SELECT namespace FROM (SELECT namespace FROM precinct_public UNION ALL"
    " (SELECT namespace FROM parcel_public LIMIT 1)) AS named WHERE namespace <> '' LIMIT 1"
)
# From lines such as these addresses of INSPIRE's registers are made.
THEMES: Final = "http://inspire.ec.europa.eu/theme"
USUAL_NAMESPACE: Final = "PL.PZGiK.EGiB"


@dataclass(frozen=True, slots=True)
class Theme:
    """Of INSPIRE; `topic` is the category of ISO 19115, `data_theme` that of the EU's data portals."""

    code: str
    title: str
    topic: str

    @property
    def address(self) -> str:
        return f"{THEMES}/{self.code}"


PARCELS: Final = Theme("cp", "Działki katastralne", "planningCadastre")
BUILDINGS: Final = Theme("bu", "Budynki", "structure")
ADDRESSES: Final = Theme("ad", "Adresy", "location")
LAND_USE: Final = Theme("lu", "Zagospodarowanie przestrzenne", "planningCadastre")


@dataclass(frozen=True, slots=True)
class DataSet:
    """`formats` by the ending of their files."""

    name: str
    theme: Theme
    formats: Mapping[str, str]

    @property
    def source(self) -> Source:
        return SOURCES[self.name]

    @property
    def title(self) -> str | Promise:
        return self.source.title

    @property
    def abstract(self) -> str | Promise:
        return next(layer.abstract for layer in LAYERS if layer.name == self.name)

    def wanted(self, part: str, ending: str) -> Wanted:
        place = Place() if part == WHOLE else Place(Where.UNIT, (part,))
        return Wanted((self.name,), place, self.formats[ending], PL_1992.srid)

    def key(self, part: str, ending: str) -> str:
        """What the products of one file, older and newer, have in common."""
        return f"{self.name}-{part}-{self.formats[ending]}"


_BOTH: Final = {"gml": "egib", "gpkg": "gpkg"}
_TABLE: Final = {"gpkg": "gpkg"}
DATASETS: Final[Mapping[str, DataSet]] = {
    each.name: each
    for each in (
        DataSet("parcels", PARCELS, _BOTH),
        DataSet("precincts", PARCELS, _BOTH),
        DataSet("buildings", BUILDINGS, _BOTH),
        DataSet("addresses", ADDRESSES, _TABLE),
        DataSet("land-use", LAND_USE, _TABLE),
    )
}


@dataclass(frozen=True, slots=True)
class Part:
    """A gmina or everything; `box` is west, south, east, north in PL-1992."""

    code: str
    name: str
    box: atom.Box | None


@dataclass(frozen=True, slots=True)
class Service:
    """`kind` is INSPIRE's: discovery, view or download."""

    name: str
    kind: str
    title: str | Promise
    path: str
    protocol: str

    @property
    def is_there(self) -> bool:
        try:
            resolve(self.path.partition("?")[0], settings.HOT_URLCONF)
        except Resolver404:
            return False
        return True


SERVICES: Final = (
    Service("atom", "download", _("Usługa pobierania zbiorów (Atom)"), "/zbiory.atom", "INSPIRE Atom"),
    Service("wms", "view", _("Usługa przeglądania (WMS)"), "/wms?service=WMS&request=GetCapabilities", "OGC:WMS"),
    Service(
        "wfs", "download", _("Usługa pobierania obiektów (WFS)"), "/wfs?service=WFS&request=GetCapabilities", "OGC:WFS"
    ),
    Service("ogc-api", "download", _("Usługa pobierania obiektów (OGC API)"), "/ogc/", "OGC API - Features"),
    Service("dcat", "discovery", _("Katalog zbiorów (DCAT-AP)"), "/zbiory/katalog.jsonld", "DCAT-AP"),
)


def services() -> tuple[Service, ...]:
    return tuple(service for service in SERVICES if service.is_there)


def parts() -> tuple[Part, ...]:
    """Everything first, then the gminas that have an outline."""
    return of_version("dataset-parts", _parts)


def _parts() -> tuple[Part, ...]:
    gminas = [Part(code, name, (west, south, east, north)) for code, name, west, south, east, north in rows(GMINAS)]
    boxes = [gmina.box for gmina in gminas if gmina.box]
    whole = (
        (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        if boxes
        else None
    )
    return (Part(WHOLE, "cały powiat", whole), *gminas)


def changed_at() -> datetime:
    return of_version("dataset-changed", lambda: rows(CHANGED)[0][0]) or atom.NEVER


def namespace() -> str:
    """Of the identifiers in the register, which is that of its data sets."""
    return of_version("dataset-namespace", _namespace)


def _namespace() -> str:
    found = rows(NAMESPACE)
    return str(found[0][0]) if found else USUAL_NAMESPACE
