"""Makes services, drafts and cases the way pages do: by actions alone."""

from dataclasses import dataclass
from typing import Any

from cases import actions, drafts, filing
from cases.actors import Actor, holding, of_user
from cases.catalogue.models import Service
from cases.documents.actions import Incoming, document_add
from cases.drafts import Person, Written
from cases.models import Case
from cases.workflow import Act
from sip.offices.models import Office, User

APPLICANT = Person(name="Jan Przykładowy", email="jan@example.org", address="ul. Polna 1, 24-200 Bełżyce")
ANSWERS = {
    "wypis-wyrys": {"scope": "wypis i wyrys", "delivery": "elektronicznie"},
    "zaswiadczenie-przeznaczenie": {"purpose": "akt notarialny"},
    "numer-porzadkowy": {"building": "istniejący"},
    "wizyta-komunikacja": {"matter": "prawo jazdy", "day": "2026-12-01"},
    "wypis-egib": {"document": "wypis, elektroniczny", "title_to_data": "jestem właścicielem lub władającym"},
}


@dataclass(frozen=True, slots=True)
class Made:
    """A filed case, who holds its code, and what filing answered."""

    case: Case
    applicant: Actor
    filed: filing.Filed
    link: str


def service_of(office: Office, code: str) -> Service:
    return Service.objects.of_office(office).get(code=code)


def draft(
    service: Service, *, parcels: tuple[str, ...] = (), documents: tuple[str, ...] = (), **written: Any
) -> tuple[Case, Actor, str]:
    """A draft that could be filed: answered, with its DOCUMENTS, its applicant's address confirmed."""
    begun = drafts.draft_begin(service=service)
    holder = holding(begun.case)
    usual = {"answers": ANSWERS.get(service.code, {}), "applicant": APPLICANT, "parcels": parcels}
    said = Written(**{**usual, **written})
    case = drafts.draft_save(actor=holder, case=begun.case, version=begun.case.version, written=said)
    for wanted in documents:
        document_add(actor=holder, case=case, incoming=Incoming([b"%PDF-1.7"], f"{wanted}.pdf", wanted=wanted))
    assert drafts.email_confirm(drafts.confirming_token(case))
    return case, holder, begun.link


def file(service: Service, *, parcels: tuple[str, ...] = (), key: str = "klik", **written: Any) -> Made:
    case, holder, link = draft(service, parcels=parcels, **written)
    filed = filing.case_file(actor=holder, case=case, version=case.version, key=key)
    return Made(filed.case, holder, filed, link)


def do(actor: Actor | User, case: Case, act: Act, **given: Any) -> Case:
    """A step with the case as it is now."""
    acting = of_user(actor) if isinstance(actor, User) else actor
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return actions.case_do(actor=acting, case=case, act=act, version=version, given=actions.Given(**given))
