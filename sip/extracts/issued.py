"""Keeps what was issued under its digest, and finds it again."""

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


@dataclass(frozen=True, slots=True)
class Issued:
    extract: Extract
    issued_at: datetime


def keep(extract: Extract) -> str:
    """Its digest; what is kept already stays as it was."""
    digest = extract.digest()
    row = IssuedExtract(digest=digest, content=extract.content().decode(), issued_at=timezone.now())
    IssuedExtract.objects.bulk_create([row], ignore_conflicts=True)
    return digest


def find(digest: str) -> Issued | None:
    if not DIGEST.fullmatch(digest):
        return None
    found = rows(FIND, {"digest": digest})
    return Issued(READER.validate_json(found[0][0]), found[0][1]) if found else None


def forget(days: int) -> int:
    """Remove what was issued more than DAYS ago; their number."""
    due = IssuedExtract.objects.filter(issued_at__lt=timezone.now() - timedelta(days=days))
    return due.delete()[0]
