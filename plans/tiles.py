"""What planning puts on the start page of an office's staff."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sip.intake.tiles import Tile
from sip.offices.permissions import Action, Person, offices_of


def provisions(person: Person) -> Tile | None:
    """Where the text of one symbol is pasted."""
    if not offices_of(person, Action.KEEP_PLANS).exists():
        return None
    return Tile(_("Wklej ustalenia planu"), _("Tekst uchwały dla jednego symbolu"), reverse("provision-paste"))


def themes(person: Person) -> Tile | None:
    """The list of themes with where each is known."""
    if not offices_of(person, Action.KEEP_THEMES).exists():
        return None
    words = _("Inne ograniczenia i to, gdzie dane są kompletne")
    return Tile(_("Tematy i zakresy"), words, reverse("admin:app_list", args=["plans"]))
