"""What QGIS is told of our services: addresses, and files of connections as its own dialogs write and read them."""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.geo.grid import WEB_MERCATOR_QUAD
from sip.services.registry import TILED

NAME: Final = "SIP"
_ZOOMS: Final = [tiled.zooms[WEB_MERCATOR_QUAD.name] for tiled in TILED]
FIRST_ZOOM: Final = min(first for first, _last in _ZOOMS)
LAST_ZOOM: Final = max(last for _first, last in _ZOOMS)
TILES: Final = f"/tiles/{WEB_MERCATOR_QUAD.name}/{{z}}/{{x}}/{{y}}.mvt"


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the table of services."""

    name: str | Promise
    path: str
    use: str | Promise


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection of QGIS: `root` and `element` are those of its file, `menu` is where it is loaded."""

    kind: str
    name: str | Promise
    path: str
    root: str
    version: str
    element: str
    attributes: tuple[tuple[str, str], ...]
    menu: str
    steps: tuple[str | Promise, ...]

    def file(self, address: str) -> bytes:
        """ADDRESS: the origin of this service."""
        root = Element(self.root, version=self.version)
        SubElement(root, self.element, {"name": NAME, "url": f"{address}{self.path}", **dict(self.attributes)})
        written: bytes = tostring(root, encoding="utf-8")
        return b"<!DOCTYPE connections>\n" + written


SERVICES: Final = (
    Service("REST", "/api/v1/", _("działki, budynki, adresy, plany jako GeoJSON; wyszukiwanie; wypisy z planów")),
    Service("ULDK", "/uldk/", _("programy i wtyczki napisane dla krajowej usługi lokalizacji działek")),
    Service("OGC API – Features", "/ogc/", _("QGIS, GDAL i inne programy GIS: obiekty z atrybutami i filtrami")),
    Service("WMS 1.1.1, 1.3.0", "/wms", _("gotowy obraz mapy z opisami, w każdym programie GIS i CAD")),
    Service("WFS 1.1.0, 2.0.0", "/wfs", _("działki i budynki w GML lub GeoJSON, dla programów bez OGC API")),
    Service(
        _("Kafle wektorowe (MVT)"), "/tiles/WebMercatorQuad.json", _("mapy na stronach WWW i szybki podkład w QGIS")
    ),
    Service(_("Pliki"), "/pobieranie/", _("GeoPackage, GML, SHP, DXF, CSV dla obrębu, gminy lub własnego obszaru")),
    Service("ATOM", "/plany/zbiory.atom", _("pliki APP GML aktów planowania, zbiorami")),
)

_OAPIF: Final = (
    ("version", "OGC_API_FEATURES"),
    ("maxnumfeatures", ""),
    ("pagesize", "1000"),
    ("pagingenabled", "default"),
    ("ignoreAxisOrientation", "0"),
    ("invertAxisOrientation", "0"),
    ("username", ""),
    ("password", ""),
)
CONNECTIONS: Final = (
    Connection(
        "oapif",
        "OGC API – Features",
        "/ogc/",
        "qgsWFSConnections",
        "1.1",
        "wfs",
        _OAPIF,
        "WFS / OGC API – Features",
        (
            _("Warstwa › Dodaj warstwę › Dodaj warstwę WFS / OGC API – Features."),
            _("„Nowe”: nazwa dowolna, adres jak wyżej, wersja „OGC API – Features”, rozmiar strony 1000."),
            _("„Połącz”, wybierz warstwy, zaznacz „Pobieraj tylko obiekty z zasięgu widoku mapy”, „Dodaj”."),
        ),
    ),
    Connection(
        "wms",
        "WMS",
        "/wms",
        "qgsWMSConnections",
        "1.0",
        "wms",
        (
            ("ignoreGetMapURI", "0"),
            ("ignoreGetFeatureInfoURI", "0"),
            ("ignoreAxisOrientation", "0"),
            ("invertAxisOrientation", "0"),
            ("smoothPixmapTransform", "0"),
            ("dpiMode", "7"),
            ("username", ""),
            ("password", ""),
        ),
        "WMS/WMTS",
        (
            _("Warstwa › Dodaj warstwę › Dodaj warstwę WMS/WMTS."),
            _("„Nowe”: nazwa dowolna, adres jak wyżej."),
            _("„Połącz”, wybierz warstwy, układ EPSG:2180, „Dodaj”. Narzędzie „Informacje o obiekcie” poda działkę."),
        ),
    ),
    Connection(
        "wfs",
        "WFS",
        "/wfs",
        "qgsWFSConnections",
        "1.1",
        "wfs",
        (("version", "2.0.0"), *_OAPIF[1:]),
        "WFS / OGC API – Features",
        (
            _("Dla starszych wersji QGIS i programów, które nie znają OGC API."),
            _("Warstwa › Dodaj warstwę › Dodaj warstwę WFS / OGC API – Features."),
            _("„Nowe”: nazwa dowolna, adres jak wyżej, wersja 2.0."),
            _("„Połącz”, wybierz warstwy, zaznacz „Pobieraj tylko obiekty z zasięgu widoku mapy”, „Dodaj”."),
        ),
    ),
    Connection(
        "kafle",
        _("Kafle wektorowe (MVT)"),
        TILES,
        "qgsVectorTileConnections",
        "1.0",
        "vectortile",
        (("zmin", str(FIRST_ZOOM)), ("zmax", str(LAST_ZOOM)), ("serviceType", "generic")),
        "Vector Tile",
        (
            _("Warstwa › Dodaj warstwę › Dodaj warstwę kafli wektorowych."),
            _("„Nowe” › „Nowe połączenie ogólne”: nazwa dowolna, adres jak wyżej."),
            _("„Dodaj”. Kafle są szybkie, lecz atrybutów mają mało: do wyboru obiektów służy OGC API."),
        ),
    ),
)
