"""The office's page of what its data sets and services lack before the record of spatial data sets."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of
from sip.services.datasets.catalogue import services
from sip.services.datasets.completeness import KINDS, Weight, lacks, standings

NEEDED = (Action.VIEW_DELIVERIES, Action.MANAGE_STAFF, Action.KEEP_PLANS)


@login_required
@never_cache
def completeness_page(request: HttpRequest) -> HttpResponse:
    if not _may_see(request.user):
        raise PermissionDenied
    found = lacks()
    context = {
        "errors": [lack for lack in found if lack.weight is Weight.ERROR],
        "warnings": [lack for lack in found if lack.weight is Weight.WARNING],
        "standings": [(one, [(kind, kind in one.kinds) for kind in KINDS]) for one in standings()],
        "services": [(service, request.build_absolute_uri(service.path)) for service in services()],
    }
    return render(request, "portal/completeness.html", context)


def tile(person: Person) -> Tile | None:
    """On the office's start page."""
    if not _may_see(person):
        return None
    words = _("Czego brakuje zbiorom i usługom przed ewidencją zbiorów (EZiUDP)")
    return Tile(_("Kompletność zbiorów"), words, reverse("completeness"))


def _may_see(person: Person) -> bool:
    return person.is_superuser or any(offices_of(person, action).exists() for action in NEEDED)
