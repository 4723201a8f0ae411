"""What OpenAPI says of the REST interface, made of the table of collections."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from sip.services import parameters
from sip.services.registry.layer import Layer

JSON = dict[str, Any]

PROBLEM: Final[JSON] = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
TITLES: Final = {400: "Bad Request", 404: "Not Found", 410: "Gone", 429: "Too Many Requests"}
DETAILS: Final = {
    400: "limit: '0' is not a whole number between 1 and 1000.",
    404: "There is no parcel 060902_5.0001.999 in the register.",
    410: "The parcel 060902_5.0001.154 is no longer in force since 2024-05-06.",
    429: "Too many requests from this address; try again in a moment.",
}
_CRS_MEMBER: Final = {"type": "object", "description": "names the system where it is not WGS 84"}
_DEPTH: Final = {
    **{"Point": 0, "MultiPoint": 1, "LineString": 1},
    **{"MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3},
}


def feature(collection: Layer) -> JSON:
    """JSON Schema of a feature."""
    names = list(collection.properties)
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {"oneOf": [{"type": "null"}, *(_geometry(name) for name in collection.geometries)]},
            "properties": {
                "type": "object",
                "required": names,
                "additionalProperties": False,
                "properties": {
                    name: {**each.schema, "description": each.description}
                    for name, each in collection.properties.items()
                },
            },
            "crs": _CRS_MEMBER,
        },
    }


def features(collection: Layer) -> JSON:
    """JSON Schema of a page of features."""
    link = {
        "type": "object",
        "required": ["rel", "href"],
        "properties": {"rel": {"const": "next"}, "type": {"type": "string"}, "href": {"type": "string"}},
    }
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "crs": _CRS_MEMBER,
            "numberMatched": {"type": "integer", "description": "with `count=exact` only"},
            "links": {"type": "array", "items": link},
            "features": {"type": "array", "items": feature(collection)},
        },
    }


def item(collection: Layer, *, dated: bool = False) -> JSON:
    """Arguments of extend_schema for one feature."""
    return {
        "operation_id": collection.one.replace("-", "_"),
        "summary": f"{_article(collection.one)} {collection.one.replace('-', ' ')} in force",
        "parameters": [
            OpenApiParameter(
                "address",
                str,
                OpenApiParameter.PATH,
                description=(
                    "the feature's `id`, made of the INSPIRE identifier"
                    if collection.address == "object_key"
                    else f"{collection.address}, its `/` not encoded"
                ),
                examples=[OpenApiExample("address", value=collection.example)],
            ),
            CRS,
            *([DAY] if dated else []),
        ],
        "responses": _responses(feature(collection), _feature_example(collection), 404, *([410] if dated else [])),
        "tags": [collection.name],
    }


def _article(noun: str) -> str:
    return "An" if noun[0] in "aeio" else "A"


def page(collection: Layer) -> JSON:
    """Arguments of extend_schema for pages."""
    after = "7" if collection.key_is_number else collection.example
    filters = [
        _query(name, each.description, {"type": each.schema}, each.example) for name, each in collection.filters.items()
    ]
    whole = {"type": "integer", "minimum": 1, "maximum": parameters.LARGEST_PAGE, "default": parameters.PAGE}
    return {
        "operation_id": collection.name.replace("-", "_"),
        "summary": f"{collection.name.capitalize().replace('-', ' ')} in force, page by page",
        "parameters": [
            _query(
                "bbox", "minx,miny,maxx,maxy[,srid]; WGS 84 by default", {"type": "string"}, "22.50,51.1,22.51,51.2"
            ),
            _query("point", "x,y[,srid]; WGS 84 by default", {"type": "string"}, "22.505,51.105"),
            *filters,
            *([BINDING_DAY] if collection.binding else []),
            _query("limit", "How many features a page has", whole, "100"),
            _query("after", "What the page begins after; the `next` link carries it", {"type": "string"}, after),
            _query("count", "`exact` counts all that match, which takes time", {"enum": ["exact"]}, "exact"),
            CRS,
        ],
        "responses": _responses(features(collection), _features_example(collection)),
        "tags": [collection.name],
    }


def _query(name: str, description: str, kind: JSON, example: str, *, required: bool = False) -> OpenApiParameter:
    value: Any = float(example) if kind.get("type") == "number" else example
    value = int(example) if kind.get("type") == "integer" else value
    return OpenApiParameter(
        name, kind, description=description, required=required, examples=[OpenApiExample(name, value=value)]
    )


DAY: Final = _query("date", "As it was in force on this day", {"type": "string", "format": "date"}, "2024-01-31")
BINDING_DAY: Final = _query(
    "date", "Only what binds in law on this day", {"type": "string", "format": "date"}, "2026-01-31"
)
CRS: Final = _query(
    "crs",
    "EPSG code of the answer's coordinates (easting or longitude first); 4326 by default",
    {"type": "string"},
    "2180",
)


def _geometry(name: str) -> JSON:
    coordinates: JSON = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
    for _ in range(_DEPTH[name]):
        coordinates = {"type": "array", "items": coordinates}
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"const": name}, "coordinates": coordinates},
    }


def _feature_example(collection: Layer) -> JSON:
    return {
        "type": "Feature",
        "id": collection.example,
        "geometry": collection.geometry_example,
        "properties": {name: each.example for name, each in collection.properties.items()},
    }


def _features_example(collection: Layer) -> JSON:
    return {"type": "FeatureCollection", "features": [_feature_example(collection)]}


def _responses(answer: JSON, example: JSON, *errors: int) -> dict[tuple[int, str], Any]:
    good = OpenApiResponse(
        answer, examples=[OpenApiExample("answer", value=example, media_type="application/geo+json")]
    )
    return {(200, "application/geo+json"): good, **problems(*errors)}


def problems(*statuses: int) -> dict[tuple[int, str], Any]:
    """Refusals that every address has, and those of STATUSES."""
    return {(status, "application/problem+json"): problem(status) for status in (400, *statuses, 429)}


def problem(status: int) -> OpenApiResponse:
    value = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": DETAILS[status]}
    return OpenApiResponse(
        PROBLEM, examples=[OpenApiExample("problem", value=value, media_type="application/problem+json")]
    )


def at(collection: Layer, summary: str) -> JSON:
    """Arguments of extend_schema for what lies at a point."""
    return {
        "operation_id": f"{collection.name}_at".replace("-", "_"),
        "summary": summary,
        "parameters": [
            _query("x", "Easting, or longitude", {"type": "number"}, "750210.5", required=True),
            _query("y", "Northing, or latitude", {"type": "number"}, "362600.5", required=True),
            _query("srid", "EPSG code of x and y; 2180 by default", {"type": "string"}, "2180"),
            CRS,
            BINDING_DAY if collection.binding else DAY,
        ],
        "responses": _responses(features(collection), _features_example(collection)),
        "tags": [collection.name],
    }
