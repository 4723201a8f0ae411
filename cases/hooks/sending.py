"""One POST of a message: to the address that was checked, with bounds of time and of what is read, no redirects."""

import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import Final

from cases.hooks.addresses import Refused, Target, target
from cases.hooks.models import MOST_SAID, HookDelivery
from cases.hooks.signing import key_of, signature

SECONDS_TO_CONNECT: Final = 5.0
# For all of it: a receiver is to note the message and answer, its work comes after.
SECONDS: Final = 15.0
READ: Final = 4096
AGENT: Final = "SIP-webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` None where there was no answer; `said` is its beginning, or why there was none."""

    status: int | None
    said: str

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _Pinned(HTTPConnection):
    """Connects to the address that was checked, whatever its name says by now; the certificate is the name's."""

    def __init__(self, to: Target) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS_TO_CONNECT)
        self._to = to
        if to.scheme == "https":
            self.default_port = HTTPSConnection.default_port

    def connect(self) -> None:
        plain = socket.create_connection((self._to.address, self._to.port), SECONDS_TO_CONNECT)
        self.sock = plain
        if self._to.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._to.host)
        self.sock.settimeout(SECONDS)

    def cut(self) -> None:
        """Whatever it waits for ends at once, as with a receiver that answers byte by byte."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


def identifier_of(delivery: HookDelivery) -> str:
    """The same at each attempt, and in the order of changes."""
    return f"sip_{delivery.change.sequence:015d}"


def send(delivery: HookDelivery) -> Answer:
    try:
        return _posted(target(delivery.hook.url), delivery)
    except Refused:
        return Answer(None, "address refused")
    except (OSError, HTTPException, ValueError) as error:
        # Not its words: they may repeat what was sent.
        return Answer(None, type(error).__name__)


def _posted(to: Target, delivery: HookDelivery) -> Answer:
    body = delivery.body.encode()
    connection = _Pinned(to)
    timer = Timer(SECONDS, _cut, [connection])
    timer.start()
    try:
        connection.request("POST", to.path, body, _headers(delivery, body))
        answer = connection.getresponse()
        return Answer(answer.status, _excerpt(answer.read(READ)))
    finally:
        timer.cancel()
        connection.close()


def _cut(connection: _Pinned) -> None:
    try:
        connection.cut()
    except OSError:
        return


def _headers(delivery: HookDelivery, body: bytes) -> dict[str, str]:
    identifier, now = identifier_of(delivery), int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Connection": "close",
        "webhook-id": identifier,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(key_of(delivery.hook), identifier, now, body),
    }


def _excerpt(content: bytes) -> str:
    text = " ".join(content.decode(errors="replace").split())
    return "".join(sign for sign in text if sign.isprintable())[:MOST_SAID]
