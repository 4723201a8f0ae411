"""What OpenAPI says of search."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from sip.services.rest.schema import problem
from sip.services.search.results import Kind

_NUMBERS: Final = {"type": "array", "items": {"type": "number"}}
RESULT: Final = {
    "type": "object",
    "required": ["kind", "label", "detail", "identifier", "url", "extent", "point"],
    "properties": {
        "kind": {"enum": list(Kind.values)},
        "label": {"type": "string"},
        "detail": {"type": "string", "description": "where it is, in words"},
        "identifier": {
            "type": ["string", "null"],
            "description": "of the parcel (an address: the parcel it stands on), precinct or unit",
        },
        "url": {"type": "string", "description": "path of the parcel's page, else of the map showing the extent"},
        "extent": {**_NUMBERS, "minItems": 4, "maxItems": 4, "description": "west, south, east, north in EPSG:2180"},
        "point": {**_NUMBERS, "minItems": 2, "maxItems": 2, "description": "easting, northing in EPSG:2180, inside it"},
        "successors": {
            "type": "array",
            "items": {"type": "string"},
            "description": "of a former parcel: what became of it, those in force first",
        },
    },
}
ANSWER: Final = {
    "type": "object",
    "required": ["query", "results", "groups", "more"],
    "properties": {
        "query": {"type": "string", "description": "what was asked, without what cannot be seen"},
        "results": {"type": "array", "items": RESULT, "description": "in the order of the groups"},
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "title", "count"],
                "properties": {
                    "kind": {"enum": list(Kind.values)},
                    "title": {"type": "string", "description": "in the reader's language"},
                    "count": {"type": "integer", "description": "of results in this answer"},
                },
            },
        },
        "more": {"type": "boolean", "description": "whether results were left out"},
    },
}
_EXAMPLES: Final = [
    OpenApiExample(name, value=value)
    for name, value in {
        "number and precinct": "Bychawa 10",
        "identifier": "060903_4.0001.AR_1.10",
        "address": "Leśna 12",
        "coordinates": "51.0123, 22.5678",
    }.items()
]
_ANSWER: Final = {
    "query": "Bychawa 10",
    "results": [
        {
            "kind": "parcel",
            "label": "10, arkusz 1",
            "detail": "obręb Bychawa, gmina Bychawa",
            "identifier": "060903_4.0001.AR_1.10",
            "url": "/dzialka/060903_4.0001.AR_1.10/",
            "extent": [751314.89, 355102.6, 751504.91, 355238.82],
            "point": [751409.9, 355170.71],
        }
    ],
    "groups": [{"kind": "parcel", "title": "Działki", "count": 1}],
    "more": True,
}
SEARCH: Final[dict[str, Any]] = {
    "operation_id": "search",
    "summary": "Parcels, addresses and places by what people type",
    "description": (
        "Understands identifiers with any separators and with or without the map sheet, numbers with the name or"
        " number of a precinct in either order, former numbers, building and INSPIRE identifiers, addresses, names of"
        " streets, places, precincts and units, and coordinates (EPSG:2180, 2176-2179, WGS 84). Case, diacritics and"
        " punctuation do not matter; names may be begun only, and are matched by likeness where nothing else is found."
    ),
    "parameters": [
        OpenApiParameter("q", str, required=True, description="What is looked for.", examples=_EXAMPLES),
        OpenApiParameter(
            "limit",
            int,
            description="How many results at most, 1 to 50; 20 by default.",
            examples=[OpenApiExample("limit", value=20)],
        ),
        OpenApiParameter(
            "unit",
            str,
            description=(
                "TERYT code of the unit that numbers and names are looked for in: 060903_3 (with its parts _4 and _5),"
                " 060903_5 or 0609. Identifiers and coordinates are found everywhere."
            ),
            examples=[OpenApiExample("gmina", value="060903_3")],
        ),
    ],
    "responses": {
        (200, "application/json"): OpenApiResponse(
            ANSWER, examples=[OpenApiExample("answer", value=_ANSWER, media_type="application/json")]
        ),
        **{(status, "application/problem+json"): problem(status) for status in (400, 429)},
    },
    "tags": ["search"],
}
