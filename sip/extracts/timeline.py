"""A parcel's history as events in words, newest first: what its versions and relatives say together."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sip.extracts.history import ParcelVersion, Relative


@dataclass(frozen=True, slots=True)
class Event:
    happened_at: datetime
    title: str
    details: tuple[str, ...] = ()
    relatives: tuple[Relative, ...] = ()


def timeline(versions: list[ParcelVersion], predecessors: list[Relative], successors: list[Relative]) -> list[Event]:
    """VERSIONS come newest first, as `history.versions` gives them."""
    events = [
        *_of_versions(versions),
        *_of_relatives(predecessors, _("Powstała")),
        *_of_relatives(successors, _("Zastąpiona innymi działkami")),
    ]
    return sorted(events, key=lambda event: event.happened_at, reverse=True)


def _of_versions(versions: list[ParcelVersion]) -> Iterator[Event]:
    if not versions:
        return
    newest, oldest = versions[0], versions[-1]
    if newest.valid_to:
        yield Event(newest.valid_to, _("Zamknięta w rejestrze"), (newest.why,) if newest.why else ())
    for later, earlier in pairwise(versions):
        yield Event(later.valid_from, _("Zmiana w rejestrze"), tuple(_differences(earlier, later)))
    yield Event(oldest.valid_from, _("Pierwsza znana postać"), tuple(_differences(None, oldest)))


def _differences(earlier: ParcelVersion | None, later: ParcelVersion) -> Iterator[str]:
    if earlier and earlier.identifier != later.identifier:
        yield _("identyfikator %(new)s (był %(old)s)") % {"new": later.identifier, "old": earlier.identifier}
    if later.registered_area_ha is None:
        return
    area = _("pole ewidencyjne %(area)s ha") % {"area": number_format(later.registered_area_ha, 4)}
    if earlier is None or earlier.registered_area_ha is None:
        yield area
    elif earlier.registered_area_ha != later.registered_area_ha:
        yield _("%(area)s (było %(old)s ha)") % {"area": area, "old": number_format(earlier.registered_area_ha, 4)}
    else:
        yield _("pole bez zmian: zmieniły się granice albo opis")


def _of_relatives(relatives: list[Relative], title: str) -> Iterator[Event]:
    """One event for all that happened at once and in one way."""
    together: dict[tuple[datetime, str, str], list[Relative]] = defaultdict(list)
    for relative in relatives:
        together[relative.happened_at, relative.kind, relative.source].append(relative)
    for (at, kind, source), group in together.items():
        yield Event(at, f"{title}: {kind}", (source,), tuple(group))
