"""Who asks: a client by its secret or an access token in a header. No cookie, no query, no other key opens anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from time import time
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from cases.actors import Actor, of_client
from cases.api.errors import BadCredentials, NoCredentials, OutOfScope
from cases.clients import actions as clients
from cases.clients.models import Client, Scope
from sip.services.errors import BadRequest, TooMany
from sip.services.throttle import SLOTS, bucket, refuse_too_many

SALT: Final = "cases.api.token"
TOKEN_LIFE: Final = timedelta(minutes=15)
# Of the digest of the secret: with another secret the tokens of the one before are over.
BOUND_TO: Final = 16
MOST_SECRET: Final = 1000
_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """A client with the scopes of this request: its own, or those its token was given."""

    client: Client
    scopes: frozenset[str]

    @property
    def actor(self) -> Actor:
        return of_client(self.client)

    def require(self, scope: Scope) -> None:
        """Raises OutOfScope."""
        if scope not in self.scopes:
            raise OutOfScope(scope)


def caller(request: HttpRequest) -> Caller:
    """Raises NoCredentials, BadCredentials, BadRequest, TooMany."""
    presented = _presented(request)
    if not presented:
        refuse_too_many(request)
        raise NoCredentials
    found = _by_secret(presented) if presented.startswith(clients.PREFIX) else _by_token(presented)
    if found is None:
        refuse_too_many(request)
        raise BadCredentials
    _count(found.client)
    clients.note_use(found.client)
    return found


def _presented(request: HttpRequest) -> str:
    """Raises BadRequest for two ways at once (RFC 6750, 2)."""
    key, authorization = request.META.get("HTTP_X_API_KEY", ""), request.META.get("HTTP_AUTHORIZATION", "")
    if key and authorization:
        raise BadRequest("Authorization and X-API-Key: present one of them.")
    if authorization and authorization[: len(_BEARER)].lower() != _BEARER:
        return "-"
    return str(key or authorization[len(_BEARER) :]).strip()[:MOST_SECRET]


def _by_secret(secret: str) -> Caller | None:
    client = clients.by_secret(secret)
    return Caller(client, frozenset(client.scopes)) if client else None


def token_for(client: Client, scopes: Sequence[str]) -> str:
    """A signed text that says whose it is and what for; nothing of it is stored."""
    return signing.dumps([client.pk, client.digest[:BOUND_TO], sorted(scopes)], salt=SALT, compress=False)


def _by_token(token: str) -> Caller | None:
    """What the client may not any more, its tokens may not either."""
    try:
        number, beginning, scopes = signing.loads(token, salt=SALT, max_age=TOKEN_LIFE)
    except signing.BadSignature:
        return None
    client = clients.by_number(number, beginning)
    return Caller(client, frozenset(scopes) & frozenset(client.scopes)) if client else None


def _count(client: Client) -> None:
    """Raises TooMany."""
    taken = bucket("clients").take(client.pk % SLOTS, time(), float(settings.CLIENT_REQUESTS_PER_SECOND))
    if taken.wait:
        raise TooMany(ceil(taken.wait), "of this system")
