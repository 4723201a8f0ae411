"""Documents of a case on their way into a package: which come along, under which names, and why others do not."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from cases.documents import storing
from cases.documents.models import Document, Origin, Scan
from cases.models import Case
from cases.packages.archive import Entry, pieces
from cases.packages.contents import LeftOut
from cases.packages.naming import numbered


@dataclass(frozen=True, slots=True)
class Paper:
    document: Document
    path: str
    left_out: LeftOut | None

    @property
    def entry(self) -> Entry:
        """Its bytes are read when they are written, one document at a time."""
        return Entry(self.path, self.document.size, _chunks(self.document))


def of_case(case: Case, *, unchecked: bool) -> dict[int, Paper]:
    """By document, each read once to prove that its bytes are still those that came.

    As documents open for clerks: infected ones never, those not found clean only where UNCHECKED says so.
    """
    documents = case.documents.order_by("pk")
    return {
        document.pk: Paper(document, numbered(at, document.name), _left_out(document, unchecked=unchecked))
        for at, document in enumerate(documents, start=1)
    }


def _left_out(document: Document, *, unchecked: bool) -> LeftOut | None:
    if not document.sha256:
        return "erased"
    if document.scan == Scan.INFECTED:
        return "infected"
    if not (document.opens_at_once or document.origin == Origin.OFFICE or unchecked):
        return "unchecked"
    try:
        digest = hashlib.sha256()
        for chunk in _chunks(document):
            digest.update(chunk)
    except OSError:
        return "missing"
    return None if digest.hexdigest() == document.sha256 else "changed"


def _chunks(document: Document) -> Iterator[bytes]:
    file: IO[bytes] = storing.storage().open(document.stored)
    with file:
        yield from pieces(file)
