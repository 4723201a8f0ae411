"""A filed case with a document, a note and a message, as it is handed on."""

import io
from typing import Any

import pytest

from cases.actors import of_user
from cases.documents.actions import Incoming, document_add
from cases.documents.models import Document, Scan
from cases.models import Case
from cases.packages.making import Chosen, Purpose, package_make
from cases.workflow import Act
from sip.offices.models import Office, User
from tests.cases.conftest import PARCEL
from tests.cases.making import do, file, service_of

NOTE, MESSAGE = "Zadzwonić do geodety.", "Proszę o kontakt."


@pytest.fixture
def case(village: None, services: None, belzyce: Office, clerk: User) -> Case:
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL, "060901_5.0001.99"))
    do(clerk, made.case, Act.NOTE, reason=NOTE)
    return do(clerk, made.case, Act.MESSAGE, words=MESSAGE)


def packed(case: Case, user: User | None = None, **chosen: Any) -> bytes:
    target = io.BytesIO()
    package_make(user=user, case=case, target=target, chosen=Chosen(**chosen), purpose=Purpose.COURT)
    return target.getvalue()


def attach(case: Case, clerk: User, name: str, scan: Scan, content: bytes = b"%PDF-1.7 tresc") -> Document:
    incoming = Incoming([content], name, "application/pdf")
    document = document_add(actor=of_user(clerk), case=case, incoming=incoming)
    Document.objects.filter(pk=document.pk).update(scan=scan, origin="applicant")
    return document
