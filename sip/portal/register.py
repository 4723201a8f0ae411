"""The register as the office's staff see it: all known versions of the parcels of their own area."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from parcels.models import Parcel
from sip.offices.permissions import units_of

PER_PAGE = 100


@login_required
@never_cache
def register_page(request: HttpRequest) -> HttpResponse:
    """A gmina's staff see its registration units, a starostwo's the whole powiat; pages by identifier."""
    units = units_of(request.user)
    query = "".join(request.GET.get("q", "").split()).replace("\0", "")
    after = request.GET.get("after", "").replace("\0", "")
    found = Parcel.objects.known().in_units(units).beginning_with(query).filter(identifier__gt=after)
    page, is_last = _whole_parcels(list(found.order_by("identifier", "-valid_from")[: PER_PAGE + 1]))
    context = {
        "query": query,
        "parcels": page,
        "next_after": None if is_last else page[-1].identifier,
        "has_area": bool(units),
    }
    return render(request, "portal/register.html", context)


def _whole_parcels(rows: list[Parcel]) -> tuple[list[Parcel], bool]:
    """A page that does not end amid the versions of a parcel, and whether it is the last."""
    if len(rows) <= PER_PAGE:
        return rows, True
    cut = rows[PER_PAGE].identifier
    return [row for row in rows if row.identifier != cut] or rows[:PER_PAGE], False
