"""What all answers to machines share: methods, other origins, validators, errors."""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from datetime import time as clock
from functools import lru_cache, wraps
from hashlib import blake2b
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe
from django.utils.timezone import localdate, make_aware

from sip.services.errors import NotAllowed, as_problem
from sip.services.layers import register_state
from sip.services.packing import pack
from sip.services.throttle import count, limits

View = Callable[..., HttpResponseBase]

# Nothing here depends on who asks, so any page may read it.
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Crs, Content-Disposition, Content-Range, ETag, Link, RateLimit, RateLimit-Policy, "
        "Retry-After, X-Request-ID"
    ),
}
# The asterisk leaves Authorization out.
PREFLIGHT: Final = {
    **CORS,
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
}
FOREVER: Final = "public, max-age=31536000, immutable"
SHORT: Final = "public, max-age=60"
_ASKED_AT: Final = "sip.asked_at"


def answering(*methods: str, errors: Callable[[View], View] = as_problem) -> Callable[[View], View]:
    """The view answers METHODS; OPTIONS is answered here, other methods are refused, ERRORS words what goes wrong."""
    allowed = ", ".join((*methods, "OPTIONS"))

    def decorate(view: View) -> View:
        careful = errors(_limited(view, methods, allowed))

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                headers = {**PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}
                empty = HttpResponse(status=204, headers=headers)
                del empty.headers["Content-Type"]
                return empty
            request.META[_ASKED_AT] = time.time()
            response = careful(request, *args, **kwargs)
            for name, value in (*CORS.items(), *limits(request).items()):
                response.headers[name] = value
            if isinstance(response, HttpResponse):
                pack(request, response)
                _measure(response, sent=request.method != "HEAD")
            return response

        return wrapped

    return decorate


readable = answering("GET", "HEAD")


def _measure(response: HttpResponse, *, sent: bool) -> None:
    """State the length, also of a body that is only asked after; an answer that has none has no type of its own."""
    if response.status_code in (204, 304):
        # A cache would write the type of a 304 over that of what it holds.
        del response.headers["Content-Type"]
    else:
        response.headers["Content-Length"] = str(len(response.content))
    if not sent:
        response.content = b""


def _limited(view: View, methods: tuple[str, ...], allowed: str) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            raise NotAllowed(allowed)
        count(request)
        return view(request, *args, **kwargs)

    return wrapped


def standing(
    request: HttpRequest, etag: str, cache: str = SHORT, *, day: date | None = None, changed: datetime | None = None
) -> dict[str, str]:
    """Headers of an answer that stays as it is until the registers change: validators, and what caches may do.

    DAY: what is said depends on it being this day, too. CHANGED: instead of the registers' own moment. A release that
    words answers differently changes the ETag alone.
    """
    moment = changed or register_state().changed_at
    if day is not None and moment is not None:
        moment = max(moment, make_aware(datetime.combine(min(day, localdate()), clock.min)))
    headers = {"ETag": etag, "Cache-Control": cache}
    # A second may hold two publications: a date is a validator once its second is over (RFC 9110, 8.8.2.2).
    if moment is not None and moment.timestamp() + 1 < request.META.get(_ASKED_AT, 0.0):
        headers["Last-Modified"] = _date(moment)
    return headers


@lru_cache(maxsize=100)
def _date(moment: datetime) -> str:
    """Of the few moments at which registers change."""
    return http_date(moment.timestamp())


def known_already(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    """Whether the client has what the validators in HEADERS stand for; the ETag wins over the date (RFC 9110, 13.2.2).

    ETags are compared weakly, as it wants for If-None-Match.
    """
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if given:
        return _names(given, headers["ETag"])
    if "HTTP_IF_MODIFIED_SINCE" not in request.META:
        return False
    since = parse_http_date_safe(request.META["HTTP_IF_MODIFIED_SINCE"])
    changed = parse_http_date_safe(headers.get("Last-Modified", ""))
    return since is not None and changed is not None and changed <= since


def _names(given: str, etag: str) -> bool:
    return given.strip() == "*" or etag.removeprefix("W/") in (
        part.strip().removeprefix("W/") for part in given.split(",")
    )


def unchanged(headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(status=304, headers=headers)


def validated(
    request: HttpRequest,
    body: bytes,
    content_type: str,
    *,
    seconds: int = 60,
    headers: Mapping[str, str] | None = None,
    day: date | None = None,
) -> HttpResponse:
    """BODY with a validator made of it, or 304 where the client has it; caches may keep it for SECONDS."""
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    kept = {**standing(request, etag, f"public, max-age={seconds}", day=day), **(headers or {})}
    if known_already(request, kept):
        return unchanged(kept)
    return HttpResponse(body, content_type=content_type, headers=kept)
