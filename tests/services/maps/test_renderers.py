"""Renderer processes: what they know, how they end, and that neither a crash nor a full queue is the site's."""

import json
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from sip.geo.crs import PL_1992
from sip.services.maps import mapfile, pool
from tests.services.maps.asking import asked, place, report, wms

pytestmark = [pytest.mark.django_db(databases=["default", "public"]), pytest.mark.usefixtures("village")]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[pool.Pool]:
    """One renderer, nobody may wait."""
    own = pool.Pool(size=1, waiting=0, seconds=20)
    monkeypatch.setattr("sip.services.maps.drawing.pool", lambda: own)
    yield own
    own.close()


def head(**more: Any) -> dict[str, Any]:
    query = "SERVICE=WMS&REQUEST=GetCapabilities"
    return {"query": query, "metadata": {}, "day": "2026-01-01", "pixel": "0", **more}


def test_a_renderer_killed_between_requests_is_replaced(client: Client, small: pool.Pool) -> None:
    query = asked("1.3.0", "EPSG:2180", place())
    assert wms(client, **query).status_code == 200
    (renderer,) = small._idle
    renderer.process.kill()
    renderer.process.wait()

    assert wms(client, **{**query, "WIDTH": 99}).headers["Content-Type"] == "image/png"


def test_a_renderer_killed_over_a_request_is_an_exception_report_and_replaced(client: Client, small: pool.Pool) -> None:
    query = asked("1.3.0", "EPSG:2180", place())
    wms(client, **query)
    (renderer,) = small._idle
    # Stopped, it takes the request; killed, it never answers.
    renderer.process.send_signal(signal.SIGSTOP)
    killer = threading.Timer(0.3, renderer.process.kill)
    killer.start()
    answer = wms(client, **{**query, "WIDTH": 98})
    killer.join()

    assert (answer.status_code, report(answer)[0]) == (200, "")
    assert wms(client, **{**query, "WIDTH": 97}).headers["Content-Type"] == "image/png"


def test_a_request_that_takes_too_long_ends_its_renderer(small: pool.Pool) -> None:
    small.draw(mapfile.wms(), head())
    (renderer,) = small._idle
    renderer.process.send_signal(signal.SIGSTOP)
    small.seconds = 0.2

    with pytest.raises(pool.Failed) as failed:
        small.draw(mapfile.wms(), head())
    assert failed.value.by_time
    assert renderer.process.poll() == -signal.SIGKILL


def test_more_requests_than_may_wait_are_told_when_to_come_back(client: Client, small: pool.Pool) -> None:
    with small._renderer():
        answer = wms(client, **asked("1.3.0", "EPSG:2180", place()))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "try again" in report(answer)[1]


def test_renderers_read_as_the_public_role_and_are_told_no_secret() -> None:
    own = pool.Pool(size=1, waiting=0, seconds=20)
    own.draw(mapfile.wms(), head())
    (renderer,) = own._idle
    folder = Path(f"/proc/{renderer.process.pid}")
    words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
    own.close()

    assert pool._database()["PGUSER"] == "sip_public"
    assert settings.SECRET_KEY.encode() not in words and b"PG" not in words and b"DATABASE" not in words


OWNER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "sip.settings"
import django
django.setup()
from sip.services.maps import pool
renderer = pool._start()
print(renderer.process.pid, flush=True)
sys.stdin.read()
"""


def test_no_renderer_is_left_when_its_web_process_is_killed() -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(OWNER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": ""},
        text=True,
    )
    assert owner.stdout is not None
    renderer = int(owner.stdout.readline())
    # Known to the system by a handle, as the number could be another's by then.
    handle = os.pidfd_open(renderer)
    owner.kill()
    owner.wait()
    poll = select.poll()
    poll.register(handle)

    assert poll.poll(10_000), "the renderer did not end"
    os.close(handle)


SLOW = f"geom FROM (SELECT id, geom FROM parcel_public, pg_sleep(60)) AS slow USING UNIQUE id USING SRID={PL_1992.srid}"


def test_a_renderer_that_nobody_waits_for_ends_itself(small: pool.Pool) -> None:
    """As when the web process was killed while it draws: the end of input is read only after the picture."""
    slow = replace(mapfile.wms(), key="slow", sources={**mapfile.wms().sources, "dzialki": SLOW})
    small.draw(slow, head())
    (renderer,) = small._idle
    query = urlencode(asked("1.3.0", "EPSG:2180", place()))
    told = json.dumps({"do": "draw", "map": "wms", "seconds": 1, **head(query=query)}).encode()
    renderer.channel.sendall(pool.LENGTHS.pack(len(told), 0) + told)
    renderer.channel.close()

    assert renderer.process.wait(timeout=20) == -signal.SIGALRM


def test_a_machine_without_mapserver_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    own = pool.Pool(size=1, waiting=0, seconds=20)
    monkeypatch.setattr("sip.services.maps.drawing.pool", lambda: own)
    monkeypatch.setattr(pool, "missing", lambda: "python3 has no mapscript")
    answer = wms(client, **asked("1.3.0", "EPSG:2180", place()))

    assert answer.status_code == 503
    assert "not installed" in report(answer)[1]
