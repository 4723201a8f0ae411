"""What OpenAPI says of services that are no REST views: ULDK, vector tiles, files of a parcel, feeds, drawn areas."""

from typing import Any, Final

from sip.geo.grid import GRIDS
from sip.services.downloads.views import FORMATS
from sip.services.extracts.schema import EXAMPLE, EXAMPLE_PARCEL, SCHEMA_PATH
from sip.services.rest.schema import PROBLEM
from sip.services.uldk.verbs import VERBS

JSON = dict[str, Any]

ATOM: Final = "application/atom+xml"
TEXT: Final[JSON] = {"type": "string"}
_EXTRACT: Final = {"type": "object", "description": f"an extract; its whole schema is at {SCHEMA_PATH}"}


def _parameter(name: str, place: str, description: str, schema: JSON, example: Any, *, required: bool = False) -> JSON:
    return {
        "name": name,
        "in": place,
        "required": required or place == "path",
        "description": description,
        "schema": schema,
        "examples": {name: {"value": example}},
    }


def _answer(description: str, media_type: str, schema: JSON, example: Any) -> JSON:
    content = {media_type: {"schema": schema, "examples": {"answer": {"value": example}}}}
    return {"description": description, "content": content}


def _absent(detail: str) -> JSON:
    example = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail}
    return _answer("Not Found", "application/problem+json", PROBLEM, example)


def _get(name: str, summary: str, tag: str, parameters: list[JSON], responses: JSON) -> JSON:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "parameters": parameters,
            "responses": responses,
        }
    }


# --- ULDK

_LINES: Final = "0\n060903_4.0001.AR_1.10|BYCHAWA\n"
_ULDK_PARAMETERS: Final = [
    _parameter("request", "query", "Verb, in any case", {"enum": [*VERBS]}, "GetParcelById", required=True),
    _parameter("id", "query", "Identifier, or its beginning, or name and number", TEXT, "060903_4.0001.AR_1.10"),
    _parameter("xy", "query", "easting,northing[,SRID]; PL-1992 by default", TEXT, "750210.5,362600.5"),
    _parameter("result", "query", "Fields, separated by commas", TEXT, "teryt,parcel,region"),
    _parameter("srid", "query", "EPSG code of the answer's coordinates", TEXT, "2180"),
    _parameter("radius", "query", "SnapToPoint: metres around the point", TEXT, "5"),
]
_REFUSED: Final = {
    status: _answer(f"refused: {words}", "text/plain", TEXT, f"-1 {words}\n")
    for status, words in (
        ("401", "This key is unknown, revoked or over."),
        ("429", "Too many requests from this address; try again in 3 s."),
    )
}


def _uldk(name: str, summary: str) -> JSON:
    good = _answer("Status line and lines of fields; errors are texts, too", "text/plain", TEXT, _LINES)
    # People who open the address see a page.
    good["content"]["text/html"] = {"schema": TEXT, "examples": {"page": {"value": "<!DOCTYPE html>"}}}
    return _get(name, summary, "uldk", _ULDK_PARAMETERS, {"200": good, **_REFUSED})


# --- tiles

_GRID: Final = _parameter("grid", "path", "Name of the grid", {"enum": [*GRIDS]}, "pl1992")
_CELL: Final = [
    _parameter(name, "path", description, {"type": "integer", "minimum": 0}, value)
    for name, description, value in (
        ("z", "Zoom", 12),
        ("x", "Column, from west", 613),
        ("y", "Row, from north", 468),
    )
]
_NO_GRID: Final = _absent("There is no grid 'pl2000'. Grids: WebMercatorQuad, pl1992.")
_TILE: Final = {
    "200": _answer(
        "Mapbox Vector Tile 2.1", "application/vnd.mapbox-vector-tile", {"type": "string", "format": "binary"}, ""
    ),
    "204": {"description": "Nothing of ours lies in the tile"},
    "404": _NO_GRID,
}
_JSON_OBJECT: Final = {"type": "object"}

# --- files of a parcel, feeds

_IDENTIFIER: Final = _parameter(
    "identifier", "path", "identifier of the parcel, its `/` not encoded", TEXT, EXAMPLE_PARCEL
)
_NO_PARCEL: Final = _absent("There is no parcel 060902_5.0001.999 in the register.")
_FEED: Final = _answer("Atom feed", ATOM, TEXT, '<feed xmlns="http://www.w3.org/2005/Atom"/>')


def _file(ending: str) -> JSON:
    _, media_type = FORMATS[ending]
    body = _answer("the file", media_type.partition(";")[0], TEXT, "")
    if ending == "geojson":
        body = _answer("the file", media_type, _JSON_OBJECT, {"type": "FeatureCollection", "features": []})
    name = f"parcel_{ending}"
    return _get(name, f"A parcel as {ending.upper()}", "parcels", [_IDENTIFIER], {"200": body, "404": _NO_PARCEL})


_AREA: Final = {
    "type": "object",
    "required": ["area"],
    "properties": {
        "area": {"type": "object", "description": "GeoJSON Polygon or MultiPolygon"},
        "crs": {"type": ["string", "integer"], "description": "EPSG code of its coordinates; 4326 by default"},
        "date": {"type": "string", "format": "date"},
    },
}
_DRAWN: Final = {
    "area": {
        "type": "Polygon",
        "coordinates": [[[22.50, 51.10], [22.501, 51.10], [22.501, 51.101], [22.50, 51.101], [22.50, 51.10]]],
    }
}
DRAWN_AREA: Final = {
    "operationId": "extract_of_area",
    "summary": "What may be built in a drawn area",
    "tags": ["extracts"],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": _AREA, "examples": {"area": {"value": _DRAWN}}}},
    },
    "responses": {"200": _answer("the extract", "application/json", _EXTRACT, EXAMPLE)},
}

PATHS: Final[JSON] = {
    "/api/v1/": _get(
        "index",
        "What there is, by name",
        "search",
        [],
        {"200": _answer("addresses", "application/json", _JSON_OBJECT, {"collections": {}, "openapi": "/api/schema/"})},
    ),
    "/uldk/": _uldk("uldk", "The national service of locating parcels (ULDK), for this powiat"),
    "/uldk/service.php": _uldk("uldk_older", "The same at its older address"),
    "/tiles/{grid}.json": _get(
        "tilejson",
        "TileJSON of a grid",
        "tiles",
        [_GRID],
        {"200": _answer("TileJSON 3.0", "application/json", _JSON_OBJECT, {"tilejson": "3.0.0"}), "404": _NO_GRID},
    ),
    "/tiles/{grid}/{z}/{x}/{y}.mvt": _get("tile", "A vector tile", "tiles", [_GRID, *_CELL], _TILE),
    "/dzialka/{identifier}/dzialka.geojson": _file("geojson"),
    "/dzialka/{identifier}/dzialka.gml": _file("gml"),
    "/dzialka/{identifier}/dzialka.dxf": _file("dxf"),
    "/dzialka/{identifier}/punkty.csv": _file("csv"),
    "/dzialka/{identifier}/plany.atom": _get(
        "parcel_changes",
        "Changes in plans on a parcel",
        "planning-acts",
        [_IDENTIFIER],
        {"200": _FEED, "404": _NO_PARCEL},
    ),
    "/plany/zmiany.atom": _get("changes", "Changes in plans", "planning-acts", [], {"200": _FEED}),
    SCHEMA_PATH: _get(
        "extract_schema",
        "JSON Schema of extracts",
        "extracts",
        [],
        {"200": _answer("Draft 2020-12", "application/schema+json", _JSON_OBJECT, {"$id": SCHEMA_PATH})},
    ),
}
