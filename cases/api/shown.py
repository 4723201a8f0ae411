"""What the API tells of a case: in lists nothing of people, of one case what its office knows. Days and moments ISO."""

from typing import Any

from django.utils import timezone

from cases.catalogue.models import Service
from cases.clock.terms import day_of
from cases.documents.models import Document
from cases.models import Case, CaseEvent, CaseNote, CaseParty, ParcelSnapshot
from cases.payments.models import Order
from cases.workflow import State, Who
from cases.writing import deadline_of

ROOT = "/api/v1/cases/"
PERSON = ("kind", "name", "identifier", "email", "phone", "address", "delivery_address")


def address_of(case: Case, part: str = "") -> str:
    return f"{ROOT}{case.pk}/{part}"


def row(case: Case) -> dict[str, Any]:
    """In a list. `assignee` is the number of the clerk."""
    return {
        "id": case.pk,
        "sign": case.sign,
        "service": case.service.code,
        "state": case.state,
        "version": case.version,
        "channel": case.channel,
        "filed_at": case.filed_at,
        "deadline": case.deadline,
        "is_stopped": case.is_stopped,
        "party_due": case.party_due,
        "outcome": case.outcome or None,
        "closed_at": case.closed_at,
        "assignee": case.assignee_id,
        "url": address_of(case),
    }


def whole(case: Case) -> dict[str, Any]:
    """One case, with its applicant and answers; all that a version of it says."""
    parties = {party.role: party for party in case.parties.all()}
    return row(case) | {
        "unit_symbol": case.unit_symbol,
        "jrwa_class": case.jrwa_class,
        "form": case.form.number,
        "answers": case.answers,
        "exemption": case.exemption or None,
        "applicant": _person(parties.get("applicant")),
        "proxy": _person(parties.get("proxy")),
        "parcels": [_parcel(parcel) for parcel in case.parcels.all()],
        "links": {
            part: address_of(case, f"{part}/")
            for part in ("acts", "deadline", "documents", "geometries", "history", "messages", "orders")
        },
    }


def _person(party: CaseParty | None) -> dict[str, str] | None:
    return {name: getattr(party, name) for name in PERSON} if party else None


def _parcel(parcel: ParcelSnapshot) -> dict[str, Any]:
    """As it was on the day of filing."""
    return {
        "typed": parcel.typed,
        "identifier": parcel.identifier or None,
        "is_known": parcel.is_known,
        "registered_area_ha": _text(parcel.registered_area_ha),
        "computed_area_m2": _text(parcel.computed_area_m2),
        "land_use": parcel.land_use,
        "data_date": parcel.data_date,
        "sha256": parcel.sha256,
    }


def _text(number: object) -> str | None:
    return None if number is None else str(number)


def deadline(case: Case) -> dict[str, Any]:
    derived = deadline_of(case)
    return {
        "day": derived.day,
        "is_stopped": derived.is_stopped,
        "closed_on": derived.closed_on,
        "days_left": derived.days_left(day_of(timezone.now())),
        "lines": derived.lines,
    }


def document(one: Document) -> dict[str, Any]:
    replaced = getattr(one, "replaced_by", None)
    return {
        "id": one.pk,
        "origin": one.origin,
        "wanted": one.wanted or None,
        "title": one.title,
        "name": one.name,
        "claimed_type": one.claimed_type or None,
        "detected_type": one.detected_type or None,
        "size": one.size,
        "sha256": one.sha256,
        "scan": one.scan,
        "number": one.number,
        "replaces": one.replaces_id,
        "replaced_by": replaced.pk if replaced else None,
        "added_at": one.added_at,
        "issued_at": one.issued_at,
        "content": address_of(one.case, f"documents/{one.pk}/content/"),
    }


def message(note: CaseNote) -> dict[str, Any]:
    return {
        "id": note.pk,
        "at": note.event.at,
        "from": "applicant" if note.event.who == Who.APPLICANT else "office",
        "act": note.event.act,
        "words": note.words,
        "read_at": note.read_at,
    }


def event(one: CaseEvent) -> dict[str, Any]:
    """`by`: the number of the clerk or of the system, whichever it was."""
    return {
        "at": one.at,
        "act": one.act,
        "who": one.who,
        "by": {"user": one.actor_id, "client": one.client_id} if one.who != Who.APPLICANT else None,
        "before": one.before,
        "after": one.after,
        "version": one.version,
        "data": one.data,
    }


def order(one: Order) -> dict[str, Any]:
    return {
        "id": one.pk,
        "why": one.why,
        "amount": str(one.amount),
        "lines": one.lines,
        "created_at": one.created_at,
        "settled_at": one.settled_at,
        "cancelled_at": one.cancelled_at,
        "proof": one.proof or None,
    }


def service(one: Service) -> dict[str, Any]:
    form = one.form
    return {
        "code": one.code,
        "name": one.name,
        "description": one.description,
        "legal_basis": one.legal_basis,
        "unit_symbol": one.unit_symbol,
        "jrwa_class": one.jrwa_class,
        "is_offered": one.is_offered,
        "place": one.place,
        "most_parcels": one.most_parcels,
        "form": {"number": form.number, "schema": form.schema},
        "documents": [wanted.model_dump() for wanted in one.wanted_documents],
        "exemptions": [{"code": known.code, "words": known.words} for known in one.fee_rule.exemptions],
        "states": {state.value: str(one.own_way.names.get(state, state.label)) for state in State},
        "without": [act.value for act in one.own_way.without],
    }
