"""Keeps residents who signed in out of the offices' pages, all of them, whatever each page asks for."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
OFFICES: Final = ("/urzad/", "/admin/")


def residents_stay_outside(get_response: Handler) -> Handler:
    """Middleware: a page of the offices answers 403 to a resident."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(OFFICES) and getattr(request.user, "is_resident", False):
            raise PermissionDenied
        return get_response(request)

    return middleware
