"""How often one address may ask: counted over processes, refused as a problem, and never by mistake."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from sip.services.throttle import BURST_SECONDS, Bucket

pytestmark = pytest.mark.django_db

ELSEWHERE = "203.0.113.7"
NOW = 1_800_000_000.0


@pytest.fixture
def strict(settings: Settings, tmp_path: Path) -> None:
    """A request in ten seconds, two at once."""
    settings.REQUESTS_PER_SECOND, settings.THROTTLE_FILE = 0.1, tmp_path / "throttle"


def ask(client: Client, address: str = ELSEWHERE, **headers: Any) -> Any:
    return client.get("/api/v1/units/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.usefixtures("strict")
def test_who_asks_too_often_is_told_when_to_come_again(client: Client) -> None:
    answers = [ask(client) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 10
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("strict")
def test_others_are_answered_meanwhile(client: Client) -> None:
    assert [ask(client).status_code for _ in range(4)][-1] == 429

    assert ask(client, "198.51.100.1").status_code == 200


@pytest.mark.usefixtures("strict")
def test_tiles_count_as_well(client: Client) -> None:
    found = [client.get("/tiles/pl1992/0/0/0.mvt", REMOTE_ADDR=ELSEWHERE).status_code for _ in range(4)]

    assert found == [204, 204, 204, 429]


@pytest.mark.usefixtures("strict")
def test_the_machine_itself_is_not_counted(client: Client) -> None:
    assert {ask(client, "127.0.0.1").status_code for _ in range(5)} == {200}


def test_what_was_allowed_before_is_forgotten(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.THROTTLE_FILE, settings.REQUESTS_PER_SECOND = tmp_path / "throttle", 1
    ask(client)
    settings.REQUESTS_PER_SECOND = 0.1

    assert ask(client, "198.51.100.1")["RateLimit-Policy"] == '"address";q=2;w=20'


def test_processes_count_together(tmp_path: Path) -> None:
    one, other = Bucket(tmp_path / "file"), Bucket(tmp_path / "file")

    waits = [bucket.take(7, NOW, 1).wait for _ in range(12) for bucket in (one, other)]

    assert waits.count(0.0) == BURST_SECONDS + 1


def test_a_clock_set_back_locks_nobody_out(tmp_path: Path) -> None:
    bucket = Bucket(tmp_path / "file")
    bucket.take(7, NOW, 1)

    assert bucket.take(7, NOW - 86_400, 1).wait == 0


@given(st.lists(st.floats(0, 5), max_size=100), st.integers(1, 50))
def test_nobody_gets_more_than_the_rate_for_long(tmp_path_factory: Any, pauses: list[float], rate: int) -> None:
    bucket = Bucket(tmp_path_factory.mktemp("throttle") / "file")
    moment, answered = NOW, 0
    for pause in pauses:
        moment += pause
        answered += bucket.take(7, moment, rate).wait == 0

    assert answered <= (moment - NOW + BURST_SECONDS) * rate + 1 + len(pauses) * 1e-6
