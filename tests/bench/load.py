"""Load from several threads over kept connections: statements on the database, requests over HTTP."""

import itertools
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import psycopg2

from sip.public import as_prepared

CONNECTIONS = 8
SECONDS = 5.0
LARGEST_ANSWER = 20_000_000
LARGEST_HEAD = 16_384
LENGTH = re.compile(rb"content-length: *([0-9]+)")
SAFE = "/?&=:,%._-"

Work = Callable[[Any], None]


def database_rate(parameters: dict[str, Any], statement: str, values: Sequence[dict[str, Any]]) -> float:
    """Executions a second over CONNECTIONS connections, each result fetched; the statement is planned once on each."""
    _, preparing, executing = as_prepared(statement)

    def connected() -> Work:
        connection = psycopg2.connect(**parameters)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(preparing)

        def work(value: dict[str, Any]) -> None:
            cursor.execute(executing, value)
            cursor.fetchall()

        return work

    return _rate(connected, values)


def http_rate(port: int, paths: Sequence[str], *, headers: dict[str, str] | None = None, status: int = 200) -> float:
    """Answers a second over CONNECTIONS kept connections. Raises RuntimeError at an answer of another status.

    Python's own client costs more than some of the answers, so requests are written and answers read as bytes.
    """
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    requests = [f"GET {quote(path, safe=SAFE)} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode() for path in paths]

    def connected() -> Work:
        connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        buffer = memoryview(bytearray(LARGEST_ANSWER))

        def work(request: bytes) -> None:
            connection.sendall(request)
            found = _answer(connection, buffer)
            if found != status:
                raise RuntimeError(f"{request!r}: {found} instead of {status}")

        return work

    return _rate(connected, requests)


def _answer(connection: socket.socket, buffer: memoryview) -> int:
    """Read an answer to its end; its status."""
    got = connection.recv_into(buffer)
    while (head := bytes(buffer[: min(got, LARGEST_HEAD)]).lower().find(b"\r\n\r\n")) < 0:
        got += _more(connection, buffer[got:])
    fields = bytes(buffer[:head]).lower()
    status = int(fields[9:12])
    length = LENGTH.search(fields)
    if length:
        while got < head + 4 + int(length[1]):
            got += _more(connection, buffer[got:])
    elif b"chunked" in fields:
        while bytes(buffer[got - 5 : got]) != b"0\r\n\r\n":
            got += _more(connection, buffer[got:])
    return status


def _more(connection: socket.socket, room: memoryview) -> int:
    if not (count := connection.recv_into(room)):
        raise RuntimeError("the server closed the connection")
    return count


def _rate(connected: Callable[[], Work], items: Sequence[Any]) -> float:
    """Work of all threads a second, after once round the items: both sides have in memory what they need."""
    works = [connected() for _ in range(CONNECTIONS)]
    for work, item in zip(itertools.cycle(works), items, strict=False):
        work(item)
    ends = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        starts = range(0, len(works) * len(items), len(items))
        running = [
            threads.submit(_work, work, itertools.cycle([*items[place:], *items[:place]]), ends)
            for work, place in zip(works, (start // CONNECTIONS for start in starts), strict=True)
        ]
        return sum(thread.result() for thread in running) / SECONDS


def _work(work: Work, items: Iterator[Any], ends: float) -> int:
    """How many items were done before the clock said ENDS."""
    done = 0
    while time.perf_counter() < ends:
        work(next(items))
        done += 1
    return done
