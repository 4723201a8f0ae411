"""What WMS and WFS say when something is wrong: exception reports of their versions, or a picture where asked for."""

import logging
from collections.abc import Callable
from functools import wraps
from html import escape
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from PIL import Image, ImageDraw

from sip.services.errors import ServiceError, TooMany
from sip.services.maps.pool import Busy, Failed, Missing

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
RETRY_SECONDS: Final = 5
_WMS_130: Final = """<?xml version="1.0" encoding="UTF-8"?>
<ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.opengis.net/ogc http://schemas.opengis.net/wms/1.3.0/exceptions_1_3_0.xsd">
<ServiceException{attributes}>{text}</ServiceException>
</ServiceExceptionReport>
"""
_WMS_111: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ServiceExceptionReport SYSTEM "http://schemas.opengis.net/wms/1.1.1/exception_1_1_1.dtd">
<ServiceExceptionReport version="1.1.1">
<ServiceException{attributes}>{text}</ServiceException>
</ServiceExceptionReport>
"""
_OWS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<ows:ExceptionReport version="{version}" {language}="en" xmlns:ows="{namespace}"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{namespace} {schema}">
<ows:Exception{attributes}><ows:ExceptionText>{text}</ows:ExceptionText></ows:Exception>
</ows:ExceptionReport>
"""
_OWS_100: Final = (
    "1.1.0",
    "language",
    "http://www.opengis.net/ows",
    "http://schemas.opengis.net/ows/1.0.0/owsExceptionReport.xsd",
)
_OWS_110: Final = (
    "2.0.0",
    "xml:lang",
    "http://www.opengis.net/ows/1.1",
    "http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd",
)


class OgcError(Exception):
    """A request that cannot be answered: the standard's CODE, a sentence that helps, the parameter it is about."""

    def __init__(
        self, code: str, text: str, locator: str = "", *, status: int = HTTPStatus.BAD_REQUEST, retry: int = 0
    ) -> None:
        super().__init__(text)
        self.code, self.text, self.locator, self.status, self.retry = code, text, locator, status, retry


def missing(name: str) -> OgcError:
    return OgcError("MissingParameterValue", f"{name} is missing.", name.lower())


def invalid(name: str, sentence: str, code: str = "InvalidParameterValue") -> OgcError:
    return OgcError(code, f"{name}: {sentence}", name.lower())


def of(error: Exception) -> OgcError:
    """What to tell of any error that a view may raise."""
    if isinstance(error, OgcError):
        return error
    if isinstance(error, ServiceError):
        seconds = error.seconds if isinstance(error, TooMany) else 0
        return OgcError("NoApplicableCode", error.detail, status=error.status, retry=seconds)
    for kinds, text, retry in _WORDED:
        if isinstance(error, kinds):
            return OgcError("NoApplicableCode", text, status=HTTPStatus.SERVICE_UNAVAILABLE, retry=retry)
    if isinstance(error, SuspiciousOperation):
        return OgcError("NoApplicableCode", "The request is not one this service answers.")
    if isinstance(error, Failed):
        log.warning("a renderer %s", error)
        return OgcError("NoApplicableCode", _LONG if error.by_time else _BROKEN)
    log.error("maps failed", exc_info=error)
    return OgcError("NoApplicableCode", _BROKEN)


_LONG: Final = "This took too long; ask for a smaller area, fewer layers or fewer features."
_BROKEN: Final = "This request could not be answered; it has been noted."
_WORDED: Final[tuple[tuple[tuple[type[Exception], ...], str, int], ...]] = (
    ((Busy,), "Too many maps are being drawn right now; try again in a moment.", RETRY_SECONDS),
    ((Missing,), "Maps cannot be drawn on this machine: MapServer's Python binding is not installed.", 0),
    ((OperationalError, InterfaceError), "The register does not answer right now; try again in a moment.", 0),
)


def reporting(report: Callable[[HttpRequest, OgcError], HttpResponse]) -> Callable[[View], View]:
    """The view's errors, whatever they are, are answered by REPORT."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Exception as error:
                return _answered(report(request, of(error)), error)

        return wrapped

    return decorate


def _answered(response: HttpResponse, error: Exception) -> HttpResponse:
    told = of(error) if isinstance(error, OgcError | ServiceError | Busy) else None
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, ServiceError):
        for name, value in error.headers.items():
            response.headers[name] = value
    if told and told.retry:
        response.headers["Retry-After"] = str(told.retry)
    return response


def wms_report(version: str, error: OgcError) -> HttpResponse:
    """Status 200 where the request is at fault: WMS knows no other, and clients read reports of no other."""
    status = HTTPStatus.OK if error.status == HTTPStatus.BAD_REQUEST else error.status
    is_older = version.startswith("1.1") or version.startswith("1.0")
    body = (_WMS_111 if is_older else _WMS_130).format(
        attributes=_attributes("code", error, plain=_WMS_PLAIN), text=escape(error.text, quote=False)
    )
    return HttpResponse(body, status=status, content_type="application/vnd.ogc.se_xml" if is_older else "text/xml")


def wfs_report(version: str, error: OgcError) -> HttpResponse:
    number, language, namespace, schema = _OWS_100 if version.startswith("1.") else _OWS_110
    body = _OWS.format(
        version=number,
        language=language,
        namespace=namespace,
        schema=schema,
        attributes=_attributes("exceptionCode", error, plain=()),
        text=escape(error.text, quote=False),
    )
    return HttpResponse(body, status=error.status, content_type="text/xml; charset=UTF-8")


# Codes of OWS that WMS does not know.
_WMS_PLAIN: Final = ("NoApplicableCode",)


def _attributes(name: str, error: OgcError, *, plain: tuple[str, ...]) -> str:
    code = "" if error.code in plain else f' {name}="{escape(error.code)}"'
    return code + (f' locator="{escape(error.locator)}"' if error.locator else "")


def picture(error: OgcError, *, width: int, height: int, form: str, blank: bool, transparent: bool) -> HttpResponse:
    """The report as a picture (EXCEPTIONS=INIMAGE), or nothing on it (BLANK)."""
    ground = (255, 255, 255, 0 if transparent else 255)
    image = Image.new("RGBA", (width, height), ground)
    if not blank:
        words = "\n".join(error.text[at : at + 60] for at in range(0, len(error.text), 60))
        ImageDraw.Draw(image).text((8, 8), words, fill=(160, 0, 40, 255))
    written, kind = BytesIO(), form.partition(";")[0].partition("/")[2]
    if kind == "jpeg":
        image.convert("RGB").save(written, "JPEG")
    else:
        image.save(written, "WEBP" if kind == "webp" else "PNG")
    content_type = f"image/{kind}" if kind in {"jpeg", "webp"} else "image/png"
    return HttpResponse(written.getvalue(), content_type=content_type)
