"""What may be built on a parcel: the page of its extract, and the extract as PDF."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sip.extracts import issued
from sip.extracts.compose import NoSuchParcel, of_parcels
from sip.extracts.paper import public_pdf
from sip.extracts.plan_map import screen_map
from sip.extracts.record import Extract, Subject
from sip.extracts.shown import looks_apart, shown
from sip.map_address import map_address
from sip.portal.card import file_stem
from sip.portal.parcel import Day, asked_day
from sip.portal.sparing import COMPOSED, PRINTED, sparing


@require_safe
@cache_control(no_cache=True)
@sparing(COMPOSED)
def planning_page(request: HttpRequest, identifier: str) -> HttpResponse:
    asked = asked_day(request)
    day = asked.day or localdate()
    try:
        extract = of_parcels([identifier], day)
    except NoSuchParcel:
        return _elsewhere(identifier, asked)
    context = {
        **subject_context(extract.subjects[0], day),
        "extract": extract,
        "day": asked.day,
        "day_mistake": asked.mistake,
        "address": request.build_absolute_uri(reverse("planning", args=[identifier])),
        "pdf_url": f"{reverse('planning-pdf', args=[identifier])}{_query(asked)}",
        "json_url": f"{reverse('api-extract', args=[identifier], urlconf='sip.services.urls')}?date={day.isoformat()}",
        "more_url": f"{reverse('extracts')}?d={identifier}",
    }
    return render(request, "portal/extract/parcel.html", context)


@require_safe
@cache_control(no_cache=True)
@sparing(PRINTED)
def planning_pdf(request: HttpRequest, identifier: str) -> HttpResponse:
    """Of a parcel in force on the day; any other has its page only. What was printed is kept under its digest."""
    asked = asked_day(request)
    if asked.mistake:
        # A document of another day than was meant would not be noticed: the page says what is wrong.
        return redirect(f"{reverse('planning', args=[identifier])}?{request.GET.urlencode()}")
    try:
        extract = of_parcels([identifier], asked.day or localdate())
    except NoSuchParcel:
        return _elsewhere(identifier, asked)
    return printed_answer(request, extract, f"wypis-{file_stem(identifier)}")


def _elsewhere(identifier: str, asked: Day) -> HttpResponse:
    """To the parcel's page, which says what became of it."""
    return redirect(f"{reverse('parcel', args=[identifier])}{_query(asked)}")


def _query(asked: Day) -> str:
    return f"?data={asked.day.isoformat()}" if asked.day else ""


def subject_context(subject: Subject, day: date) -> dict[str, Any]:
    """What templates need to show one subject of an extract."""
    ready, drawn = shown(subject), screen_map(subject, day)
    own, around = looks_apart(drawn.looks, ready.looks)
    parcel = subject.parcel
    west, south, east, north = map(float, subject.extent)
    return {
        "subject": subject,
        "shown": ready,
        "picture": drawn.drawing,
        "own_looks": own,
        "other_looks": around,
        "map_url": map_address(parcel=parcel.identifier) if parcel else map_address(extent=(west, south, east, north)),
    }


def printed_answer(request: HttpRequest, extract: Extract, name: str) -> HttpResponse:
    """The extract as PDF, kept so that its code leads to what it says. Raises TooBusy."""
    digest = issued.keep(extract)
    document = public_pdf(extract, request.build_absolute_uri(reverse("extract-issued", args=[digest])))
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(document.content, content_type="application/pdf", headers=headers)
