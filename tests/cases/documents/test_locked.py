"""Files that ask for a password: applicants are told at once, an office keeps what came to it."""

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from cases.actors import of_user
from cases.documents import locked
from cases.documents.actions import Incoming, document_add
from cases.documents.locked import asks_for_password
from cases.errors import Incomplete
from sip.offices.models import Office, Role
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import Made, file, service_of
from tests.people import GiveRole


def pdf(password: str | None = None, owner: str | None = None, algorithm: str = "AES-256") -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password is not None:
        writer.encrypt(password, owner, algorithm=algorithm)
    writer.write(made)
    return made.getvalue()


def packed(folder: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if folder:
            archive.mkdir(folder)
        archive.writestr("mapa.txt", "tu")
    return made.getvalue()


def scrambled(content: bytes) -> bytes:
    """As packers write it: bit 0 of the flags of the file that is not a folder."""
    place = content.rindex(b"PK\x03\x04")
    return content[: place + 6] + b"\x01" + content[place + 7 :]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf("tajne"), True),
        (pdf("tajne", algorithm="RC4-128"), True),
        (pdf("", "kto drukuje"), False),
        (pdf("", "kto drukuje", algorithm="AES-128"), False),
        (pdf(), False),
        (b"%PDF-1.7 /Encrypt 7 0 R, and no more", False),
        (scrambled(packed()), True),
        (scrambled(packed("zdjecia")), True),
        (packed("zdjecia"), False),
        (b"PK\x03\x04", False),
        (OLE + "EncryptedPackage".encode("utf-16-le"), True),
        (OLE, False),
        (b"tekst /Encrypt", False),
    ],
)
def test_only_what_nobody_opens_without_a_password_is_locked(content: bytes, expected: bool, tmp_path: Path) -> None:
    path = tmp_path / "plik"
    path.write_bytes(content)

    with path.open("rb") as opened:
        assert asks_for_password(opened) is expected


def test_a_pdf_that_keeps_its_reader_busy_counts_as_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked, "SECONDS", 0.01)
    path = tmp_path / "plik"
    path.write_bytes(pdf("tajne"))

    with path.open("rb") as opened:
        assert not asks_for_password(opened)


@pytest.fixture
def made(belzyce: Office, village: None, services: None) -> Made:
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",))


@pytest.mark.django_db
def test_an_applicant_is_told_that_nobody_will_open_the_file(made: Made) -> None:
    with pytest.raises(Incomplete) as refused:
        document_add(actor=made.applicant, case=made.case, incoming=Incoming([pdf("tajne")], "mapa.pdf"))

    assert "hasłem" in refused.value.problems["documents"][0]
    assert not made.case.documents.exists()


@pytest.mark.django_db
def test_an_office_adds_a_letter_as_it_came(made: Made, give_role: GiveRole) -> None:
    clerk = give_role(made.case.office, Role.CASE_CLERK)

    document_add(actor=of_user(clerk), case=made.case, incoming=Incoming([pdf("tajne")], "pismo.pdf"))

    assert made.case.documents.count() == 1
