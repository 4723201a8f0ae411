"""Facts of a case that steps demand, one function each; what it says stands in the way, in words for people."""

from collections.abc import Callable
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.clock.terms import day_of
from cases.documents.models import Origin, Scan
from cases.models import Case
from cases.workflow import Guard, Outcome


def _fee_settled(case: Case) -> str:
    due = case.orders.filter(settled_at__isnull=True, cancelled_at__isnull=True)
    return _("Opłata nie jest uregulowana.") if due.exists() else ""


def _document_ready(case: Case) -> str:
    """A document of the office that nobody got yet and that is not known to be harmful; what the office made itself
    may be unscanned."""
    newest = case.documents.filter(origin=Origin.OFFICE, replaced_by__isnull=True, party_letter__isnull=True)
    newest = newest.filter(issued_at__isnull=True)
    # What is still being checked would stay behind for good.
    if newest.filter(scan=Scan.PENDING).exists():
        return _("Trwa sprawdzanie dokumentu; spróbuj za chwilę.")
    return "" if newest.exclude(scan=Scan.INFECTED).exists() else _("Nie ma dokumentu do wydania.")


def _completion_overdue(case: Case) -> str:
    if case.party_due is None or case.party_due < day_of(timezone.now()):
        return ""
    return _("Termin wnioskodawcy jeszcze nie minął.")


def _decision_made(case: Case) -> str:
    """Against what decided nothing there is a complaint of another kind."""
    if case.outcome and case.outcome != Outcome.UNEXAMINED:
        return ""
    return _("Sprawy nie rozstrzygnięto, więc nie ma odwołania; stronie przysługuje ponaglenie (art. 37 KPA).")


CHECKS: Final[dict[Guard, Callable[[Case], str]]] = {
    Guard.FEE_SETTLED: _fee_settled,
    Guard.DOCUMENT_READY: _document_ready,
    Guard.COMPLETION_OVERDUE: _completion_overdue,
    Guard.DECISION_MADE: _decision_made,
}


def in_the_way(case: Case, guards: frozenset[Guard]) -> str:
    """The first reason against it, or nothing."""
    return next(filter(None, (CHECKS[guard](case) for guard in sorted(guards))), "")
