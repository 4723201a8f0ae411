"""What operators see: a request id, one JSON line a request, and metrics; never a query or a person."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

from sip.request_id import current_request_id

Handler = Callable[[HttpRequest], HttpResponseBase]

# Every label is a series of its own and anyone may invent methods: the others count as one.
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))

log = logging.getLogger("sip.access")
REQUESTS = Counter("sip_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("sip_request_seconds", "Time to answer", ["route"])
# What a proxy in front may hand on as a request id; anything else is replaced, so that logs can't be forged.
SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def observe(get_response: Handler) -> Handler:
    """Middleware: the outermost, sees every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if SAFE_ID.fullmatch(given) else secrets.token_hex(16)
        token = current_request_id.set(request_id)
        started = time.perf_counter()
        try:
            response = get_response(request)
        finally:
            current_request_id.reset(token)
        seconds = time.perf_counter() - started
        route = _route(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        log.info(
            "request",
            extra={
                "request_id": request_id,
                "method": method,
                "route": route,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            },
        )
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


def _route(request: HttpRequest) -> str:
    """The pattern that answered, not the address asked for: few labels, and nothing of the person in it."""
    match = request.resolver_match
    return f"/{match.route}" if match else "unmatched"
