"""OAuth 2.0 client credentials (RFC 6749 4.4): a client's identifier and secret for an access token of some minutes.

Only the little that is needed; errors are those of 5.2, as JSON. A token is a signed text (door.py).
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cases.api.answers import answer, careful
from cases.api.bodies import length_of
from cases.api.door import TOKEN_LIFE, token_for
from cases.clients.actions import by_secret, note_use
from cases.clients.models import Client
from sip.services.errors import NotAllowed
from sip.services.throttle import refuse_too_many

MOST_BODY: Final = 10_000
GRANT: Final = "client_credentials"
FORM: Final = "application/x-www-form-urlencoded"
# RFC 6749 5.1
KEPT_BY_NOBODY: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_BASIC: Final = "basic "


@dataclass(frozen=True)
class Refused(Exception):
    """An error of RFC 6749 5.2."""

    error: str
    description: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST


@careful
def token(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        raise NotAllowed("POST")
    try:
        return _answered(request)
    except Refused as refused:
        return _refusal(refused)


def _answered(request: HttpRequest) -> HttpResponse:
    given = _parameters(request)
    client = _client(request, given)
    if "grant_type" not in given:
        raise Refused("invalid_request", "grant_type is missing")
    if given["grant_type"] != GRANT:
        raise Refused("unsupported_grant_type", f"{GRANT} alone is supported")
    scopes = _scopes(given, client)
    note_use(client)
    body = {
        "access_token": token_for(client, scopes),
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(scopes),
    }
    return answer(body, headers=KEPT_BY_NOBODY)


def _parameters(request: HttpRequest) -> dict[str, str]:
    """Of the body alone; none may come twice, and one without a value is none (RFC 6749 3.2). Raises Refused."""
    if request.content_type != FORM:
        raise Refused("invalid_request", f"send {FORM}")
    length_of(request, MOST_BODY)
    try:
        pairs = parse_qsl(request.read(MOST_BODY).decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Refused("invalid_request", "the body is not a form") from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise Refused("invalid_request", "a parameter is given twice")
    return {name: value for name, value in pairs if value}


def _client(request: HttpRequest, given: dict[str, str]) -> Client:
    """By HTTP Basic, or by the form; not by both (RFC 6749 2.3). Raises Refused."""
    authorization = request.META.get("HTTP_AUTHORIZATION", "")
    if authorization and "client_secret" in given:
        raise Refused("invalid_request", "present the secret in one way")
    identifier, secret = (
        _basic(authorization) if authorization else (given.get("client_id", ""), given.get("client_secret", ""))
    )
    if authorization and given.get("client_id", identifier) != identifier:
        raise Refused("invalid_request", "client_id is another than in Authorization")
    client = by_secret(secret) if secret else None
    if client is None or not secrets.compare_digest(client.identifier.encode(), identifier.encode()):
        refuse_too_many(request)
        raise Refused("invalid_client", "unknown, revoked or over", HTTPStatus.UNAUTHORIZED)
    return client


def _basic(authorization: str) -> tuple[str, str]:
    """Both parts are encoded as in forms first (RFC 6749 2.3.1); what is no such header is nobody."""
    if authorization[: len(_BASIC)].lower() != _BASIC:
        return "", ""
    try:
        pair = base64.b64decode(authorization[len(_BASIC) :].strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    identifier, _, secret = pair.partition(":")
    return unquote_plus(identifier), unquote_plus(secret)


def _scopes(given: dict[str, str], client: Client) -> list[str]:
    """Those asked for, or all that the client has. Raises Refused."""
    wanted = given.get("scope", "").split()
    if not set(wanted) <= set(client.scopes):
        raise Refused("invalid_scope", "the client does not have all of these scopes")
    return sorted(set(wanted)) or sorted(client.scopes)


def _refusal(refused: Refused) -> HttpResponse:
    headers = dict(KEPT_BY_NOBODY)
    if refused.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="SIP cases"'
    body = {"error": refused.error, "error_description": refused.description}
    return answer(body, status=refused.status, headers=headers)
