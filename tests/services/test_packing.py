"""Answers packed for the way, and the rights of pages elsewhere to read them."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sip.services.packing import LEAST, chosen, pack
from tests.conftest import Deliver
from tests.parcels.importing.village import document, precinct, strips
from tests.services.asking import get
from tests.standing import standing

pytestmark = pytest.mark.django_db

PAGE = "/api/v1/parcels/"


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 160, 100)), *strips(8)))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("*;q=0.1, br;q=0", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=nonsense", ""),
        ("br;q=" + "1" * 500, ""),
        (",,;q=1,", ""),
    ],
)
def test_the_coding_is_one_that_the_client_takes(accepted: str, coding: str) -> None:
    assert chosen(accepted) == coding


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_page_is_packed_and_the_same_when_unpacked(client: Client, coding: str, unpack: type[bytes]) -> None:
    plain, packed = get(client, PAGE), get(client, PAGE, **{"Accept-Encoding": coding})

    assert packed["Content-Encoding"] == coding
    assert unpack(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert packed["ETag"] == plain["ETag"]
    assert packed["ETag"].startswith("W/")


@pytest.mark.usefixtures("village")
def test_a_head_tells_the_length_of_the_packed(client: Client) -> None:
    packed = get(client, PAGE, **{"Accept-Encoding": "br"})
    asked_after = client.head(PAGE, headers={"Accept-Encoding": "br"})

    assert asked_after["Content-Length"] == packed["Content-Length"]
    assert asked_after.content == b""


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("accepted", ["", "br"])
def test_caches_are_told_that_it_depends_on_the_coding(client: Client, accepted: str) -> None:
    assert "Accept-Encoding" in get(client, PAGE, **{"Accept-Encoding": accepted})["Vary"]


def test_what_fits_into_a_packet_is_left_as_it_is(client: Client) -> None:
    answer = get(client, PAGE, **{"Accept-Encoding": "br"})

    assert len(answer.content) < LEAST
    assert "Content-Encoding" not in answer


def test_a_page_elsewhere_may_send_a_key_and_conditions(client: Client) -> None:
    answer = client.options(
        PAGE,
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization,if-none-match,x-api-key",
        },
    )

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Content-Type" not in answer
    # Browsers take the asterisk for everything but this one.
    assert answer["Access-Control-Allow-Headers"] == "*, Authorization"


@pytest.mark.parametrize("address", [PAGE, "/uldk/?request=nonsense", "/ogc/nothing", "/tiles/none.json"])
def test_a_page_elsewhere_reads_what_it_needs_for_asking_again(client: Client, address: str) -> None:
    exposed = client.get(address)["Access-Control-Expose-Headers"].split(", ")

    assert {"ETag", "Link", "Retry-After", "RateLimit", "RateLimit-Policy", "Content-Crs"} <= set(exposed)


def test_a_forgotten_slash_is_led_on_for_pages_elsewhere_too(client: Client) -> None:
    answer = client.get("/api/v1/parcels?limit=1")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/parcels/?limit=1")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_strong_validator_becomes_a_weak_one_when_packed() -> None:
    answer = HttpResponse("x" * 2000, content_type="image/svg+xml", headers={"ETag": '"abc"'})
    pack(RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip"), answer)

    assert answer["ETag"] == 'W/"abc"'


@pytest.mark.parametrize("media_type", ["image/png", "application/zip", "application/geopackage+sqlite3", "font/woff2"])
def test_what_is_packed_by_its_kind_is_left_alone(media_type: str) -> None:
    answer = HttpResponse("x" * 2000, content_type=media_type)
    pack(RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip"), answer)

    assert not answer.has_header("Content-Encoding")
    assert not answer.has_header("Vary")
