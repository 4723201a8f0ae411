"""Files of whole areas to take away: the order, how far it is, the file."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sip.portal.basket import asked_parcels
from sip.portal.downloads_form import OrderForm, names_of_places
from sip.portal.sparing import sparing
from sip.services.downloads import orders
from sip.services.downloads.formats import named_system
from sip.services.downloads.models import State
from sip.services.downloads.rest import ORDERED, file_address, file_name
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import Wanted, Where
from sip.services.errors import BadRequest, NotFound, TooMany, Unavailable

FAULTS: Final = {
    "too-large": gettext_lazy("Plik byłby większy, niż mogą tu być pliki. Zamów mniejszy obszar albo mniej warstw."),
    "gone": gettext_lazy("Tego miejsca nie ma już w rejestrze."),
    "fault": gettext_lazy("Coś poszło u nas nie tak; zostało to zapisane. Zamów plik jeszcze raz później."),
    "interrupted": gettext_lazy("Praca została kilka razy przerwana. Zamów plik jeszcze raz."),
}


# Neither form changes anything worth forging; a token would set a cookie for every reader.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sparing(2.0)
def downloads_page(request: HttpRequest) -> HttpResponse:
    """The form; what the address names (`d`, `gmina`, `obreb`) is chosen in it."""
    if request.method == "POST":
        return _ordered(request)
    return render(request, "portal/downloads/order.html", {"form": OrderForm(initial=_named(request))})


@sparing(ORDERED)
def _ordered(request: HttpRequest) -> HttpResponse:
    form = OrderForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return redirect("download", orders.place(form.wanted(), request).key)
        except TooMany:
            form.add_error(
                None, _("Powstaje już kilka plików zamówionych z tego połączenia. Poczekaj, aż będą gotowe.")
            )
        except Unavailable:
            form.add_error(None, _("Nie ma teraz miejsca na nowe pliki. Spróbuj za kilka godzin."))
        except (BadRequest, NotFound):
            form.add_error("miejsce", _("W rejestrze nie ma tego miejsca."))
    return render(request, "portal/downloads/order.html", {"form": form}, status=422)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sparing(1.0)
def download_page(request: HttpRequest, key: str) -> HttpResponse:
    """An order as it stands; posting calls it off."""
    shown = orders.shown(key)
    if shown is None:
        return render(request, "portal/downloads/unknown.html", status=404)
    if request.method == "POST":
        if shown.is_under_way:
            orders.cancel(shown.order)
        return redirect("download", key)
    answer = render(request, "portal/downloads/order_state.html", _context(shown))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _context(shown: orders.Shown) -> dict[str, Any]:
    product = shown.product
    context: dict[str, Any] = {"shown": shown, "product": product, "order": shown.order}
    if product is None:
        return context
    wanted = Wanted.of(product.asked)
    return {
        **context,
        "wanted": wanted,
        "system": named_system(wanted.crs),
        "place": place_in_words(wanted),
        "layers": _counted(wanted, product.about.get("layers", ())),
        "at": SOURCES[product.layer].title if product.layer in SOURCES else "",
        "fault": FAULTS.get(product.error, FAULTS["fault"]) if shown.state == State.FAILED else "",
        "file_url": file_address(shown.order.key, product) if shown.state == State.READY else "",
        "file_name": file_name(product) if shown.state == State.READY else "",
    }


def _counted(wanted: Wanted, counted: Iterable[dict[str, Any]]) -> list[tuple[str, int | None]]:
    counts = {layer["name"]: layer["count"] for layer in counted}
    return [(str(source.title), counts.get(source.name)) for source in wanted.sources]


def place_in_words(wanted: Wanted) -> str:
    where, values = wanted.place.where, wanted.place.values
    if where is Where.EVERYTHING:
        return _("cały powiat")
    if where is Where.AREA:
        return _("narysowany obszar")
    if where is Where.PARCELS:
        return _("działki: %(count)d") % {"count": len(values)}
    words = _("obręb %(name)s") if where is Where.PRECINCT else _("gmina %(name)s")
    return words % {"name": names_of_places().get(values[0], values[0])}


def _named(request: HttpRequest) -> dict[str, Any]:
    if parcels := asked_parcels(request):
        return {"miejsce": "dzialki", "dzialki": "\n".join(parcels)}
    for name in ("obreb", "gmina"):
        if code := request.GET.get(name, ""):
            return {"miejsce": name, name: code[:20]}
    return {}
