"""Keeps residents who signed in out of the offices' pages, all of them, whatever each page asks for.

Who signs in by the residents' provider gets no second way in either: neither a password nor a passkey here. Staff who
sign in by the office's provider give themselves no first password: it would stay when the provider lets them go. What
an administrator sends them for it (`actions.password_link`) is opened by who is not signed in.
"""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
OFFICES: Final = ("/urzad/", "/admin/")
FIRST_PASSWORD: Final = ("/konto/password/set/", "/konto/password/change/")
WAYS_IN: Final = ("/konto/password/", "/konto/2fa/webauthn/")


def residents_stay_outside(get_response: Handler) -> Handler:
    """Middleware: such a page answers 403."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith((*OFFICES, *WAYS_IN)) and _is_shut_out(request, path):
            raise PermissionDenied
        return get_response(request)

    return middleware


def _is_shut_out(request: HttpRequest, path: str) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    if not user.is_resident:
        return path.startswith(FIRST_PASSWORD) and not user.has_usable_password()
    return path.startswith(OFFICES) or not user.has_usable_password()
