"""The way of a case: ONE table of states, steps, their guards, targets and who may take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("szkic")
    FILED = "filed", _("złożona")
    ACCEPTED = "accepted", _("przyjęta, w toku")
    COMPLETION = "awaiting-completion", _("czeka na uzupełnienie")
    PAYMENT = "awaiting-payment", _("czeka na opłatę")
    SUSPENDED = "suspended", _("zawieszona")
    DECIDED = "decided", _("rozstrzygnięta")
    ISSUED = "issued", _("dokument wydany")
    APPEALED = "appealed", _("w odwołaniu")
    UNDER_APPEAL = "under-appeal", _("u organu odwoławczego")
    CLOSED = "closed", _("zakończona")
    # Of a delivery the same word is "rolled back" in other languages.
    WITHDRAWN = "withdrawn", pgettext_lazy("sprawa", "wycofana")
    VOIDED = "voided", _("unieważniona")
    HANDED_OVER = "handed-over", _("przekazana do innego organu")


class Act(TextChoices):
    """What someone does with a case; the labels are those of the buttons."""

    FILE = "file", _("Złóż wniosek")
    ACCEPT = "accept", _("Przyjmij do prowadzenia")
    ASK_COMPLETION = "ask-completion", _("Wezwij do uzupełnienia")
    COMPLETE = "complete", _("Uzupełnij")
    LEAVE = "leave-unexamined", _("Pozostaw bez rozpoznania")
    ASK_PAYMENT = "ask-payment", _("Wezwij do opłaty")
    PAID = "paid", _("Odnotuj opłatę")
    SUSPEND = "suspend", _("Zawieś postępowanie")
    RESUME = "resume", _("Podejmij postępowanie")
    EXTEND = "extend", _("Wyznacz nowy termin")
    DECIDE = "decide", _("Rozstrzygnij")
    ISSUE = "issue", _("Wydaj dokument")
    DELIVER = "deliver", _("Odnotuj doręczenie")
    APPEAL = "appeal", _("Odnotuj odwołanie")
    FORWARD = "forward-appeal", _("Przekaż odwołanie z aktami")
    ALLOW = "allow-appeal", _("Uwzględnij odwołanie")
    RULED = "appeal-ruled", _("Odnotuj koniec odwołania")
    REMAND = "remand", _("Odnotuj zwrot do ponownego rozpatrzenia")
    CLOSE = "close", _("Zakończ")
    REOPEN = "reopen", _("Otwórz ponownie")
    WITHDRAW = "withdraw", _("Wycofaj wniosek")
    VOID = "void", _("Unieważnij")
    TRANSFER = "transfer", _("Przekaż do innego urzędu w systemie")
    HAND_OVER = "hand-over", _("Przekaż do organu poza systemem")
    ASSIGN = "assign", _("Przydziel")
    MESSAGE = "message", _("Wyślij wiadomość")
    NOTE = "note", _("Dopisz notatkę")


class Who(TextChoices):
    """In which capacity someone acts on a case. Clerk and head are rights in the case's office (sip.offices)."""

    APPLICANT = "applicant", _("wnioskodawca")
    CLERK = "clerk", _("prowadzący sprawę")
    HEAD = "head", _("kierujący sprawami")
    SYSTEM = "system", _("system")


class Outcome(TextChoices):
    GRANTED = "granted", _("uwzględniono")
    PARTLY = "partly", _("uwzględniono w części")
    REFUSED = "refused", _("odmówiono")
    DISCONTINUED = "discontinued", _("umorzono")
    NO_OBJECTION = "no-objection", _("nie wniesiono sprzeciwu")
    DONE = "done", _("załatwiono")
    UNEXAMINED = "unexamined", _("pozostawiono bez rozpoznania")


class Ruling(TextChoices):
    """What became of an appeal where the case does not come back (KPA art. 134, 137, 138 §1)."""

    UPHELD = "upheld", _("utrzymano w mocy")
    CHANGED = "changed", _("uchylono i orzeczono inaczej")
    QUASHED = "quashed", _("uchylono i umorzono postępowanie")
    DROPPED = "dropped", _("cofnięto odwołanie albo umorzono postępowanie odwoławcze")
    INADMISSIBLE = "inadmissible", _("odwołanie niedopuszczalne albo po terminie")


class Need(StrEnum):
    """What a step must be given: names of fields of `actions.Given`."""

    REASON = "reason"
    WORDS = "words"
    BASIS = "basis"
    UNTIL = "until"
    OUTCOME = "outcome"
    OFFICE = "office"
    BODY = "body"
    DAY = "day"
    RULING = "ruling"


class Guard(StrEnum):
    """Facts of the case that a step demands; each is checked by the function of its name in guards.py."""

    FEE_SETTLED = "fee-settled"
    DOCUMENT_READY = "document-ready"
    COMPLETION_OVERDUE = "completion-overdue"
    DECISION_MADE = "decision-made"


class ClockMark(TextChoices):
    """What a step does to the clock."""

    STARTED = "started", _("wszczęcie")
    SUSPENDED = "suspended", _("zawieszenie")
    AWAITING = "awaiting-party", _("oczekiwanie na stronę")
    RESUMED = "resumed", _("podjęcie")
    EXTENDED = "extended", _("nowy termin")
    CLOSED = "closed", _("załatwienie")
    APPEALED = "appealed", _("odwołanie")
    SENT = "sent", _("przekazanie odwołania")


@dataclass(frozen=True, slots=True)
class Step:
    """`target` None: the state stays."""

    target: State | None
    who: frozenset[Who]
    needs: frozenset[Need] = frozenset()
    guards: frozenset[Guard] = frozenset()
    clock: ClockMark | None = None


def _step(
    target: State | None,
    who: Iterable[Who],
    *,
    needs: Iterable[Need] = (),
    guards: Iterable[Guard] = (),
    clock: ClockMark | None = None,
) -> Step:
    return Step(target, frozenset(who), frozenset(needs), frozenset(guards), clock)


STAFF: Final = (Who.CLERK, Who.HEAD)
ANYONE: Final = (Who.APPLICANT, *STAFF)

_NOTE: Final = _step(None, STAFF, needs=[Need.REASON])
_MESSAGE: Final = _step(None, ANYONE, needs=[Need.WORDS])
_ASSIGN: Final = _step(None, STAFF)
_EXTEND: Final = _step(None, STAFF, needs=[Need.REASON, Need.UNTIL], clock=ClockMark.EXTENDED)
_WITHDRAW: Final = _step(State.WITHDRAWN, ANYONE, clock=ClockMark.CLOSED)
_VOID: Final = _step(State.VOIDED, [Who.HEAD], needs=[Need.REASON], clock=ClockMark.CLOSED)
_TRANSFER: Final = _step(State.FILED, STAFF, needs=[Need.OFFICE, Need.REASON])
_HAND_OVER: Final = _step(State.HANDED_OVER, STAFF, needs=[Need.BODY, Need.REASON], clock=ClockMark.CLOSED)
_REOPEN: Final = _step(State.ACCEPTED, [Who.HEAD], needs=[Need.REASON], clock=ClockMark.STARTED)
_ASK_COMPLETION: Final = _step(State.COMPLETION, STAFF, needs=[Need.WORDS, Need.UNTIL], clock=ClockMark.AWAITING)
_ASK_PAYMENT: Final = _step(State.PAYMENT, STAFF, needs=[Need.UNTIL], clock=ClockMark.AWAITING)
_ISSUE: Final = _step(State.ISSUED, STAFF, guards=[Guard.FEE_SETTLED, Guard.DOCUMENT_READY], clock=ClockMark.CLOSED)
# What follows a settled case: a mistake put right (KPA art. 113), proceedings discontinued after a withdrawal (105).
_ISSUE_MORE: Final = _step(None, STAFF, guards=[Guard.DOCUMENT_READY])
_DELIVER: Final = _step(None, STAFF, needs=[Need.DAY], guards=[Guard.DECISION_MADE])
_APPEAL: Final = _step(State.APPEALED, STAFF, needs=[Need.DAY], guards=[Guard.DECISION_MADE], clock=ClockMark.APPEALED)
_RULED: Final = _step(State.CLOSED, STAFF, needs=[Need.RULING], clock=ClockMark.CLOSED)

TABLE: Final[dict[State, dict[Act, Step]]] = {
    State.DRAFT: {
        Act.FILE: _step(State.FILED, [Who.APPLICANT, *STAFF], clock=ClockMark.STARTED),
    },
    State.FILED: {
        Act.ACCEPT: _step(State.ACCEPTED, STAFF),
        Act.ASK_COMPLETION: _ASK_COMPLETION,
        Act.ASK_PAYMENT: _ASK_PAYMENT,
        Act.ASSIGN: _ASSIGN,
        Act.EXTEND: _EXTEND,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.WITHDRAW: _WITHDRAW,
        Act.TRANSFER: _TRANSFER,
        Act.HAND_OVER: _HAND_OVER,
        Act.VOID: _VOID,
    },
    State.ACCEPTED: {
        Act.DECIDE: _step(State.DECIDED, STAFF, needs=[Need.OUTCOME], clock=ClockMark.CLOSED),
        Act.ISSUE: _ISSUE,
        Act.CLOSE: _step(State.CLOSED, STAFF, needs=[Need.OUTCOME, Need.WORDS], clock=ClockMark.CLOSED),
        Act.ASK_COMPLETION: _ASK_COMPLETION,
        Act.ASK_PAYMENT: _ASK_PAYMENT,
        Act.SUSPEND: _step(State.SUSPENDED, STAFF, needs=[Need.BASIS, Need.REASON], clock=ClockMark.SUSPENDED),
        Act.EXTEND: _EXTEND,
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.WITHDRAW: _WITHDRAW,
        Act.TRANSFER: _TRANSFER,
        Act.HAND_OVER: _HAND_OVER,
        Act.VOID: _VOID,
    },
    State.COMPLETION: {
        Act.COMPLETE: _step(State.ACCEPTED, ANYONE, clock=ClockMark.RESUMED),
        Act.LEAVE: _step(
            State.CLOSED, STAFF, needs=[Need.WORDS], guards=[Guard.COMPLETION_OVERDUE], clock=ClockMark.CLOSED
        ),
        Act.ASSIGN: _ASSIGN,
        Act.EXTEND: _EXTEND,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.WITHDRAW: _WITHDRAW,
        Act.VOID: _VOID,
    },
    State.PAYMENT: {
        Act.PAID: _step(State.ACCEPTED, [*STAFF, Who.SYSTEM], guards=[Guard.FEE_SETTLED], clock=ClockMark.RESUMED),
        Act.LEAVE: _step(
            State.CLOSED, STAFF, needs=[Need.WORDS], guards=[Guard.COMPLETION_OVERDUE], clock=ClockMark.CLOSED
        ),
        Act.ASSIGN: _ASSIGN,
        Act.EXTEND: _EXTEND,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.WITHDRAW: _WITHDRAW,
        Act.VOID: _VOID,
    },
    State.SUSPENDED: {
        Act.RESUME: _step(State.ACCEPTED, STAFF, needs=[Need.REASON], clock=ClockMark.RESUMED),
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.WITHDRAW: _WITHDRAW,
        Act.VOID: _VOID,
    },
    State.DECIDED: {
        Act.ISSUE: _ISSUE,
        Act.CLOSE: _step(State.CLOSED, STAFF, clock=ClockMark.CLOSED),
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.VOID: _VOID,
    },
    State.ISSUED: {
        Act.CLOSE: _step(State.CLOSED, STAFF, clock=ClockMark.CLOSED),
        Act.ISSUE: _ISSUE_MORE,
        Act.DELIVER: _DELIVER,
        Act.APPEAL: _APPEAL,
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.VOID: _VOID,
    },
    State.APPEALED: {
        Act.FORWARD: _step(State.UNDER_APPEAL, STAFF, needs=[Need.BODY], clock=ClockMark.SENT),
        # The office puts it right by a decision of its own, in the time it has to forward the appeal (KPA art. 132).
        Act.ALLOW: _step(State.ACCEPTED, STAFF, needs=[Need.REASON]),
        Act.RULED: _RULED,
        Act.ISSUE: _ISSUE_MORE,
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.VOID: _VOID,
    },
    State.UNDER_APPEAL: {
        Act.RULED: _RULED,
        Act.REMAND: _step(State.ACCEPTED, STAFF, needs=[Need.DAY], clock=ClockMark.STARTED),
        Act.ISSUE: _ISSUE_MORE,
        Act.ASSIGN: _ASSIGN,
        Act.MESSAGE: _MESSAGE,
        Act.NOTE: _NOTE,
        Act.VOID: _VOID,
    },
    State.CLOSED: {
        Act.DELIVER: _DELIVER,
        Act.APPEAL: _APPEAL,
        Act.ISSUE: _ISSUE_MORE,
        Act.REOPEN: _REOPEN,
        Act.NOTE: _NOTE,
        Act.VOID: _VOID,
    },
    State.WITHDRAWN: {Act.ISSUE: _ISSUE_MORE, Act.REOPEN: _REOPEN, Act.NOTE: _NOTE, Act.VOID: _VOID},
    State.HANDED_OVER: {Act.ISSUE: _ISSUE_MORE, Act.REOPEN: _REOPEN, Act.NOTE: _NOTE, Act.VOID: _VOID},
    State.VOIDED: {Act.NOTE: _NOTE},
}

# From here on nobody waits for the office.
ENDED: Final = frozenset({State.CLOSED, State.WITHDRAWN, State.VOIDED, State.HANDED_OVER})
OPEN: Final = frozenset(State) - ENDED - {State.DRAFT}
# To which the office may still add documents, as long as the files are not in the archive.
LATER_PAPERS: Final = ENDED - {State.VOIDED}
# Nobody may be told that a case is in them by a step of the standard way alone: services may leave these steps out.
OPTIONAL: Final = frozenset(
    {
        Act.ASK_COMPLETION,
        Act.ASK_PAYMENT,
        Act.SUSPEND,
        Act.EXTEND,
        Act.DECIDE,
        Act.ISSUE,
        Act.DELIVER,
        Act.APPEAL,
        Act.CLOSE,
        Act.WITHDRAW,
    }
)


def step_of(state: State, act: Act) -> Step | None:
    return TABLE[state].get(act)


def acts_of(state: State, who: Iterable[Who], without: Iterable[Act] = ()) -> list[Act]:
    """What someone in one of the capacities WHO may do in STATE, in the order of the buttons; a service's own
    differences leave out WITHOUT."""
    capacities, left_out = frozenset(who), frozenset(without)
    return [act for act, step in TABLE[state].items() if step.who & capacities and act not in left_out]
