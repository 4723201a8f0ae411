"""Who looked at a case: from the log of events, told to its applicant and to the office.

An applicant is told the office, the role and the moment, not the name: employees who act on the office's behalf are no
recipients of data (GDPR art. 4 point 9 and 15, Court of Justice C-579/21). An office may decide to tell names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.clock.terms import day_of
from cases.documents.actions import OBJECT as DOCUMENT
from cases.documents.models import Document, Origin
from cases.models import Case
from cases.writing import OBJECT
from sip.audit.models import Event
from sip.offices.models import Office, Role, User

# More are on the next page.
A_PAGE: Final = 200
WHAT: Final[dict[str, Promise]] = {
    "case.see": gettext_lazy("strona sprawy"),
    "case.export": gettext_lazy("zapis całej sprawy do pliku"),
    "case.map-people": gettext_lazy("mapa sprawy z danymi osób"),
    "case.mail-see": gettext_lazy("wiadomość wysłana do wnioskodawcy"),
    "case.document-open": gettext_lazy("dokument"),
    "case.person-export": gettext_lazy("dane osoby, na jej wniosek"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What one person did on one day, so many times."""

    day: date
    first: datetime
    last: datetime
    times: int
    office: str
    who: str
    name: str
    what: str

    @property
    def is_span(self) -> bool:
        return localtime(self.first).strftime("%H:%M") != localtime(self.last).strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Looks:
    """`older`: the number below which the next page begins; None where this one is the last."""

    rows: tuple[Look, ...]
    older: int | None


def looks_at(case: Case, below: int | None = None) -> Looks:
    """Newest first; looks of the applicant at the own case are none."""
    events = _events(case, below)
    page = events[:A_PAGE]
    people = User.objects.in_bulk({event.actor for event in page if event.actor})
    offices = Office.objects.in_bulk({event.office for event in page if event.office})
    seen = [event for event in page if _is_of_office(event, people, case)]
    rows = tuple(_folded(seen, people, offices, _names(page)))
    return Looks(rows, page[-1].sequence if len(events) > A_PAGE else None)


def _events(case: Case, below: int | None) -> list[Event]:
    documents = [str(pk) for pk in case.documents.values_list("pk", flat=True)]
    found = Event.objects.filter(
        Q(object_type=OBJECT, object_id=str(case.pk)) | Q(object_type=DOCUMENT, object_id__in=documents),
        action__in=WHAT,
    )
    if below is not None:
        found = found.filter(sequence__lt=below)
    return list(found.order_by("-sequence")[: A_PAGE + 1])


def _is_of_office(event: Event, people: dict[int, User], case: Case) -> bool:
    """Nobody is named where a document was opened by the code of the case; systems of offices are named in `new`."""
    if event.actor is None:
        return bool(event.new and "client" in event.new)
    person = people.get(event.actor)
    return event.actor != case.account_id and not (person and person.is_resident)


def _names(page: Iterable[Event]) -> dict[str, str]:
    """What documents that were opened are called."""
    opened = [event.object_id for event in page if event.object_type == DOCUMENT]
    found = Document.objects.filter(pk__in=opened).select_related("party_letter")
    return {str(document.pk): _name(document) for document in found}


def _name(document: Document) -> str:
    """The title of what an applicant sees; else the kind: titles name neighbours, or tell a decision before it is."""
    if hasattr(document, "party_letter"):
        return _("pismo do stron")
    is_seen = document.origin == Origin.APPLICANT or document.issued_at is not None
    return document.title if is_seen else _("projekt urzędu, jeszcze niewydany")


def _folded(
    events: Iterable[Event], people: dict[int, User], offices: dict[int, Office], titles: dict[str, str]
) -> Iterator[Look]:
    def alike(event: Event) -> tuple[date, str, str, str]:
        return day_of(event.at), f"{event.actor} {event.office} {event.new}", event.action, event.object_id

    ordered = sorted(events, key=lambda event: (alike(event), event.sequence))
    groups = [list(group) for _key, group in groupby(ordered, key=alike)]
    for group in sorted(groups, key=lambda group: -group[-1].sequence):
        first, last = group[0], group[-1]
        person, office = people.get(last.actor or 0), offices.get(last.office or 0)
        title = titles.get(last.object_id, "") if last.object_type == DOCUMENT else ""
        what = f"{WHAT[last.action]}: {title}" if title else str(WHAT[last.action])
        where = str(office) if office else ""
        yield Look(day_of(last.at), first.at, last.at, len(group), where, _role(last), str(person or ""), what)


def _role(event: Event) -> str:
    """As it was then."""
    if event.actor is None:
        return _("system informatyczny urzędu")
    roles = [role for role in (event.new or {}).get("roles", []) if role in Role.values]
    return ", ".join(str(Role(role).label) for role in roles) or _("pracownik urzędu")
