"""Personal data of cases, field by field, in one place: for retention, export to the person, and erasure.

Every field that can hold words or data of people is listed either as personal or, with the reason, as not; a test
walks the models, and another one erases a case and reads every field of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import orjson
from django.db.models import Model, QuerySet

from cases import codes
from cases.models import (
    ArchiveChange,
    Case,
    CaseClockEvent,
    CaseEvent,
    CaseGeometry,
    CaseNote,
    CaseParty,
    ClientFiling,
    Document,
    HookDelivery,
    LegacyCase,
    LegacyRun,
    Mail,
    MapReport,
    MapReportStep,
    Neighbour,
    Order,
    ParcelSnapshot,
    PlanWatch,
    PublicEntry,
    Receipt,
    Refund,
)
from cases.writing import WORDS

ERASED_WORDS: Final = "–"
ERASED_NAME: Final = "usunięty"
# Of a receipt's content: the rest are digests and names of what the applicant wrote and sent.
OF_RECEIPT: Final = ("format", "office", "sign", "service", "form", "received_at", "created_at", "shape_sha256")


@dataclass(frozen=True, slots=True)
class Personal:
    """A field with data of people; `what` says which, `erased` what stands there after erasure, or makes it of the
    row."""

    model: type[Model]
    field: str
    what: str
    erased: object | Callable[[Any], object]

    def value(self, row: Model) -> object:
        return self.erased(row) if callable(self.erased) else self.erased


def _known_parcels(case: Case) -> list[str]:
    """What was typed otherwise than as an identifier may be any words."""
    return [parcel.identifier for parcel in case.parcels.order_by("position") if parcel.identifier]


def _data_without_words(event: CaseEvent) -> dict[str, Any]:
    return {name: value for name, value in event.data.items() if name not in WORDS}


def _typed(parcel: ParcelSnapshot) -> str:
    return parcel.typed if parcel.is_known else parcel.identifier


def _content_of_parcel(parcel: ParcelSnapshot) -> str:
    return parcel.content if parcel.is_known else "{}"


def _content_of_receipt(receipt: Receipt) -> str:
    content = orjson.loads(receipt.content)
    return orjson.dumps({name: content.get(name) for name in OF_RECEIPT}, option=orjson.OPT_SORT_KEYS).decode()


def _reason_of_shape(shape: CaseGeometry) -> str:
    """A correction without a reason is none: a constraint says so."""
    return ERASED_WORDS if shape.reason else ""


def _reason_of_holding(entry: PublicEntry) -> str:
    """An entry that is held back for no reason is none: a constraint says so."""
    return ERASED_WORDS if entry.is_held else ""


def _nowhere(document: Document) -> str:
    """Names in the storage are unique."""
    return f"-{document.pk}"


def _new_salt(_case: Case) -> str:
    """Seals of documents in the log cannot be checked against anything any more; the link is long dead."""
    return codes.hash_of_link(uuid4().hex)


# The log of steps, shapes, parcels and receipts is append-only: triggers let these fields, and no others, be erased
# of cases that are marked as anonymised (migrations/0011).
PERSONAL: Final = (
    Personal(Case, "answers", "what was written in the form", {}),
    Personal(Case, "account", "the resident's account", None),
    Personal(Case, "typed_parcels", "parcels as they were typed, any words", _known_parcels),
    Personal(Case, "code_hash", "opens the case for who has the code", None),
    Personal(Case, "draft_hash", "salt of what the log says of documents", _new_salt),
    Personal(CaseParty, "name", "name of a person or organisation", ""),
    Personal(CaseParty, "identifier", "PESEL, NIP or KRS number", ""),
    Personal(CaseParty, "email", "address for mail", ""),
    Personal(CaseParty, "phone", "telephone", ""),
    Personal(CaseParty, "address", "postal address", ""),
    Personal(CaseParty, "delivery_address", "address for e-Doręczenia", ""),
    Personal(CaseNote, "words", "messages, reasons and notes", ""),
    Personal(ClientFiling, "digest", "a digest of what another system sent", ""),
    Personal(HookDelivery, "said", "what another system answered", ""),
    Personal(CaseEvent, "data", "legal basis and organ, as a clerk typed them", _data_without_words),
    Personal(CaseClockEvent, "basis", "legal basis, as a clerk typed it", ""),
    Personal(CaseGeometry, "reason", "why a shape was corrected", _reason_of_shape),
    Personal(ParcelSnapshot, "typed", "a parcel as it was typed, any words", _typed),
    Personal(ParcelSnapshot, "content", "the same, where no register knows the parcel", _content_of_parcel),
    Personal(Receipt, "content", "names and digests of documents, digest of the answers", _content_of_receipt),
    Personal(LegacyCase, "typed", "the row of a former register", {}),
    Personal(LegacyCase, "digest", "tells the row to who has a copy", ""),
    Personal(LegacyCase, "notes", "what was found in the row, in its words", []),
    Personal(Mail, "to", "whom a mail is for", ""),
    Personal(Mail, "subject", "what it is about", ""),
    Personal(Mail, "words", "what it says", ""),
    Personal(Document, "title", "a document's title", ERASED_NAME),
    Personal(Document, "name", "a document's file name", ERASED_NAME),
    Personal(Document, "stored", "the document itself, whose bytes are removed", _nowhere),
    Personal(Document, "sha256", "tells the document to who has a copy", ""),
    Personal(Document, "claimed_type", "the type, in the sender's words", ""),
    Personal(Order, "cancel_reason", "why something was not due", ""),
    Personal(Order, "proof", "a transfer's title may name its payer", ""),
    Personal(CaseParty, "parcels", "parcels that make someone a party", []),
    Personal(Neighbour, "words", "why a parcel's people are a party, or none", ""),
    Personal(ArchiveChange, "reason", "why a case is kept for another time", ""),
    Personal(PublicEntry, "held_reason", "why an entry is not published, as a clerk typed it", _reason_of_holding),
    Personal(Refund, "reason", "why money was given back", ""),
)
# Of reports of errors on the map: the address goes SIP_REPORT_CONTACT_DAYS after the end, words after some years.
OF_REPORTS: Final = (
    Personal(MapReport, "contact", "the reporter's address", ""),
    Personal(MapReport, "description", "what the reporter wrote", ""),
    Personal(
        MapReport, "whereabouts", "the place in the reporter's words", lambda row: row.whereabouts and ERASED_WORDS
    ),
    Personal(MapReportStep, "answer", "what was answered", ""),
    Personal(MapReportStep, "note", "what clerks noted", ""),
)
# Of imports of former registers: the files go some days after the import.
OF_IMPORTS: Final = (
    Personal(LegacyRun, "stored", "the file of a former register, whose bytes are removed", ""),
    Personal(LegacyRun, "report", "what was said of its rows, whose bytes are removed", ""),
)
# Rows that go as a whole when their person says so, or does not confirm: there is nothing of them to keep.
WHOLLY_PERSONAL: Final[dict[type[Model], frozenset[str]]] = {
    PlanWatch: frozenset({"email", "parcel", "language", "origin"})
}
# Where a model is not bound to a case by its field `case`.
WAYS: Final[dict[type[Model], str]] = {
    Case: "pk",
    HookDelivery: "change__case",
    Neighbour: "of_list__case",
    Refund: "order__case",
}


def personal_fields(model: type[Model]) -> frozenset[str]:
    listed = frozenset(entry.field for entry in (*PERSONAL, *OF_REPORTS, *OF_IMPORTS) if entry.model is model)
    return listed | WHOLLY_PERSONAL.get(model, frozenset())


def rows_of(model: type[Model], case: Case) -> QuerySet[Any]:
    """Rows of MODEL, one of PERSONAL's, that belong to CASE."""
    return model._default_manager.filter(**{WAYS.get(model, "case"): case.pk})
