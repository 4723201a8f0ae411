"""Load from several threads over kept connections: statements on the database, requests over HTTP."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import psycopg2

CONNECTIONS = 8
SECONDS = 5.0

Work = Callable[[Any], None]


def database_rate(parameters: dict[str, Any], statement: str, values: Sequence[dict[str, Any]]) -> float:
    """Executions a second over CONNECTIONS connections, each result fetched."""

    def connected() -> Work:
        connection = psycopg2.connect(**parameters)
        connection.autocommit = True
        cursor = connection.cursor()

        def work(value: dict[str, Any]) -> None:
            cursor.execute(statement, value)
            cursor.fetchall()

        return work

    return _rate(connected, values)


def http_rate(port: int, paths: Sequence[str], *, headers: dict[str, str] | None = None, status: int = 200) -> float:
    """Answers a second over CONNECTIONS kept connections. Raises RuntimeError at an answer of another status."""

    def connected() -> Work:
        connection = HTTPConnection("127.0.0.1", port)

        def work(path: str) -> None:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            answer.read()
            if answer.status != status:
                raise RuntimeError(f"{path}: {answer.status} instead of {status}")

        return work

    return _rate(connected, paths)


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
