"""Answers that a client has already: by ETag, by date, and which of them counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date, parse_http_date
from django.utils.timezone import localtime, now

from sip.intake.models import Layer
from sip.services import layers
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, precinct, strips
from tests.services.asking import get
from tests.standing import standing

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
DATE = "Sun, 01 Mar 2026 12:30:15 GMT"
PARCEL = f"/api/v1/parcels/{PRECINCT}.1/"
# Each service that reads registers.
ADDRESSES = (
    PARCEL,
    "/api/v1/parcels/?limit=1",
    "/api/v1/parcels/at/?x=0&y=0&srid=2180",
    "/api/v1/search/?q=1",
    f"/ogc/collections/parcels/items/{PRECINCT}.1",
    "/ogc/collections/parcels/items?limit=1",
    "/ogc/collections?f=json",
    "/tiles/pl1992.json",
    "/tiles/pl1992/metadata.json",
    "/tiles/pl1992/0/0/0.mvt",
    f"/uldk/?request=GetParcelById&id={PRECINCT}.1",
    "/plany/zbiory.atom",
    f"/dzialka/{PRECINCT}.1/dzialka.gml",
)


def published(moment: datetime) -> None:
    Layer.objects.update(changed_at=moment)
    layers.forget()


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(2)))
    published(PUBLISHED)


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_says_when_the_registers_were_published(client: Client, address: str) -> None:
    answer = get(client, address)

    assert answer["Last-Modified"] == DATE
    assert answer["ETag"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_it_since_then_is_told_so(client: Client, address: str) -> None:
    answer = get(client, address, **{"If-Modified-Since": DATE})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Last-Modified"] == DATE
    assert "Content-Type" not in answer


@pytest.mark.usefixtures("village")
def test_who_has_an_older_one_gets_the_new_one(client: Client) -> None:
    before = http_date(PUBLISHED.timestamp() - 1)

    assert get(client, PARCEL, **{"If-Modified-Since": before}).status_code == 200


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("words", ["yesterday", "", "Sun, 32 Mar 2026 12:30:15 GMT", "\x00", "9" * 500])
def test_a_date_that_is_none_is_no_condition(client: Client, words: str) -> None:
    assert get(client, PARCEL, **{"If-Modified-Since": words}).status_code == 200


@pytest.mark.usefixtures("village")
def test_the_etag_wins_over_the_date(client: Client) -> None:
    etag = get(client, PARCEL)["ETag"]
    before = http_date(PUBLISHED.timestamp() - 1)

    assert get(client, PARCEL, **{"If-None-Match": '"other"', "If-Modified-Since": DATE}).status_code == 200
    assert get(client, PARCEL, **{"If-None-Match": etag, "If-Modified-Since": before}).status_code == 304


@pytest.mark.usefixtures("village")
def test_a_second_that_is_not_over_is_no_validator(client: Client) -> None:
    published(now())

    assert "Last-Modified" not in get(client, PARCEL)


@pytest.mark.usefixtures("village")
def test_a_publication_makes_it_another(client: Client) -> None:
    published(PUBLISHED + timedelta(hours=1))

    assert get(client, PARCEL, **{"If-Modified-Since": DATE}).status_code == 200


@pytest.mark.usefixtures("village")
def test_an_answer_about_today_changes_at_midnight(client: Client) -> None:
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()

    today, earlier = get(client, f"{PARCEL}extract/"), get(client, f"{PARCEL}extract/?date=2026-02-01")

    assert parse_http_date(today["Last-Modified"]) == midnight
    assert earlier["Last-Modified"] == DATE


@pytest.mark.usefixtures("village")
def test_a_tile_of_a_version_that_is_over_has_no_date(client: Client) -> None:
    answer: Any = get(client, "/tiles/pl1992/1/0/0/0.mvt", **{"If-Modified-Since": DATE})

    assert answer.status_code == 204
    assert "Last-Modified" not in answer
    assert answer["Cache-Control"] == "no-store"


def test_an_empty_register_was_never_published(client: Client) -> None:
    answer = get(client, "/api/v1/parcels/", **{"If-Modified-Since": DATE})

    assert answer.status_code == 200
    assert "Last-Modified" not in answer
