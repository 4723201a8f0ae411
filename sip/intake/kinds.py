"""Kinds of deliveries as people meet them: who may deliver which, for which office, and what each has to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sip.intake.models import Kind
from sip.offices.models import Office
from sip.offices.permissions import Action, Person, offices_of

Choice = tuple[str, str]
# The settings name one for each subject: what an office's files may be about.
ChoicesOf = Callable[[Office], list[Choice]]


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that the same people keep."""

    label: str | Promise
    kinds: tuple[Kind, ...]


CADASTRE: Final = Group(_("ewidencja i adresy"), (Kind.EGIB, Kind.PARCELS, Kind.BUILDINGS, Kind.ADDRESSES, Kind.UNITS))
PLANNING: Final = Group(
    _("planowanie przestrzenne"), (Kind.APP, Kind.ZONES, Kind.PROVISIONS, Kind.DRAWING, Kind.RESTRICTIONS)
)
GROUPS: Final = (CADASTRE, PLANNING)
# What the files of a kind do not say themselves; keys are those of a delivery's options.
NEEDS: Final[dict[str, tuple[str, ...]]] = {
    Kind.ZONES: ("act",),
    Kind.PROVISIONS: ("act",),
    Kind.DRAWING: ("act",),
    Kind.RESTRICTIONS: ("theme",),
}


def needed(action: Action, kind: str) -> Action:
    """What one must be allowed to for ACTION on a delivery of KIND: planners keep the plans, others the registers."""
    return Action.KEEP_PLANS if kind in PLANNING.kinds else action


def office_for(person: Person, kind: str) -> Office | None:
    """The office for which PERSON delivers this kind, a starostwo before gminas."""
    return offices_of(person, needed(Action.DELIVER, kind)).order_by("-kind", "name").first()


def may_deliver(person: Person) -> bool:
    return any(office_for(person, group.kinds[0]) for group in GROUPS)


def offered(person: Person) -> list[tuple[str, list[Choice]]]:
    """Kinds that PERSON may deliver, in groups, as choices of a form; those nobody can read yet are left out."""
    choices = []
    for group in GROUPS:
        if (office := office_for(person, group.kinds[0])) is None:
            continue
        kinds: list[Choice] = [(kind.value, str(kind.label)) for kind in group.kinds if kind in settings.IMPORTERS]
        choices.append((f"{group.label} – {office.name}", kinds))
    return choices


def subjects(name: str, office: Office) -> list[Choice]:
    """What files that need a subject ("act", "theme") may be about in the office's area."""
    choices_of: ChoicesOf = import_string(settings.SUBJECTS[name])
    return choices_of(office)
