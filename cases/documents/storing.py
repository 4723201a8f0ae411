"""Bytes of documents in the private storage, under names that tell nothing; hashed and recognised while they arrive."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.temp import NamedTemporaryFile

from cases.documents.kinds import detected
from cases.documents.locked import asks_for_password

PRIVATE: Final = "documents"
# So many bytes tell the type of anything people send.
HEAD: Final = 64 * 1024
# What a computer would run where somebody opens it.
PROGRAMS: Final = frozenset(
    ("application/vnd.microsoft.portable-executable", "application/x-msdownload", "application/x-dosexec")
)
# fmt: off
ENDINGS: Final = frozenset(
    (
        ".apk", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi",
        ".msp", ".pif", ".ps1", ".reg", ".scf", ".scr", ".sh", ".vbe", ".vbs", ".wsf", ".wsh",
    )
)
# fmt: on


class TooBig(ValueError):
    """More bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Stored:
    name: str
    size: int
    sha256: str
    detected_type: str
    is_locked: bool


def storage() -> Storage:
    return storages[PRIVATE]


def store(chunks: Iterable[bytes], most: int) -> Stored:
    """Keep what arrives, MOST bytes of it. Raises TooBig, and keeps nothing then."""
    digest, head, size = hashlib.sha256(), b"", 0
    with NamedTemporaryFile(suffix=".document") as draft:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooBig
            digest.update(chunk)
            head += chunk[: max(0, HEAD - len(head))]
            draft.write(chunk)
        draft.flush()
        is_locked = size > 0 and asks_for_password(draft)
        draft.seek(0)
        token = secrets.token_urlsafe(32)
        name = storage().save(f"{token[:2]}/{token}", File(draft))
    return Stored(name, size, digest.hexdigest(), detected(head), is_locked)


def is_program(name: str, detected_type: str) -> bool:
    """By what it is, or by the ending that decides what opens it."""
    return detected_type in PROGRAMS or PurePath(name).suffix.lower() in ENDINGS


def remove(name: str) -> None:
    storage().delete(name)
