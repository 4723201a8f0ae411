"""Kept files behind the real nginx with deploy/nginx.conf: it sends what the web service names, and nothing else."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sip.services.downloads.models import Product, folder
from sip.services.downloads.serving import INTERNAL
from tests.bench.scratch import answering, free_port
from tests.services.downloads.conftest import Ordered

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin") or shutil.which("nginx")
CONF = Path(django_settings.BASE_DIR) / "deploy/nginx.conf"
# Its workers must read what this account wrote.
USER = "user root root;" if os.geteuid() == 0 else ""
AROUND = """
{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    {temporary}
    include {folder}/sip.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village", "work_at_once"),
]


@pytest.fixture
def by_nginx(settings: Settings) -> None:
    settings.SEND_FILES = "x-accel"


@pytest.fixture
def proxy(live_server: LiveServer, by_nginx: None, tmp_path: Path) -> Iterator[int]:
    """The port on which nginx answers, in front of a live server."""
    if not NGINX:
        pytest.skip("no nginx on this machine")
    port = free_port()
    conf = CONF.read_text(encoding="utf-8").replace("web:8000", urlsplit(live_server.url).netloc)
    conf = conf.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/srv/sip/media/downloads", str(folder()))
    (tmp_path / "sip.conf").write_text(re.sub(r"/dev/std\w+", str(tmp_path / "log"), conf), encoding="utf-8")
    temporary = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in TEMPORARY)
    (tmp_path / "nginx.conf").write_text(
        AROUND.format(user=USER, folder=tmp_path, temporary=temporary), encoding="utf-8"
    )
    running = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        answering(running, port, "/healthz")
        yield port
    finally:
        running.terminate()
        running.wait()


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": "localhost", **named})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def ordered(order: Ordered, format: str) -> tuple[str, bytes]:
    """Path of the file, and its bytes."""
    file = order(format, ("parcels",)).json()["file"]
    return urlsplit(file["url"]).path, Product.objects.get().path.read_bytes()


@pytest.mark.usefixtures("by_nginx")
def test_the_web_service_names_the_file_and_sends_nothing(client: Client, order: Ordered) -> None:
    path, whole = ordered(order, "geojson")
    answer = client.get(path)
    known = client.get(path, headers={"If-None-Match": answer["ETag"]})

    kept = Product.objects.get().path.relative_to(folder())
    assert answer["X-Accel-Redirect"] == f"{INTERNAL}downloads/{kept}"
    assert b"".join(answer.streaming_content) == b""  # type: ignore[attr-defined]
    assert whole
    assert known.status_code == 304
    assert "X-Accel-Redirect" not in known


@pytest.mark.parametrize("format", ["egib", "geojson", "gpkg"])
def test_any_range_of_any_format(proxy: int, order: Ordered, format: str) -> None:
    path, whole = ordered(order, format)
    answer, body = get(proxy, path, Accept_Encoding="gzip, br")
    etag, changed = answer.headers["ETag"], answer.headers["Last-Modified"]

    assert body == whole
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert etag == f'"{Product.objects.get().sha256}"'
    for same in (etag, changed):
        part, body = get(proxy, path, Range="bytes=100-299", If_Range=same, Accept_Encoding="gzip")
        assert (part.status, part.headers["ETag"], body) == (206, etag, whole[100:300])
        assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"


def test_the_rest_of_another_file_is_not_sent(proxy: int, order: Ordered) -> None:
    path, whole = ordered(order, "geojson")
    answer, body = get(proxy, path, Range="bytes=10-", If_Range='"another"')

    assert (answer.status, body) == (200, whole)


def test_what_cannot_be_met_and_what_is_known(proxy: int, order: Ordered) -> None:
    path, whole = ordered(order, "geojson")
    beyond, _ = get(proxy, path, Range=f"bytes={len(whole)}-")
    head, _ = get(proxy, path, "HEAD")
    known, _ = get(proxy, path, If_None_Match=head.headers["ETag"])

    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert (head.status, head.headers["Content-Length"]) == (200, str(len(whole)))
    assert known.status == 304


def test_nobody_asks_for_the_folder_itself(proxy: int, order: Ordered) -> None:
    ordered(order, "geojson")
    kept = Product.objects.get().path.relative_to(folder())

    asked = (f"{INTERNAL}downloads/{kept}", f"{INTERNAL}downloads/../secret-key", f"{INTERNAL}downloads", INTERNAL)
    assert [get(proxy, path)[0].status for path in asked] == [404, 404, 404, 404]


def test_an_order_that_ended_leads_nowhere(proxy: int, order: Ordered) -> None:
    path, _ = ordered(order, "geojson")
    Product.objects.get().path.unlink()

    assert get(proxy, path)[0].status == 410
