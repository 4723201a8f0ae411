"""Keys that requests bring: where they stand, and what they allow. They never reach a log, a link or an answer.

A key is looked for in the database once in a few seconds; a request without one costs a look at three headers.
"""

import re
import time
from hashlib import sha256
from typing import Final, NamedTuple
from urllib.parse import unquote

from django.http import HttpRequest

from sip.public import rows
from sip.services.errors import Unauthorised

KEY: Final = "SELECT id, per_second, per_day FROM api_key_public WHERE digest = %(digest)s"
# For so long a key that was revoked is still answered.
REMEMBERED_SECONDS: Final = 5.0
MOST_REMEMBERED: Final = 10_000
_BEARER: Final = "bearer "
# Map clients that can send no header have it in the address; WMS clients write parameters in capitals.
_IN_QUERY: Final = re.compile(r"(?:^|&)(?:klucz|apikey)=([^&]*)", re.IGNORECASE)
_FORMED: Final = re.compile(r"sip_[A-Za-z0-9_-]{32}")


class Allowance(NamedTuple):
    """Number of the key, requests a second for long, requests a day."""

    number: int
    per_second: int
    per_day: int


_remembered: dict[bytes, tuple[float, Allowance | None]] = {}


def presented(request: HttpRequest) -> str:
    """The key the request brings, empty without one; in the query it is taken out, so that nothing repeats it."""
    meta = request.META
    query = meta.get("QUERY_STRING")
    in_query = _taken_out(request, query) if query else ""
    if "HTTP_X_API_KEY" in meta:
        return str(meta["HTTP_X_API_KEY"]).strip()
    authorization = meta.get("HTTP_AUTHORIZATION", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return str(authorization[len(_BEARER) :]).strip()
    return in_query


def _taken_out(request: HttpRequest, query: str) -> str:
    found = _IN_QUERY.search(query)
    if found is None:
        return ""
    request.META["QUERY_STRING"] = _IN_QUERY.sub("", query).removeprefix("&")
    return unquote(found[1]).strip()


def is_remembered(key: str) -> bool:
    """Whether `allowance` answers without the database, for a key that is one."""
    until, found = _remembered.get(_digest(key), (0.0, None))
    return found is not None and time.monotonic() < until


def allowance(key: str) -> Allowance:
    """Raises Unauthorised for what is no key, or none any more."""
    if not _FORMED.fullmatch(key):
        raise Unauthorised
    digest = _digest(key)
    until, found = _remembered.get(digest, (0.0, None))
    if time.monotonic() >= until:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        known = rows(KEY, {"digest": digest.hex()})
        found = Allowance(*known[0]) if known else None
        _remembered[digest] = (time.monotonic() + REMEMBERED_SECONDS, found)
    if found is None:
        raise Unauthorised
    return found


def forget() -> None:
    """Ask again at the next request, for those who cannot wait."""
    _remembered.clear()


def _digest(key: str) -> bytes:
    return sha256(key.encode(errors="replace")).digest()
