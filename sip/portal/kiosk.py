"""The kiosk's own pages: start, a parcel found by touch (gmina, precinct, number), the way to a phone, the end."""

from functools import lru_cache
from math import isqrt
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from parcels.identifiers import ParcelId
from sip.kiosk import Kiosk, kiosk_of
from sip.map_address import map_address
from sip.public import rows, statement
from sip.services.layers import register_version

PLACES = statement(__file__, "places.sql")
EXTENT = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
    SELECT coalesce(
        (SELECT ST_Extent(geom) FROM precinct_public WHERE identifier = %(code)s),
        (SELECT ST_Extent(geom) FROM parcel_public WHERE identifier >= %(code)s || '.' AND identifier < %(code)s || '/')
    ) AS e
) AS found
"""
IDENTIFIERS = """
SELECT identifier FROM parcel_public WHERE identifier >= %(code)s || '.' AND identifier < %(code)s || '/'
"""
# That many parcels are still a list one looks through; more are divided into parts.
LISTED = 60


class Place(NamedTuple):
    """A precinct with its gmina; names are empty where the register has none."""

    precinct: str
    precinct_name: str
    gmina: str
    gmina_name: str


class Part(NamedTuple):
    """A run of a precinct's parcels in the order of their numbers."""

    number: int
    first: ParcelId
    last: ParcelId


def start_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/kiosk/start.html", {"is_start": True})


def end(request: HttpRequest) -> HttpResponse:
    """Back to the start, the browser's storage of this site emptied; scripts have done so before, where they run."""
    answer = HttpResponseRedirect(_kiosk(request).start)
    # Another site's page could otherwise empty a resident's basket with an image of this address.
    if request.headers.get("Sec-Fetch-Site") in ("same-origin", "none"):
        answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def gminas_page(request: HttpRequest) -> HttpResponse:
    gminas = {place.gmina: place.gmina_name for place in _places(register_version())}
    return render(request, "portal/kiosk/gminas.html", {"gminas": gminas.items()})


def precincts_page(request: HttpRequest, code: str) -> HttpResponse:
    places = [place for place in _places(register_version()) if place.gmina == code]
    if not places:
        raise Http404
    return render(request, "portal/kiosk/precincts.html", {"places": places, "gmina": places[0]})


def precinct_page(request: HttpRequest, code: str) -> HttpResponse:
    """Its parcels by number: `numer` leads to one, `czesc` shows a part of many."""
    place = next((place for place in _places(register_version()) if place.precinct == code), None)
    if place is None:
        raise Http404
    parcels = _parcels(code)
    number = "".join(request.GET.get("numer", "").split())
    named = [parcel for parcel in parcels if parcel.number == number]
    if len(named) == 1:
        return redirect("parcel", str(named[0]))
    parts = _parts(parcels)
    part = _chosen(request, parts)
    context = {
        "place": place,
        "map_url": _map_url(code),
        "number": number,
        "parts": parts if part is None else [],
        "part": part,
        "parcels": named or (parcels[_slice(part, len(parcels))] if part or not parts else []),
        "is_unknown": bool(number) and not named,
    }
    return render(request, "portal/kiosk/precinct.html", context)


def phone_page(request: HttpRequest) -> HttpResponse:
    """A QR code of a page's address outside of the kiosk: `do`, as kod-qr.svg takes it."""
    path = request.GET.get("do", "")
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return render(request, "portal/kiosk/phone.html", {"path": path if is_ours else "/"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, "500.html", 500)


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """In the kiosk's frame, so that it resets; without the request, whose user or messages may be what failed."""
    return HttpResponse(render_to_string(template, {"kiosk": kiosk_of(request)}), status=status)


def _kiosk(request: HttpRequest) -> Kiosk:
    kiosk = kiosk_of(request)
    if kiosk is None:
        raise Http404
    return kiosk


@lru_cache(maxsize=2)
def _places(_version: int) -> list[Place]:
    """All precincts, by gmina and name; asked once for each version of the register."""
    return [Place(*row) for row in rows(PLACES)]


def _parcels(code: str) -> list[ParcelId]:
    """In the order people count: 9, 10, 10/1, 10/2, 11. Dirty identifiers have no page to lead to."""
    found = (ParcelId.parse(row[0]) for row in rows(IDENTIFIERS, {"code": code}))
    return sorted(
        (parcel for parcel in found if parcel is not None), key=lambda one: (one.main, one.denominator or 0, one.sheet)
    )


def _map_url(code: str) -> str:
    """The map showing the whole precinct; empty where nothing of it is drawn."""
    extent = rows(EXTENT, {"code": code})[0]
    return "" if extent[0] is None else map_address(extent=extent)


def _part_size(count: int) -> int:
    """As many parts as parcels in each, so that neither list grows long."""
    return max(LISTED, isqrt(count) + 1)


def _parts(parcels: list[ParcelId]) -> list[Part]:
    if len(parcels) <= LISTED:
        return []
    size = _part_size(len(parcels))
    runs = [parcels[at : at + size] for at in range(0, len(parcels), size)]
    return [Part(number, run[0], run[-1]) for number, run in enumerate(runs, start=1)]


def _chosen(request: HttpRequest, parts: list[Part]) -> Part | None:
    asked = request.GET.get("czesc", "")
    return next((part for part in parts if str(part.number) == asked), None)


def _slice(part: Part | None, count: int) -> slice:
    if part is None:
        return slice(None)
    size = _part_size(count)
    return slice((part.number - 1) * size, part.number * size)
