"""Asks ClamAV about documents: its INSTREAM command over the socket that the settings name."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from django.conf import settings

from cases.documents.models import Scan

log = logging.getLogger(__name__)
CHUNK: Final = 64 * 1024
PATIENCE_SECONDS: Final = 60.0
MOST_ANSWER: Final = 4096


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_configured() -> bool:
    return bool(settings.CLAMAV)


def scan(content: Readable) -> Scan:
    """What the scanner says of CONTENT; ERROR where it does not answer or cannot say."""
    try:
        answer = _asked(content)
    except OSError as error:
        log.warning("scanner does not answer", extra={"error": type(error).__name__})
        return Scan.ERROR
    if answer.endswith(b"OK"):
        return Scan.CLEAN
    return Scan.INFECTED if answer.endswith(b"FOUND") else Scan.ERROR


def _asked(content: Readable) -> bytes:
    with _connection() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK):
            scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
        scanner.sendall(struct.pack("!I", 0))
        return _answer(scanner)


def _answer(scanner: socket.socket) -> bytes:
    received = b""
    while b"\0" not in received and len(received) < MOST_ANSWER:
        part = scanner.recv(MOST_ANSWER)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\r\n ")


@contextmanager
def _connection() -> Iterator[socket.socket]:
    """A path names a socket of this machine, "host:port" one of the network."""
    address: str = settings.CLAMAV
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as scanner:
            scanner.settimeout(PATIENCE_SECONDS)
            scanner.connect(address)
            yield scanner
        return
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), PATIENCE_SECONDS) as scanner:
        yield scanner
