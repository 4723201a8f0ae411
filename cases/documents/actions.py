"""Documents of cases: added by applicant or clerk, scanned in the background, opened by who may."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import Actor
from cases.changes.actions import named, note
from cases.documents import kinds, scanning, storing, tasks
from cases.documents.models import Document, Origin, Scan
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.workflow import LATER_PAPERS, OPEN, State, Who
from sip.audit.actions import record
from sip.offices.permissions import roles_in

OBJECT: Final = "case-document"
MOST_DOCUMENTS: Final = 200
MOST_NAME: Final = 200
MOST_ENDING: Final = 10
# How many attachments of the largest size a draft holds at most.
MOST_OF_DRAFT: Final = 4


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes: its chunks, and what the sender says of it, which is believed in nothing."""

    chunks: Iterable[bytes]
    name: str
    claimed_type: str = ""
    title: str = ""
    wanted: str = ""


def document_add(
    *,
    actor: Actor,
    case: Case,
    incoming: Incoming,
    replaces: Document | None = None,
    to_draft: bool = False,
    is_party_letter: bool = False,
) -> Document:
    """Store the bytes and note the document; with REPLACES as its next version, of the same origin.

    TO_DRAFT is for requests that may come twice at once: NotNow where the case is a draft no more, and what the draft
    holds already is not noted again. The next version of a letter to parties is one, too: any other document is issued
    to the applicant.
    Raises PermissionDenied, Conflict, NotNow, Incomplete.
    """
    _addable(case, writing.permitted(case, actor), 0)
    if replaces is not None and not is_party_letter and hasattr(replaces, "party_letter"):
        raise PermissionDenied
    try:
        stored = storing.store(incoming.chunks, settings.ATTACHMENT_LIMIT_MB * 1024 * 1024)
    except storing.TooBig:
        raise Incomplete({"documents": [_("Plik jest większy niż %d MB.") % settings.ATTACHMENT_LIMIT_MB]}) from None
    with ExitStack() as undoing:
        undoing.callback(storing.remove, stored.name)
        document = _note(actor, case, incoming, stored, replaces, to_draft=to_draft)
        if document.stored == stored.name:
            undoing.pop_all()
    return document


@transaction.atomic
def _note(
    actor: Actor,
    case: Case,
    incoming: Incoming,
    stored: storing.Stored,
    replaces: Document | None,
    *,
    to_draft: bool,
) -> Document:
    found = writing.locked(case)
    capacities = writing.permitted(found, actor)
    if to_draft and (held := _held(found, incoming, stored)):
        return held
    _addable(found, capacities, stored.size)
    # What belongs to an application is the applicant's, also where the office or its system types it in.
    is_applicants = found.is_draft or Who.APPLICANT in capacities
    origin = Origin.APPLICANT if is_applicants else Origin.OFFICE
    if not stored.size:
        raise Incomplete({"documents": [_("Plik jest pusty.")]})
    # An office keeps letters as they came to it, and may lock what it writes: it can ask for the password.
    if stored.is_locked and Who.APPLICANT in capacities:
        words = _("Plik jest zabezpieczony hasłem i urząd go nie otworzy. Zapisz go bez hasła i dołącz jeszcze raz.")
        raise Incomplete({"documents": [words]})
    # Windows takes dots and spaces off the end, and would run what "a.exe." holds.
    name = _plain(incoming.name).rstrip(". ") or "plik"
    if storing.is_program(name, stored.detected_type):
        words = _("Programów i skryptów nie przyjmujemy. Dołącz dokument, skan albo zdjęcie.")
        raise Incomplete({"documents": [words]})
    document = Document.objects.create(
        case=found,
        origin=origin,
        wanted=_plain(incoming.wanted)[:40],
        title=_plain(incoming.title) or name,
        name=name,
        claimed_type=kinds.usual(incoming.claimed_type),
        detected_type=stored.detected_type,
        size=stored.size,
        sha256=stored.sha256,
        stored=stored.name,
        scan=Scan.PENDING if scanning.is_configured() else Scan.UNSCANNED,
        added_by=actor.user,
        **_version(found, replaces, origin),
    )
    note(
        actor=actor,
        case=found,
        action="case.document-add",
        on=(OBJECT, document.pk),
        new={"case": found.pk, "seal": seal(document), "size": document.size, "replaces": document.replaces_id},
    )
    if document.scan == Scan.PENDING:
        _queue(document)
    return document


def _queue(document: Document) -> None:
    """In the document's own transaction, as tasks are rows too: after it a process that is killed would leave a
    document that nobody checks."""
    tasks.scan_document.enqueue(document.pk)
    tasks.look_after_ensure()


def _held(case: Case, incoming: Incoming, stored: storing.Stored) -> Document | None:
    """The same file of the same purpose in the locked draft. Raises NotNow where the CASE is filed."""
    if not case.is_draft:
        raise NotNow
    return case.documents.filter(wanted=_plain(incoming.wanted)[:40], sha256=stored.sha256).first()


def seal(document: Document) -> str:
    """What the log says of the bytes: their digest, salted by what only the case holds and loses with its people, so
    that the log proves a document while it is there and afterwards tells nobody which one it was."""
    return salted_hmac(document.case.draft_hash, document.sha256, algorithm="sha256").hexdigest()


def _addable(case: Case, capacities: frozenset[Who], size: int) -> None:
    """To a draft and to an open case, as long as there is room; anyone may begin a draft, so it has less. The office
    adds to an ended case too, until its files are in the archive."""
    is_later = case.state in LATER_PAPERS and case.archived_on is None and Who.APPLICANT not in capacities
    if case.state not in OPEN | {State.DRAFT} and not is_later:
        raise NotNow
    if case.documents.count() >= MOST_DOCUMENTS:
        raise NotNow(_("Sprawa ma już %d dokumentów.") % MOST_DOCUMENTS)
    held = case.documents.aggregate(sum=Sum("size"))["sum"] or 0
    if case.is_draft and held + size > MOST_OF_DRAFT * settings.ATTACHMENT_LIMIT_MB * 1024 * 1024:
        raise NotNow(_("Załączniki wniosku są razem za duże; część możesz dosłać po złożeniu."))
    if not capacities:
        raise PermissionDenied


def _version(case: Case, replaces: Document | None, origin: Origin) -> dict[str, Any]:
    if replaces is None:
        return {}
    if replaces.case_id != case.pk or replaces.origin != origin:
        raise PermissionDenied
    if Document.objects.filter(replaces=replaces).exists():
        raise NotNow(_("Ten dokument ma już nowszą wersję."))
    return {"replaces": replaces, "number": replaces.number + 1}


def _plain(text: str) -> str:
    """A name without folders, of characters that can be shown; a long one keeps its ending."""
    last = PurePath(text.replace("\\", "/")).name
    name = "".join(sign for sign in last if sign.isprintable()).strip()
    ending = PurePath(name).suffix[:MOST_ENDING]
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - len(ending)]}{ending}"


@transaction.atomic
def document_remove(*, actor: Actor, document: Document) -> None:
    """Take a document out of a draft; of a filed case nothing is removed. Raises PermissionDenied, Conflict, NotNow."""
    case = writing.locked(document.case)
    writing.permitted(case, actor)
    if not case.is_draft:
        raise NotNow
    Document.objects.filter(pk=document.pk, case=case).delete()
    transaction.on_commit(lambda: storing.remove(document.stored))


def document_open(*, actor: Actor, document: Document, is_confirmed: bool = False) -> File:  # type: ignore[type-arg]
    """The bytes, for who may see them; the caller closes the file. That it was opened is an event.

    Applicants see their own and what was issued to them. What is infected opens for nobody; what was not found clean,
    or is not what its sender said, only with IS_CONFIRMED. Raises PermissionDenied, NotNow.
    """
    case = document.case
    capacities = writing.permitted(case, actor)
    if Who.APPLICANT in capacities and document.origin == Origin.OFFICE and document.issued_at is None:
        raise PermissionDenied
    if case.anonymised_at is not None:
        raise NotNow(_("Czas przechowywania sprawy minął i dokument usunięto."))
    if document.scan == Scan.INFECTED:
        raise NotNow(_("Plik zawiera szkodliwe oprogramowanie i nie zostanie otwarty."))
    is_own = Who.APPLICANT in capacities or document.origin == Origin.OFFICE
    if not (document.opens_at_once or is_own or is_confirmed):
        raise NotNow(_("Plik nie jest sprawdzony albo jest czym innym, niż podano; otwórz go świadomie."))
    record(
        actor=actor.user,
        action="case.document-open",
        object_type=OBJECT,
        object_id=document.pk,
        office=case.office,
        new={"case": case.pk, "roles": roles_in(actor.user, case.office) if actor.user else [], **named(actor)},
    )
    return storing.storage().open(document.stored)
