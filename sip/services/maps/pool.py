"""The renderer processes of this web process: a few, started when asked for, replaced when they fail."""

import json
import os
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections

from sip.public import PUBLIC

SCRIPT: Final = Path(__file__).with_name("renderer.py")
# As in the script, which this interpreter need not be able to import.
LENGTHS: Final = struct.Struct(">II")
# What psycopg2 is told of the public connection, as libpq reads it from the environment.
_VARIABLES: Final = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "options": "PGOPTIONS",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
_START_SECONDS: Final = 20.0
_ALARM_AFTER: Final = 2.0


class Busy(Exception):
    """All renderers work, and as many requests wait as may."""


class Failed(Exception):
    """A renderer ended, or was ended, over this request; `by_time` where it took too long."""

    def __init__(self, *, by_time: bool) -> None:
        super().__init__("took too long" if by_time else "ended")
        self.by_time = by_time


class Missing(Exception):
    """MapServer's Python binding is not on this machine."""


@dataclass(frozen=True, eq=False)
class Map:
    """A mapfile: `key` changes with any of it, `look` with what pictures and features show. `files` stand for
    {file:NAME} in it; `sources` are each layer's DATA, `on_day` those of another day, with %day%, %pixel%, %first%
    and %order% in them.
    """

    name: str
    key: str
    look: str
    text: str
    files: Mapping[str, str]
    sources: Mapping[str, str]
    on_day: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """`failed`: it is a service exception, and `error` is what the binding raised."""

    content_type: str
    content: bytes
    failed: bool
    error: str


@dataclass(eq=False)
class Renderer:
    """One process and our end of its socket."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    loaded: dict[str, str] = field(default_factory=dict)

    def asked(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Raises Failed, after which the process is no more."""
        deadline = time.monotonic() + seconds
        encoded = json.dumps({**head, "seconds": seconds + _ALARM_AFTER}).encode()
        try:
            self.channel.settimeout(seconds)
            self.channel.sendall(LENGTHS.pack(len(encoded), len(body)) + encoded + body)
            head_length, body_length = LENGTHS.unpack(self._received(LENGTHS.size, deadline))
            reply: dict[str, Any] = json.loads(self._received(head_length, deadline))
            return reply, bytes(self._received(body_length, deadline))
        except OSError as error:
            self.end()
            raise Failed(by_time=isinstance(error, TimeoutError)) from None

    def _received(self, length: int, deadline: float) -> bytearray:
        content = bytearray(length)
        view, got = memoryview(content), 0
        while got < length:
            self.channel.settimeout(max(deadline - time.monotonic(), 0.001))
            if not (count := self.channel.recv_into(view[got:])):
                raise ConnectionResetError
            got += count
        return content

    def draw(self, drawn: Map, head: dict[str, Any], body: bytes, seconds: float) -> Answer:
        if self.loaded.get(drawn.name) != drawn.key:
            self.asked({"do": "load", "map": drawn.name}, json.dumps(asdict(drawn)).encode(), seconds)
            self.loaded[drawn.name] = drawn.key
        reply, answered = self.asked({"do": "draw", "map": drawn.name, **head}, body, seconds)
        return Answer(reply["type"], answered, reply["failed"], reply["error"])

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def end(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """At most SIZE renderers; at most WAITING requests wait for one, each at most SECONDS."""

    def __init__(self, *, size: int, waiting: int, seconds: float) -> None:
        self.size, self.waiting, self.seconds = size, waiting, seconds
        self._changed = threading.Condition()
        self._idle: list[Renderer] = []
        self._count = 0
        self._waiters = 0

    def draw(self, drawn: Map, head: dict[str, Any], body: bytes = b"") -> Answer:
        """Raises Busy, Failed or Missing."""
        with self._renderer() as renderer:
            return renderer.draw(drawn, head, body, self.seconds)

    def close(self) -> None:
        """End those that wait; for tests, and for those that lost their database."""
        with self._changed:
            for renderer in self._idle:
                renderer.end()
            self._count -= len(self._idle)
            self._idle.clear()
            self._changed.notify_all()

    @contextmanager
    def _renderer(self) -> Iterator[Renderer]:
        renderer = self._taken() or self._started()
        try:
            yield renderer
        except BaseException:
            # What it was doing is not known: the next request must not read its answer.
            renderer.end()
            self._given_back(None)
            raise
        self._given_back(renderer)

    def _taken(self) -> Renderer | None:
        """An idle renderer; None where one more may be started, and is counted already."""
        with self._changed:
            if not self._idle and self._count >= self.size:
                self._wait()
            while self._idle:
                if (renderer := self._idle.pop()).lives:
                    return renderer
                renderer.end()
                self._count -= 1
            self._count += 1
            return None

    def _wait(self) -> None:
        if self._waiters >= self.waiting:
            raise Busy
        self._waiters += 1
        try:
            if not self._changed.wait_for(lambda: self._idle or self._count < self.size, self.seconds):
                raise Busy
        finally:
            self._waiters -= 1

    def _given_back(self, renderer: Renderer | None) -> None:
        with self._changed:
            if renderer is None:
                self._count -= 1
            else:
                self._idle.append(renderer)
            self._changed.notify()

    def _started(self) -> Renderer:
        try:
            return _start()
        except BaseException:
            self._given_back(None)
            raise


def _start() -> Renderer:
    if missing():
        raise Missing
    ours, theirs = socket.socketpair()
    command = [settings.MAP_RENDERER_PYTHON, "-I", str(SCRIPT)]
    # Of our environment nothing: it may hold secrets.
    environment = {"LC_ALL": "C.UTF-8", "TZ": settings.TIME_ZONE, "PROJ_NETWORK": "OFF"}
    with theirs:
        process = subprocess.Popen(
            command,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
        )
    renderer = Renderer(process, ours)
    renderer.asked({"do": "start", "environment": _database()}, b"", _START_SECONDS)
    return renderer


def _database() -> dict[str, str]:
    # Not the thread's own connection, which belongs to its request.
    given = connections.create_connection(PUBLIC).get_connection_params()
    found = {variable: str(given[key]) for key, variable in _VARIABLES.items() if given.get(key)}
    # Pages of an answer must not begin anywhere.
    steady = "-c synchronize_seqscans=off -c max_parallel_workers_per_gather=0 -c jit=off"
    limit = f"-c statement_timeout={int(settings.MAP_SECONDS * 1000)}"
    return {
        **found,
        "PGAPPNAME": "sip maps",
        "PGOPTIONS": f"{found.get('PGOPTIONS', '')} -c plan_cache_mode=auto {limit} {steady}",
    }


def missing() -> str:
    """Why maps cannot be drawn on this machine; empty where they can, which alone is remembered."""
    python = settings.MAP_RENDERER_PYTHON
    if python in _able:
        return ""
    try:
        found = subprocess.run(
            [python, "-I", "-c", "import mapscript"], capture_output=True, timeout=_START_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return f"{python} cannot be run"
    if found.returncode:
        return f"{python} has no mapscript (Debian: python3-mapscript)"
    _able.add(python)
    return ""


_able: set[str] = set()
_pools: dict[int, Pool] = {}
_making = threading.Lock()


def pool() -> Pool:
    """Of this process; one that was forked from another has none of its renderers."""
    with _making:
        if os.getpid() not in _pools:
            _pools.clear()
            _pools[os.getpid()] = Pool(
                size=settings.MAP_RENDERERS, waiting=settings.MAP_WAITING, seconds=settings.MAP_SECONDS
            )
        return _pools[os.getpid()]
