"""The way to former registers on the start page of those who bring them in."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of


def moves(person: Person) -> Tile | None:
    if not offices_of(person, Action.MOVE_CASES).exists():
        return None
    return Tile(_("Przenoszenie spraw"), _("z dawnego rejestru, z podglądem i raportem"), reverse("legacy-runs"))
