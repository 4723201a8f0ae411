"""The published JSON Schema of extracts, made of the record itself, and what OpenAPI says of their addresses."""

from typing import Any, Final

import orjson
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from sip.extracts.issued import READER
from sip.services.rest.schema import JSON, problems

SCHEMA_PATH: Final = "/api/v1/extracts/schema.json"
DIGEST: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the rest"}
EXAMPLE_PARCEL: Final = "060902_5.0001.154/15"
EXAMPLE: Final = {
    "digest": "0" * 64,
    "day": "2026-01-31",
    "subjects": [],
    "versions": {"parcels": 3, "planning_zones": 1},
    "format": 1,
}


def json_schema() -> bytes:
    """Draft 2020-12."""
    described = READER.json_schema()
    described["properties"] = {"digest": DIGEST, **described["properties"]}
    described["required"] = ["digest", *described["required"]]
    return orjson.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_PATH, **described})


def operation(name: str, summary: str, *parameters: OpenApiParameter, statuses: tuple[int, ...] = (404,)) -> JSON:
    """Arguments of extend_schema for an answer with an extract."""
    body: dict[str, Any] = {
        "type": "object",
        "description": f"an extract; its whole schema is at {SCHEMA_PATH}",
        "required": list(EXAMPLE),
    }
    example = OpenApiExample("extract", value=EXAMPLE, media_type="application/json")
    answer = OpenApiResponse(body, description="the extract", examples=[example])
    return {
        "operation_id": name,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {(200, "application/json"): answer, **problems(*statuses)},
        "tags": ["extracts"],
    }


PARCEL: Final = OpenApiParameter(
    "address",
    str,
    OpenApiParameter.PATH,
    description="identifier of the parcel, its `/` not encoded",
    examples=[OpenApiExample("address", value=EXAMPLE_PARCEL)],
)
PARCELS: Final = OpenApiParameter(
    "parcels",
    str,
    description="identifiers of up to 20 parcels, separated by commas",
    required=True,
    examples=[OpenApiExample("parcels", value=EXAMPLE_PARCEL)],
)
ISSUED: Final = OpenApiParameter(
    "address",
    str,
    OpenApiParameter.PATH,
    description="digest of an extract that was issued",
    examples=[OpenApiExample("address", value="0" * 64)],
)
