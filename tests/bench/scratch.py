"""A scratch database with demo data, the commands timed on it, and a web server of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import psycopg2

from sip import cluster

PROJECT = Path(__file__).resolve().parents[2]
MANAGE = (sys.executable, str(PROJECT / "manage.py"))
WEB_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """How a command went; `memory` is the peak of that process in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Scratch:
    """A database of this run and the folder of its files."""

    server: str
    name: str
    folder: Path

    @property
    def parameters(self) -> dict[str, Any]:
        """Keywords of psycopg2.connect."""
        url = urlsplit(self.server)
        host = unquote(url.netloc.rpartition("@")[2].partition(":")[0])
        given = {"host": host, "port": url.port, "user": url.username, "password": url.password, "dbname": self.name}
        return {key: value for key, value in given.items() if value}

    @property
    def public(self) -> dict[str, Any]:
        """The same for the role of the public services, which plans prepared statements once."""
        return {**self.parameters, "user": "sip_public", "options": "-c plan_cache_mode=force_generic_plan"}

    @property
    def environment(self) -> dict[str, str]:
        url = urlsplit(self.server)._replace(path=f"/{quote(self.name)}").geturl()
        metrics = self.folder / "metrics"
        return {**os.environ, "DATABASE_URL": url, "PROMETHEUS_MULTIPROC_DIR": str(metrics), "SIP_LOG_LEVEL": "ERROR"}

    def run(self, *command: str) -> Run:
        """Run to the end and measure. Raises CalledProcessError, with what the command said on standard error."""
        started = time.perf_counter()
        with (self.folder / "said").open("w+b") as said:
            process = subprocess.Popen(command, cwd=PROJECT, env=self.environment, stdout=said, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                sys.stderr.write(said.read().decode(errors="replace"))
                raise subprocess.CalledProcessError(process.returncode, command)
        return Run(time.perf_counter() - started, usage.ru_maxrss * 1024)

    def manage(self, *arguments: str) -> Run:
        return self.run(*MANAGE, *arguments)


@contextmanager
def scratch(folder: Path, *, existing: str = "") -> Iterator[Scratch]:
    """A migrated database on the server of DATABASE_URL, else on the project's own; dropped in the end.

    The database EXISTING is taken as it is and stays.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        cluster.ensure_running()
        server = cluster.database_url()
    if existing:
        yield Scratch(server, existing, folder)
        return
    made = Scratch(server, f"sip_bench_{os.getpid()}", folder)
    _administer(made, f"CREATE DATABASE {made.name}")
    try:
        made.manage("migrate", "--verbosity", "0")
        yield made
    finally:
        _administer(made, f"DROP DATABASE {made.name} WITH (FORCE)")


def _administer(made: Scratch, statement: str) -> None:
    connection = psycopg2.connect(**{**made.parameters, "dbname": "postgres"})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


@contextmanager
def web_server(made: Scratch) -> Iterator[int]:
    """The port on which a web server answers from the scratch database."""
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(WEB_WORKERS), "--blocking-threads", "8", "sip.wsgi:application"]
    with (made.folder / "web.log").open("wb") as log:
        programs = str(Path(sys.executable).parent)
        environment = {**made.environment, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
        try:
            answering(server, port, "/healthz")
            yield port
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answering(server: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Wait until SERVER answers PATH. Raises RuntimeError where it ends instead."""
    while server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the web server did not start")
