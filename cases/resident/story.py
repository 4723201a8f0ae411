"""A case told to its applicant: what stands now, who acts next, what happened, in plain words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.clock.terms import day_of
from cases.documents.models import Origin
from cases.models import Audience, Case, CaseEvent, CaseNote
from cases.workflow import Act, State, Who
from cases.writing import deadline_of

# What is the office's own is not told: notes, who works on it.
TOLD: Final[dict[str, Promise]] = {
    Act.FILE: gettext_lazy("Wniosek złożony"),
    Act.ACCEPT: gettext_lazy("Urząd przyjął sprawę do prowadzenia"),
    Act.ASK_COMPLETION: gettext_lazy("Urząd prosi o uzupełnienie"),
    Act.COMPLETE: gettext_lazy("Wniosek uzupełniony"),
    Act.LEAVE: gettext_lazy("Wniosek pozostawiony bez rozpoznania"),
    Act.ASK_PAYMENT: gettext_lazy("Urząd prosi o opłatę"),
    Act.PAID: gettext_lazy("Opłata wpłynęła"),
    Act.SUSPEND: gettext_lazy("Postępowanie zawieszone"),
    Act.RESUME: gettext_lazy("Postępowanie podjęte na nowo"),
    Act.EXTEND: gettext_lazy("Urząd wyznaczył nowy termin"),
    Act.DECIDE: gettext_lazy("Sprawa rozstrzygnięta"),
    Act.ISSUE: gettext_lazy("Dokument wydany"),
    Act.APPEAL: gettext_lazy("Wpłynęło odwołanie"),
    Act.FORWARD: gettext_lazy("Odwołanie przekazane organowi odwoławczemu"),
    Act.ALLOW: gettext_lazy("Urząd uwzględnił odwołanie i rozstrzygnie sprawę na nowo"),
    Act.RULED: gettext_lazy("Postępowanie odwoławcze zakończone"),
    Act.REMAND: gettext_lazy("Organ odwoławczy zwrócił sprawę do ponownego rozpatrzenia"),
    Act.CLOSE: gettext_lazy("Sprawa zakończona"),
    Act.REOPEN: gettext_lazy("Sprawa otwarta ponownie"),
    Act.WITHDRAW: gettext_lazy("Wniosek wycofany"),
    Act.VOID: gettext_lazy("Sprawa unieważniona"),
    Act.TRANSFER: gettext_lazy("Sprawa przekazana do innego urzędu"),
    Act.HAND_OVER: gettext_lazy("Sprawa przekazana do innego organu"),
    Act.MESSAGE: gettext_lazy("Wiadomość"),
}
# Who has to do something, in each state.
OFFICE, YOU, NOBODY = "office", "you", "nobody"
NEXT: Final[dict[str, tuple[str, Promise]]] = {
    State.FILED: (OFFICE, gettext_lazy("Urząd sprawdzi wniosek i przydzieli go osobie, która poprowadzi sprawę.")),
    State.ACCEPTED: (OFFICE, gettext_lazy("Urząd prowadzi sprawę. O brakach i o wyniku napisze tutaj.")),
    State.COMPLETION: (YOU, gettext_lazy("Uzupełnij wniosek. Do tego czasu sprawa czeka.")),
    State.PAYMENT: (YOU, gettext_lazy("Zapłać. Gdy opłata wpłynie, urząd wróci do sprawy.")),
    State.SUSPENDED: (OFFICE, gettext_lazy("Sprawa jest zawieszona. Urząd podejmie ją, gdy minie przyczyna.")),
    State.DECIDED: (OFFICE, gettext_lazy("Sprawa jest rozstrzygnięta. Urząd przygotowuje dokument.")),
    State.ISSUED: (NOBODY, gettext_lazy("Dokument jest gotowy. Pobierz go poniżej.")),
    State.APPEALED: (
        OFFICE,
        gettext_lazy("Urząd przekaże odwołanie z aktami organowi odwoławczemu albo je uwzględni."),
    ),
    State.UNDER_APPEAL: (NOBODY, gettext_lazy("Odwołanie rozpatruje organ odwoławczy. O wyniku zawiadomi strony.")),
    State.CLOSED: (NOBODY, gettext_lazy("Sprawa jest zakończona. Dokumenty pobierzesz poniżej.")),
    State.WITHDRAWN: (NOBODY, gettext_lazy("Wniosek jest wycofany. Urząd nie będzie go rozpatrywał.")),
    State.VOIDED: (NOBODY, gettext_lazy("Sprawa jest unieważniona. O przyczynę zapytaj urząd.")),
    State.HANDED_OVER: (NOBODY, gettext_lazy("Sprawę przekazano do innego organu, który dalej ją prowadzi.")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the applicant reads it; `words` were written for them, or by them (`is_mine`)."""

    at: datetime
    title: str
    words: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`name`: the state, as the service calls it; `next_words` what comes next and `who` has to act; `due` until when
    the applicant has to, `is_late` once that is over."""

    name: str
    who: str
    next_words: str
    due: date | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """The office's deadline with the lines that explain it; `left` days, negative when it is over."""

    day: date | None
    is_stopped: bool
    closed_on: date | None
    lines: tuple[str, ...]
    left: int | None


def standing(case: Case) -> Standing:
    state = State(case.state)
    who, words = NEXT[state]
    own = case.service.own_way.names.get(state)
    if case.outcome and state in (State.DECIDED, State.ISSUED, State.CLOSED):
        return Standing(own or str(state.label), who, f"{_('Wynik: %s.') % case.get_outcome_display()} {words}", None)
    due = case.party_due if who == YOU else None
    return Standing(own or str(state.label), who, str(words), due, due is not None and due < day_of(timezone.now()))


def term_of(case: Case, today: date) -> Term:
    found = deadline_of(case)
    return Term(found.day, found.is_stopped, found.closed_on, found.lines, found.days_left(today))


def asked(case: Case) -> str:
    """What the office last asked to be completed, in its own words."""
    notes = CaseNote.objects.filter(event__case=case, event__act=Act.ASK_COMPLETION, audience=Audience.APPLICANT)
    last = notes.order_by("-event").first()
    return last.words if last else ""


def told(case: Case) -> list[Told]:
    """Newest last; only what was written for the applicant or by them."""
    notes = CaseNote.objects.filter(audience=Audience.APPLICANT)
    events = case.events.filter(act__in=list(TOLD)).order_by("pk").prefetch_related(Prefetch("notes", queryset=notes))
    return [_told(event) for event in events]


def _told(event: CaseEvent) -> Told:
    is_mine = event.who == Who.APPLICANT
    title = str(TOLD[event.act])
    if event.act == Act.MESSAGE:
        title = _("Twoja wiadomość") if is_mine else _("Wiadomość z urzędu")
    if event.act == Act.EXTEND and (until := event.data.get("until")):
        title = f"{title}: {date_format(date.fromisoformat(until), 'j E Y')}"
    words = "\n\n".join(note.words for note in event.notes.all())
    return Told(event.at, title, words, is_mine)


def is_done(case: Case, act: Act, version: int, words: str) -> bool:
    """Whether the applicant took this very step, with these words, from this version of the case."""
    taken = case.events.filter(act=act, who=Who.APPLICANT, version=version + 1)
    return any("\n\n".join(note.words for note in event.notes.all()) == words for event in taken)


def documents_of(case: Case) -> tuple[list[object], list[object]]:
    """What the office issued, and what the applicant gave; newest versions with the older ones before them."""
    rows = list(case.documents.order_by("pk"))
    issued = [row for row in rows if row.origin == Origin.OFFICE and row.issued_at]
    return list(issued), [row for row in rows if row.origin == Origin.APPLICANT]
