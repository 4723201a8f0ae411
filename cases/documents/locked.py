"""Files that ask for a password before they open: nobody in the office has it. Run as a program it judges one PDF."""

import mmap
import resource
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from pypdf import PasswordType, PdfReader

# A PDF whose text is scrambled names how; where only printing is limited, no password opens it all the same.
ENCRYPTED_PDF: Final = b"/Encrypt"
# A library that reads every PDF there is can be kept busy for minutes by one made for it.
SECONDS: Final = 5
MEMORY: Final = 1024**3
LOCKED: Final = 3
# The stream in which Office keeps a scrambled document (MS-OFFCRYPTO 1.3).
ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Local header of a ZIP's file (APPNOTE 4.3.7): signature, flags, packed size, lengths of name and extra field.
ZIP: Final = b"PK\x03\x04"
ZIP_HEADER: Final = struct.Struct("<4s2xH10xI4xHH")
ZIP_SCRAMBLED: Final = 1
# Most folders that are looked past for the first file of a ZIP.
ZIP_FOLDERS: Final = 100


def asks_for_password(file: IO[bytes]) -> bool:
    """Whether the open FILE on a disk, not empty, is a PDF, an Office document or a ZIP that opens only with one; False
    where it is too damaged to tell."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b"%PDF-", 0, 1024) >= 0:
            return content.find(ENCRYPTED_PDF) >= 0 and _is_locked_pdf(Path(file.name))
        if content[: len(OFFICE)] == OFFICE:
            return content.find(ENCRYPTED_OFFICE) >= 0
        return content[: len(ZIP)] == ZIP and _is_locked_zip(content)


def _is_locked_pdf(path: Path) -> bool:
    with suppress(subprocess.TimeoutExpired):
        found = subprocess.run([sys.executable, "-I", __file__, path], capture_output=True, timeout=SECONDS)
        return found.returncode == LOCKED
    return False


def _is_locked_zip(content: mmap.mmap) -> bool:
    """By its first file; folders before it hold nothing to scramble."""
    place = 0
    for _ in range(ZIP_FOLDERS):
        if place + ZIP_HEADER.size > len(content):
            return False
        signature, flags, packed, name, extra = ZIP_HEADER.unpack_from(content, place)
        if signature != ZIP:
            return False
        if packed or flags & ZIP_SCRAMBLED:
            return bool(flags & ZIP_SCRAMBLED)
        place += ZIP_HEADER.size + name + extra
    return False


def main(path: str) -> int:
    """The program's exit code: LOCKED or 0. Strangers' files fail in every way there is, with exit code 1."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reader = PdfReader(path)
    return LOCKED if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
