"""The OpenAPI document of the API of cases, by itself at openapi.json: public registers have one of their own."""

from functools import cache
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponseBase
from pydantic.json_schema import models_json_schema

from cases.api.answers import careful
from cases.api.bodies import ActBody, Body, CaseBody, HookBody, SettleBody
from cases.api.shapes import FILED_STATES, SCHEMAS, TEXT, WHOLE, one_of, ref
from cases.changes.kinds import KINDS
from cases.clients.models import Scope
from cases.hooks.models import HookState
from cases.workflow import Act
from sip.geo.crs import KNOWN
from sip.services.answers import validated
from sip.services.errors import NotAllowed
from sip.services.throttle import refuse_too_many

JSON = dict[str, Any]

TYPE: Final = "application/vnd.oai.openapi+json; version=3.1"
REFERENCE: Final = "#/components/schemas/{model}"
BODIES: Final[tuple[type[Body], ...]] = (CaseBody, ActBody, SettleBody, HookBody)
ROOT: Final = "/api/v1/cases/"
CASE: Final = f"{ROOT}{{number}}/"
HOOK: Final = f"{ROOT}hooks/{{number}}/"
NUMBER: Final[JSON] = {"type": "integer", "minimum": 1}
REFUSALS: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict: the case's state, or someone at the same moment",
    411: "Length Required",
    412: "Precondition Failed: the case was changed since; ETag tells its version of now",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content: problems by field",
    428: "Precondition Required: If-Match is missing",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
OF_ALL: Final = (400, 401, 403, 429, 503)
OF_ONE: Final = (404,)
OF_WRITING: Final = (409, 411, 413, 415, 422)


def _parameter(name: str, place: str, description: str, schema: JSON, *, required: bool = False) -> JSON:
    return {
        "name": name,
        "in": place,
        "required": required or place == "path",
        "description": description,
        "schema": schema,
    }


def _refusal(status: int) -> JSON:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    refused: JSON = {"description": REFUSALS[status], "content": content}
    if status == 401:
        refused["headers"] = {"WWW-Authenticate": {"schema": TEXT}}
    return refused


def _operation(
    name: str,
    summary: str,
    scope: Scope,
    answers: JSON,
    *,
    parameters: tuple[JSON, ...] = (),
    body: JSON | None = None,
    refused: tuple[int, ...] = (),
) -> JSON:
    operation: JSON = {
        "operationId": name,
        "summary": summary,
        "tags": ["cases"],
        "security": [{"oauth": [scope.value]}, {"bearer": []}, {"key": []}],
        "parameters": list(parameters),
        "responses": {
            **answers,
            **{str(status): _refusal(status) for status in sorted({*OF_ALL, *refused})},
        },
    }
    return operation | ({"requestBody": body} if body else {})


def _answer(
    name: str, description: str = "the answer", *, tagged: bool = False, kind: str = "application/json"
) -> JSON:
    answer: JSON = {"description": description, "content": {kind: {"schema": ref(name)}}}
    if tagged:
        answer["headers"] = {"ETag": {"description": "the case's version, for If-Match", "schema": TEXT}}
    return answer


def _json(name: str, *, required: bool = True) -> JSON:
    return {"required": required, "content": {"application/json": {"schema": ref(name)}}}


_NUMBER: Final = _parameter("number", "path", "number of the case", NUMBER)
_HOOK: Final = _parameter("number", "path", "number of the webhook", NUMBER)
_LIMIT: Final = _parameter("limit", "query", "at most so many", {"type": "integer", "minimum": 1, "maximum": 1000})
_IF_MATCH: Final = _parameter("If-Match", "header", "ETag of the case as last read", TEXT, required=True)
_KEY: Final = _parameter(
    "Idempotency-Key",
    "header",
    "of this filing; repeated, it is answered alike",
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    required=True,
)


def _list() -> JSON:
    parameters = (
        _LIMIT,
        _parameter("cursor", "query", "of the page before", NUMBER),
        _parameter(
            "since", "query", "marker of an earlier answer: changes after it", {"type": "integer", "minimum": 0}
        ),
        _parameter("service", "query", "code of a service", TEXT),
        _parameter("state", "query", "state", FILED_STATES),
        _parameter("parcel", "query", "identifier of a parcel as filed", TEXT),
        _parameter("assignee", "query", "number of a clerk, or none", TEXT),
    )
    summary = "Cases of the office, newest first; with since, what changed after a marker, in its order"
    return _operation("cases", summary, Scope.READ, {"200": _answer("CaseList")}, parameters=parameters)


def _file() -> JSON:
    form = {
        "type": "object",
        "required": ["case"],
        "properties": {"case": {"type": "string", "contentMediaType": "application/json"}},
        "additionalProperties": {"type": "string", "contentMediaType": "application/octet-stream"},
    }
    content = {"application/json": {"schema": ref("CaseBody")}, "multipart/form-data": {"schema": form}}
    filed = _answer("Filed") | {"headers": {"Location": {"schema": TEXT}}}
    return _operation(
        "case_file",
        "File on behalf of an applicant",
        Scope.FILE,
        {"201": filed},
        parameters=(_KEY,),
        body={"required": True, "content": content},
        refused=OF_WRITING,
    )


def _part(name: str, summary: str, answer: JSON, scope: Scope = Scope.READ, *parameters: JSON) -> JSON:
    return _operation(name, summary, scope, {"200": answer}, parameters=(_NUMBER, *parameters), refused=OF_ONE)


def _one() -> JSON:
    case = _part("case", "One case, with its applicant and answers", _answer("Case", tagged=True))
    case["responses"]["304"] = {"description": "it is as If-None-Match says"}
    case["parameters"].append(_parameter("If-None-Match", "header", "ETag of the case as last read", TEXT))
    return case


def _act() -> JSON:
    return _operation(
        "case_act",
        "Take a step",
        Scope.ACT,
        {"200": _answer("CaseRow", tagged=True)},
        parameters=(_NUMBER, _parameter("act", "path", "the step", one_of(Act)), _IF_MATCH),
        body=_json("ActBody", required=False),
        refused=(*OF_ONE, *OF_WRITING, 412, 428),
    )


def _add() -> JSON:
    binary = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
    fields = {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        "title": TEXT,
        "wanted": TEXT,
        "replaces": TEXT,
    }
    form = {"schema": {"type": "object", "required": ["file"], "properties": fields}}
    return _operation(
        "document_add",
        "Add a document of the office, as the body or in a form; its name comes in Content-Disposition",
        Scope.DOCUMENTS,
        {"201": _answer("Document")},
        parameters=(
            _NUMBER,
            _parameter("wanted", "query", "which of the service's wanted documents it is", TEXT),
            _parameter("replaces", "query", "number of the document that this is the next version of", NUMBER),
            _parameter("Content-Digest", "header", "sha-256=:base64: (RFC 9530), compared", TEXT),
        ),
        body={"required": True, "content": {"application/octet-stream": binary, "multipart/form-data": form}},
        refused=(*OF_ONE, *OF_WRITING),
    )


def _take() -> JSON:
    file = {"*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}}
    taken = {"description": "the bytes, with Repr-Digest", "content": file}
    confirmed = _parameter("confirmed", "query", "hand out what was not found harmless", one_of(("true",)))
    number = _parameter("document", "path", "number of the document", NUMBER)
    operation = _part("document", "The bytes of a document", taken, Scope.DOCUMENTS, number, confirmed)
    operation["responses"]["409"] = _refusal(409)
    return operation


def _settle() -> JSON:
    return _operation(
        "order_settle",
        "Note a payment at the desk or by transfer",
        Scope.ACT,
        {"200": _answer("Order")},
        parameters=(_NUMBER, _parameter("order", "path", "number of the order", NUMBER)),
        body=_json("SettleBody"),
        refused=(*OF_ONE, *OF_WRITING),
    )


def _hooks() -> JSON:
    scope, made = Scope.HOOKS, _answer("HookMade") | {"headers": {"Location": {"schema": TEXT}}}
    order = _operation(
        "hook_order", "Order a webhook", scope, {"201": made}, body=_json("HookBody"), refused=OF_WRITING
    )
    deliveries = (_HOOK, _LIMIT, _parameter("state", "query", "state", one_of(HookState)))

    def one(name: str, summary: str, answers: JSON, *parameters: JSON, refused: tuple[int, ...] = OF_ONE) -> JSON:
        return _operation(name, summary, scope, answers, parameters=parameters or (_HOOK,), refused=refused)

    steps = {
        step: one(f"hook_{step}", summary, {"200": _answer(answer)}, refused=(*OF_ONE, 409))
        for step, summary, answer in (
            ("pause", "Keep messages until it goes on", "Hook"),
            ("resume", "Go on", "Hook"),
            ("resend", "Try again all that was given up", "Again"),
        )
    }
    return {
        f"{ROOT}hooks/": {"get": _operation("hooks", "Webhooks", scope, {"200": _answer("Hooks")}), "post": order},
        HOOK: {
            "get": one("hook", "One webhook", {"200": _answer("Hook")}),
            "delete": one("hook_end", "End it", {"204": {"description": "it is no more"}}),
        },
        f"{HOOK}deliveries/": {
            "get": one("deliveries", "What became of messages", {"200": _answer("Deliveries")}, *deliveries)
        },
        **{f"{HOOK}{step}/": {"post": operation} for step, operation in steps.items()},
    }


def _token() -> JSON:
    fields = {name: TEXT for name in ("grant_type", "scope", "client_id", "client_secret")}
    form = {"schema": {"type": "object", "required": ["grant_type"], "properties": fields}}
    wrong = {"application/json": {"schema": ref("TokenError")}}
    return {
        "operationId": "token",
        "summary": "An access token for client_id and client_secret (RFC 6749 4.4)",
        "tags": ["oauth"],
        "security": [{"basic": []}, {}],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": form}},
        "responses": {
            "200": _answer("Token"),
            "400": {"description": "an error of RFC 6749 5.2", "content": wrong},
            "401": {
                "description": "invalid_client",
                "content": wrong,
                "headers": {"WWW-Authenticate": {"schema": TEXT}},
            },
            **{str(status): _refusal(status) for status in (411, 413, 429, 503)},
        },
    }


def _paths() -> JSON:
    crs = _parameter("crs", "query", "EPSG code of the coordinates", {"type": "integer", "enum": sorted(KNOWN)})
    parts = {
        "acts": _part("acts", "Steps open to the system now", _answer("Acts", tagged=True)),
        "deadline": _part("deadline", "The deadline, and how it came about", _answer("Deadline")),
        "history": _part("history", "What happened", _answer("Events")),
        "messages": _part("messages", "Messages between applicant and office", _answer("Messages")),
        "geometries": _part(
            "geometries",
            "Parcels as filed and versions of the shape",
            _answer("Geometries", kind="application/geo+json", tagged=True),
            Scope.READ,
            crs,
        ),
        "orders": _part("orders", "What is to be paid", _answer("Orders")),
    }
    services = _operation("services", "What the office offers", Scope.READ, {"200": _answer("Services")})
    documents = _part("documents", "Documents", _answer("Documents"), Scope.DOCUMENTS)
    return {
        ROOT: {"get": _list(), "post": _file()},
        f"{ROOT}services/": {"get": services},
        CASE: {"get": _one()},
        **{f"{CASE}{name}/": {"get": operation} for name, operation in parts.items()},
        f"{CASE}acts/{{act}}/": {"post": _act()},
        f"{CASE}orders/{{order}}/settle/": {"post": _settle()},
        f"{CASE}documents/": {"get": documents, "post": _add()},
        f"{CASE}documents/{{document}}/content/": {"get": _take()},
        **_hooks(),
        "/api/v1/oauth/token": {"post": _token()},
    }


def _message() -> JSON:
    data = {"sequence": WHOLE, "case": WHOLE, "version": WHOLE, "sign": TEXT, "state": TEXT, "path": TEXT}
    properties = {
        "type": one_of(KINDS),
        "timestamp": TEXT,
        "data": {"type": "object", "properties": {**data, "is_gone": {"type": "boolean"}}},
    }
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "post": {
            "summary": "A change of a case; signed by Standard Webhooks, without personal data",
            "parameters": [_parameter(name, "header", "of Standard Webhooks", TEXT) for name in headers],
            "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}},
            "responses": {"2XX": {"description": "taken; anything else is tried again"}},
        }
    }


@cache
def document() -> JSON:
    _, bodies = models_json_schema([(model, "validation") for model in BODIES], ref_template=REFERENCE)
    flow = {"tokenUrl": "/api/v1/oauth/token", "scopes": {scope.value: str(scope.label) for scope in Scope}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SIP: cases",
            "version": "1",
            "description": "Cases for systems of the offices that handle them. Administrators make their clients.",
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "webhooks": {"change": _message()},
        "components": {
            "schemas": {**SCHEMAS, **bodies["$defs"]},
            "securitySchemes": {
                "oauth": {"type": "oauth2", "flows": {"clientCredentials": flow}},
                "bearer": {"type": "http", "scheme": "bearer", "description": "the secret itself"},
                "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "the secret itself"},
                "basic": {"type": "http", "scheme": "basic", "description": "client_id and client_secret"},
            },
        },
    }


@careful
def openapi(request: HttpRequest) -> HttpResponseBase:
    """For whoever asks, also with the secret that opens the rest."""
    if request.method not in ("GET", "HEAD"):
        raise NotAllowed("GET, HEAD")
    refuse_too_many(request)
    return validated(request, orjson.dumps(document(), default=str), TYPE, seconds=3600)
