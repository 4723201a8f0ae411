"""Extracts beyond one parcel's: of several parcels, of a drawn area; and those that were issued, by their digest."""

import re
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sip.extracts import issued
from sip.extracts.comparison import compared
from sip.extracts.compose import MOST_PARCELS, AreaRefused, of_area, of_parcels
from sip.extracts.parcel import parcel
from sip.extracts.record import Extract
from sip.extracts.shown import shown
from sip.portal.area import AreaForm
from sip.portal.basket import asked_parcels
from sip.portal.parcel import asked_day
from sip.portal.planning import printed_answer, subject_context
from sip.portal.sparing import COMPOSED, PRINTED, sparing

DIGEST: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@require_safe
@cache_control(no_cache=True)
@sparing(COMPOSED * 5)
def extracts_page(request: HttpRequest) -> HttpResponse:
    """Parcels that the address names with `d`; the rest in words: what is not in the register, what is too many."""
    wanted, asked = asked_parcels(request), asked_day(request)
    day = asked.day or localdate()
    context: dict[str, Any] = {"day": asked.day, "day_mistake": asked.mistake, "most": MOST_PARCELS, "wanted": wanted}
    if len(wanted) > MOST_PARCELS:
        context["portions"] = [_address("extracts", part, asked.day) for part in _portions(wanted)]
        return render(request, "portal/extract/several.html", context, status=400)
    found = [identifier for identifier in wanted if parcel(identifier, day)]
    context["missing"] = [identifier for identifier in wanted if identifier not in found]
    if found:
        extract = of_parcels(found, day)
        context |= {
            "extract": extract,
            "subjects": [(subject, shown(subject)) for subject in extract.subjects],
            "pdf_url": _address("extracts-pdf", found, asked.day),
        }
    return render(request, "portal/extract/several.html", context)


@require_safe
@cache_control(no_cache=True)
@sparing(PRINTED * 2)
def extracts_pdf(request: HttpRequest) -> HttpResponse:
    """All the parcels named, or the page that says which of them it cannot be made of."""
    wanted, asked = asked_parcels(request), asked_day(request)
    if asked.mistake:
        return redirect(f"{reverse('extracts')}?{request.GET.urlencode()}")
    day = asked.day or localdate()
    if not wanted or len(wanted) > MOST_PARCELS or any(parcel(identifier, day) is None for identifier in wanted):
        return redirect(_address("extracts", wanted, asked.day))
    return printed_answer(request, of_parcels(wanted, day), "wypis")


# The form changes nothing worth forging; a token would set a cookie for every reader of the map.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sparing(COMPOSED)
def area_page(request: HttpRequest) -> HttpResponse:
    """A form for an area; its extract is kept, and its page is where the answer leads."""
    if request.method != "POST":
        return render(request, "portal/extract/area.html", {"form": AreaForm()})
    return _area_answer(request)


@sparing(PRINTED)
def _area_answer(request: HttpRequest) -> HttpResponse:
    form = AreaForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            extract = of_area(form.cleaned_data["outline"], form.cleaned_data["dzien"] or localdate())
        except AreaRefused as refused:
            form.add_error("granica", str(refused))
        else:
            return redirect("extract-issued", issued.keep(extract))
    return render(request, "portal/extract/area.html", {"form": form}, status=400)


@require_safe
@cache_control(no_cache=True)
@sparing(COMPOSED * 5)
def issued_page(request: HttpRequest, digest: str) -> HttpResponse:
    """What was issued under DIGEST, and whether the registers say the same today; 404 where nothing was.

    A damaged record is not shown: 410.
    """
    try:
        found = issued.find(digest)
    except issued.Damaged:
        return render(request, "portal/extract/check.html", {"asked": digest, "is_damaged": True}, status=410)
    if found is None:
        return render(request, "portal/extract/check.html", {"asked": digest, "is_unknown": True}, status=404)
    extract = found.extract
    context = {
        "extract": extract,
        "digest": digest,
        "issued_at": found.issued_at,
        "comparison": compared(extract),
        "subjects": [(subject, shown(subject)) for subject in extract.subjects],
        "single": subject_context(extract.subjects[0], extract.day) if len(extract.subjects) == 1 else None,
        "today_url": _today(extract),
        "json_url": f"/api/v1/extracts/{digest}/",
    }
    return render(request, "portal/extract/issued.html", context)


@require_safe
@cache_control(no_cache=True)
@sparing(PRINTED * 2)
def issued_pdf(request: HttpRequest, digest: str) -> HttpResponse:
    try:
        found = issued.find(digest)
    except issued.Damaged:
        found = None
    if found is None:
        return redirect("extract-issued", digest)
    return printed_answer(request, found.extract, f"wypis-{digest[:12]}")


@require_safe
def check_page(request: HttpRequest) -> HttpResponse:
    """A field for a digest, or for anything that holds one: an address, a line copied from the paper."""
    asked = request.GET.get("skrot", "").strip()
    if not asked:
        return render(request, "portal/extract/check.html", {"asked": ""})
    found = DIGEST.search("".join(asked.lower().split()))
    if found is None:
        mistake = _("To nie jest skrót wypisu: ma on 64 cyfry i litery od a do f.")
        return render(request, "portal/extract/check.html", {"asked": asked[:200], "mistake": mistake}, status=400)
    return redirect("extract-issued", found[0])


def _address(name: str, identifiers: list[str], day: date | None) -> str:
    pairs = [("d", identifier) for identifier in identifiers] + ([("data", day.isoformat())] if day else [])
    query = urlencode(pairs, safe="/")
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _portions(identifiers: list[str]) -> list[list[str]]:
    return [identifiers[at : at + MOST_PARCELS] for at in range(0, len(identifiers), MOST_PARCELS)]


def _today(extract: Extract) -> str:
    """The page of the same parcels as of today; empty for an area, which has none."""
    identifiers = [subject.parcel.identifier for subject in extract.subjects if subject.parcel]
    if len(identifiers) == 1:
        return reverse("planning", args=identifiers)
    return _address("extracts", identifiers, None) if identifiers else ""
