"""What happened in a case, told in the past tense: steps, land, documents, money, tasks, neighbours; newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents.models import Document, Origin
from cases.models import Case, CaseEvent, CaseNote, PartyLetter, Refund
from cases.payments.models import RefundState
from cases.workflow import STAFF, Act, Outcome, Ruling, Who
from sip.offices.models import Office, User


class Kind(StrEnum):
    STEPS = "kroki"
    DOCUMENTS = "dokumenty"
    MESSAGES = "wiadomosci"


CHOICES: Final[dict[str, Promise]] = {
    "": gettext_lazy("Wszystko"),
    Kind.STEPS: gettext_lazy("Czynności"),
    Kind.DOCUMENTS: gettext_lazy("Dokumenty"),
    Kind.MESSAGES: gettext_lazy("Wiadomości i notatki"),
}
# Where a step was given something, its words end with it.
DONE: Final[dict[str, Promise]] = {
    Act.FILE: gettext_lazy("Złożono wniosek"),
    Act.ACCEPT: gettext_lazy("Przyjęto sprawę do prowadzenia"),
    Act.ASK_COMPLETION: gettext_lazy("Wezwano wnioskodawcę do uzupełnienia"),
    Act.COMPLETE: gettext_lazy("Uzupełniono wniosek"),
    Act.LEAVE: gettext_lazy("Pozostawiono wniosek bez rozpoznania"),
    Act.ASK_PAYMENT: gettext_lazy("Wezwano wnioskodawcę do opłaty"),
    Act.PAID: gettext_lazy("Odnotowano opłatę, sprawa toczy się dalej"),
    Act.SUSPEND: gettext_lazy("Zawieszono postępowanie"),
    Act.RESUME: gettext_lazy("Podjęto zawieszone postępowanie"),
    Act.EXTEND: gettext_lazy("Wyznaczono nowy termin"),
    Act.DECIDE: gettext_lazy("Rozstrzygnięto sprawę"),
    Act.ISSUE: gettext_lazy("Wydano dokument wnioskodawcy"),
    Act.DELIVER: gettext_lazy("Doręczono rozstrzygnięcie"),
    Act.APPEAL: gettext_lazy("Wpłynęło odwołanie"),
    Act.FORWARD: gettext_lazy("Przekazano odwołanie z aktami"),
    Act.ALLOW: gettext_lazy("Uwzględniono odwołanie, sprawa toczy się dalej"),
    Act.RULED: gettext_lazy("Zakończono postępowanie odwoławcze"),
    Act.REMAND: gettext_lazy("Zwrócono sprawę do ponownego rozpatrzenia"),
    Act.CLOSE: gettext_lazy("Zakończono sprawę"),
    Act.REOPEN: gettext_lazy("Otwarto sprawę ponownie"),
    Act.WITHDRAW: gettext_lazy("Wycofano wniosek"),
    Act.VOID: gettext_lazy("Unieważniono sprawę"),
    Act.TRANSFER: gettext_lazy("Przekazano sprawę do urzędu"),
    Act.HAND_OVER: gettext_lazy("Przekazano sprawę do organu"),
    Act.ASSIGN: gettext_lazy("Przydzielono sprawę"),
    Act.MESSAGE: gettext_lazy("Wysłano wiadomość do wnioskodawcy"),
    Act.NOTE: gettext_lazy("Dopisano notatkę"),
}
SPOKEN: Final = frozenset({Act.MESSAGE, Act.NOTE})


@dataclass(frozen=True, slots=True)
class Entry:
    """`who` is a name or a capacity; `why` a reason that was given; `event` of a step, with what was said in it.

    `is_offices`: done by someone of the office, where it was done by somebody. `paper` tells which document it made.
    """

    at: datetime
    kind: Kind
    words: str
    who: str = ""
    why: str = ""
    event: CaseEvent | None = None
    notes: Sequence[CaseNote] = ()
    is_offices: bool = True
    paper: str = ""

    @property
    def moved(self) -> bool:
        return self.event is not None and self.event.before != self.event.after


def of_case(case: Case) -> list[Entry]:
    entries = [entry for source in SOURCES for entry in source(case)]
    return sorted(entries, key=lambda entry: (entry.at, entry.event.pk if entry.event else 0), reverse=True)


def chosen(entries: Sequence[Entry], wanted: str) -> list[Entry]:
    """Those of a kind; every entry where WANTED is none. A step in which something was said is a message too."""
    if wanted == Kind.MESSAGES:
        return [entry for entry in entries if entry.kind == wanted or entry.notes]
    return [entry for entry in entries if wanted not in CHOICES or not wanted or entry.kind == wanted]


def told(event: CaseEvent, names: dict[str, dict[int, str]]) -> str:
    """A step in words; NAMES of people ("assignee") and offices ("office") by number."""
    if event.act == Act.MESSAGE and event.who == Who.APPLICANT:
        return _("Wnioskodawca napisał wiadomość")
    if event.act == Act.ASSIGN and "assignee" not in event.data:
        return _("Odebrano przydział. Sprawy nie prowadzi nikt")
    ends = [words for words in (_given(name, event.data, names) for name in GIVEN) if words]
    # What follows wants no declension: names are in the nominative.
    first = _("Przydzielono sprawę. Prowadzi") if event.act == Act.ASSIGN else str(DONE[event.act])
    return f"{first}: {', '.join(ends)}" if ends else first


GIVEN: Final = ("assignee", "office", "body", "outcome", "amount", "basis", "until", "received", "day", "ruling")


def _given(name: str, data: dict[str, Any], names: dict[str, dict[int, str]]) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if name in names:
        return names[name].get(value, str(value))
    if name == "outcome":
        return str(Outcome(value).label)
    if name == "ruling":
        return str(Ruling(value).label)
    if name == "day":
        return date_format(date.fromisoformat(value), "j E Y")
    if name == "until":
        return _("do %s") % date_format(date.fromisoformat(value), "j E Y")
    if name == "received":
        return _("wpłynął %s") % date_format(date.fromisoformat(value), "j E Y")
    return money(value) if name == "amount" else str(value)


def money(amount: Any) -> str:
    return f"{number_format(amount, 2)} zł"


def _steps(case: Case) -> Iterator[Entry]:
    events = list(case.events.select_related("actor", "client").prefetch_related("notes"))
    names = {"assignee": _named(User, "assignee", events), "office": _named(Office, "office", events)}
    for event in events:
        kind = Kind.MESSAGES if event.act in SPOKEN else Kind.STEPS
        notes, is_offices = list(event.notes.all()), event.who in STAFF
        yield Entry(event.at, kind, told(event, names), event.by, event=event, notes=notes, is_offices=is_offices)


def _named(model: type[User] | type[Office], name: str, events: Sequence[CaseEvent]) -> dict[int, str]:
    wanted = {event.data[name] for event in events if name in event.data}
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=wanted)} if wanted else {}


def _land(case: Case) -> Iterator[Entry]:
    for row in case.geometries.filter(number__gt=1).select_related("actor"):
        words = _("Poprawiono kształt sprawy (wersja %(number)d, %(source)s)")
        said = words % {"number": row.number, "source": row.get_source_display()}
        yield Entry(row.at, Kind.STEPS, said, str(row.actor or ""), row.reason)
    for made in case.neighbour_lists.select_related("actor"):
        words = _("Zapisano listę sąsiadów w wersji %(number)d, stron z racji działek: %(parties)d")
        parties = made.rows.filter(is_party=True).count()
        yield Entry(made.at, Kind.STEPS, words % {"number": made.number, "parties": parties}, str(made.actor))


def _documents(case: Case) -> Iterator[Entry]:
    for row in case.documents.select_related("added_by"):
        made = _("Sporządzono dokument: %s") if row.origin == Origin.OFFICE else _("Dołączono plik: %s")
        version = _(" (wersja %d)") % row.number if row.number > 1 else ""
        who = str(row.added_by or row.get_origin_display())
        is_offices = row.origin == Origin.OFFICE
        yield Entry(
            row.added_at, Kind.DOCUMENTS, made % row.title + version, who, is_offices=is_offices, paper=_paper(row)
        )
        if row.issued_at:
            yield Entry(row.issued_at, Kind.DOCUMENTS, _("Wydano dokument: %s") % row.title)
    sent = PartyLetter.objects.filter(document__case=case, sent_at__isnull=False)
    for letter in sent.select_related("document", "sent_by").prefetch_related("parties"):
        assert letter.sent_at is not None
        to = ", ".join(party.name for party in letter.parties.all())
        yield Entry(
            letter.sent_at,
            Kind.DOCUMENTS,
            _("Wysłano pismo: %(title)s. Do: %(to)s") % {"title": letter.document.title, "to": to},
            str(letter.sent_by or ""),
            paper=_paper(letter.document),
        )


def _paper(document: Document) -> str:
    """By what it is found in the case: its number, its file."""
    return _("nr %(number)d: %(name)s") % {"number": document.pk, "name": document.name}


def _money(case: Case) -> Iterator[Entry]:
    for order in case.orders.all():
        what = f"{money(order.amount)} ({order.get_why_display()})"
        if order.settled_at:
            yield Entry(order.settled_at, Kind.STEPS, _("Wpłynęła opłata: %s") % what, why=order.proof)
        if order.cancelled_at:
            yield Entry(order.cancelled_at, Kind.STEPS, _("Anulowano należność: %s") % what, why=order.cancel_reason)
    for refund in Refund.objects.filter(order__case=case).select_related("noted_by"):
        yield Entry(refund.noted_at, Kind.STEPS, _refund_words(refund), str(refund.noted_by), refund.reason)


def _refund_words(refund: Refund) -> str:
    """As far as it is: one that was asked of the provider may have been rejected."""
    if refund.state == RefundState.NOTED:
        return _("Odnotowano zwrot: %s") % money(refund.amount)
    return f"{capfirst(Refund._meta.verbose_name)} {refund.get_state_display()}: {money(refund.amount)}"


def _tasks(case: Case) -> Iterator[Entry]:
    for task in case.tasks.select_related("done_by"):
        what = f"{task.get_kind_display()}, {task.parcel}" if task.parcel else task.get_kind_display()
        yield Entry(task.created_at, Kind.STEPS, _("Powstało zadanie: %s") % what)
        if task.done_at:
            yield Entry(task.done_at, Kind.STEPS, _("Załatwiono zadanie: %s") % what, str(task.done_by or ""))


def _archive(case: Case) -> Iterator[Entry]:
    for change in case.archive_changes.select_related("actor"):
        words = _("Zmieniono kategorię archiwalną z %(before)s na %(after)s")
        said = words % {"before": change.before or "–", "after": change.after}
        yield Entry(change.at, Kind.STEPS, said, str(change.actor), change.reason)


SOURCES: Final[tuple[Callable[[Case], Iterator[Entry]], ...]] = (_steps, _land, _documents, _money, _tasks, _archive)
