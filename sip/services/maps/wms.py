"""The address of WMS 1.1.1 and 1.3.0: capabilities, maps, what lies at a pixel, legends."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.services.answers import answering, known_already, standing, unchanged, validated
from sip.services.maps import capabilities, info, mapfile, sld
from sip.services.maps.asked import NEWER, OLDER, Given, Wanted, given, layers, side, today, version, wanted
from sip.services.maps.cache import pictures
from sip.services.maps.drawing import draw
from sip.services.maps.exceptions import OgcError, invalid, missing, picture, reporting, wms_report
from sip.services.maps.keys import key
from sip.services.throttle import DEAREST, refuse_too_many

SHORT: Final = "public, max-age=60"
# Pixels that cost as much as a usual request.
_USUAL: Final = 1_000_000
# Pixels of a report as a picture.
_MOST_PICTURED: Final = 4_000_000
_PICTURED: Final = {
    "INIMAGE": False,
    "APPLICATION/VND.OGC.SE_INIMAGE": False,
    "BLANK": True,
    "APPLICATION/VND.OGC.SE_BLANK": True,
}


def _report(request: HttpRequest, error: OgcError) -> HttpResponse:
    try:
        values = given(request)
    except Exception:
        return wms_report(NEWER, error)
    return _pictured(values, error) or wms_report(version(values), error)


def _pictured(values: Given, error: OgcError) -> HttpResponse | None:
    """The report as a picture, where one was asked for and its size is understood.

    Only of faults of the request, and not of any size: who asks too often gets no work done by being refused.
    """
    if error.status != HTTPStatus.BAD_REQUEST:
        return None
    blank = _PICTURED.get(values.get("EXCEPTIONS", "").upper())
    if blank is None or values.get("REQUEST", "").lower() not in {"getmap", "map"}:
        return None
    try:
        width, height = side(values, "WIDTH"), side(values, "HEIGHT")
    except OgcError:
        return None
    if width * height > _MOST_PICTURED:
        return None
    transparent = values.get("TRANSPARENT", "").upper() == "TRUE"
    return picture(
        error, width=width, height=height, form=values.get("FORMAT", ""), blank=blank, transparent=transparent
    )


@answering("GET", "HEAD", errors=reporting(_report))
def wms(request: HttpRequest) -> HttpResponseBase:
    values = given(request)
    name = values.get("REQUEST", "")
    if not name:
        raise missing("REQUEST")
    if values.get("SERVICE", "WMS").upper() != "WMS":
        raise invalid("SERVICE", "this is WMS; the WFS is at /wfs.")
    answer = _ANSWERS.get(name.lower())
    if answer is None:
        text = f"REQUEST: {name[:40]!r} is not answered, but GetCapabilities, GetMap, GetFeatureInfo, GetLegendGraphic."
        raise OgcError("OperationNotSupported", text, "request")
    return answer(request, values)


def address(request: HttpRequest, path: str) -> str:
    """The public one, with what parameters follow."""
    root = settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
    return f"{root}{path}?"


def _capabilities(request: HttpRequest, values: Given) -> HttpResponse:
    spoken = capabilities.language(values.get("LANGUAGE", ""))
    number = version(values)
    body = capabilities.document(mapfile.wms(), number, spoken, address(request, "/wms"), today().isoformat())
    older = number == OLDER
    return validated(request, body, "application/vnd.ogc.wms_xml" if older else "text/xml; charset=UTF-8")


def _map(request: HttpRequest, values: Given) -> HttpResponse:
    asked = wanted(values)
    kept_as = key(mapfile.wms(), asked.drawn, urlencode(asked.query()), asked.dpi, asked.day)
    # Pictures of today change at midnight, which the registers' own moment does not say.
    kept = standing(request, f'"{kept_as}"', SHORT, day=today())
    if known_already(request, kept):
        return unchanged(kept)
    content = pictures().read(kept_as)
    if content is None:
        refuse_too_many(request, min(asked.frame.width * asked.frame.height / _USUAL, DEAREST))
        content = _drawn(asked)
        pictures().write(kept_as, content)
    return HttpResponse(content, content_type=asked.form, headers=kept)


def _drawn(asked: Wanted) -> bytes:
    answer = draw(
        mapfile.wms(),
        asked.query(),
        address="",
        day=(asked.day or today()).isoformat(),
        is_past=asked.day is not None,
        pixel=asked.frame.pixel,
        dpi=asked.dpi,
    )
    return answer.content


def _info(request: HttpRequest, values: Given) -> HttpResponse:
    # Some clients leave out what only pictures need.
    asked = wanted({"FORMAT": "image/png", **values})
    body, media_type = info.answer(values, asked)
    headers = {"Content-Security-Policy": "default-src 'none'"}
    return validated(request, body, media_type, headers=headers)


def _legend(request: HttpRequest, values: Given) -> HttpResponse:
    if values.get("SLD"):
        raise invalid("SLD", "styles are not fetched from other places; send them as SLD_BODY.")
    style = values.get("SLD_BODY", "")
    if style:
        _, style = sld.checked(style)
    names = layers(values.get("LAYER") or values.get("LAYERS", ""), "LAYER")
    if len(names) != 1:
        raise invalid("LAYER", "a legend is of one layer.")
    form = values.get("FORMAT", "image/png").lower()
    if form not in {"image/png", "image/jpeg"}:
        raise OgcError("InvalidFormat", "FORMAT: image/png or image/jpeg.", "format")
    query = {
        "SERVICE": "WMS",
        "VERSION": version(values),
        "REQUEST": "GetLegendGraphic",
        "LAYER": names[0],
        "FORMAT": form,
        "SLD_VERSION": "1.1.0",
        "TRANSPARENT": "TRUE" if values.get("TRANSPARENT", "").upper() == "TRUE" else "FALSE",
        **({"SLD_BODY": style} if style else {}),
        **({"SCALE": str(side(values, "SCALE", most=100_000_000))} if values.get("SCALE") else {}),
    }
    answer = draw(mapfile.wms(), query, address="", day=today().isoformat())
    return validated(request, answer.content, form)


_ANSWERS: Final = {
    "getcapabilities": _capabilities,
    "capabilities": _capabilities,
    "getmap": _map,
    "map": _map,
    "getfeatureinfo": _info,
    "feature_info": _info,
    "getlegendgraphic": _legend,
}
