"""Whether what an extract says is still what the registers say of the same day."""

from dataclasses import dataclass
from typing import Final

import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.extracts.compose import AreaRefused, NoSuchParcel, of_area, of_parcels
from sip.extracts.record import Extract

NAMES: Final = {
    "parcels": _("działki"),
    "planning_acts": _("akty planowania"),
    "planning_zones": _("strefy i tereny planów"),
    "planning_regulations": _("obszary regulacji planu ogólnego"),
    "planning_documents": _("uchwały i inne dokumenty"),
    "planning_drawings": _("rysunki planów"),
    "provisions": _("ustalenia planów"),
    "restrictions": _("ograniczenia"),
    "themes": _("lista tematów"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`layers` were published anew since; `is_same` where the content has not changed by that.

    `is_gone`: nothing can be composed of the same subjects any more.
    """

    is_same: bool
    is_gone: bool
    layers: tuple[str | Promise, ...]


def compared(extract: Extract) -> Comparison:
    """EXTRACT with one of the same subjects and day, from today's registers."""
    try:
        present = _again(extract)
    except (NoSuchParcel, AreaRefused):
        return Comparison(is_same=False, is_gone=True, layers=())
    names = sorted({*extract.versions, *present.versions})
    changed = [name for name in names if extract.versions.get(name) != present.versions.get(name)]
    layers = tuple(NAMES.get(name, name) for name in changed)
    return Comparison(present.subjects == extract.subjects, is_gone=False, layers=layers)


def _again(extract: Extract) -> Extract:
    identifiers = [subject.parcel.identifier for subject in extract.subjects if subject.parcel]
    if identifiers:
        return of_parcels(identifiers, extract.day)
    return of_area(shapely.from_wkt(extract.subjects[0].outline), extract.day)
