"""What all answers to machines share: methods, other origins, validators, errors."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.services.errors import NotAllowed, as_problem
from sip.services.throttle import refuse_too_many

View = Callable[..., HttpResponseBase]

# Nothing here depends on who asks, so any page may read it.
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Crs, ETag, Link, Retry-After, X-Request-ID",
}
PREFLIGHT: Final = {**CORS, "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}


def answering(*methods: str, errors: Callable[[View], View] = as_problem) -> Callable[[View], View]:
    """The view answers METHODS; OPTIONS is answered here, other methods are refused, ERRORS words what goes wrong."""
    allowed = ", ".join((*methods, "OPTIONS"))

    def decorate(view: View) -> View:
        careful = errors(_limited(view, methods, allowed))

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                headers = {**PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}
                return HttpResponse(status=204, headers=headers)
            response = careful(request, *args, **kwargs)
            for name, value in CORS.items():
                response.headers[name] = value
            if isinstance(response, HttpResponse):
                _measure(response, sent=request.method != "HEAD")
            return response

        return wrapped

    return decorate


readable = answering("GET", "HEAD")


def _measure(response: HttpResponse, *, sent: bool) -> None:
    """State the length, also of a body that is only asked after; an answer without a body has no type of its own."""
    if response.content:
        response.headers["Content-Length"] = str(len(response.content))
    else:
        # A cache would write the type of a 304 over that of what it holds.
        del response.headers["Content-Type"]
    if not sent:
        response.content = b""


def _limited(view: View, methods: tuple[str, ...], allowed: str) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            raise NotAllowed(allowed)
        refuse_too_many(request)
        return view(request, *args, **kwargs)

    return wrapped


def known_already(request: HttpRequest, etag: str) -> bool:
    """Whether the client has what ETAG stands for; compared weakly, as RFC 9110 wants for If-None-Match."""
    given = request.headers.get("If-None-Match")
    if not given:
        return False
    return given.strip() == "*" or etag.removeprefix("W/") in (
        part.strip().removeprefix("W/") for part in given.split(",")
    )


def validated(
    request: HttpRequest, body: bytes, content_type: str, *, seconds: int = 60, headers: dict[str, str] | None = None
) -> HttpResponse:
    """BODY with a validator made of it, or 304 where the client has it; caches may keep it for SECONDS."""
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    kept = {"ETag": etag, "Cache-Control": f"public, max-age={seconds}", **(headers or {})}
    if known_already(request, etag):
        return HttpResponse(status=304, headers=kept)
    return HttpResponse(body, content_type=content_type, headers=kept)
