"""Keeps what was issued under its digest, and finds it again."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from pydantic import TypeAdapter

from sip.extracts.models import IssuedExtract
from sip.extracts.record import Extract
from sip.public import rows

FIND: Final = "SELECT content, issued_at FROM issued_extract_public WHERE digest = %(digest)s"
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
READER: Final = TypeAdapter(Extract)


class Damaged(Exception):
    """What is kept under the digest is not what was digested: nobody may rely on it."""


@dataclass(frozen=True, slots=True)
class Issued:
    """`content` is the JSON as it was digested, whatever this version of the system would write today."""

    extract: Extract
    content: str
    digest: str
    issued_at: datetime

    def to_json(self) -> bytes:
        """As of `Extract.to_json`."""
        return f'{{"digest":"{self.digest}",{self.content[1:]}'.encode()


def keep(extract: Extract) -> str:
    """Its digest; what is kept already stays as it was."""
    digest = extract.digest()
    row = IssuedExtract(digest=digest, content=extract.content().decode(), issued_at=timezone.now())
    IssuedExtract.objects.bulk_create([row], ignore_conflicts=True)
    return digest


def find(digest: str) -> Issued | None:
    """Raises Damaged."""
    if not DIGEST.fullmatch(digest):
        return None
    found = rows(FIND, {"digest": digest})
    if not found:
        return None
    content, issued_at = found[0]
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        raise Damaged
    return Issued(READER.validate_json(content), content, digest, issued_at)


def forget(days: int) -> int:
    """Remove what was issued more than DAYS ago; their number."""
    due = IssuedExtract.objects.filter(issued_at__lt=timezone.now() - timedelta(days=days))
    return due.delete()[0]
