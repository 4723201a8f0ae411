"""Pages for programmers and for people with QGIS: what is served, programs to copy, addresses to copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from sip.headers import POLICY
from sip.portal.conditional import page_etag
from sip.portal.examples import example
from sip.portal.qgis import CONNECTIONS, SERVICES
from sip.services.openapi.shared import METHODS
from sip.services.openapi.views import document
from sip.services.throttle import BURST_SECONDS

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Example:
    """A program: its file, what it does, what it is written in."""

    file: str
    title: Words

    @property
    def id(self) -> str:
        return self.file.replace(".", "-")


CURL: Final = (
    Example("parcel.sh", _("Działka o identyfikatorze, w układzie PL-1992")),
    Example("at.sh", _("Co leży w punkcie")),
    Example("uldk.sh", _("To samo w protokole ULDK")),
    Example("again.sh", _("Codzienna kopia: pobiera tylko wtedy, gdy rejestr się zmienił")),
    Example("wms.sh", _("Obraz mapy (WMS)")),
    Example("wfs.sh", _("Budynki z prostokąta przez WFS (GDAL)")),
    Example("gdal.sh", _("Działki z prostokąta do pliku GeoPackage (GDAL)")),
)
PYTHON: Final = (
    Example("pages.py", _("Wszystkie działki obrębu, strona po stronie")),
    Example("uldk.py", _("Działka przez ULDK")),
)
QGIS: Final = (Example("qgis.py", _("Działki i mapa w projekcie (konsola Pythona w QGIS)")),)
OPENLAYERS: Final = (Example("map.js", _("Mapa z działkami i budynkami; kliknięcie podaje identyfikator")),)
CHAPTERS: Final = (
    ("curl", "curl, GDAL", CURL),
    ("python", "Python", PYTHON),
    ("pyqgis", "PyQGIS", QGIS),
    ("openlayers", "OpenLayers", OPENLAYERS),
)


class ApiReference(SpectacularSwaggerSplitView):
    """Swagger UI from our own files; it writes one style into the page, which this page alone allows."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        allowed = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        response.headers["Content-Security-Policy"] = allowed
        return response


@require_safe
@condition(etag_func=page_etag)
def docs_page(request: HttpRequest) -> HttpResponse:
    root = _root(request)
    context = {
        "root": root,
        "services": [(service, f"{root}{service.path}") for service in SERVICES],
        "chapters": [
            (anchor, name, [(each, example(each.file, root)) for each in examples])
            for anchor, name, examples in CHAPTERS
        ],
        "operations": list(_operations()),
        "rate": settings.REQUESTS_PER_SECOND,
        "burst": int(settings.REQUESTS_PER_SECOND * BURST_SECONDS),
    }
    return render(request, "portal/docs.html", context)


@require_safe
@condition(etag_func=page_etag)
def qgis_page(request: HttpRequest) -> HttpResponse:
    root = _root(request)
    context = {
        "root": root,
        "connections": [(each, f"{root}{each.path}") for each in CONNECTIONS],
        "example": example("qgis.py", root),
        "language": get_language(),
    }
    return render(request, "portal/qgis.html", context)


@require_safe
def qgis_connections(request: HttpRequest, kind: str) -> HttpResponse:
    """A file for "Load connections" of QGIS."""
    (wanted,) = (each for each in CONNECTIONS if each.kind == kind)
    name = f"{urlsplit(_root(request)).hostname or 'sip'}-{kind}.xml"
    return HttpResponse(
        wanted.file(_root(request)),
        content_type="application/xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _operations() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Method, address and summary of all operations, by tag."""
    told = [
        (operation["tags"][0], method.upper(), path, operation.get("summary", ""))
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    for tag, members in groupby(sorted(told, key=lambda each: (each[0], each[2])), key=lambda each: each[0]):
        yield tag, [each[1:] for each in members]


def _root(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
