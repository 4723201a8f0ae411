"""What operators ask and see: alive, ready, metrics, request ids, log lines without persons."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from sip.logs import JsonFormatter
from sip.operations import WORKER_NAME

pytestmark = pytest.mark.django_db
GIVEN = "0123456789abcdef-from-a-proxy"


def another_session(database: str, name: str) -> Any:
    """A connection to DATABASE that calls itself NAME."""
    known = connection.get_connection_params()
    parameters = {key: known[key] for key in ("user", "password", "host", "port") if key in known}
    return psycopg2.connect(**parameters, dbname=database, application_name=name)


@pytest.fixture
def worker() -> Iterator[None]:
    session = another_session(connection.settings_dict["NAME"], WORKER_NAME)
    yield
    session.close()


@pytest.fixture
def unreachable() -> Iterator[None]:
    """The database's server is not where it was."""
    place = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    yield
    connection.settings_dict["HOST"] = place


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unreachable")
def test_alive_asks_no_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.usefixtures("worker")
def test_ready_says_so_of_each_part(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "worker": "ok", "maps": "ok"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("worker")
def test_missing_maps_are_told_and_the_rest_is_ready(client: Client, settings: Settings) -> None:
    settings.MAP_RENDERER_PYTHON = "/no/python"
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["maps"]) == (200, "/no/python cannot be run")


def test_without_a_worker_it_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "ok", "worker": "not running", "maps": "ok"}


def test_a_worker_of_another_database_is_none_of_ours(client: Client) -> None:
    session = another_session("postgres", WORKER_NAME)

    assert client.get("/readyz").json()["worker"] == "not running"
    session.close()


@pytest.mark.usefixtures("worker")
def test_a_migration_that_was_not_applied_is_counted(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "1 not applied")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unreachable")
def test_a_database_out_of_reach_is_named(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert {answer.json()[part] for part in ("database", "migrations", "worker")} == {"does not answer"}


def counted(client: Client) -> dict[tuple[str, ...], float]:
    """Requests counted so far, by method, route and status."""
    text = client.get("/metrics").content.decode()
    (family,) = [found for found in text_string_to_metric_families(text) if found.name == "sip_requests"]
    return {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for sample in family.samples
        if sample.name == "sip_requests_total"
    }


def test_one_process_counts_by_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    client.get("/healthz")
    before = counted(client)

    client.get("/healthz")

    ours = ("GET", "/healthz", "200")
    assert counted(client)[ours] == before[ours] + 1


def test_a_route_is_counted_not_the_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    client.get("/szukaj/?q=060902_5.0001.123")
    client.get("/dzialka/060902_5.0001.123/")
    client.get("/nic/takiego/")

    found = counted(client)

    assert ("GET", "/szukaj/", "200") in found
    assert ("GET", "/dzialka/<parcel_id:identifier>/", "404") in found
    assert ("GET", "unmatched", "404") in found


def test_invented_methods_are_counted_as_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    for number in range(3):
        client.generic(f"WYMYSL{number}", "/healthz")

    assert {method for method, _, _ in counted(client) if method not in ("GET", "POST", "OPTIONS", "HEAD")} <= {
        "other", "PUT", "PATCH", "DELETE"
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/healthz", "/szukaj/", "/nic/", "/api/v1/parcels/"])
def test_a_request_id_is_handed_back(client: Client, path: str) -> None:
    assert client.get(path, headers={"X-Request-ID": GIVEN})["X-Request-ID"] == GIVEN


def test_each_request_without_an_id_gets_its_own(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


@pytest.mark.parametrize(
    "forged", ["", "short", "x" * 65, 'abcdefgh"} {"level', "abcdefgh\n{}", "ążźćęłóń", "a b c d e f"]
)
def test_a_forged_request_id_is_replaced(client: Client, forged: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": forged})

    assert answer["X-Request-ID"] != forged
    assert answer["X-Request-ID"].isalnum()


def access_line(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """The access log's last line as it is written."""
    record = [record for record in caplog.records if record.name == "sip.access"][-1]
    line: dict[str, Any] = json.loads(JsonFormatter().format(record))
    return line


def test_a_log_line_says_what_was_answered(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/healthz", headers={"X-Request-ID": GIVEN})

    line = access_line(caplog)
    assert set(line) == {"time", "level", "logger", "message", "request_id", "method", "route", "status", "ms"}
    assert (line["request_id"], line["route"], line["status"]) == (GIVEN, "/healthz", 200)


@pytest.mark.parametrize("path", ["/szukaj/?q=Kowalski", "/dzialka/060902_5.0001.777/?kto=Kowalski", "/Kowalski/"])
def test_a_log_line_holds_neither_query_nor_address(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(path)

    line = json.dumps(access_line(caplog))
    assert "Kowalski" not in line
    assert "0001.777" not in line


@pytest.mark.parametrize("path", ["/Kowalski/", "/dzialka/060902_5.0001.777/", "/urzad/dostawy/1/odrzuc/?kto=Kowalski"])
def test_djangos_own_lines_hold_no_address_either(client: Client, caplog: pytest.LogCaptureFixture, path: str) -> None:
    with caplog.at_level(logging.INFO):
        client.get(path)

    lines = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert "Kowalski" not in lines
    assert "0001.777" not in lines
    assert "odrzuc" not in lines.replace("<int:pk>/odrzuc/", "")


def test_a_log_line_stays_one_line_whatever_it_says() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'zły\n{"level": "error"}', (), None)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line)["message"] == 'zły\n{"level": "error"}'


def test_a_log_line_drops_fields_that_nobody_named() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "said", (), None)
    record.pesel = "44051401359"

    assert "44051401359" not in JsonFormatter().format(record)


def test_nobody_waits_for_modules_of_pages_after_a_start() -> None:
    asked = "import sys, sip.wsgi; print(*sys.modules)"
    command = [sys.executable, "-c", asked]
    found = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert {"sip.portal.parcel", "sip.services.tiles.views", "cases.desk.urls"} <= set(found.stdout.split())
