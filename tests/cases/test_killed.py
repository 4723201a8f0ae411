"""Web server and worker killed while applications are filed over HTTP: nothing half there, no mail lost."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.catalogue.models import Service
from cases.mails import tasks
from cases.mails.models import Mail, MailState
from cases.models import Case, CaseEvent, CaseGeometry, CaseStatus, Order, ParcelSnapshot, Receipt
from sip.audit.chain import first_break
from sip.offices.models import Office
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import draft, service_of
from tests.locking import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village", "services"),
]
# So many file at once; everything is killed when so many of them were answered.
TOGETHER = 6
KILLED_AFTER = (0, 2)
# What a filed case has, and a draft has not.
ROWS = (CaseEvent, CaseStatus, Receipt, ParcelSnapshot, CaseGeometry, Order, Mail)


class Letters(socketserver.ThreadingTCPServer):
    """A mail server that counts what it took, by the letter's subject."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Letter)
        self.taken: Counter[str] = Counter()


class Letter(socketserver.StreamRequestHandler):
    server: Letters

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._take()
            elif verb == b"QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _take(self) -> None:
        self._say("354 go on")
        for line in self.rfile:
            if line.startswith(b"Subject: "):
                subject = line[9:].decode().strip()
            if line == b".\r\n":
                break
        else:
            return
        self.server.taken[subject] += 1
        self._say("250 taken")

    def _say(self, words: str) -> None:
        with suppress(OSError):
            self.wfile.write(f"{words}\r\n".encode())


@dataclass
class Running:
    """A web server and a worker of their own, on the tests' database."""

    port: int
    processes: list[subprocess.Popen[bytes]]

    def kill(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass
class Filing:
    """A draft's review page, and the post that files it."""

    path: str
    cookie: str
    body: str


@pytest.fixture
def letters() -> Iterator[Letters]:
    with Letters() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def start(letters: Letters, tmp_path: Path) -> Iterator[Any]:
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SIP_EMAIL_URL": f"smtp://127.0.0.1:{letters.server_address[1]}",
        "SIP_DEBUG": "1",
        "SIP_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "sip.settings",
    }
    with ExitStack() as stack:

        def run() -> Running:
            port = free_port()
            web = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1", "--blocking-threads", "8")
            address = ("--host", "127.0.0.1", "--port", str(port), "sip.wsgi:application")
            worker = ("manage.py", "db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.05")
            log = stack.enter_context((tmp_path / f"{port}.log").open("wb"))
            processes = [
                subprocess.Popen(
                    [sys.executable, *command],
                    cwd=settings.BASE_DIR,
                    env=env,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
                for command in ((*web, *address), worker)
            ]
            running = Running(port, processes)
            stack.callback(running.kill)
            while get(port, "/healthz")[0] != 200:
                assert all(process.poll() is None for process in processes), (tmp_path / f"{port}.log").read_text()
            return running

        yield run


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str, str]:
    return asked(port, "GET", path, None, {})


def asked(port: int, verb: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str, str]:
    """Status, text and cookies of the answer; 0 where the server is away or dies meanwhile."""
    http = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        http.request(verb, path, body, headers)
        answer = http.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")
    except (OSError, HTTPException):
        return 0, "", ""
    finally:
        http.close()


def prepared(port: int, link: str) -> Filing:
    """Open the review page as a browser does."""
    path = f"/sprawy/wniosek/{link}/sprawdz/"
    status, page, cookie = get(port, path)
    assert status == 200, page
    form = page[page.index('id="file"') :]
    fields = {name: hidden(form, name) for name in ("csrfmiddlewaretoken", "version", "key")}
    return Filing(path, cookie.partition(";")[0], urlencode({**fields, "declaration": "1"}))


def hidden(form: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    assert found, name
    return found[1]


def post(port: int, filing: Filing) -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": filing.cookie}
    return asked(port, "POST", filing.path, filing.body, headers)[0]


def whole_or_not_there() -> None:
    for case in Case.objects.all():
        has = [model.__name__ for model in ROWS if model._default_manager.filter(case=case).exists()]
        assert has == ([] if case.is_draft else [model.__name__ for model in ROWS]), case
        assert case.is_draft or (case.sign and case.receipt.content)


def test_nothing_is_half_there_and_no_mail_is_lost_when_all_is_killed(
    start: Any, letters: Letters, belzyce: Office
) -> None:
    service: Service = service_of(belzyce, "wypis-wyrys")
    filings: list[Filing] = []
    for answered in KILLED_AFTER:
        running = start()
        some = [prepared(running.port, draft(service, parcels=(f"{IN_BELZYCE}.1",))[2]) for _one in range(TOGETHER)]
        filings += some
        file_and_kill(running, some, answered)
        end_sessions_of_the_killed()
        whole_or_not_there()

    running = start()
    # Whoever got no answer clicks again: what was filed is answered alike, the rest is filed now.
    assert {post(running.port, filing) for filing in filings} == {302}
    whole_or_not_there()
    numbers = Case.objects.filed().order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(filings) + 1))
    assert first_break() is None

    long_ago = timezone.now() - timedelta(hours=1)
    Mail.objects.update(written_at=long_ago)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
    tasks.look_after.call()
    while Mail.objects.filter(state=MailState.WAITING).exists():
        assert all(process.poll() is None for process in running.processes)
    assert Mail.objects.filter(state=MailState.SENT).count() == len(filings)
    assert set(letters.taken) == {f"Sprawa {sign}" for sign in Case.objects.values_list("sign", flat=True)}
    # Only what was under way when the worker died may have gone out twice.
    assert letters.taken.total() <= len(filings) + len(KILLED_AFTER)


def file_and_kill(running: Running, some: list[Filing], answered: int) -> None:
    """All at once; when so many are answered, web and worker die in the middle of the others."""
    done = threading.Semaphore(0)

    def one(filing: Filing) -> None:
        post(running.port, filing)
        done.release()

    with ThreadPoolExecutor(len(some)) as threads:
        for filing in some:
            threads.submit(one, filing)
        if answered:
            for _one in range(answered):
                done.acquire()
        else:
            wait_for_a_filing()
        running.kill()


def wait_for_a_filing() -> None:
    """Until a statement of a filing stands in the database's list of sessions."""
    while not sessions("AND state <> 'idle' AND query NOT LIKE 'SELECT 1%%'"):
        pass


def end_sessions_of_the_killed() -> None:
    """Their statements end within a second (client_connection_check_interval); then nothing of theirs is under way."""
    while sessions("AND state <> 'idle'"):
        pass


def sessions(condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            f" AND application_name LIKE 'sip%%' {condition}"
        )
        return int(cursor.fetchone()[0])
