"""What OpenAPI says of the REST interface: parameters, answers, examples."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

PROBLEM: Final = {
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
LAND_USE: Final = {
    "type": "object",
    "properties": {
        "ofu": {"type": "string", "description": "oznaczenie użytku gruntowego"},
        "ozu": {"type": "string"},
        "ozk": {"type": "string"},
        "area_ha": {"type": ["number", "null"]},
    },
}
FEATURE: Final = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {"type": {"enum": ["Polygon", "MultiPolygon"]}, "coordinates": {"type": "array"}},
        },
        "properties": {
            "type": "object",
            "required": ["identifier", "number", "precinct", "unit", "registered_area_ha"],
            "properties": {
                "identifier": {"type": "string", "description": "idDzialki"},
                "number": {"type": "string"},
                "sheet": {"type": ["string", "null"]},
                "precinct": {"type": "string"},
                "precinct_name": {"type": ["string", "null"]},
                "unit": {"type": "string"},
                "unit_name": {"type": ["string", "null"]},
                "registered_area_ha": {"type": ["number", "null"], "description": "pole ewidencyjne"},
                "land_use": {"type": "array", "items": LAND_USE},
                "valid_from": {"type": "string", "format": "date-time"},
                "data_date": {"type": ["string", "null"], "format": "date"},
            },
        },
    },
}
COLLECTION: Final = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": FEATURE},
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"rel": {"const": "next"}, "href": {"type": "string", "format": "uri"}},
            },
        },
    },
}


def _responses(answer: dict[str, Any], *errors: int) -> dict[tuple[int, str], Any]:
    good: dict[tuple[int, str], Any] = {(200, "application/geo+json"): OpenApiResponse(answer)}
    return good | {(status, "application/problem+json"): OpenApiResponse(PROBLEM) for status in (400, *errors)}


def _query(
    name: str, description: str, kind: type = str, *, required: bool = False, example: str = ""
) -> OpenApiParameter:
    examples = [OpenApiExample(name, value=example)] if example else []
    return OpenApiParameter(name, kind, description=description, required=required, examples=examples)


CRS: Final = _query("crs", "EPSG code of the answer's coordinates (easting or longitude first); 4326 by default.")
PARCEL: Final[dict[str, Any]] = {
    "operation_id": "parcel",
    "summary": "A parcel in force, by its identifier (idDzialki)",
    "parameters": [
        OpenApiParameter(
            "identifier",
            str,
            OpenApiParameter.PATH,
            description="idDzialki as it is, its `/` not encoded",
            examples=[OpenApiExample("with denominator", value="060902_5.0001.154/15")],
        ),
        CRS,
    ],
    "responses": _responses(FEATURE, 404, 410),
    "tags": ["parcels"],
}
PARCEL_AT: Final[dict[str, Any]] = {
    "operation_id": "parcels_at",
    "summary": "Parcels at a point; on a boundary both sides",
    "parameters": [
        _query("x", "Easting, or longitude", float, required=True),
        _query("y", "Northing, or latitude", float, required=True),
        _query("srid", "EPSG code of x and y; 2180 by default."),
        CRS,
    ],
    "responses": _responses(COLLECTION),
    "tags": ["parcels"],
}
PARCELS: Final[dict[str, Any]] = {
    "operation_id": "parcels",
    "summary": "Parcels in force, in the order of their identifiers, page by page",
    "parameters": [
        _query("bbox", "minx,miny,maxx,maxy[,srid]; WGS 84 by default", example="22.50,51.10,22.51,51.11"),
        _query("point", "x,y[,srid]; WGS 84 by default", example="22.505,51.105"),
        _query("limit", "How many features a page has, 1 to 1000; 100 by default.", int),
        _query("after", "Identifier that the page begins after; the `next` link carries it."),
        CRS,
    ],
    "responses": _responses(COLLECTION),
    "tags": ["parcels"],
}
