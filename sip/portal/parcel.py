"""The page of a parcel, whole without JavaScript; of a former one; and of one that never was, with suggestions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from parcels.identifiers import ParcelId
from sip.extracts import history, public_registers, surroundings
from sip.extracts import parcel as extract
from sip.extracts.compose import NoSuchParcel, of_parcels
from sip.extracts.known import Changed
from sip.extracts.parcel import ParcelRecord
from sip.extracts.picture import picture
from sip.extracts.shown import ShownSubject, shown
from sip.extracts.timeline import timeline
from sip.map_address import map_address
from sip.portal.conditional import dated_page_etag
from sip.public import rows

# The register's computers have known dates since then; later than this a date is a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1900, 2200
# The same number on another sheet or with a denominator; in force first.
ALIKE = """
SELECT identifier, bool_or(valid_to IS NULL) AS in_force FROM parcel_history_public
WHERE identifier >= %(precinct)s || '.' AND identifier < %(precinct)s || '/'
    AND (number = %(number)s OR number = %(main)s OR number LIKE %(main)s || '/%%')
GROUP BY identifier
ORDER BY in_force DESC, bool_or(number = %(number)s) DESC, identifier LIMIT 12
"""


@dataclass(frozen=True, slots=True)
class Day:
    """The date a page is asked for, as with `?data=`; `mistake` says why a given one is not understood."""

    day: date | None = None
    mistake: str = ""


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=dated_page_etag)
def parcel_page(request: HttpRequest, identifier: str) -> HttpResponse:
    asked = asked_day(request)
    record = extract.parcel(identifier, asked.day)
    if record is None:
        return _absent(request, identifier, asked)
    return render(request, "portal/parcel.html", _page(request, record, asked))


def parcel_path(identifier: str) -> str | None:
    """The page of a parcel. Dirty identifiers have none; what names them must not break by that."""
    return reverse("parcel", args=[identifier]) if ParcelId.parse(identifier) else None


def _page(request: HttpRequest, record: ParcelRecord, asked: Day) -> dict[str, Any]:
    version = record.version_pk
    neighbours = [(neighbour, parcel_path(neighbour.identifier)) for neighbour in surroundings.neighbours(version)]
    return {
        **_shared(request, record),
        "day": asked.day,
        "day_mistake": asked.mistake,
        "area_text": area_text(record),
        "planning": _planning(record.identifier, asked.day or localdate()),
        "planning_url": f"{reverse('planning', args=[record.identifier])}{_query(asked)}",
        "entries": public_registers.on_parcel(record.identifier),
        "buildings": surroundings.buildings(version),
        "addresses": surroundings.addresses(version),
        "neighbours": neighbours,
        "report_url": f"{reverse('report-new')}?d={record.identifier}",
        "print_url": f"{reverse('print')}?d={record.identifier}",
    }


def _planning(identifier: str, day: date) -> ShownSubject | None:
    """None while a publication is under way: the page goes without."""
    try:
        return shown(of_parcels([identifier], day).subjects[0])
    except (Changed, NoSuchParcel):
        return None


def _query(asked: Day) -> str:
    return f"?data={asked.day.isoformat()}" if asked.day else ""


def _shared(request: HttpRequest, record: ParcelRecord) -> dict[str, Any]:
    """What the pages of parcels in force and of former ones have in common."""
    identifier = record.identifier
    predecessors, successors = history.relatives(identifier)
    return {
        "parcel": record,
        "picture": picture(record),
        "events": timeline(history.versions(identifier), predecessors, successors),
        "predecessors": _linked(predecessors),
        "successors": _linked(successors),
        "address": request.build_absolute_uri(reverse("parcel", args=[identifier])),
        "geojson_url": reverse("api-parcel", args=[identifier], urlconf="sip.services.urls"),
        "map_url": map_address(parcel=identifier),
    }


def _absent(request: HttpRequest, identifier: str, asked: Day) -> HttpResponse:
    """410 where the parcel was, 404 where it never was or was not in force on the day asked for."""
    ended = extract.last_version(identifier)
    context: dict[str, Any] = {"identifier": identifier, "day": asked.day, "is_former": ended is not None}
    if asked.day:
        return render(request, "portal/parcel_gone.html", context, status=404)
    if ended is None:
        return render(request, "portal/parcel_gone.html", {**context, "alike": _alike(identifier)}, status=404)
    return render(request, "portal/parcel_gone.html", {**context, **_shared(request, ended)}, status=410)


def _alike(identifier: str) -> list[tuple[str, str | None, bool]]:
    """Identifier, page, and whether in force, of parcels with nearly that number in the precinct."""
    asked = ParcelId.parse(identifier)
    if asked is None:
        return []
    values = {"precinct": asked.precinct, "number": asked.number, "main": str(asked.main)}
    return [(found, parcel_path(found), in_force) for found, in_force in rows(ALIKE, values)]


def _linked(relatives: Iterable[history.Relative]) -> list[tuple[history.Relative, str | None]]:
    return [(relative, parcel_path(relative.identifier) if relative.known else None) for relative in relatives]


def asked_day(request: HttpRequest, name: str = "data") -> Day:
    """The day in the parameter NAME of a page's address."""
    text = request.GET.get(name, "").strip()
    if not text:
        return Day()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Day(mistake=_("Nie rozumiemy tej daty; podaj ją w postaci 2024-05-31. Pokazujemy stan dzisiejszy."))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Day(mistake=_("Ta data leży poza rejestrem. Pokazujemy stan dzisiejszy."))
    return Day(day)


def area_text(record: ParcelRecord) -> str:
    hectares, square_metres = record.registered_area_ha, record.registered_area_m2
    if hectares is None or square_metres is None:
        return _("brak danych")
    return f"{number_format(hectares, 4)} ha ({number_format(square_metres, 0, force_grouping=True)} m²)"
