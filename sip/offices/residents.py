"""Keeps residents who signed in out of the offices' pages, all of them, whatever each page asks for.

Who signs in by the residents' provider gets no second way in either: neither a password nor a passkey here.
"""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
OFFICES: Final = ("/urzad/", "/admin/")
WAYS_IN: Final = ("/konto/password/", "/konto/2fa/webauthn/")


def residents_stay_outside(get_response: Handler) -> Handler:
    """Middleware: such a page answers 403 to a resident."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith((*OFFICES, *WAYS_IN)) and _is_shut_out(request, path):
            raise PermissionDenied
        return get_response(request)

    return middleware


def _is_shut_out(request: HttpRequest, path: str) -> bool:
    user = request.user
    if not user.is_authenticated or not user.is_resident:
        return False
    return path.startswith(OFFICES) or not user.has_usable_password()
