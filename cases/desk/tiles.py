"""What the cases put on the start page of an office's staff."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.clock.terms import day_of
from cases.models import Case
from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of


def cases(person: Person) -> Tile | None:
    """The inbox with the count of what is late."""
    if not offices_of(person, Action.VIEW_CASES).exists():
        return None
    late = Case.objects.within_reach(person).overdue(day_of(timezone.now())).count()
    words = ngettext("%d po terminie", "%d po terminie", late) % late
    return Tile(_("Sprawy mieszkańców"), words, reverse("cases"))
