"""The definition of the interface as OpenAPI 3.0, from the table of collections."""

from collections.abc import Iterable
from typing import Any, Final

from sip.geo.grid import GRIDS
from sip.services.ogc.collections import COLLECTIONS, feature_id
from sip.services.ogc.cql2.reading import LANGUAGES
from sip.services.ogc.filters import by_property
from sip.services.ogc.formats import GEOJSON, HTML, JSON, NAMES, OPENAPI, SCHEMA, STYLE
from sip.services.ogc.ordering import MOST, sortables
from sip.services.ogc.parameters import LARGEST_PAGE, LARGEST_READABLE, ON_ITEM, ON_PAGE, PAGE
from sip.services.ogc.queryables import queryables
from sip.services.ogc.sprites import SPRITES
from sip.services.ogc.styles import DEFAULT, STYLES
from sip.services.ogc.systems import CRS84, SYSTEMS
from sip.services.registry.land import BUILDINGS
from sip.services.registry.layer import Layer
from sip.services.tiles.views import CONTENT_TYPE

Document = dict[str, Any]

_PROBLEM: Final = "application/problem+json"
_ERRORS: Final = {
    "400": "a parameter is unknown or its value is not understood",
    "404": "there is no such resource",
    "405": "only GET, HEAD and OPTIONS are answered",
    "406": "Accept names no representation that is served",
    "429": "too many requests from this address; Retry-After says when to try again",
    "500": "something went wrong here",
    "503": "the register does not answer right now",
}
_TEXT: Final = {"type": "string"}
_LINKS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_NUMBERS: Final = {"type": "array", "items": {"type": "number"}}
# Of both versions of /req/core/fc-bbox-definition: the first, which OGC's test suite reads, and its correction.
_BOX: Final = {
    "type": "array",
    "minItems": 4,
    "maxItems": 6,
    "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)],
    "items": {"type": "number"},
}
_URI: Final = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84}


def _query(name: str, description: str, schema: Document, **more: Any) -> Document:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **more}


_F: Final = {"$ref": "#/components/parameters/f"}
_CELL: Final = "/{tileMatrix}/{tileRow}/{tileCol}"
_LIST: Final = {"style": "form", "explode": False}
_PARAMETERS: Final = {
    "f": _query("f", "representation; without it Accept decides", {"type": "string", "enum": list(NAMES)}),
    "bbox": _query(
        "bbox",
        "features that meet this box: lower corner, upper corner, the axes in the order of bbox-crs;"
        " of six numbers the heights are left out",
        _BOX,
        **_LIST,
    ),
    "limit": _query(
        "limit",
        "most features on a page; more than the largest page is the largest page, which in HTML has"
        f" {LARGEST_READABLE}",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE},
        **_LIST,
    ),
    "datetime": _query(
        "datetime",
        "versions that the register had at a moment or in an interval (RFC 3339; `..` is an open end; a day alone"
        " is all of it); of registers without history the current features that had begun",
        _TEXT,
        **_LIST,
    ),
    "crs": _query("crs", "system of the answer's coordinates", _URI, **_LIST),
    "bbox-crs": _query("bbox-crs", "system of bbox", _URI, **_LIST),
    "filter": _query("filter", "condition in CQL2 over the queryables and the geometry (OGC 21-065r2)", _TEXT),
    "filter-lang": _query(
        "filter-lang", "how filter is written", {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]}
    ),
    "filter-crs": _query("filter-crs", "system of the geometries in filter", _URI, **_LIST),
    "after": _query("after", "what the page begins after; next links carry it", _TEXT),
    "count": _query("count", "state numberMatched, whatever it costs", {"type": "string", "enum": ["exact"]}),
    "date": _query("date", "only what binds in law on this day", {"type": "string", "format": "date"}),
}
_BYTES: Final = {"type": "string", "format": "binary"}
_SCHEMAS: Final = {
    "link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {name: _TEXT for name in ("href", "rel", "type", "title")},
    },
    "landingPage": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": _TEXT, "description": _TEXT, "attribution": _TEXT, "links": _LINKS},
    },
    "confClasses": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": _TEXT}},
    },
    "collection": {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            **{name: _TEXT for name in ("id", "title", "description", "itemType", "storageCrs")},
            "extent": {"type": "object"},
            "crs": {"type": "array", "items": _TEXT},
            "links": _LINKS,
        },
    },
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "crs": {"type": "array", "items": _TEXT},
            "links": _LINKS,
            "collections": {"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
        },
    },
    "featureGeoJSON": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": _TEXT,
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object"},
            "links": _LINKS,
        },
    },
    "featureCollectionGeoJSON": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/featureGeoJSON"}},
            "links": _LINKS,
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
    "problem": {
        "type": "object",
        "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    },
}


def definition(server: str) -> Document:
    """SERVER is the absolute address of the landing page, without its last slash."""
    paths = {
        "/": _resource("landing", "Landing page", "landingPage", JSON.type),
        "/conformance": _resource("conformance", "Conformance classes", "confClasses", JSON.type),
        "/api": _resource("api", "This definition", None, OPENAPI.type),
        "/collections": _resource("collections", "Collections", "collections", JSON.type),
        "/collections/{collectionId}": _resource(
            "collection", "One collection", "collection", JSON.type, [_collection_parameter()]
        ),
        "/collections/{collectionId}/queryables": _resource(
            "queryables", "What a collection is filtered by", None, SCHEMA.type, [_collection_parameter()]
        ),
        "/collections/{collectionId}/sortables": _resource(
            "sortables", "What a collection is sorted by", None, SCHEMA.type, [_collection_parameter()]
        ),
    }
    paths |= _tile_paths() | _style_paths()
    for each in COLLECTIONS.values():
        paths |= _feature_paths(each)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "SIP: OGC API",
            "version": "1.0.0",
            "description": "The land register and planning of a powiat; no personal data, no key needed.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"parameters": _PARAMETERS, "responses": _refusals(), "schemas": _SCHEMAS},
    }


def _tile_paths() -> Document:
    grid = {
        "name": "tileMatrixSetId",
        "in": "path",
        "required": True,
        "description": "id of a tile matrix set",
        "schema": {"type": "string", "enum": list(GRIDS)},
    }
    collection = _collection_parameter([each.name for each in COLLECTIONS.values() if each.tiled])
    return {
        "/tiles": _resource("sip.dataset.vector.getTileSetsList", "Tilesets of vector tiles", None, JSON.type),
        "/tiles/{tileMatrixSetId}": _resource("sip.dataset.vector.getTileSet", "One tileset", None, JSON.type, [grid]),
        f"/tiles/{{tileMatrixSetId}}{_CELL}": _tile("sip.dataset.vector.getTile", [grid]),
        "/collections/{collectionId}/tiles": _resource(
            "sip.collection.vector.getTileSetsList", "Tilesets of a collection", None, JSON.type, [collection]
        ),
        "/collections/{collectionId}/tiles/{tileMatrixSetId}": _resource(
            "sip.collection.vector.getTileSet", "One tileset of a collection", None, JSON.type, [collection, grid]
        ),
        f"/collections/{{collectionId}}/tiles/{{tileMatrixSetId}}{_CELL}": _tile(
            "sip.collection.vector.getTile", [collection, grid]
        ),
        "/tileMatrixSets": _resource("tile-matrix-sets", "Tile matrix sets", None, JSON.type),
        "/tileMatrixSets/{tileMatrixSetId}": _resource(
            "tile-matrix-set", "One tile matrix set", None, JSON.type, [grid]
        ),
    }


def _style_paths() -> Document:
    name = _in_path("styleId", "id of a style", {"type": "string", "enum": list(STYLES)}, DEFAULT)
    return {
        "/styles": _resource("styles", "Styles of the vector tiles", None, JSON.type),
        "/styles/{styleId}": _resource("style", "A style in Mapbox's form", None, STYLE.type, [name, _style_format()]),
        "/sprites/{sprite}.json": _sprite("sprite-index", "Where each pattern is", JSON.type, {"type": "object"}),
        "/sprites/{sprite}.png": _sprite("sprite-sheet", "Patterns of a style on one picture", "image/png", _BYTES),
        "/styles/{styleId}/metadata": _resource("style-metadata", "What a style is", None, JSON.type, [name]),
    }


def _sprite(operation: str, summary: str, media_type: str, schema: Document) -> Document:
    name = _in_path("sprite", "name of a sprite", {"type": "string", "enum": list(SPRITES)}, DEFAULT)
    given = _resource(operation, summary, None, media_type, [name])
    # It has no other form.
    given["get"]["parameters"] = [name]
    given["get"]["responses"]["200"]["content"] = {media_type: {"schema": schema}}
    return given


def _style_format() -> Document:
    names = [STYLE.name, JSON.name, HTML.name]
    return _query("f", "representation; without it Accept decides", {"type": "string", "enum": names})


def _tile(operation: str, parameters: list[Document]) -> Document:
    whole = {"type": "integer", "minimum": 0}
    cell = [
        _in_path("tileMatrix", "zoom of the tile", {"type": "string"}, "13"),
        _in_path("tileRow", "row of the tile, from the north", whole, 2691),
        _in_path("tileCol", "column of the tile, from the west", whole, 4609),
    ]
    only = _query("f", "representation", {"type": "string", "enum": ["mvt"]})
    given = _resource(operation, "A vector tile", None, CONTENT_TYPE, [*parameters, *cell, only])
    described = given["get"]["responses"]
    described["200"]["content"] = {CONTENT_TYPE: {"schema": _BYTES}}
    described["204"] = {"description": "nothing lies in the tile"}
    return given


def _in_path(name: str, description: str, schema: Document, example: Any) -> Document:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
        "example": example,
    }


def _feature_paths(one: Layer) -> Document:
    dated = ("date",) if one.binding else ()
    filters = [
        _query(name, each.description, {"type": each.schema}, example=_example(each.schema, each.example))
        for name, each in one.filters.items()
    ]
    path = f"/collections/{one.name}/items"
    shared = [name for name in ON_PAGE if name != "sortby"]
    parameters = [*_refer((*shared, *dated)), _sortby(one), *filters, *_by_property(one)]
    key = {"type": "string", **({"pattern": "^[0-9a-f]{16}$"} if one.address == BUILDINGS.address else {})}
    feature = {
        "name": "featureId",
        "in": "path",
        "required": True,
        "description": "id of a feature: its identifier with `/` written `~`, `~` written `=7E`, `=` written `=3D`",
        "schema": key,
        "example": feature_id(one.example),
    }
    return {
        path: _resource(
            f"{one.name}-items", f"Features of {one.name}", "featureCollectionGeoJSON", GEOJSON.type, parameters
        ),
        f"{path}/{{featureId}}": _resource(
            f"{one.name}-item", f"One {one.one}", "featureGeoJSON", GEOJSON.type, [feature, *_refer(ON_ITEM)]
        ),
    }


def _sortby(one: Layer) -> Document:
    names = [f"{sign}{name}" for name in sortables(one) for sign in ("", "+", "-")]
    items = {"type": "string", "enum": names}
    description = "order of the features, descending where a minus stands first"
    return _query("sortby", description, {"type": "array", "minItems": 1, "maxItems": MOST, "items": items}, **_LIST)


def _by_property(one: Layer) -> Iterable[Document]:
    known = queryables(one)
    for name in by_property(one):
        kept = {key: value for key, value in known[name].schema.items() if key in ("type", "format", "enum")}
        yield _query(name, f"equal to this: {known[name].schema['description']}", kept)


def _example(kind: str, text: str) -> str | float:
    return float(text) if kind == "number" else int(text) if kind == "integer" else text


def _collection_parameter(names: Iterable[str] = COLLECTIONS) -> Document:
    schema = {"type": "string", "enum": list(names)}
    return {
        "name": "collectionId",
        "in": "path",
        "required": True,
        "description": "id of a collection",
        "schema": schema,
    }


def _refer(names: Iterable[str]) -> list[Document]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _resource(
    operation: str, summary: str, schema: str | None, media_type: str, parameters: list[Document] | None = None
) -> Document:
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}}
    answers = {
        "200": {"description": summary, "content": {media_type: content, HTML.type: {"schema": _TEXT}}},
        "304": {"description": "the client has it already"},
        **{status: {"$ref": f"#/components/responses/{status}"} for status in _ERRORS},
    }
    given = (
        parameters
        if parameters and any(each == _F or each.get("name") == "f" for each in parameters)
        else [*(parameters or []), *_refer(("f",))]
    )
    return {"get": {"operationId": operation, "summary": summary, "parameters": given, "responses": answers}}


def _refusals() -> Document:
    problem = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {status: {"description": text, "content": problem} for status, text in _ERRORS.items()}
