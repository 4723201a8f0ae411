"""What reports of errors put on the start page of an office's staff."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.reports.models import MapReport
from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of


def reports(person: Person) -> Tile | None:
    """Reports of errors with the count of those still open."""
    if not person.is_superuser and not offices_of(person, Action.VIEW_REPORTS).exists():
        return None
    count = MapReport.objects.within_reach(person, Action.VIEW_REPORTS).open().count()
    words = ngettext("%(count)d otwarte", "%(count)d otwartych", count) % {"count": count}
    return Tile(_("Zgłoszenia błędów na mapie"), words, reverse("reports"))
