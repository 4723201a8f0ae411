"""Orders of files as REST: what may be ordered, an order placed, looked at, called off; and the file itself."""

from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from sip.services.answers import answering, readable, validated
from sip.services.downloads import asking, orders, schema
from sip.services.downloads.formats import FORMATS, media_type
from sip.services.downloads.models import Product, State
from sip.services.downloads.serving import kept_file
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import MOST_PARCELS, Wanted, Where
from sip.services.errors import Gone, NotFound
from sip.services.throttle import refuse_too_many

JSON: Final = "application/json"
# Of usual requests: an order reads the registers, and gives the worker minutes of work.
ORDERED: Final = 20.0


class DownloadsView(APIView):
    """REST framework for its schema only, as in PlainView."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return answering("GET", "HEAD", "POST")(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.post(request) if request.method == "POST" else self.get(request)

    @extend_schema(**schema.OFFER)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return validated(request, orjson.dumps(_offer()), JSON)

    @extend_schema(**schema.ORDERING)
    def post(self, request: HttpRequest) -> HttpResponseBase:
        refuse_too_many(request, ORDERED)
        order = orders.place(asking.read(request), request)
        shown = orders.shown(order.key)
        assert shown is not None
        address = reverse("api-download", settings.HOT_URLCONF, [order.key])
        return _answer(request, shown, status=201, headers={"Location": request.build_absolute_uri(address)})


class DownloadView(APIView):
    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return answering("GET", "HEAD", "DELETE")(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (self.delete if request.method == "DELETE" else self.get)(request, **kwargs)

    @extend_schema(**schema.ORDER)
    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        return _answer(request, found(key))

    @extend_schema(**schema.CANCELLING)
    def delete(self, request: HttpRequest, key: str) -> HttpResponseBase:
        shown = found(key)
        if shown.state != orders.ENDED:
            orders.cancel(shown.order)
        return _answer(request, found(key))


@readable
def file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """The file of an order, under the name it is offered by."""
    shown = found(key)
    if shown.state in (orders.ENDED, State.CANCELLED):
        raise Gone("This download has ended; order it again.")
    product = shown.product
    if product is None or shown.state != State.READY or name != file_name(product):
        raise NotFound("There is no such file; ask for the order's state.")
    return served(request, product)


def served(request: HttpRequest, product: Product) -> HttpResponseBase:
    try:
        return kept_file(
            request,
            product.path,
            sha256=product.sha256,
            changed_at=product.made_at or timezone.now(),
            media_type=media_type(product.ending),
            name=file_name(product),
        )
    except FileNotFoundError:
        raise Gone("This download has ended; order it again.") from None


def found(key: str) -> orders.Shown:
    shown = orders.shown(key)
    if shown is None:
        raise NotFound("There is no such download.")
    return shown


def file_name(product: Product) -> str:
    """Of letters that any file system takes."""
    wanted = Wanted.of(product.asked)
    what = wanted.layers[0] if len(wanted.layers) == 1 else "dane"
    named = {Where.UNIT, Where.PRECINCT}
    where = f"-{wanted.place.values[0]}" if wanted.place.where in named else ""
    kind = f"-{wanted.format_name}" if product.ending == "zip" else ""
    return f"{what}{where}{kind}.{product.ending}"


def file_address(key: str, product: Product) -> str:
    return reverse("download-file", settings.HOT_URLCONF, [key, file_name(product)])


def as_json(request: HttpRequest, shown: orders.Shown) -> dict[str, Any]:
    order, product = shown.order, shown.product
    return {
        "id": order.key,
        "state": shown.state,
        "percent": shown.percent,
        "done": product.done if product else 0,
        "total": product.total if product else 0,
        "layer": product.layer or None if product else None,
        "error": schema.ERRORS.get(product.error) if product and shown.state == State.FAILED else None,
        "order": product.asked if product else None,
        "ordered_at": order.ordered_at,
        "ends_at": order.ends_at,
        "file": _file(request, shown),
    }


def _file(request: HttpRequest, shown: orders.Shown) -> dict[str, Any] | None:
    product = shown.product
    if product is None or shown.state != State.READY:
        return None
    return {
        "url": request.build_absolute_uri(file_address(shown.order.key, product)),
        "name": file_name(product),
        "media_type": media_type(product.ending),
        "size": product.size,
        "sha256": product.sha256,
        "made_at": product.made_at,
        "data_date": product.about.get("data_date"),
        "register_version": product.about.get("register_version"),
        "counts": {layer["name"]: layer["count"] for layer in product.about.get("layers", [])},
    }


def _answer(
    request: HttpRequest, shown: orders.Shown, *, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponseBase:
    body = orjson.dumps(as_json(request, shown))
    return HttpResponse(body, JSON, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def _offer() -> dict[str, Any]:
    return {
        "layers": [{"name": source.name, "title": str(source.title)} for source in SOURCES.values()],
        "formats": [
            {
                "name": each.name,
                "title": each.title,
                "media_type": each.media_type,
                "crs": list(each.systems),
                "layers": list(each.layers or SOURCES),
            }
            for each in FORMATS.values()
        ],
        "limits": {
            "parcels": MOST_PARCELS,
            "area_points": asking.MOST_POINTS,
            "at_once": settings.DOWNLOADS_AT_ONCE,
            "size": settings.DOWNLOAD_LIMIT_MB * 1024**2,
            "days": settings.DOWNLOAD_DAYS,
        },
    }
