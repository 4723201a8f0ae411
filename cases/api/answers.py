"""What all addresses of the API share: methods, who asks, what goes wrong, and that nobody keeps the answers."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

import orjson
from django.core.exceptions import DisallowedHost, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from cases.api import errors
from cases.api.door import caller
from cases.clients.models import Scope
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case
from sip.services.errors import BadRequest, NotAllowed, NotFound, ServiceError, Unavailable, problem

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
# Answers hold data of people: neither caches nor pages of others get them, and a document opened is no page of ours.
HEADERS: Final = {
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization, X-API-Key",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}


def careful(view: View) -> View:
    """What goes wrong becomes problem+json; nothing becomes a page, and nothing tells of people."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except errors.Unprocessable as error:
            response = errors.unprocessable(error)
        except ServiceError as error:
            response = problem(error)
        except Exception as error:
            response = problem(_worded(error))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return wrapped


def _worded(error: Exception) -> ServiceError:
    if isinstance(error, Conflict):
        return errors.Conflicting("The case is being changed at this moment; try again.", {"Retry-After": "1"})
    if isinstance(error, NotNow):
        return errors.Conflicting(str(error) or "The case's state does not allow this.")
    if isinstance(error, PermissionDenied):
        return errors.Forbidden("A system of the office may not do this.")
    if isinstance(error, RequestDataTooBig):
        return errors.TooLarge("The body is longer than is taken.")
    if isinstance(error, DisallowedHost):
        return BadRequest("Host: this service has another name.")
    if isinstance(error, SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return BadRequest("The body is not what its headers say.")
    if isinstance(error, OperationalError):
        return Unavailable("The database does not answer right now; try again in a moment.")
    log.exception("api of cases failed")
    return ServiceError("Something went wrong here; it has been noted.")


def answering(**views: tuple[Scope, View]) -> View:
    """One address: by method the scope it needs and its view, which gets the request, the Caller and the address's
    parts. HEAD is answered by GET's."""
    if "GET" in views:
        views.setdefault("HEAD", views["GET"])
    allowed = ", ".join(views)

    @careful
    def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        found = views.get(request.method or "")
        if found is None:
            raise NotAllowed(allowed)
        scope, answer = found
        asking = caller(request)
        asking.require(scope)
        try:
            response = answer(request, asking, **parts)
        except Incomplete as error:
            raise errors.Unprocessable(error.problems) from None
        return _without_body(response) if request.method == "HEAD" else response

    return view


@careful
def no_such_address(request: HttpRequest) -> HttpResponseBase:
    caller(request)
    raise NotFound("There is no such address in the API of cases.")


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
        return response
    response.close()
    return HttpResponse(headers=dict(response.headers))


def etag_of(case: Case) -> str:
    return f'"{case.version}"'


def answer(
    content: object, *, status: int = 200, headers: Mapping[str, str] | None = None, content_type: str = JSON
) -> HttpResponse:
    body = orjson.dumps(content, default=str)
    return HttpResponse(body, status=status, content_type=content_type, headers=headers)


def of_case(content: object, case: Case, *, status: int = 200, content_type: str = JSON) -> HttpResponse:
    """With the validator that a change of CASE is to name."""
    return answer(content, status=status, headers={"ETag": etag_of(case)}, content_type=content_type)


def version_named(request: HttpRequest, case: Case) -> int:
    """The version that If-Match names; `*` is whatever there is. A proxy that packs answers makes tags weak: versions
    are exact all the same.

    Raises PreconditionRequired, PreconditionFailed.
    """
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given:
        raise errors.PreconditionRequired
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    if given != "*" and etag_of(case) not in tags:
        raise stale(case)
    return case.version


def stale(case: Case) -> errors.PreconditionFailed:
    """With the tag as it is by now."""
    found = Case.objects.only("version").get(pk=case.pk)
    return errors.PreconditionFailed("The case was changed since it was read; read it again.", {"ETag": etag_of(found)})


def unless_stale(case: Case, change: Callable[[], Case]) -> Case:
    """Raises PreconditionFailed where someone was quicker."""
    try:
        return change()
    except Stale:
        raise stale(case) from None
