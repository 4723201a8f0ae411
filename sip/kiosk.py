"""The kiosk: the site's own pages below /infomat/, for nobody in particular, leaving nothing behind (ADR 0010)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix
from django.utils.encoding import escape_uri_path, iri_to_uri

# The language is in the address, as a kiosk keeps no cookie: /infomat/ is Polish, /infomat/en/ English.
OTHER_LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
ADDRESS: Final = re.compile(rf"/infomat(?:/(?P<language>{'|'.join(OTHER_LANGUAGES)})(?=/|$))?(?P<rest>/.*|)", re.DOTALL)
# What a kiosk answers, by the names of addresses. Everything else is "no such page" there: signing in, the office's
# side, the administration, files to take away. A template that forgets the kiosk leads to that page, not out.
PAGES: Final = frozenset(
    (
        "kiosk",
        "kiosk-end",
        "kiosk-gminas",
        "kiosk-precincts",
        "kiosk-precinct",
        "kiosk-phone",
        "map",
        "parcel",
        "parcel-summary",
        "plans-here",
        "planning",
        "search",
        "basket",
        "planning-acts",
        "planning-act",
        "planning-states",
        "accessibility",
        "help",
        "qr",
        "api-parcels",
        "api-parcels-at",
        "api-parcel",
        "api-search",
        "api-drawings",
    )
)
# Where a page leads, written out from the site's root instead of asked for by name.
WRITTEN_OUT: Final = re.compile(rb'(?<=\s)(href|action|formaction)="/(?!/)([^"]*)"')


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What templates need of the kiosk: `start` is its first page, `root` the beginning of every address in it."""

    start: str
    language: str
    path: str
    query: str
    idle_seconds: int
    countdown_seconds: int
    may_print: bool

    @property
    def root(self) -> str:
        return self.root_in(self.language)

    def root_in(self, language: str) -> str:
        return self.start if language == settings.LANGUAGE_CODE else f"{self.start}{language}/"

    @property
    def other_root(self) -> str:
        """The kiosk in the language that is not spoken now."""
        return self.root_in(OTHER_LANGUAGES[0] if self.language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE)

    @property
    def path_with_query(self) -> str:
        return f"{escape_uri_path(self.path)}{'?' if self.query else ''}{iri_to_uri(self.query)}"

    @property
    def twin(self) -> str | None:
        """The same page outside of the kiosk, as a path of the site; None where it has none."""
        if not self.path.startswith(("mapa/", "dzialka/", "szukaj/", "koszyk/", "plany/")):
            return None
        return f"/{self.path_with_query.removeprefix('mapa/')}"

    @property
    def silent_seconds(self) -> int:
        """After which a page without scripts goes back to the start: nobody can warn there."""
        return self.idle_seconds + self.countdown_seconds


class KioskMiddleware:
    """Mounts the site below /infomat/, as SCRIPT_NAME would: `reverse` and `{% url %}` stay inside by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = ADDRESS.fullmatch(request.path_info)
        if found is None:
            return self.get_response(request)
        if not found["rest"]:
            return HttpResponsePermanentRedirect(f"{request.path}/")
        site = get_script_prefix()
        kiosk = _kiosk(request, f"{site}infomat/", found["language"], found["rest"].removeprefix("/"))
        _enter(request, kiosk)
        set_script_prefix(kiosk.root)
        try:
            response = self.get_response(request)
        finally:
            set_script_prefix(site)
        _lead_inside(response, kiosk)
        response.cookies.clear()
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if kiosk_of(request) is None:
            return None
        match = request.resolver_match
        if match is None or match.view_name not in PAGES:
            raise Http404
        return None if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    return getattr(request, "kiosk", None)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `kiosk`, None on the site's own pages; `root`, what every address of a page begins with."""
    return {"kiosk": kiosk_of(request), "root": get_script_prefix()}


def _lead_inside(response: HttpResponseBase, kiosk: Kiosk) -> None:
    """Templates and translations may write an address out, and one that forgets the kiosk must not open a way out."""
    if not isinstance(response, HttpResponse) or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    inside = (kiosk.start.encode().removeprefix(b"/"), settings.STATIC_URL.encode().removeprefix(b"/"))

    def led(found: re.Match[bytes]) -> bytes:
        attribute, path = found.groups()
        if path.startswith(inside):
            return found[0]
        page = b"mapa/" if path[:1] in (b"", b"?", b"#") else b""
        return b'%s="%s%s%s"' % (attribute, kiosk.root.encode(), page, path)

    response.content = WRITTEN_OUT.sub(led, response.content)
    response.headers["Content-Length"] = str(len(response.content))


def _kiosk(request: HttpRequest, start: str, language: str | None, path: str) -> Kiosk:
    return Kiosk(
        start=start,
        language=language or settings.LANGUAGE_CODE,
        path=path,
        query=request.META.get("QUERY_STRING", ""),
        idle_seconds=settings.KIOSK_IDLE_SECONDS,
        countdown_seconds=settings.KIOSK_COUNTDOWN_SECONDS,
        may_print=settings.KIOSK_PRINT,
    )


def _enter(request: HttpRequest, kiosk: Kiosk) -> None:
    request.kiosk = kiosk  # type: ignore[attr-defined] # read by kiosk_of
    request.urlconf = settings.KIOSK_URLCONF
    request.path_info = f"/{kiosk.path}"
    # Nobody is signed in at a kiosk, whatever another tab of the browser holds; the one "cookie" is the language.
    request.META.pop("HTTP_COOKIE", None)
    request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: kiosk.language}
