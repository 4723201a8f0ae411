"""The card of a parcel: all that its page says, as a PDF with a map at a true scale."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from sip.extracts import history, surroundings
from sip.extracts.boundary import boundary, outline
from sip.extracts.parcel import ParcelRecord, parcel
from sip.extracts.pdf import TooBusy, pdf
from sip.extracts.qr import qr_svg
from sip.extracts.scene import Frame
from sip.extracts.sheet import MAP_SIZE, scale_for, sheet_svg
from sip.extracts.timeline import timeline
from sip.portal.conditional import page_etag
from sip.portal.parcel import area_text

# A card with all points of a national park's boundary would be a book: the file of points has them.
MOST_VERTICES = 600


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=page_etag)
def parcel_card(request: HttpRequest, identifier: str) -> HttpResponse:
    """Of a parcel in force; a former one has its page only."""
    record = parcel(identifier)
    if record is None:
        return redirect("parcel", identifier)
    try:
        document = pdf(render_to_string("portal/pdf/card.html", _context(request, record), request))
    except TooBusy:
        text = _("Teraz powstaje wiele wydruków. Spróbuj ponownie za chwilę.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "10"})
    disposition = f'inline; filename="karta-{file_stem(identifier)}.pdf"'
    return HttpResponse(document, content_type="application/pdf", headers={"Content-Disposition": disposition})


def file_stem(identifier: str) -> str:
    """The identifier as part of a file's name, where a slash would be a folder."""
    return identifier.replace("/", "-")


def _context(request: HttpRequest, record: ParcelRecord) -> dict[str, Any]:
    identifier, version = record.identifier, record.version_pk
    scale = scale_for(record.extent)
    frame = Frame.around(record.centre, *MAP_SIZE, scale / 1000)
    address = request.build_absolute_uri(reverse("parcel", args=[identifier]))
    points = boundary(outline(version))
    predecessors, successors = history.relatives(identifier)
    title = _("Położenie działki %(number)s") % {"number": record.number}
    return {
        "parcel": record,
        "area_text": area_text(record),
        "scale": scale,
        "drawing": sheet_svg(frame, title, chosen=version),
        "address": address,
        "qr": qr_svg(address),
        "buildings": surroundings.buildings(version),
        "addresses": surroundings.addresses(version),
        "neighbours": surroundings.neighbours(version),
        "predecessors": predecessors,
        "successors": successors,
        "events": timeline(history.versions(identifier), predecessors, successors),
        "zone": points.zone.name,
        "vertices": points.vertices[:MOST_VERTICES],
        "vertex_count": len(points.vertices),
        "has_parts": any(vertex.part > 1 or vertex.ring > 1 for vertex in points.vertices),
    }
