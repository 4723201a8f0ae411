"""Letters to the parties of a case: one for each, or one with a distribution list; in versions, noted when sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, TextChoices
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases import writing
from cases.actors import Actor
from cases.clock.terms import day_of
from cases.desk.letters import place_of
from cases.documents.actions import Incoming, document_add
from cases.documents.models import Document
from cases.errors import Incomplete
from cases.models import Case, CaseParty
from cases.neighbours.models import PartyLetter
from cases.workflow import Who
from sip.audit.actions import record
from sip.extracts.pdf import Printed, printed

MOST_LETTERS: Final = 40
PDF: Final = "application/pdf"
# Documents of one template to the same party replace one another until they are sent.
MADE: Final = "strona-"


class Template(TextChoices):
    START = "wszczecie", gettext_lazy("Zawiadomienie o wszczęciu postępowania")
    EVIDENCE = "materialy", gettext_lazy("Zawiadomienie o zebraniu materiałów")
    INSPECTION = "ogledziny", gettext_lazy("Zawiadomienie o oględzinach")
    LETTER = "pismo", gettext_lazy("Pismo do stron")


# Legal basis and words of each; everything can be edited before it is made.
WORDS: Final[dict[Template, tuple[str, str]]] = {
    Template.START: (
        "art. 61 § 4 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego",
        "Zawiadamiam, że na wniosek z dnia {filed} zostało wszczęte postępowanie w sprawie: {service}.\n\n"
        "Strony mogą zapoznać się z aktami sprawy i wypowiedzieć się w niej w siedzibie urzędu.",
    ),
    Template.EVIDENCE: (
        "art. 10 § 1 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego",
        "Zawiadamiam, że w sprawie: {service}, wszczętej wnioskiem z dnia {filed}, zebrano materiał potrzebny do"
        " wydania decyzji.\n\nPrzed jej wydaniem strony mogą wypowiedzieć się co do zebranych dowodów i materiałów oraz"
        " zgłoszonych żądań, w terminie 7 dni od dnia doręczenia tego zawiadomienia.",
    ),
    Template.INSPECTION: (
        "art. 79 § 1 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego",
        "Zawiadamiam, że w sprawie: {service}, wszczętej wnioskiem z dnia {filed}, odbędą się oględziny.\n\n"
        "Dzień i godzina:\nMiejsce:\n\nStrony mogą wziąć w nich udział.",
    ),
    Template.LETTER: ("", "W sprawie: {service}, wszczętej wnioskiem z dnia {filed}:\n\n"),
}


@dataclass(frozen=True, slots=True)
class PartyLetterText:
    """A letter as it is to be made; `together`: one document with a distribution list."""

    template: Template
    title: str
    basis: str
    text: str
    dated: date
    signed_by: str
    position: str
    together: bool


def initial(case: Case, template: Template, signed_by: str) -> dict[str, Any]:
    """What the form of a letter begins with."""
    basis, words = WORDS[template]
    filed = date_format(day_of(case.filed_at), "j E Y") + " r." if case.filed_at else "…"
    return {
        "template": template.value,
        "title": template.label,
        "basis": basis,
        "text": words.format(filed=filed, service=case.service.name),
        "dated": day_of(timezone.now()),
        "signed_by": signed_by,
        "version": case.version,
    }


def paper(case: Case, letter: PartyLetterText, parties: Sequence[CaseParty], *, is_draft: bool) -> Printed:
    """The PDF to one party, or with the list of all, in Polish. Raises sip.extracts.pdf.TooBusy."""
    context = {
        "case": case,
        "letter": letter,
        "place": place_of(case),
        "is_draft": is_draft,
        "applicant": None if letter.together else parties[0],
        "recipients": parties if letter.together else [],
        "basis": letter.basis,
        "parcels": case.parcels.order_by("position"),
    }
    with override("pl"):
        return printed(render_to_string("cases/desk/letter.html", context))


def letters_make(
    *, actor: Actor, case: Case, version: int, letter: PartyLetterText, parties: Sequence[CaseParty]
) -> list[Document]:
    """Make the documents of LETTER to PARTIES, while nothing is locked, and keep them in the case, all or none.

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete, sip.extracts.pdf.TooBusy.
    """
    writing.seen(case, version)
    if not writing.permitted(case, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    if not parties:
        raise Incomplete({"parties": [_("Wybierz, do kogo jest pismo.")]})
    if len(parties) > MOST_LETTERS and not letter.together:
        raise Incomplete({"parties": [_("Najwyżej %d pism naraz.") % MOST_LETTERS]})
    groups = [list(parties)] if letter.together else [[party] for party in parties]
    return _keep(actor, case, letter, [(group, paper(case, letter, group, is_draft=False)) for group in groups])


@transaction.atomic
def _keep(
    actor: Actor, case: Case, letter: PartyLetterText, made: Sequence[tuple[list[CaseParty], Printed]]
) -> list[Document]:
    return [_added(actor, case, letter, group, one.content) for group, one in made]


def _added(actor: Actor, case: Case, letter: PartyLetterText, group: list[CaseParty], content: bytes) -> Document:
    kind = f"{MADE}{letter.template.value}"
    name = f"{letter.template.value}-{(case.sign or '').replace('/', '-')}.pdf"
    title = letter.title if letter.together else f"{letter.title}: {group[0].name}"
    incoming = Incoming([content], name, PDF, title[:200], kind)
    before = _before(case, kind, group)
    document = document_add(actor=actor, case=case, incoming=incoming, replaces=before, is_party_letter=True)
    made = PartyLetter.objects.create(document=document)
    made.parties.set(group)
    return document


def _before(case: Case, kind: str, group: list[CaseParty]) -> Document | None:
    """The unsent letter to the very same parties, which this one replaces."""
    waiting = PartyLetter.objects.filter(
        document__case=case, document__wanted=kind, document__replaced_by=None, sent_at=None
    )
    wanted = {party.pk for party in group}
    for found in waiting.annotate(count=Count("parties")).filter(count=len(wanted)).order_by("-pk"):
        if {party.pk for party in found.parties.all()} == wanted:
            return found.document
    return None


@transaction.atomic
def letters_sent(*, actor: Actor, case: Case, letters: Sequence[int]) -> int:
    """Note that letters went out; returns how many that were not sent before. Raises PermissionDenied, Conflict."""
    found = writing.locked(case)
    if not writing.permitted(found, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    waiting = PartyLetter.objects.filter(pk__in=letters, document__case=found, document__replaced_by=None, sent_at=None)
    numbers = list(waiting.values_list("document_id", flat=True))
    count = waiting.update(sent_at=timezone.now(), sent_by=actor.user)
    for number in numbers:
        record(
            actor=actor.user,
            action="case.letter-sent",
            object_type="case-document",
            object_id=number,
            office=found.office,
            new={"case": found.pk},
        )
    return count
