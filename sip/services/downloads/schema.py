"""What OpenAPI says of orders of files."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from sip.services.downloads.formats import FORMATS, SYSTEMS
from sip.services.downloads.models import State
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import MOST_PARCELS
from sip.services.rest.schema import problem

JSON = dict[str, Any]

# What a product's `error` means to machines.
ERRORS: Final = {
    "too-large": "The file would be larger than files may be here; order a smaller place or fewer layers.",
    "gone": "The place is no longer in the register.",
    "fault": "Something went wrong here; it has been noted. Order again later.",
    "interrupted": "The work was broken off several times; order again.",
}
KEY: Final = "qL1zV0Y5w8mXc2N7rT4kUe9bGh3sJd6A"
_AREA: Final = {
    "type": "Polygon",
    "coordinates": [[[22.51, 51.1], [22.52, 51.1], [22.52, 51.11], [22.51, 51.11], [22.51, 51.1]]],
}
_ASKED: Final = {"layers": ["parcels", "buildings"], "unit": "060902", "format": "gpkg", "crs": 2180}
_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
_MOMENT: Final = {"type": "string", "format": "date-time"}
_WHOLE: Final = {"type": "integer"}
_ORDERING: Final[JSON] = {
    "type": "object",
    "description": "One of `unit`, `precinct`, `parcels` and `area` at most; without them everything.",
    "required": ["layers", "format"],
    "additionalProperties": False,
    "properties": {
        "layers": {"type": "array", "minItems": 1, "items": {"enum": list(SOURCES)}},
        "format": {"enum": list(FORMATS)},
        "crs": {"enum": list(SYSTEMS), "description": "EPSG code; the format's first by default"},
        "unit": {"type": "string", "description": "TERYT code of a voivodeship, powiat, gmina or registration unit"},
        "precinct": {"type": "string", "description": "identifier of a precinct"},
        "parcels": {
            "type": "array",
            "description": "idDzialki; other layers are taken where they lie on these parcels",
            "minItems": 1,
            "maxItems": MOST_PARCELS,
            "items": _TEXT,
        },
        "area": {"type": "object", "description": "Polygon or MultiPolygon of GeoJSON, longitude before latitude"},
    },
}
_FILE: Final[JSON] = {
    "type": ["object", "null"],
    "description": "null until it is ready",
    "properties": {
        "url": {"type": "string", "format": "uri"},
        "name": _TEXT,
        "media_type": _TEXT,
        "size": _WHOLE,
        "sha256": _TEXT,
        "made_at": _MOMENT,
        "data_date": {"type": ["string", "null"], "format": "date"},
        "register_version": _WHOLE,
        "counts": {"type": "object", "additionalProperties": _WHOLE},
    },
}
_SHOWN: Final[JSON] = {
    "type": "object",
    "required": ["id", "state", "percent", "done", "total", "error", "ordered_at", "ends_at", "file"],
    "properties": {
        "id": {"type": "string", "description": "unguessable; whoever has it has the order"},
        "state": {"enum": [*State.values, "ended"]},
        "percent": {"type": ["integer", "null"]},
        "done": {"type": "integer", "description": "features written"},
        "total": {"type": "integer", "description": "features to write; 0 until they are counted"},
        "layer": _TEXT_OR_NULL,
        "error": {"type": ["string", "null"], "description": "why it failed"},
        "order": {"type": ["object", "null"], "description": "what is made, in its canonical form"},
        "ordered_at": _MOMENT,
        "ends_at": {"type": "string", "format": "date-time", "description": "after it the address leads nowhere"},
        "file": _FILE,
    },
}
_READY: Final = {
    "id": KEY,
    "state": "ready",
    "percent": 100,
    "done": 18000,
    "total": 18000,
    "layer": "buildings",
    "error": None,
    "order": {
        "layers": ["parcels", "buildings"],
        "where": "unit",
        "values": ["060902"],
        "format": "gpkg",
        "crs": 2180,
    },
    "ordered_at": "2026-11-22T12:00:00+00:00",
    "ends_at": "2026-11-29T12:00:00+00:00",
    "file": {
        "url": f"https://sip.example/pobieranie/{KEY}/dane-060902.gpkg",
        "name": "dane-060902.gpkg",
        "media_type": "application/geopackage+sqlite3",
        "size": 9_437_184,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "made_at": "2026-11-22T12:00:07+00:00",
        "data_date": "2026-01-31",
        "register_version": 12,
        "counts": {"parcels": 10000, "buildings": 8000},
    },
}
_WAITING: Final = {**_READY, "state": "waiting", "percent": None, "done": 0, "total": 0, "layer": None, "file": None}
_OFFER: Final = {
    "layers": [{"name": "parcels", "title": "Działki ewidencyjne"}],
    "formats": [
        {"name": "gpkg", "title": "GeoPackage", "media_type": "application/geopackage+sqlite3", "crs": [2180, 4326]}
    ],
    "limits": {"parcels": MOST_PARCELS, "area_points": 10000, "at_once": 3, "size": 4294967296, "days": 7},
}
_NAMED: Final = {"type": "array", "items": {"type": "object", "properties": {"name": _TEXT, "title": _TEXT}}}
_OFFER_SCHEMA: Final[JSON] = {
    "type": "object",
    "required": ["layers", "formats", "limits"],
    "properties": {"layers": _NAMED, "formats": _NAMED, "limits": {"type": "object"}},
}
_TAGS: Final = ["downloads"]
_KEY: Final = OpenApiParameter(
    "key", str, "path", description="`id` of the order", examples=[OpenApiExample("key", value=KEY)]
)


def _answers(status: int, answer: JSON, example: Any, *errors: int) -> dict[tuple[int, str], Any]:
    given = [OpenApiExample("answer", value=example, media_type="application/json")]
    return {(status, "application/json"): OpenApiResponse(answer, examples=given)} | {
        (error, "application/problem+json"): problem(error) for error in (*errors, 429)
    }


OFFER: Final[JSON] = {
    "operation_id": "downloads_offered",
    "summary": "Layers, formats, coordinate systems and limits of files to order",
    "responses": _answers(200, _OFFER_SCHEMA, _OFFER),
    "tags": _TAGS,
}
ORDERING: Final[JSON] = {
    "operation_id": "download_order",
    "summary": "Order a file: layers of a place in a format; it is made in the background",
    "description": "The same order of the same state of the registers gives the file that is there already.",
    "request": {"application/json": _ORDERING},
    "responses": _answers(201, _SHOWN, _WAITING, 400, 404),
    "examples": [
        OpenApiExample("a gmina", value=_ASKED, request_only=True, media_type="application/json"),
        OpenApiExample(
            "an area",
            value={"layers": ["parcels"], "area": _AREA, "format": "geojson"},
            request_only=True,
            media_type="application/json",
        ),
    ],
    "tags": _TAGS,
}
ORDER: Final[JSON] = {
    "operation_id": "download",
    "summary": "An order as it stands; when it is `ready`, `file.url` leads to the file",
    "parameters": [_KEY],
    "responses": _answers(200, _SHOWN, _READY, 404),
    "tags": _TAGS,
}
CANCELLING: Final[JSON] = {
    "operation_id": "download_cancel",
    "summary": "Call an order off",
    "parameters": [_KEY],
    "responses": _answers(200, _SHOWN, {**_WAITING, "state": "cancelled"}, 404),
    "tags": _TAGS,
}
