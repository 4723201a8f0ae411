"""Personal data of cases, field by field, in one place: for retention, export to the person, and erasure.

Every field that can hold words or data of people is listed either as personal or, with the reason, as not; a test
walks the models.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from cases.models import ArchiveChange, Case, CaseNote, CaseParty, Document, Mail, Order, Refund


@dataclass(frozen=True, slots=True)
class Personal:
    """A field with data of people; `what` says which, `erased` what stands there after erasure."""

    model: type[Model]
    field: str
    what: str
    erased: object


PERSONAL: Final = (
    Personal(Case, "answers", "what was written in the form", {}),
    Personal(Case, "account", "the resident's account", None),
    Personal(CaseParty, "name", "name of a person or organisation", ""),
    Personal(CaseParty, "identifier", "PESEL, NIP or KRS number", ""),
    Personal(CaseParty, "email", "address for mail", ""),
    Personal(CaseParty, "phone", "telephone", ""),
    Personal(CaseParty, "address", "postal address", ""),
    Personal(CaseParty, "delivery_address", "address for e-Doręczenia", ""),
    Personal(CaseNote, "words", "messages, reasons and notes", ""),
    Personal(Mail, "to", "whom a mail is for", ""),
    Personal(Mail, "subject", "what it is about", ""),
    Personal(Mail, "words", "what it says", ""),
    Personal(Document, "title", "a document's title", ""),
    Personal(Document, "name", "a document's file name", ""),
    Personal(Document, "stored", "the document itself, whose bytes are removed", ""),
    Personal(Order, "cancel_reason", "why something was not due", ""),
    Personal(Order, "proof", "a transfer's title may name its payer", ""),
    Personal(ArchiveChange, "reason", "why a case is kept for another time", ""),
    Personal(Refund, "reason", "why money was given back", ""),
)


def personal_fields(model: type[Model]) -> frozenset[str]:
    return frozenset(entry.field for entry in PERSONAL if entry.model is model)
