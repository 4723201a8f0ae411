"""Errors that machines get: one tree, rendered as problem+json (RFC 9457) by REST."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

log = logging.getLogger(__name__)


class ServiceError(Exception):
    """An answer that is not the one asked for; `detail` tells the caller what to do about it."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        # What the protocol wants said beside the body, whatever that is.
        self.headers = headers or {}


class BadRequest(ServiceError):
    status = HTTPStatus.BAD_REQUEST


class Unauthorised(ServiceError):
    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "This key is unknown, revoked or over. Ask without one, or for another at /klucze/.",
            {"WWW-Authenticate": 'Bearer realm="SIP", error="invalid_token"'},
        )


class NotFound(ServiceError):
    status = HTTPStatus.NOT_FOUND


class Gone(ServiceError):
    status = HTTPStatus.GONE


class NotAcceptable(ServiceError):
    status = HTTPStatus.NOT_ACCEPTABLE


class NotAllowed(ServiceError):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, allowed: str) -> None:
        super().__init__(f"Only {allowed} are answered here.", {"Allow": allowed})


class TooMany(ServiceError):
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, seconds: int, who: str = "from this address") -> None:
        super().__init__(f"Too many requests {who}; try again in {seconds} s.", {"Retry-After": str(seconds)})
        self.seconds = seconds


class Unavailable(ServiceError):
    status = HTTPStatus.SERVICE_UNAVAILABLE


def problem(error: ServiceError) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": error.status.phrase,
        "status": error.status.value,
        "detail": error.detail,
    }
    return HttpResponse(
        orjson.dumps(body), status=error.status, content_type="application/problem+json", headers=error.headers
    )


View = Callable[..., HttpResponseBase]


def as_problem(view: View) -> View:
    """A view's ServiceErrors, and a database out of reach, become problem+json."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ServiceError as error:
            return problem(error)
        except DisallowedHost:
            return problem(BadRequest("Host: this service has another name."))
        except SuspiciousOperation:
            return problem(BadRequest("The request has more parameters than anyone needs."))
        except OperationalError:
            return problem(Unavailable("The register does not answer right now; try again in a moment."))
        except Exception:
            log.exception("service failed")
            return problem(ServiceError("Something went wrong here; it has been noted."))

    return wrapped
