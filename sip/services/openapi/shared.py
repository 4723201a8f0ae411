"""What every operation of the document has, whichever view it comes from: keys, validators, refusals, limits."""

from typing import Any, Final

from sip.services.openapi.others import DRAWN_AREA, PATHS
from sip.services.rest.schema import PROBLEM

JSON = dict[str, Any]

_CONDITIONAL: Final = "Nothing has changed since the answer that `If-None-Match` or `If-Modified-Since` speaks of."
SECURITY: Final[JSON] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "a key from /klucze/; none is needed"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "the same"},
    "query": {
        "type": "apiKey",
        "in": "query",
        "name": "apikey",
        "description": "the same, for clients that can send no header",
    },
}
_HEADERS: Final = {
    "ETag": "Changes with every publication of the registers; for `If-None-Match`.",
    "Last-Modified": "When the registers were last published; for `If-Modified-Since`.",
    "RateLimit-Policy": "How many requests may come at once, and in which time (draft-ietf-httpapi-ratelimit-headers).",
    "RateLimit": "How many are left, and in how many seconds all are again.",
}
HEADERS: Final[JSON] = {name: {"description": text, "schema": {"type": "string"}} for name, text in _HEADERS.items()}
RETRY: Final[JSON] = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}}
REFUSALS: Final = {
    "400": ("Bad Request", "limit: '0' is not a whole number between 1 and 1000."),
    "401": ("Unauthorized", "This key is unknown, revoked or over. Ask without one, or for another at /klucze/."),
    "404": ("Not Found", "There is no parcel 060902_5.0001.999 in the register."),
    "429": ("Too Many Requests", "Too many requests from this address; try again in 3 s."),
    "503": ("Service Unavailable", "The register does not answer right now; try again in a moment."),
}
OF_ALL: Final = ("400", "401", "429", "503")
METHODS: Final = ("get", "post", "delete")


def completed(result: JSON, generator: Any, request: Any, public: bool) -> JSON:
    """For SPECTACULAR_SETTINGS["POSTPROCESSING_HOOKS"]."""
    result["paths"] = dict(sorted({**result["paths"], **PATHS}.items()))
    # The generator leaves operations with bodies of our own reading out.
    result["paths"]["/api/v1/extracts/"]["post"] = DRAWN_AREA
    components = result.setdefault("components", {})
    components["securitySchemes"] = SECURITY
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["headers"] = HEADERS
    result["security"] = [{}, *({name: []} for name in SECURITY)]
    result["servers"] = [{"url": "/"}]
    result["externalDocs"] = {"url": "/ogc/api", "description": "OGC API Features has a document of its own"}
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                _complete(path, method, operation)
    return result


def _complete(path: str, method: str, operation: JSON) -> None:
    responses = operation["responses"]
    operation.pop("security", None)
    if not path.startswith("/uldk"):
        responses |= {status: _refusal(status) for status in OF_ALL if status not in responses}
    if method == "get":
        responses.setdefault("304", {"description": _CONDITIONAL})
    for status, response in responses.items():
        if status == "200" and method == "get":
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
        if status == "429":
            response["headers"] = RETRY
    operation["responses"] = dict(sorted(responses.items()))


def _refusal(status: str) -> JSON:
    title, detail = REFUSALS[status]
    example = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema, "examples": {"problem": {"value": example}}}}
    return {"description": title, "content": content}
