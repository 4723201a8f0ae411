"""The map of a parcel to take away: one HTML file that holds all it needs and asks nobody for anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from sip.extracts import surroundings
from sip.extracts.parcel import parcel
from sip.extracts.report import POLICY, POLICY_HEADER, leaflet, report_map
from sip.portal.conditional import page_etag
from sip.portal.parcel import area_text


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=page_etag)
def parcel_report(request: HttpRequest, identifier: str) -> HttpResponse:
    """Of a parcel in force; a former one has its page only."""
    record = parcel(identifier)
    if record is None:
        return redirect("parcel", identifier)
    style, script = leaflet()
    context = {
        "parcel": record,
        "area_text": area_text(record),
        "addresses": surroundings.addresses(record.version_pk),
        "neighbours": surroundings.neighbours(record.version_pk),
        "address": request.build_absolute_uri(reverse("parcel", args=[identifier])),
        "map": report_map(record),
        "leaflet_style": style,
        "leaflet_script": script,
        "policy": POLICY,
    }
    response = render(request, "portal/report.html", context)
    response.headers["Content-Security-Policy"] = POLICY_HEADER
    return response
