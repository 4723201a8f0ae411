"""Errors that machines get: one tree, rendered as problem+json (RFC 9457) by REST."""

import logging
from collections.abc import Callable
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

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadRequest(ServiceError):
    status = HTTPStatus.BAD_REQUEST


class NotFound(ServiceError):
    status = HTTPStatus.NOT_FOUND


class Gone(ServiceError):
    status = HTTPStatus.GONE


class NotAcceptable(ServiceError):
    status = HTTPStatus.NOT_ACCEPTABLE


class NotAllowed(ServiceError):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, allowed: str) -> None:
        super().__init__(f"Only {allowed} are answered here.")
        self.allowed = allowed


class TooMany(ServiceError):
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests from this address; try again in {seconds} s.")
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
    response = HttpResponse(orjson.dumps(body), status=error.status, content_type="application/problem+json")
    if isinstance(error, NotAllowed):
        response.headers["Allow"] = error.allowed
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


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
