"""Content-Security-Policy of every page: our own scripts, styles and images, nobody frames us."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# No inline script or style and no other host. OpenLayers draws on a canvas and needs no worker;
# "data:" is the admin's and the sign-in code's images.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the policy to each answer that has none of its own (a view may set a narrower or wider one)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
