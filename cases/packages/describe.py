"""A case in the published words of contents.py."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from cases import writing
from cases.documents.models import Document
from cases.models import Audience, Case, CaseEvent, CaseNote, LegacyCase, Receipt
from cases.packages import contents as said
from cases.packages.papers import Paper
from cases.payments.models import Order
from cases.workflow import Outcome, State
from sip.offices.models import User

LANGUAGE = "pl"


def package(case: Case, included: said.Included, papers: Mapping[int, Paper]) -> said.Package:
    """All of a filed case as it is now; PAPERS by document. Names of codes are Polish whoever asks."""
    assert case.filed_at is not None
    with translation.override(LANGUAGE):
        return said.Package(
            format=said.FORMAT,
            version=said.VERSION,
            included=included,
            sign=_sign(case),
            office=_office(case),
            service=_service(case),
            state=_coded(case, "state"),
            case_version=case.version,
            channel=_coded(case, "channel"),
            outcome=said.Coded(code=case.outcome, name=str(Outcome(case.outcome).label)) if case.outcome else None,
            filed_at=_utc(case.filed_at),
            closed_at=_utc_or_none(case.closed_at),
            archive_category=case.category,
            kept_until=case.kept_until,
            anonymised_at=_utc_or_none(case.anonymised_at),
            answers=case.answers,
            exemption=case.exemption,
            legacy=_legacy(case),
            parties=_parties(case),
            workers=_workers(case),
            receipt=_receipt(case),
            documents=[_document(document, papers[document.pk]) for document in case.documents.order_by("pk")],
            **_course(case, included),
            **_land(case),
        )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _utc_or_none(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _coded(row: Any, field: str) -> said.Coded:
    return said.Coded(code=getattr(row, field), name=str(getattr(row, f"get_{field}_display")()))


def _sign(case: Case) -> said.Sign:
    assert case.signed_by is not None
    return said.Sign(
        text=case.sign or "",
        given_by=case.signed_by.slug,
        unit=case.unit_symbol,
        jrwa_class=case.jrwa_class,
        group=case.sign_group,
        number=case.number,
        year=case.year,
    )


def _office(case: Case) -> said.Office:
    return said.Office(slug=case.office.slug, name=case.office.name, unit=case.office.unit_id)


def _service(case: Case) -> said.Service:
    service, form = case.service, case.form
    return said.Service(
        code=service.code,
        name=service.name,
        legal_basis=service.legal_basis,
        periods=case.periods or service.periods,
        form=said.Form(number=form.number, json_schema=form.schema, ui=form.ui),
    )


def _parties(case: Case) -> list[said.Party]:
    return [
        said.Party(
            role=_coded(party, "role"),
            kind=_coded(party, "kind"),
            name=party.name,
            identifier=party.identifier,
            email=party.email,
            email_confirmed_at=_utc_or_none(party.email_confirmed_at),
            phone=party.phone,
            address=party.address,
            delivery_address=party.delivery_address,
        )
        for party in case.parties.order_by("pk")
    ]


def _workers(case: Case) -> list[said.Worker]:
    """Those of offices who acted; the applicant's account is among the parties."""
    roles: dict[int, set[str]] = defaultdict(set)
    for actor, who in case.events.exclude(actor=None).exclude(actor=case.account_id).values_list("actor", "who"):
        roles[actor].add(who)
    if case.assignee_id:
        roles[case.assignee_id].add("assignee")
    people = User.objects.filter(pk__in=roles).order_by("pk")
    return [said.Worker(number=user.pk, name=user.name, roles=sorted(roles[user.pk])) for user in people]


def _course(case: Case, included: said.Included) -> dict[str, Any]:
    return {
        "statuses": [
            said.Status(state=_coded(status, "state"), since=_utc(status.since))
            for status in case.statuses.order_by("pk")
        ],
        "events": [_event(event) for event in case.events.select_related("office").order_by("pk")],
        "clock": _clock(case),
        "orders": [_order(order) for order in case.orders.order_by("pk")],
        "messages": _messages(case, included),
        "tasks": _tasks(case),
    }


def _event(event: CaseEvent) -> said.Event:
    return said.Event(
        at=_utc(event.at),
        act=_coded(event, "act"),
        who=_coded(event, "who"),
        actor=event.actor_id,
        office=event.office.slug,
        before=State(event.before).value,
        after=State(event.after).value,
        version=event.version,
        data=event.data,
    )


def _clock(case: Case) -> said.Clock:
    derived = writing.deadline_of(case)
    marks = [
        said.Mark(mark=_coded(mark, "mark"), day=mark.day, basis=mark.basis, until=mark.until)
        for mark in case.clock_events.order_by("pk")
    ]
    return said.Clock(
        deadline=derived.day,
        is_stopped=derived.is_stopped,
        closed_on=derived.closed_on,
        explanation=list(derived.lines),
        events=marks,
    )


def _messages(case: Case, included: said.Included) -> list[said.Message]:
    notes = case.notes.select_related("event").order_by("pk")
    chosen = notes if included.internal_notes else notes.filter(audience=Audience.APPLICANT)
    return [_message(note) for note in chosen]


def _message(note: CaseNote) -> said.Message:
    return said.Message(
        at=_utc(note.event.at),
        act=_coded(note.event, "act"),
        who=_coded(note.event, "who"),
        actor=note.event.actor_id,
        audience=_coded(note, "audience"),
        words=note.words,
        read_at=_utc_or_none(note.read_at),
    )


def _tasks(case: Case) -> list[said.Task]:
    return [
        said.Task(
            kind=_coded(task, "kind"),
            parcel=task.parcel,
            data=task.data,
            created_at=_utc(task.created_at),
            done_at=_utc_or_none(task.done_at),
            done_by=task.done_by_id,
        )
        for task in case.tasks.order_by("pk")
    ]


def _order(order: Order) -> said.Order:
    return said.Order(
        why=_coded(order, "why"),
        amount=str(order.amount),
        lines=order.lines,
        created_at=_utc(order.created_at),
        settled_at=_utc_or_none(order.settled_at),
        cancelled_at=_utc_or_none(order.cancelled_at),
        cancel_reason=order.cancel_reason,
        proof=order.proof,
        attempts=_attempts(order),
        refunds=[
            said.Refund(
                state=_coded(refund, "state"),
                reference=refund.reference,
                answer=refund.answer,
                amount=str(refund.amount),
                reason=refund.reason,
                noted_by=refund.noted_by_id,
                noted_at=_utc(refund.noted_at),
            )
            for refund in order.refunds.order_by("pk")
        ],
    )


def _attempts(order: Order) -> list[said.Attempt]:
    return [
        said.Attempt(
            provider=attempt.provider,
            account=attempt.account,
            reference=attempt.reference,
            number=attempt.number,
            state=_coded(attempt, "state"),
            paid_amount=None if attempt.paid_amount is None else str(attempt.paid_amount),
            started_at=_utc(attempt.started_at),
            ended_at=_utc_or_none(attempt.ended_at),
        )
        for attempt in order.attempts.order_by("pk")
    ]


def _land(case: Case) -> dict[str, Any]:
    parcels = [
        said.Parcel(
            position=parcel.position,
            typed=parcel.typed,
            identifier=parcel.identifier,
            is_known=parcel.is_known,
            registered_area_ha=None if parcel.registered_area_ha is None else str(parcel.registered_area_ha),
            computed_area_m2=None if parcel.computed_area_m2 is None else str(parcel.computed_area_m2),
            land_use=parcel.land_use,
            extract_digest=parcel.extract_digest,
            data_date=parcel.data_date,
            taken_at=_utc(parcel.taken_at),
            content=parcel.content,
            sha256=parcel.sha256,
        )
        for parcel in case.parcels.order_by("position")
    ]
    shapes = [
        said.Shape(
            number=shape.number,
            source=_coded(shape, "source"),
            reason=shape.reason,
            actor=shape.actor_id,
            at=_utc(shape.at),
        )
        for shape in case.geometries.order_by("number")
    ]
    return {"parcels": parcels, "shapes": shapes}


def _document(document: Document, paper: Paper) -> said.Document:
    return said.Document(
        number=document.pk,
        path=None if paper.left_out else paper.path,
        left_out=paper.left_out,
        origin=_coded(document, "origin"),
        title=document.title,
        name=document.name,
        wanted=document.wanted,
        claimed_type=document.claimed_type,
        detected_type=document.detected_type,
        size=document.size,
        sha256=document.sha256,
        scan=_coded(document, "scan"),
        version=document.number,
        replaces=document.replaces_id,
        added_by=document.added_by_id,
        added_at=_utc(document.added_at),
        issued_at=_utc_or_none(document.issued_at),
    )


def _legacy(case: Case) -> dict[str, Any] | None:
    found = LegacyCase.objects.filter(case=case).first()
    return None if found is None else {"row": found.row, "typed": found.typed, "sha256": found.digest}


def _receipt(case: Case) -> said.Receipt | None:
    found = Receipt.objects.filter(case=case).first()
    if found is None:
        return None
    return said.Receipt(received_at=_utc(found.received_at), content=found.content, sha256=found.sha256)
