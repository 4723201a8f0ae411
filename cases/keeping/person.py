"""What is held of a person: gathered for them as data, a page to read and the documents, in one file.

Law: GDPR art. 15 (access) and 20 (to take along); of several people in a case each gets their own and what they wrote.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.documents import storing
from cases.documents.models import Document, Origin, Scan
from cases.keeping.looks import looks_at
from cases.keeping.retention import Keeping, kept
from cases.models import Audience, Case, CaseParty, PartyRole
from cases.resident.questions import said
from cases.workflow import Who
from sip.offices.models import User

FORMAT: Final = 1
# More bytes of documents do not come along; they are named, and open on the case's page.
MOST_BYTES: Final = 500 * 1024 * 1024
PIECE: Final = 64 * 1024
OF_PERSON: Final = ("name", "identifier", "email", "phone", "address", "delivery_address")


def law_of(case: Case) -> str:
    """Which law keeps the data of a filed case, and until when; in words for the person."""
    if case.anonymised_at is not None:
        return _("Dane osób usunięto z tej sprawy.")
    found = kept(case)
    if found.how is Keeping.OPEN:
        return _("Sprawa jest w toku: urząd musi mieć pełne akta (KPA; art. 17 ust. 3 lit. b RODO).")
    context = {"category": case.category or "–", "day": found.last_day}
    archives = _("ustawa o narodowym zasobie archiwalnym i archiwach, art. 17 ust. 3 lit. b i d RODO")
    words = {
        Keeping.FOR_EVER: _("Sprawa kategorii A jest przechowywana wieczyście"),
        Keeping.UNKNOWN: _("Czas przechowywania ustali archiwista urzędu (kategoria %(category)s)"),
        Keeping.JUDGED: _("Do %(day)s (kategoria %(category)s); potem akta ocenia archiwum państwowe"),
        Keeping.UNTIL: _("Do %(day)s (kategoria %(category)s); potem dane osób zostaną usunięte"),
    }[found.how]
    return f"{words % context}: {archives}."


def of_account(user: User) -> dict[str, Any]:
    """All that the account holds: itself, drafts and filed cases, with all that was written in them."""
    cases = Case.objects.of_account(user).select_related("office", "service", "form").order_by("pk")
    account = {"name": user.name, "email": user.contact, "since": user.created_at, "last_login": user.last_login}
    return {**_head(), "account": account, "cases": [_own(case) for case in cases]}


def of_parties(parties: Iterable[CaseParty]) -> dict[str, Any]:
    """Of a person found in cases. Who applied gets the application; others only that they are in it, and as what."""
    return {**_head(), "account": None, "cases": [_of_party(party) for party in parties]}


def _head() -> dict[str, Any]:
    return {"format": FORMAT, "made_at": timezone.now()}


def _of_party(party: CaseParty) -> dict[str, Any]:
    if party.role != PartyRole.APPLICANT:
        return {**_facts(party.case), "people": [_person(party)]}
    return {**_own(party.case), "people": [_person(party)]}


def _facts(case: Case) -> dict[str, Any]:
    return {
        "number": case.pk,
        "sign": case.sign,
        "office": case.office.name,
        "service": case.service.name,
        "state": case.get_state_display(),
        "begun_at": case.created_at,
        "filed_at": case.filed_at,
        "closed_at": case.closed_at,
        "kept": law_of(case) if not case.is_draft else _("Szkic: usuniesz go w każdej chwili."),
    }


def _own(case: Case) -> dict[str, Any]:
    notes = case.notes.filter(audience=Audience.APPLICANT).select_related("event").order_by("pk")
    return {
        **_facts(case),
        "people": [_person(party) for party in case.parties.exclude(role=PartyRole.PARTY)],
        "answers": [{"question": question, "answer": words} for question, words in said(case.form, case.answers)],
        "parcels": list(case.parcels.values_list("typed", flat=True)) or case.typed_parcels,
        "messages": [
            {"at": note.event.at, "from": "you" if note.event.who == Who.APPLICANT else "office", "words": note.words}
            for note in notes
        ],
        "fees": list(case.orders.values("amount", "why", "settled_at", "proof")),
        "mails": list(case.mails.values("to", "subject", "state", "written_at")),
        "documents": [_paper(document) for document in documents_of(case)],
        "looks": [_look(look) for look in looks_at(case).rows],
    }


def _look(look: Any) -> dict[str, Any]:
    told = asdict(look)
    return {name: told[name] for name in ("first", "last", "times", "office", "who", "what")}


def _person(party: CaseParty) -> dict[str, Any]:
    return {"role": party.get_role_display(), **{name: getattr(party, name) for name in OF_PERSON}}


def documents_of(case: Case) -> Iterable[Document]:
    """What the applicant sent, and what was issued to them; nothing that is infected."""
    theirs = Q(origin=Origin.APPLICANT) | Q(issued_at__isnull=False)
    return case.documents.filter(theirs).exclude(scan=Scan.INFECTED).order_by("pk")


def _paper(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "name": document.name,
        "size": document.size,
        "sha256": document.sha256,
        "file": path_of(document),
    }


def path_of(document: Document) -> str:
    """In the archive: of plain letters, and no two alike."""
    plain = re.sub(r"[^\w.-]+", "_", document.name).strip("._")[-80:]
    return f"dokumenty/{document.case_id}/{document.pk}-{plain or 'plik'}"


def packed(held: dict[str, Any]) -> IO[bytes]:
    """HELD as a ZIP: dane.json, dane.html, documents. An open file at its beginning; the caller closes it."""
    target = TemporaryFile()  # noqa: SIM115 - handed to the caller
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dane.json", orjson.dumps(held, default=str, option=orjson.OPT_INDENT_2))
        archive.writestr("dane.html", render_to_string("cases/person/export.html", {"held": held}))
        room = MOST_BYTES
        for document in _documents(held):
            room -= document.size
            if room >= 0:
                _add(archive, document)
    target.seek(0)
    return target


def _documents(held: dict[str, Any]) -> Iterator[Document]:
    """Of cases whose documents are told of."""
    for told in held["cases"]:
        if "documents" in told:
            yield from documents_of(Case.objects.get(pk=told["number"]))


def _add(archive: zipfile.ZipFile, document: Document) -> None:
    if not storing.storage().exists(document.stored):
        return
    with storing.storage().open(document.stored) as content, archive.open(path_of(document), "w") as target:
        while piece := content.read(PIECE):
            target.write(piece)
