"""Pages of the public registers: which there are, what stands in one, and each entry for good."""

from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.desk.inbox import map_config
from cases.publishing.asked import asked, choices, query_of
from cases.resident.place import picture_of
from parcels.identifiers import ParcelId
from sip.extracts import public_registers
from sip.extracts.public_registers import Entry, Register
from sip.geo.crs import PL_1992
from sip.map_address import map_address

PER_PAGE: Final = 50


@require_safe
@cache_control(no_cache=True)
def registers_page(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/publishing/registers.html", {"registers": public_registers.registers()})


@require_safe
@cache_control(no_cache=True)
def register_page(request: HttpRequest, register: str) -> HttpResponse:
    found = get_register(register)
    wanted = asked(register, request.GET)
    page = public_registers.entries(wanted, PER_PAGE + 1)
    query = query_of(request.GET)
    shown = page[:PER_PAGE]
    context = {
        "register": found,
        "wanted": wanted,
        "is_searched": bool(query),
        "entries": shown,
        "years": public_registers.years(register),
        "choices": choices(),
        # Of an old address, or a slip: one that keeps no such register has no feed.
        "office": wanted.office if wanted.office in {keeper.slug for keeper in found.keepers} else "",
        "chosen": wanted.outcome or wanted.stage,
        "query": query,
        "is_later_page": bool(wanted.after),
        "next_url": f"?{query_of(request.GET, after=_named(shown[-1]))}" if len(page) > PER_PAGE else "",
        "extent_text": request.GET.get("e", "") if wanted.extent else "",
        "without_place_url": f"?{query_of(request.GET, e='')}",
        "map_config": map_config(f"{reverse('public-register-geojson', args=[register])}?{query}", wanted.extent),
    }
    return render(request, "cases/publishing/register.html", context)


@require_safe
@cache_control(no_cache=True)
def entry_page(request: HttpRequest, register: str, identifier: UUID) -> HttpResponse:
    """One that was public and is not any more is gone; of one that never was nothing is said."""
    found = get_register(register)
    entry = public_registers.entry(register, str(identifier))
    if entry is None:
        gone = public_registers.is_gone(register, str(identifier))
        context = {"register": found, "is_gone": gone}
        return render(request, "cases/publishing/entry_gone.html", context, status=410 if gone else 404)
    return render(request, "cases/publishing/entry.html", {"register": found, **_of_entry(request, entry)})


def get_register(code: str) -> Register:
    """Raises Http404."""
    for register in public_registers.registers():
        if register.code == code:
            return register
    raise Http404


def _of_entry(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    shape = GEOSGeometry(memoryview(bytes.fromhex(entry.shape)), srid=PL_1992.srid) if entry.shape else None
    parcels = [(parcel, ParcelId.parse(parcel) is not None) for parcel in entry.parcels]
    return {
        "entry": entry,
        "parcels": parcels,
        "picture": picture_of([], shape, entry.sign),
        "map_url": map_address(extent=_around(shape)) if shape is not None else "",
        "address": request.build_absolute_uri(request.path),
    }


def _around(shape: GEOSGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = shape.extent
    room = max(east - west, north - south, 20.0) * 0.3
    return west - room, south - room, east + room, north + room


def _named(entry: Entry) -> str:
    return f"{entry.day.isoformat()}.{entry.id}"
