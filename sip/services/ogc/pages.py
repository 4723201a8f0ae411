"""What the pages for people show of OGC API's documents; one template writes them all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext

from sip.geo.crs import Reading
from sip.services.ogc.drawing import Drawing, drawing
from sip.services.ogc.links import address
from sip.services.ogc.styles import REL as STYLES
from sip.services.ogc.tiles import TILESETS, TILING_SCHEMES
from sip.services.registry.layer import Layer

Document = Mapping[str, Any]
_METHOD: Final = "get"
_LINKED: Final = {"conformance", "data", "items", "service-doc", STYLES, TILESETS, TILING_SCHEMES}


Facts = tuple[tuple[str, Any], ...]


class Entry(NamedTuple):
    href: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`crumbs` lead here from the landing page; `rows` are a link, the cells of `columns` and a geometry, which is
    GeoJSON as text; `listed` are parts of the document with their facts.
    """

    title: str
    lead: str = ""
    crumbs: tuple[Entry, ...] = ()
    entries: tuple[Entry, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Entry, list[Any], str], ...] = field(default=())
    following: str = ""
    drawing: Drawing | None = None
    geometry: str = ""
    listed: tuple[tuple[str, Facts], ...] = ()


def landing(_request: HttpRequest, document: Document) -> Page:
    return Page(document["title"], document["description"], entries=tuple(_linked(document)))


def conformance(request: HttpRequest, document: Document) -> Page:
    rules = tuple((gettext("Klasa"), uri) for uri in document["conformsTo"])
    return Page(gettext("Klasy zgodności"), crumbs=_crumbs(request), facts=rules)


def api(request: HttpRequest, document: Document) -> Page:
    """The paths, and what each may be asked with."""
    facts = tuple((path, _asked(operations[_METHOD])) for path, operations in document["paths"].items())
    lead = gettext("Adresy względem strony początkowej i ich parametry. Pełna definicja jest w formacie JSON.")
    return Page(gettext("Opis interfejsu"), lead, _crumbs(request), facts=facts)


def collections(request: HttpRequest, document: Document) -> Page:
    listed = tuple(
        Entry(address(request, "collections", each["id"]), each["title"], each["description"])
        for each in document["collections"]
    )
    described = tuple((each["title"], _facts_of(each)) for each in document["collections"])
    return Page(gettext("Zbiory"), crumbs=_crumbs(request), entries=listed, listed=described)


def collection(request: HttpRequest, document: Document) -> Page:
    facts = _facts_of(document)
    path = ("collections", document["id"])
    entries = (
        Entry(address(request, *path, "items"), gettext("Obiekty zbioru")),
        Entry(address(request, *path, "queryables"), gettext("Właściwości do filtrowania")),
        Entry(address(request, *path, "sortables"), gettext("Właściwości do sortowania")),
    )
    crumbs = _crumbs(request, ("collections", gettext("Zbiory")))
    return Page(document["title"], document["description"], crumbs, entries, facts)


def schema_of(one: Layer) -> Callable[[HttpRequest, Document], Page]:
    """A page of what the collection is filtered or sorted by."""

    def page(request: HttpRequest, document: Document) -> Page:
        facts = tuple((name, _of_schema(each)) for name, each in document["properties"].items())
        return Page(document["title"], document["$id"], _crumbs(request, *_above(one)), facts=facts)

    return page


def _facts_of(collection: Document) -> Facts:
    box = collection["extent"]["spatial"]["bbox"][0] if "extent" in collection else ()
    return (
        ("id", collection["id"]),
        (gettext("Rodzaj"), collection["itemType"]),
        (gettext("Zasięg (długość i szerokość, CRS84)"), ", ".join(map(str, box))),
        (gettext("Układ zapisu"), _short(collection["storageCrs"])),
        (gettext("Układy odpowiedzi"), ", ".join(map(_short, collection["crs"]))),
    )


def items(request: HttpRequest, one: Layer, document: Document, reading: Reading) -> Page:
    rows = tuple(
        (
            Entry(address(request, "collections", one.name, "items", each["id"]), each["id"]),
            [_readable(each["properties"].get(name)) for name in one.properties],
            _written(each["geometry"]),
        )
        for each in document["features"]
    )
    shapes = [
        (entry.href, entry.title, each["geometry"])
        for (entry, *_), each in zip(rows, document["features"], strict=True)
    ]
    number = document.get("numberMatched")
    lead = "" if number is None else gettext("Obiektów: %(number)s") % {"number": number}
    facts = (
        (gettext("Na tej stronie"), document["numberReturned"]),
        (gettext("Odpowiedź z"), document["timeStamp"]),
    )
    following = next((each["href"] for each in document["links"] if each["rel"] == "next"), "")
    return Page(
        str(one.title),
        lead,
        _crumbs(request, *_above(one)),
        facts=facts,
        drawing=drawing(shapes, reading),
        columns=tuple(_named(one, name) for name in one.properties),
        rows=rows,
        following=following,
    )


def item(request: HttpRequest, one: Layer, document: Document, reading: Reading) -> Page:
    facts = tuple((_named(one, name), _readable(value)) for name, value in document["properties"].items())
    crumbs = _crumbs(request, *_above(one), (f"collections/{one.name}/items", gettext("Obiekty zbioru")))
    shape = document["geometry"]
    return Page(
        document["id"],
        str(one.title),
        crumbs,
        facts=facts,
        drawing=drawing([("", document["id"], shape)], reading),
        geometry=_written(shape),
    )


def styles(request: HttpRequest, document: Document) -> Page:
    listed = tuple(
        Entry(address(request, "styles", each["id"], query={"f": "html"}), each["title"], each["id"])
        for each in document["styles"]
    )
    lead = gettext("Wygląd kafli wektorowych w formacie Mapbox, dla MapLibre, OpenLayers i QGIS.")
    facts = ((gettext("Domyślny"), document["default"]),)
    return Page(gettext("Style kafli"), lead, _crumbs(request), listed, facts)


def style(request: HttpRequest, document: Document) -> Page:
    facts = (
        (gettext("Układ"), document["metadata"]["crs"]),
        (gettext("Kafle"), ", ".join(each for source in document["sources"].values() for each in source["tiles"])),
        (gettext("Pismo"), document["glyphs"]),
        *((each["id"], _of_style_layer(each)) for each in document["layers"]),
    )
    return Page(document["name"], crumbs=_crumbs(request, ("styles", gettext("Style kafli"))), facts=facts)


def style_metadata(request: HttpRequest, document: Document) -> Page:
    facts = (("id", document["id"]), *((each["id"], each["type"]) for each in document["layers"]))
    return Page(document["title"], crumbs=_crumbs(request, ("styles", gettext("Style kafli"))), facts=facts)


def tilesets(request: HttpRequest, document: Document) -> Page:
    return Page(gettext("Kafle wektorowe"), crumbs=_crumbs(request), entries=_titled(document["tilesets"]))


def tileset(request: HttpRequest, document: Document) -> Page:
    box = document["boundingBox"]
    facts = (
        (gettext("Adres kafla"), next(each["href"] for each in document["links"] if each["rel"] == "item")),
        (gettext("Układ"), _short(document["crs"])),
        (gettext("Zasięg (długość i szerokość, CRS84)"), ", ".join(map(str, box["lowerLeft"] + box["upperRight"]))),
        *((each["id"], _of_tile_layer(each)) for each in document["layers"]),
        *((each["tileMatrix"], _of_limits(each)) for each in document["tileMatrixSetLimits"]),
    )
    crumbs = _crumbs(request, ("tiles", gettext("Kafle wektorowe")))
    return Page(document["title"], document["description"], crumbs, facts=facts)


def tile_matrix_sets(request: HttpRequest, document: Document) -> Page:
    return Page(gettext("Siatki kafli"), crumbs=_crumbs(request), entries=_titled(document["tileMatrixSets"]))


def tile_matrix_set(request: HttpRequest, document: Document) -> Page:
    facts = tuple((each["id"], f"1 : {each['scaleDenominator']:.0f}") for each in document["tileMatrices"])
    crumbs = _crumbs(request, ("tileMatrixSets", gettext("Siatki kafli")))
    return Page(document["title"], _short(document["crs"]), crumbs, facts=facts)


def _of_tile_layer(layer: Document) -> str:
    names = ", ".join(layer["propertiesSchema"]["properties"])
    return f"{layer['description']} ({layer['minTileMatrix']}–{layer['maxTileMatrix']}; {names})"


def _of_style_layer(layer: Document) -> str:
    zooms = f"{layer['minzoom']}–{layer.get('maxzoom', '')}" if "minzoom" in layer else ""
    return " ".join((layer["type"], layer.get("source-layer", ""), zooms)).strip()


def _of_limits(each: Document) -> str:
    row, column = (f"{each[f'minTile{axis}']}–{each[f'maxTile{axis}']}" for axis in ("Row", "Col"))
    return gettext("wiersze %(row)s, kolumny %(column)s") % {"row": row, "column": column}


def _named(one: Layer, name: str) -> str:
    """In the reader's words and the program's."""
    return f"{one.properties[name].title} ({name})"


def _written(geometry: Document | None) -> str:
    return orjson.dumps(geometry).decode() if geometry else ""


def _of_schema(each: Document) -> str:
    kind = " ".join(each[name] for name in ("type", "format") if name in each)
    values = f": {', '.join(each['enum'])}" if "enum" in each else ""
    return f"{each['title']} ({kind}{values})"


def _titled(listed: Iterable[Document]) -> tuple[Entry, ...]:
    return tuple(Entry(each["links"][0]["href"], each["title"]) for each in listed)


def _above(one: Layer) -> tuple[tuple[str, str], ...]:
    return (("collections", gettext("Zbiory")), (f"collections/{one.name}", str(one.title)))


def _crumbs(request: HttpRequest, *above: tuple[str, str]) -> tuple[Entry, ...]:
    """From the landing page down to what is above this one."""
    return (
        Entry(address(request), "OGC API"),
        *(Entry(address(request, *path.split("/")), title) for path, title in above),
    )


def _linked(document: Document) -> Iterable[Entry]:
    for each in document["links"]:
        if each["rel"] in _LINKED and each["type"] == "text/html":
            yield Entry(each["href"], each["title"])


def _short(uri: str) -> str:
    """EPSG/0/2180"""
    return uri.rpartition("/crs/")[2]


def _asked(operation: Document) -> str:
    names = [each.get("name") or each["$ref"].rpartition("/")[2] for each in operation["parameters"]]
    return f"{operation['summary']} ({', '.join(names)})"


def _readable(value: Any) -> Any:
    """Lists of texts and of small objects as one text."""
    if isinstance(value, list):
        return ", ".join(str(_readable(each)) for each in value)
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values() if each not in (None, ""))
    return "" if value is None else value
