"""No log says where somebody looked, what they searched for, or by which key: not the access line, not an error."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sip.logs import JsonFormatter
from sip.services.rest import views as rest

pytestmark = pytest.mark.django_db

# What people would not like to find written down; each stands in the addresses below.
SECRETS = ("777123", "333456", "22.5511", "51.2233", "Kowalskiego", "060902_5.0001.987", "sip_" + "k" * 32, "ab12ab12")
X, Y, LONGITUDE, LATITUDE, WORD, PARCEL, KEY, TOKEN = SECRETS
ADDRESSES = (
    f"/api/v1/parcels/at/?x={X}&y={Y}&apikey={KEY}",
    f"/api/v1/parcels/?bbox={LONGITUDE},{LATITUDE},23,52",
    f"/api/v1/parcels/?point={LONGITUDE},{LATITUDE}",
    f"/api/v1/parcels/?nonsense={WORD}",
    f"/api/v1/parcels/{PARCEL}/",
    f"/api/v1/parcels/{PARCEL}/{WORD}/",
    f"/api/v1/parcels/{PARCEL}/extract/",
    f"/api/v1/addresses/?street={WORD}",
    f"/api/v1/search/?q={WORD}",
    f"/api/v1/search?q={WORD}",
    f"/api/v1/{WORD}/",
    f"/ogc/collections/parcels/items?bbox={LONGITUDE},{LATITUDE},23,52",
    f"/ogc/collections/parcels/items?filter=number%3D%27{WORD}%27",
    f"/ogc/collections/parcels/items/{PARCEL}",
    f"/ogc/{WORD}",
    f"/uldk/?request=GetParcelByXY&xy={X},{Y}",
    f"/uldk/?request=GetParcelById&id={PARCEL}&klucz={KEY}",
    f"/uldk/?request={WORD}",
    f"/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS={WORD}&BBOX={X},{Y},800000,400000",
    f"/tiles/pl1992/12/{X}/{Y}.mvt",
    f"/tiles/{WORD}/1/1/1.mvt",
    f"/dzialka/{PARCEL}/dzialka.gml",
    f"/dzialka/{PARCEL}/",
    f"/szukaj/?q={WORD}",
    f"/?c={X},{Y}&z=12",
    f"/pobieranie/{TOKEN}/",
    f"/klucze/potwierdz/{TOKEN}/",
    f"/{WORD}/",
)


class Listening(logging.Handler):
    """What our handler would write, at the moment it would."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Any:
    listening, root = Listening(), logging.getLogger()
    root.addHandler(listening)
    yield listening.lines
    root.removeHandler(listening)


def told(lines: list[str]) -> list[str]:
    return [secret for secret in SECRETS for line in lines if secret in line]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_request_leaves_its_route_and_nothing_of_what_was_asked(
    client: Client, lines: list[str], address: str
) -> None:
    client.get(address, headers={"Referer": f"http://testserver/?q={WORD}", "X-API-Key": KEY})

    assert any(json.loads(line)["message"] == "request" for line in lines)
    assert told(lines) == []


def test_an_error_of_ours_is_noted_without_what_was_asked(
    client: Client, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        try:
            raise ValueError(f"could not convert string to float: {WORD}")
        except ValueError as error:
            raise LookupError(f"no such thing at {X}, {Y}") from error

    monkeypatch.setattr(rest, "hot_select", fail)
    answer = client.get(f"/api/v1/parcels/{PARCEL}/")
    (noted,) = [json.loads(line) for line in lines if "trace" in json.loads(line)]

    assert answer.status_code == 500
    assert told([*lines, answer.content.decode()]) == []
    assert noted["trace"].endswith("LookupError < ValueError")
    assert "rest/views.py" in noted["trace"]


def test_outside_of_requests_errors_are_noted_in_full(lines: list[str]) -> None:
    try:
        raise ValueError("line 7 of the file")
    except ValueError:
        logging.getLogger("sip").exception("import failed")

    assert "ValueError: line 7 of the file" in json.loads(lines[-1])["trace"]


NGINX = (Path(settings.BASE_DIR) / "deploy/nginx.conf").read_text(encoding="utf-8")


def test_the_proxys_log_has_neither_query_nor_client() -> None:
    form = re.search(r"log_format quiet '([^']*)'", NGINX)

    assert form
    assert set(re.findall(r"\$\w+", form[1])) == {
        "$time_iso8601",
        "$request_method",
        "$asked",
        "$status",
        "$body_bytes_sent",
        "$request_time",
    }
    assert re.findall(r"access_log (.*);", NGINX) == ["/dev/stdout quiet"]
    assert re.findall(r"error_log (.*);", NGINX) == ["/dev/stderr crit"]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/klucze/potwierdz/{TOKEN}/", "/klucze/-"),
        (f"/powiadomienia/koniec/{TOKEN}/", "/powiadomienia/-"),
        (f"/wypis/{TOKEN}/", "/wypis/-"),
        ("/tiles/pl1992/12/613/468.mvt", "/tiles/pl1992/-"),
        ("/-files/downloads/ab/abcd.gml", "/-files/-"),
        ("/klucze/", "/klucze/"),
        ("/api/v1/parcels/", "/api/v1/parcels/"),
        ("/tiles/pl1992.json", "/tiles/pl1992.json"),
    ],
)
def test_the_proxys_log_leaves_out_what_opens_something(path: str, logged: str) -> None:
    rules = re.findall(r"^\s+~(\S+)\s+\$(\w+)-;", NGINX, re.MULTILINE)
    found = [match[name] + "-" for rule, name in rules if (match := re.search(rule.replace("(?<", "(?P<"), path))]

    assert (found or [path]) == [logged]
