"""Makes a package of a case: what it says under the case's lock, its bytes after, and an event of who asked why."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import receipts, writing
from cases.errors import NotNow
from cases.models import Case, Receipt
from cases.packages import archive, describe, papers, schemas, shapes, trail
from cases.packages.archive import Entry, of_bytes
from cases.packages.contents import FORMAT, VERSION, Included
from cases.packages.naming import safe
from sip.audit.actions import record
from sip.offices.models import User

README: Final = Path(__file__).with_name("readme.txt")
MEGABYTE: Final = 1024 * 1024


class Purpose(models.TextChoices):
    """Whom a package is for. All that the log is told: it keeps no words of clerks, as nobody can take them out."""

    OFFICE = "office", gettext_lazy("inny urząd")
    COURT = "court", gettext_lazy("sąd lub organ odwoławczy")
    ARCHIVE = "archive", gettext_lazy("archiwum")
    CONTROL = "control", gettext_lazy("kontrola lub nadzór")
    OTHER = "other", gettext_lazy("inny cel")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What comes along beside the usual: the office's own notes, documents not found clean, and who looked.

    `most_mb` limits the documents' size together; None: any.
    """

    internal_notes: bool = False
    unchecked_documents: bool = False
    looks: bool = False
    most_mb: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    sha256: str
    left_out: int


def name_of(case: Case) -> str:
    """Of its file. Signs are unique in the office that gave them, so it is named too."""
    assert case.signed_by is not None
    return f"{case.signed_by.slug}_{safe(case.sign or '', 'sprawa')}.zip"


def package_make(*, user: User | None, case: Case, target: IO[bytes], chosen: Chosen, purpose: Purpose) -> Made:
    """Write the package of a filed case to TARGET (seekable).

    USER None: the operator, by command. Raises PermissionDenied, Conflict, NotNow, sip.extracts.pdf.TooBusy.
    """
    found, entries, left_out = _read(user, case, chosen)
    digest = archive.write(target, [*entries, *_receipt(found)], _about(found))
    record(
        actor=user,
        action=trail.EXPORT,
        object_type=writing.OBJECT,
        object_id=found.pk,
        office=found.office,
        new={"package": digest, "version": found.version, **_told(chosen)},
        reason=purpose.value,
    )
    return Made(digest, left_out)


@transaction.atomic
def _read(user: User | None, case: Case, chosen: Chosen) -> tuple[Case, list[Entry], int]:
    """All but the receipt, while nobody changes the case; and how many documents are left out."""
    found = _still(case)
    if found.is_draft or (user is not None and not Case.objects.within_reach(user).filter(pk=found.pk).exists()):
        raise PermissionDenied
    _small_enough(found, chosen)
    documents = papers.of_case(found, unchecked=chosen.unchecked_documents)
    content = describe.package(found, Included(**_told(chosen)), documents)
    entries = [
        of_bytes("case.json", archive.written(content.model_dump(mode="json"))),
        of_bytes("schema.json", schemas.text(VERSION)),
        of_bytes("geometry.geojson", shapes.geojson(found)),
        of_bytes("geometry-2180.geojson", shapes.metric(found)),
        of_bytes("audit.jsonl", trail.lines(trail.events_of(found, looks=chosen.looks))),
        of_bytes("README.txt", _readme(found)),
        *(paper.entry for paper in documents.values() if paper.left_out is None),
    ]
    return found, entries, sum(paper.left_out is not None for paper in documents.values())


def _still(case: Case) -> Case:
    """As it is until the transaction ends; without its people it changes no more, and needs no lock."""
    found = Case.objects.select_related("office", "service", "form").get(pk=case.pk)
    return found if found.anonymised_at else writing.locked(case)


def _told(chosen: Chosen) -> dict[str, bool]:
    return {
        "internal_notes": chosen.internal_notes,
        "looks": chosen.looks,
        "unchecked_documents": chosen.unchecked_documents,
    }


def _small_enough(case: Case, chosen: Chosen) -> None:
    if chosen.most_mb is None:
        return
    if sum(case.documents.values_list("size", flat=True)) > chosen.most_mb * MEGABYTE:
        raise NotNow(
            _("Dokumenty sprawy mają razem więcej niż %d MB; pakiet zrobi operator poleceniem export_case.")
            % chosen.most_mb
        )


def _receipt(case: Case) -> Iterator[Entry]:
    receipt = Receipt.objects.filter(case=case).first()
    if receipt is not None:
        with translation.override(describe.LANGUAGE):
            yield of_bytes("receipt.pdf", receipts.receipt_pdf(receipt))


def _readme(case: Case) -> bytes:
    text = README.read_text(encoding="utf-8")
    return text.format(sign=case.sign, office=case.office.name, version=VERSION).encode()


def _about(case: Case) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "sign": case.sign, "office": case.office.slug}
