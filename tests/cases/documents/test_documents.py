"""Documents: what is kept of a file, who opens it, and what the scanner's word changes."""

import hashlib
import socket
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cases import drafts, queue
from cases.actors import Actor, holding, of_user
from cases.documents import actions, scanning, storing, tasks
from cases.documents.actions import Incoming, document_add, document_open, document_remove
from cases.documents.models import Document, Scan
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.workflow import Act
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.making import Made, do, draft, service_of
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"


def add(made: Made, content: bytes = PDF, actor: Actor | None = None, **said: str) -> Document:
    incoming = Incoming([content[:3], content[3:]], **{"name": "mapa.pdf", "claimed_type": "application/pdf", **said})
    return document_add(actor=actor or made.applicant, case=made.case, incoming=incoming)


def test_a_file_is_hashed_measured_recognised_and_kept_privately(made: Made, tmp_path: Path) -> None:
    document = add(made)

    assert (document.sha256, document.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (document.claimed_type, document.detected_type, document.is_as_claimed) == (
        "application/pdf",
        "application/pdf",
        True,
    )
    assert document.scan == Scan.UNSCANNED
    with document_open(actor=made.applicant, document=document) as opened:
        assert opened.read() == PDF
    assert "mapa" not in document.stored


def test_the_storage_of_an_installation_is_closed_to_other_accounts(
    made: Made, settings: Settings, tmp_path: Path
) -> None:
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    options = {"location": tmp_path / "private", **modes}
    backend = settings.STORAGES["documents"]["BACKEND"]
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": options}}
    document = add(made)

    path = tmp_path / "private" / document.stored
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_not_what_it_says_does_not_open_by_one_click(made: Made, clerk: User) -> None:
    document = add(made, PNG)
    Document.objects.update(scan=Scan.CLEAN)
    document.refresh_from_db()

    assert (document.detected_type, document.is_as_claimed, document.opens_at_once) == ("image/png", False, False)
    with pytest.raises(NotNow):
        document_open(actor=of_user(clerk), document=document)
    with document_open(actor=of_user(clerk), document=document, is_confirmed=True) as opened:
        assert opened.read() == PNG


@pytest.mark.parametrize(
    ("scan", "confirmed", "opens"),
    [
        (Scan.CLEAN, False, True),
        (Scan.UNSCANNED, False, False),
        (Scan.UNSCANNED, True, True),
        (Scan.PENDING, False, False),
        (Scan.ERROR, False, False),
        (Scan.INFECTED, False, False),
        (Scan.INFECTED, True, False),
    ],
)
def test_clerks_open_at_once_what_is_clean_and_never_what_is_infected(
    made: Made, clerk: User, scan: Scan, confirmed: bool, opens: bool
) -> None:
    document = add(made)
    Document.objects.update(scan=scan)
    document.refresh_from_db()

    if opens:
        document_open(actor=of_user(clerk), document=document, is_confirmed=confirmed).close()
        assert Event.objects.filter(action="case.document-open", actor=clerk.pk).exists()
    else:
        with pytest.raises(NotNow):
            document_open(actor=of_user(clerk), document=document, is_confirmed=confirmed)


def test_strangers_open_nothing_and_add_nothing(
    made: Made, starostwo: Office, belzyce: Office, give_role: GiveRole, stranger: User
) -> None:
    document = add(made)
    other = drafts.draft_begin(service=made.case.service).case
    people = [give_role(starostwo, Role.CASE_CLERK), give_role(belzyce, Role.VIEWER), stranger]

    for actor in [*map(of_user, people), holding(other), Actor()]:
        with pytest.raises(PermissionDenied):
            document_open(actor=actor, document=document)
        with pytest.raises(PermissionDenied):
            add(made, actor=actor)


def test_applicants_see_an_offices_document_once_it_is_issued(made: Made, clerk: User) -> None:
    document = add(made, actor=of_user(clerk), name="wypis.pdf")
    with pytest.raises(PermissionDenied):
        document_open(actor=made.applicant, document=document)
    made.case.orders.update(cancelled_at=made.case.filed_at)
    do(clerk, made.case, Act.ACCEPT)
    do(clerk, made.case, Act.ISSUE)
    document.refresh_from_db()

    document_open(actor=made.applicant, document=document).close()
    assert document.issued_at is not None


def test_a_newer_version_names_the_one_before(made: Made, clerk: User) -> None:
    first = add(made, actor=of_user(clerk))
    incoming = Incoming([PDF], "mapa.pdf")
    second = document_add(actor=of_user(clerk), case=made.case, incoming=incoming, replaces=first)

    assert (second.number, second.replaces) == (2, first)
    with pytest.raises(NotNow):
        document_add(actor=of_user(clerk), case=made.case, incoming=incoming, replaces=first)
    with pytest.raises(PermissionDenied):
        document_add(actor=made.applicant, case=made.case, incoming=incoming, replaces=second)


def test_a_file_that_is_too_big_or_empty_leaves_nothing(made: Made, settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENT_LIMIT_MB = 1

    for content in (b"x" * (1024 * 1024 + 1), b""):
        with pytest.raises(Incomplete):
            add(made, content)
    assert not Document.objects.exists()
    assert [path for path in (tmp_path / "documents").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\mapa.pdf", "mapa.pdf"),
        ("a\nb\0c\u202egpj.pdf", "abcgpj.pdf"),
        ("", "plik"),
        ("/", "plik"),
        ("ż" * 300, "ż" * 200),
    ],
)
def test_names_lose_folders_and_what_cannot_be_shown(made: Made, name: str, kept: str) -> None:
    assert add(made, name=name).name == kept


def test_of_a_draft_documents_are_removed_of_a_case_never(belzyce: Office, made: Made, tmp_path: Path) -> None:
    case, holder, _link = draft(service_of(belzyce, "wypis-wyrys"), documents=("mapa",))
    document_remove(actor=holder, document=case.documents.get())
    assert not case.documents.exists()

    with pytest.raises(NotNow):
        document_remove(actor=made.applicant, document=add(made))


def test_a_forgotten_draft_takes_its_files_along(
    belzyce: Office, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case, holder, _link = draft(service_of(belzyce, "wypis-wyrys"), documents=("mapa",))

    with django_capture_on_commit_callbacks(execute=True):
        drafts.draft_forget(actor=holder, case=case)

    assert not Case.objects.exists()
    assert [path for path in (tmp_path / "documents").rglob("*") if path.is_file()] == []


def test_an_ended_case_takes_no_documents(made: Made) -> None:
    do(made.applicant, made.case, Act.WITHDRAW)

    with pytest.raises(NotNow):
        add(made)


def test_no_case_fills_without_end(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_DOCUMENTS", 1)
    add(made)

    with pytest.raises(NotNow):
        add(made)


@pytest.mark.parametrize(
    ("name", "content"),
    [("umowa.pdf", b"MZ\x90\0" + bytes(100)), ("umowa.pdf.EXE", PDF), ("a.js", b"alert(1)"), ("a.js. .", b"alert(1)")],
)
def test_programs_are_refused_whatever_they_are_called(made: Made, name: str, content: bytes) -> None:
    with pytest.raises(Incomplete):
        add(made, content, name=name)

    assert not made.case.documents.exists()


def test_a_long_name_keeps_its_ending(made: Made) -> None:
    name = add(made, name="ł" * 400 + ".pdf").name

    assert (len(name), name[-4:]) == (200, ".pdf")


Answer = Callable[[bytes], bytes]


@contextmanager
def scanner(path: Path, answer: Answer) -> Iterator[None]:
    """A listener that speaks ClamAV's INSTREAM: takes one file and says what ANSWER makes of it."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(1)
        thread = Thread(target=_serve, args=(server, answer))
        thread.start()
        yield
        thread.join(10)


def _serve(server: socket.socket, answer: Answer) -> None:
    client, _address = server.accept()
    with client, client.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(length)
        client.sendall(answer(content))


@pytest.mark.parametrize(
    ("word", "scan"),
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Eicar-Signature FOUND\0", Scan.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.ERROR),
        (b"", Scan.ERROR),
    ],
)
def test_the_scanners_word_is_kept(made: Made, settings: Settings, tmp_path: Path, word: bytes, scan: Scan) -> None:
    settings.CLAMAV = str(tmp_path / "clamd")
    document = add(made, PDF * 20_000)
    assert document.scan == Scan.PENDING
    got: list[int] = []

    def answer(content: bytes) -> bytes:
        got.append(len(content))
        return word

    with scanner(tmp_path / "clamd", answer):
        tasks.scan_document.func(document.pk)

    document.refresh_from_db()
    assert (document.scan, got) == (scan, [document.size])


def test_a_scanner_that_is_not_there_is_asked_again(made: Made, settings: Settings, tmp_path: Path) -> None:
    settings.CLAMAV = str(tmp_path / "nobody")

    assert scanning.scan(storing.storage().open(add(made).stored)) is Scan.ERROR


def test_a_draft_holds_a_few_large_files_at_most(
    belzyce: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ATTACHMENT_LIMIT_MB = 1
    monkeypatch.setattr(actions, "MOST_OF_DRAFT", 1)
    case, holder, _link = draft(service_of(belzyce, "wypis-wyrys"))
    large = PDF + b"0" * 600_000
    document_add(actor=holder, case=case, incoming=Incoming([large], "a.pdf"))

    with pytest.raises(NotNow):
        document_add(actor=holder, case=case, incoming=Incoming([large], "b.pdf"))

    assert case.documents.count() == 1


def test_nothing_is_issued_while_a_document_is_being_checked(made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.ACCEPT)
    made.case.orders.update(settled_at=timezone.now())
    for name in ("gotowy.pdf", "sprawdzany.pdf"):
        add(made, actor=of_user(clerk), name=name)
    Document.objects.filter(name="sprawdzany.pdf").update(scan=Scan.PENDING)

    with pytest.raises(NotNow):
        do(clerk, made.case, Act.ISSUE)

    assert not made.case.documents.filter(issued_at__isnull=False).exists()


def queued() -> Any:
    return DBTaskResult.objects.filter(task_path=tasks.scan_document.module_path)


def test_what_has_the_worker_scan_is_written_with_the_document(made: Made, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere"
    with transaction.atomic():
        document = add(made)
        assert queued().get().args_kwargs["args"] == [document.pk]
        transaction.set_rollback(True)

    assert not queued().exists()


def test_a_document_whose_scan_died_with_its_worker_is_scanned_after_all(made: Made, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere"
    document, long_ago = add(made), timezone.now() - 2 * queue.LOST_AFTER
    queued().update(status="RUNNING", started_at=timezone.now())
    Document.objects.update(added_at=long_ago)
    assert tasks.look_after.func() == 0

    queued().update(started_at=long_ago)
    assert tasks.look_after.func() == 1
    assert tasks.look_after.func() == 0
    assert queued().filter(status="READY").get().args_kwargs["args"] == [document.pk]


def test_a_look_at_waiting_documents_is_put_down_with_the_first_and_ends_with_the_last(
    made: Made, settings: Settings
) -> None:
    settings.CLAMAV = "/nowhere"
    looks = DBTaskResult.objects.filter(task_path=tasks.look_after.module_path)
    add(made)
    add(made)
    assert looks.count() == 1

    looks.delete()
    Document.objects.update(scan=Scan.CLEAN)
    tasks.look_after.func()
    assert not looks.exists()


def test_a_scanner_away_at_every_attempt_is_asked_again(made: Made, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere"
    document = add(made)
    queued().delete()
    Document.objects.update(scan=Scan.ERROR, added_at=timezone.now() - 2 * queue.LOST_AFTER)

    assert tasks.look_after.func() == 1
    assert queued().get().args_kwargs["args"] == [document.pk]


def test_what_waits_for_a_scanner_that_was_taken_away_waits_no_more(made: Made, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere"
    document = add(made)
    settings.CLAMAV = ""

    tasks.scan_document.func(document.pk)

    document.refresh_from_db()
    assert document.scan == Scan.UNSCANNED


def test_bytes_that_are_gone_are_an_error_and_no_document_that_waits_for_ever(made: Made, settings: Settings) -> None:
    settings.CLAMAV = "/nowhere"
    document = add(made)
    storing.remove(document.stored)

    tasks.scan_document.func(document.pk)

    document.refresh_from_db()
    assert document.scan == Scan.ERROR
