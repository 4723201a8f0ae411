"""What OpenAPI says of drawings, files of acts and lists of data sets."""

from typing import Any, Final, Literal

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from sip.services.rest.schema import problem

JSON = dict[str, Any]

ACT: Final = "PL.ZIPPZP.9999/060902-POG/1POG"
_EXAMPLE: Final = {
    "id": f"{ACT}-RYS1",
    "title": "Rysunek planu",
    "act": ACT,
    "extent": [750_000.0, 362_000.0, 751_000.0, 363_000.0],
    "minzoom": 9,
    "maxzoom": 16,
    "tiles": "https://sip.example/rysunki/0f1e2d3c4b5a69788796a5b4c3d2e1f0/1/{z}/{x}/{y}.webp",
    "legend": None,
    "link": "https://sip.example/rysunek.tif",
}
_DRAWING: Final[JSON] = {
    "type": "object",
    "required": list(_EXAMPLE),
    "properties": {
        "id": {"type": "string", "description": "INSPIRE identifier of the drawing"},
        "title": {"type": "string"},
        "act": {"type": "string"},
        "extent": {
            "type": "array",
            "description": "west, south, east, north in EPSG:2180, easting before northing",
            "minItems": 4,
            "maxItems": 4,
            "items": {"type": "number"},
        },
        "minzoom": {"type": "integer"},
        "maxzoom": {"type": "integer"},
        "tiles": {"type": "string", "description": "address of a tile of the grid pl1992, see /tiles/pl1992.json"},
        "legend": {"type": ["string", "null"]},
        "link": {"type": ["string", "null"], "description": "where the drawing itself is published"},
    },
}


Place = Literal["query", "path"]


def _parameter(name: str, kind: Any, place: Place, description: str, value: Any, **more: Any) -> OpenApiParameter:
    examples = [OpenApiExample(name, value=value)]
    return OpenApiParameter(name, kind, place, description=description, examples=examples, **more)


def answers(media_type: str, answer: JSON, example: Any, *errors: int) -> dict[tuple[int, str], Any]:
    """An answer of one type, and the problems there may be instead."""
    given = [OpenApiExample("answer", value=example, media_type=media_type)]
    return {(200, media_type): OpenApiResponse(answer, examples=given)} | {
        (status, "application/problem+json"): problem(status) for status in (*errors, 429)
    }


_TAGS: Final = ["planning"]
DRAWINGS: Final[JSON] = {
    "operation_id": "drawings",
    "summary": "Pictures of an act's drawings",
    "parameters": [
        _parameter("act", str, "query", "Identifier of a planning act", ACT, required=True),
    ],
    "responses": answers("application/json", {"type": "array", "items": _DRAWING}, [_EXAMPLE], 400, 404),
    "tags": _TAGS,
}
DRAWING_TILE: Final[JSON] = {
    "operation_id": "drawing_tile",
    "summary": "A tile of a drawing: 512 pixels, transparent outside of it",
    "parameters": [
        _parameter("key", str, "path", "As in `tiles` of the drawing", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        _parameter("version", int, "path", "As in `tiles` of the drawing", 1),
        _parameter("z", int, "path", "Zoom, from `minzoom` to `maxzoom`", 16),
        _parameter("x", int, "path", "Column, counted from the west", 39_000),
        _parameter("y", int, "path", "Row, counted from the north", 29_000),
    ],
    "responses": answers("image/webp", {"type": "string", "contentEncoding": "binary"}, "", 400, 404),
    "tags": _TAGS,
}
_FILE: Final = '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:member>...</wfs:member></wfs:FeatureCollection>'
ACT_FILE: Final[JSON] = {
    "operation_id": "planning_act_file",
    "summary": "A planning act with its zones, regulations, documents and drawings as APP GML 2.0",
    "description": "EPSG:2180, northing first. Comments name what the schema wants and the register lacks.",
    "parameters": [_parameter("identifier", str, "path", "The act's identifier, its `/` not encoded", ACT)],
    "responses": answers("application/gml+xml", {"type": "string"}, _FILE, 404),
    "tags": _TAGS,
}
_FEED: Final = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Akty planowania przestrzennego</title></feed>'
SERVICE_FEED: Final[JSON] = {
    "operation_id": "planning_datasets",
    "summary": "Atom feed of the download service: an entry for each data set of planning acts",
    "parameters": [],
    "responses": answers("application/atom+xml", {"type": "string"}, _FEED),
    "tags": _TAGS,
}
DATASET_FEED: Final[JSON] = {
    "operation_id": "planning_dataset",
    "summary": "Atom feed of a data set: an entry for each act, with its file",
    "parameters": [
        _parameter("namespace", str, "path", "Namespace of the acts, its `/` not encoded", ACT.rpartition("/")[0])
    ],
    "responses": answers("application/atom+xml", {"type": "string"}, _FEED, 404),
    "tags": _TAGS,
}
