"""Headers of every page: our own scripts, styles and images, nobody frames us, no cache keeps what is somebody's."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

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


def policy_with(identity_providers: Iterable[str], pictures: Iterable[str] = ()) -> str:
    """POLICY, with the hosts that the settings name and no others.

    Where people sign in elsewhere, the sign-in form may lead on to that host: browsers check the redirect too.
    PICTURES are addresses that the map's backgrounds come from.
    """
    policy = POLICY
    if providers := sorted({_origin(address) for address in identity_providers}):
        policy = policy.replace("form-action 'self'", f"form-action 'self' {' '.join(providers)}")
    if hosts := sorted({_origin(address) for address in pictures}):
        policy = policy.replace("img-src 'self'", f"img-src 'self' {' '.join(hosts)}")
    return policy


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def private_to_the_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """No cache between keeps what someone who is signed in is answered, also under an address that looks like a file's:
    each page names the person. What says itself that it is public (styles, scripts) stays so."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "public" not in response.get("Cache-Control", ""):
            patch_cache_control(response, private=True)
        return response

    return middleware


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the policy to each answer that has none of its own (a view may set a narrower or wider one)."""
    policy = policy_with(settings.OIDC_ISSUERS, (background.url for background in settings.BACKGROUNDS))

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
