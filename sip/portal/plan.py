"""The page of a planning act: what it lays down, how it came about, what became of it; and of one that is no more."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from plans.codes import ActKind
from sip.extracts import plan_changes
from sip.extracts.plan_act import ActParts, ActVersion, parts, versions
from sip.extracts.plan_links import Relation, links_of, relations_of
from sip.extracts.plan_picture import act_picture
from sip.extracts.plan_register import ActRow, acts
from sip.map_address import map_address
from sip.plan_address import plan_path
from sip.portal.conditional import dated_page_etag
from sip.portal.parcel import asked_day

# Zones named one by one; more are in the files.
MOST_ZONES: Final = 1000
# Room around an act on the map, as a share of its extent.
ROOM: Final = 0.05


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=dated_page_etag)
def plan_page(request: HttpRequest, identifier: str) -> HttpResponse:
    asked = asked_day(request)
    day = asked.day or localdate()
    found = acts([identifier], day)
    if not found:
        return _absent(request, identifier, versions(identifier), is_dated=asked.day is not None)
    act, own, contents = found[0], links_of([identifier]), parts(identifier, day)
    address = request.build_absolute_uri(reverse("planning-act", args=[identifier]))
    context = {
        "act": act,
        "parts": contents,
        "asked": asked,
        "links": own,
        "relations": _linked(relations_of(identifier, own)),
        "versions": versions(identifier),
        "changes": plan_changes.of_act(identifier),
        "picture": act_picture(identifier, act.kind, act.title, contents.extent, day),
        "most_zones": MOST_ZONES,
        "address": address,
        "citation": _citation(act, contents, address),
        "map_url": _map_url(contents),
        "is_historical": act.kind == ActKind.STUDY,
        **_files(identifier),
    }
    return render(request, "portal/plan.html", context)


def _absent(request: HttpRequest, identifier: str, known: list[ActVersion], *, is_dated: bool) -> HttpResponse:
    """410 where the register had the act, 404 where it never did or had it not on the day asked for."""
    context = {"identifier": identifier, "last": known[0] if known else None, "is_dated": is_dated}
    return render(request, "portal/plan_gone.html", context, status=410 if known and not is_dated else 404)


def _linked(relations: Iterable[Relation]) -> list[tuple[Relation, str | None]]:
    return [(relation, plan_path(relation.act) if relation.title is not None else None) for relation in relations]


def _citation(act: ActRow, contents: ActParts, address: str) -> str:
    """How a letter or a paper names the act: title, resolution, journal, data of what day, address."""
    adopting = act.resolution
    pieces = [act.title or act.identifier]
    if adopting:
        number = " ".join(filter(None, (adopting.organ, adopting.number)))
        dated = _("z dnia %(day)s") % {"day": date_format(adopting.dated, "j E Y")} if adopting.dated else ""
        pieces.append(" ".join(filter(None, (number, dated))))
        pieces.append(adopting.journal)
    if contents.data_date:
        pieces.append(_("stan danych na %(day)s") % {"day": date_format(contents.data_date, "j E Y")})
    return f"{', '.join(filter(None, pieces))}. {address}"


def _map_url(contents: ActParts) -> str:
    if contents.extent is None:
        return map_address()
    west, south, east, north = contents.extent
    room = max(east - west, north - south) * ROOM
    return map_address(extent=(west - room, south - room, east + room, north + room))


def _files(identifier: str) -> dict[str, Any]:
    machines = "sip.services.urls"
    zones = reverse("api-planning-zones", urlconf=machines)
    return {
        "act_geojson_url": reverse("api-planning-act", args=[identifier], urlconf=machines),
        "zones_geojson_url": f"{zones}?{urlencode({'act': identifier, 'limit': 1000}, safe='/')}",
    }
