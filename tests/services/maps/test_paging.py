"""Pages of WFS far into a type: the same as MapServer finds by skipping all before them, and found at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sip.services.maps import paging
from sip.services.registry.drawn import BY_NAME
from tests.services.maps.asking import VERSIONS, numbers, parcels, wfs

pytestmark = [pytest.mark.django_db(databases=["default", "public"]), pytest.mark.usefixtures("village")]

MOMENT = re.compile(r' timeStamp="([^"]*)"')


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Set after how many features a number is remembered."""

    def set_to(step: int) -> None:
        monkeypatch.setattr(paging, "STEP", step)
        paging._steps.cache_clear()

    yield set_to
    paging._steps.cache_clear()


def told(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return MOMENT.sub("", answer.content.decode())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("count", [{}, {"COUNT": 1, "MAXFEATURES": 1}, {"COUNT": 2, "MAXFEATURES": 2}])
def test_every_page_is_what_it_was(client: Client, steps: Any, version: str, count: dict[str, int]) -> None:
    """Features, their number, and links to the pages before and after."""
    starts = range(5)
    steps(1000)
    expected = [told(parcels(client, version, STARTINDEX=start, **count)) for start in starts]

    for step in (1, 2, 3):
        steps(step)
        assert [told(parcels(client, version, STARTINDEX=start, **count)) for start in starts] == expected


def test_pages_make_up_the_whole(client: Client, steps: Any) -> None:
    steps(1)
    found = [number for start in range(6) for number in numbers(parcels(client, COUNT=1, STARTINDEX=start))]

    assert found == numbers(parcels(client))
    assert numbers(parcels(client, STARTINDEX=900)) == []


@pytest.mark.parametrize(
    "more", [{"SORTBY": "NUMER_DZIALKI D"}, {"BBOX": "0,0,900000,900000"}, {"RESULTTYPE": "hits"}, {"STARTINDEX": 1}]
)
def test_other_orders_and_conditions_are_left_as_they_are(client: Client, steps: Any, more: dict[str, Any]) -> None:
    steps(1000)
    expected = told(parcels(client, **{"STARTINDEX": 2, **more}))
    steps(1)

    assert told(parcels(client, **{"STARTINDEX": 2, **more})) == expected


def test_a_far_page_skips_few(steps: Any) -> None:
    """MapServer is asked from a known number on."""
    query = {"SERVICE": "WFS", "VERSION": "2.0.0", "TYPENAMES": "ms:dzialki", "COUNT": "1", "STARTINDEX": "3"}
    steps(1)
    asked = paging.page(query, BY_NAME["dzialki"])

    assert asked.query["STARTINDEX"] == "1"
    assert asked.skipped == 2
    assert asked.first > 0


def test_where_numbers_cannot_be_had_pages_are_skipped_to(
    client: Client, steps: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(parcels(client, STARTINDEX=2))
    steps(1)
    monkeypatch.setattr(paging, "_SECONDS", 0.001)
    monkeypatch.setattr(paging, "_STEPS", "SELECT 1 FROM pg_sleep(5)")

    assert told(parcels(client, STARTINDEX=2)) == expected


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("more", [{}, {"RESULTTYPE": "hits"}, {"RESULTTYPE": "hits", "BBOX": "0,0,900000,900000"}])
def test_moments_have_a_zone(client: Client, version: str, more: dict[str, str]) -> None:
    name = "TYPENAMES" if version == "2.0.0" else "TYPENAME"
    moments = MOMENT.findall(wfs(client, version, **{name: "ms:dzialki", **more}).content.decode())

    assert len(moments) == (1 if version == "2.0.0" or more else 0)
    assert all(re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z", moment) for moment in moments)
