"""What the room puts on the start page of an office's staff."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of


def people(person: Person) -> Tile | None:
    if not offices_of(person, Action.ANSWER_PEOPLE).exists():
        return None
    return Tile(_("Dane osób"), _("Odpowiedź na żądanie dostępu do danych"), reverse("people"))
