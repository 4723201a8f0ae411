"""Schemas of what the API of cases answers, for its OpenAPI document (JSON Schema 2020-12)."""

from typing import Any, Final

from cases.changes.kinds import KINDS
from cases.documents.models import Origin, Scan
from cases.hooks.models import HookState
from cases.models import Channel
from cases.payments.models import Why
from cases.workflow import Act, Outcome, State, Who

JSON = dict[str, Any]

TEXT: Final[JSON] = {"type": "string"}
WHOLE: Final[JSON] = {"type": "integer"}
YES: Final[JSON] = {"type": "boolean"}
DAY: Final[JSON] = {"type": "string", "format": "date"}
MOMENT: Final[JSON] = {"type": "string", "format": "date-time"}
ANYTHING: Final[JSON] = {"type": "object"}
HASH: Final[JSON] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MONEY: Final[JSON] = {"type": "string", "description": "PLN", "examples": ["20.00"]}


def maybe(schema: JSON) -> JSON:
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    wider = schema | {"type": [schema["type"], "null"]}
    return wider | {"enum": [*schema["enum"], None]} if "enum" in schema else wider


def one_of(values: Any) -> JSON:
    return {"type": "string", "enum": sorted(str(value) for value in values)}


def listed(schema: JSON) -> JSON:
    return {"type": "array", "items": schema}


def of(properties: JSON) -> JSON:
    """An object that has all of PROPERTIES."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def ref(name: str) -> JSON:
    return {"$ref": f"#/components/schemas/{name}"}


FILED_STATES: Final = one_of(set(State) - {State.DRAFT})
ROW: Final[JSON] = {
    "id": WHOLE,
    "sign": TEXT,
    "service": TEXT,
    "state": FILED_STATES,
    "version": WHOLE,
    "channel": one_of(Channel),
    "filed_at": MOMENT,
    "deadline": maybe(DAY),
    "is_stopped": YES,
    "party_due": maybe(DAY),
    "outcome": maybe(one_of(Outcome)),
    "closed_at": maybe(MOMENT),
    "assignee": maybe(WHOLE),
    "url": TEXT,
}
PARCEL: Final = of(
    {
        "typed": TEXT,
        "identifier": maybe(TEXT),
        "is_known": YES,
        "registered_area_ha": maybe(TEXT),
        "computed_area_m2": maybe(TEXT),
        "land_use": {"type": "array"},
        "data_date": maybe(DAY),
        "sha256": HASH,
    }
)
PERSON: Final = of(
    {name: TEXT for name in ("kind", "name", "identifier", "email", "phone", "address", "delivery_address")}
)
LINKS: Final = ("acts", "deadline", "documents", "geometries", "history", "messages", "orders")
CHANGE: Final = of(
    {
        "sequence": WHOLE,
        "kind": TEXT,
        "at": MOMENT,
        "id": WHOLE,
        "state": FILED_STATES,
        "version": WHOLE,
        "is_gone": YES,
        "case": maybe(ref("CaseRow")),
    }
)
DOCUMENT: Final = of(
    {
        "id": WHOLE,
        "origin": one_of(Origin),
        "wanted": maybe(TEXT),
        "title": TEXT,
        "name": TEXT,
        "claimed_type": maybe(TEXT),
        "detected_type": maybe(TEXT),
        "size": WHOLE,
        "sha256": HASH,
        "scan": one_of(Scan),
        "number": WHOLE,
        "replaces": maybe(WHOLE),
        "replaced_by": maybe(WHOLE),
        "added_at": MOMENT,
        "issued_at": maybe(MOMENT),
        "content": TEXT,
    }
)
ORDER: Final = of(
    {
        "id": WHOLE,
        "why": one_of(Why),
        "amount": MONEY,
        "lines": {"type": "array"},
        "created_at": MOMENT,
        "settled_at": maybe(MOMENT),
        "cancelled_at": maybe(MOMENT),
        "proof": maybe(TEXT),
    }
)
SERVICE: Final = of(
    {
        "code": TEXT,
        "name": TEXT,
        "description": TEXT,
        "legal_basis": TEXT,
        "unit_symbol": TEXT,
        "jrwa_class": TEXT,
        "is_offered": YES,
        "place": TEXT,
        "most_parcels": WHOLE,
        "form": of({"number": WHOLE, "schema": ANYTHING}),
        "documents": listed(ANYTHING),
        "exemptions": listed(of({"code": TEXT, "words": TEXT})),
        "states": ANYTHING,
        "without": listed(one_of(Act)),
    }
)
HOOK: Final[JSON] = {
    "id": WHOLE,
    "url": TEXT,
    "kinds": listed(one_of(KINDS)),
    "made_at": MOMENT,
    "paused_at": maybe(MOMENT),
    "deliveries": TEXT,
}
DELIVERY: Final = of(
    {
        "id": WHOLE,
        "webhook_id": TEXT,
        "kind": TEXT,
        "case": WHOLE,
        "state": one_of(HookState),
        "attempts": WHOLE,
        "next_at": maybe(MOMENT),
        "sent_at": maybe(MOMENT),
        "status": maybe(WHOLE),
        "said": maybe(TEXT),
    }
)
EVENT: Final = of(
    {
        "at": MOMENT,
        "act": one_of(Act),
        "who": one_of(Who),
        "by": maybe({"type": "object", "properties": {"user": maybe(WHOLE), "client": maybe(WHOLE)}}),
        "before": one_of(State),
        "after": one_of(State),
        "version": WHOLE,
        "data": ANYTHING,
    }
)
MESSAGE: Final = of(
    {
        "id": WHOLE,
        "at": MOMENT,
        "from": one_of(("applicant", "office")),
        "act": one_of(Act),
        "words": TEXT,
        "read_at": maybe(MOMENT),
    }
)
PROBLEM: Final[JSON] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": WHOLE,
        "detail": TEXT,
        "problems": {
            "type": "object",
            "description": "by field or question, empty name for none in particular",
            "additionalProperties": listed(TEXT),
        },
    },
}
SCHEMAS: Final[JSON] = {
    "CaseRow": of(ROW),
    "Case": of(
        {
            **ROW,
            "unit_symbol": TEXT,
            "jrwa_class": TEXT,
            "form": WHOLE,
            "answers": ANYTHING,
            "exemption": maybe(TEXT),
            "applicant": maybe(ref("Person")),
            "proxy": maybe(ref("Person")),
            "parcels": listed(PARCEL),
            "links": of({name: TEXT for name in LINKS}),
        }
    ),
    "Person": PERSON,
    "CaseList": {
        "oneOf": [
            of(
                {
                    "cases": listed(ref("CaseRow")),
                    "marker": {"type": "string", "description": "for since"},
                    "next": maybe({"type": "object", "properties": {"cursor": TEXT}}),
                }
            ),
            of({"changes": listed(CHANGE), "marker": TEXT, "more": YES}),
        ]
    },
    "Filed": of(
        {
            "id": WHOLE,
            "sign": TEXT,
            "code": {"type": "string", "description": "opens the case with its sign; for the applicant"},
            "filed_at": MOMENT,
            "receipt": of({"received_at": MOMENT, "sha256": HASH}),
            "url": TEXT,
        }
    ),
    "Acts": of(
        {
            "state": FILED_STATES,
            "version": WHOLE,
            "acts": listed(of({"act": one_of(Act), "label": TEXT, "needs": listed(TEXT), "url": TEXT})),
        }
    ),
    "Deadline": of(
        {
            "day": maybe(DAY),
            "is_stopped": YES,
            "closed_on": maybe(DAY),
            "days_left": maybe(WHOLE),
            "lines": listed(TEXT),
        }
    ),
    "Document": DOCUMENT,
    "Documents": of({"documents": listed(ref("Document"))}),
    "Events": of({"events": listed(EVENT)}),
    "Messages": of({"messages": listed(MESSAGE)}),
    "Order": ORDER,
    "Orders": of({"orders": listed(ref("Order"))}),
    "Services": of({"services": listed(SERVICE)}),
    "Geometries": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": listed(ANYTHING)},
    },
    "Hook": of(HOOK),
    "HookMade": of({**HOOK, "secret": {"type": "string", "description": "whsec_..., told here and never again"}}),
    "Hooks": of({"hooks": listed(ref("Hook")), "kinds": listed(TEXT)}),
    "Deliveries": of({"deliveries": listed(DELIVERY)}),
    "Again": of({"again": WHOLE}),
    "Problem": PROBLEM,
    "Token": of({"access_token": TEXT, "token_type": {"const": "Bearer"}, "expires_in": WHOLE, "scope": TEXT}),
    "TokenError": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": one_of(("invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type")),
            "error_description": TEXT,
        },
    },
}
