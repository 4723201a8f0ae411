"""What a key allows, where it may stand, and that it is never repeated."""

import logging
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from sip.keys.models import ApiKey
from sip.services import keys, throttle
from sip.services.quotas import Days, day_of
from tests.keys.conftest import ELSEWHERE, key_of

pytestmark = pytest.mark.django_db

UNITS = "/api/v1/units/"
FORMS = ("/api/v1/units/", "/ogc/collections", "/tiles/pl1992/0/0/0.mvt", "/uldk/?request=GetParcelById&id=1")
MAPS = ("/wms?SERVICE=WMS&REQUEST=GetCapabilities", "/wfs?SERVICE=WFS&REQUEST=GetCapabilities")


@pytest.fixture
def key(client: Client) -> str:
    return key_of(client)


def get(client: Client, path: str = UNITS, address: str = ELSEWHERE, **headers: str) -> Any:
    return client.get(path, REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize("path", FORMS)
def test_a_key_is_taken_in_a_header_or_in_the_address(client: Client, key: str, path: str) -> None:
    mark = "&" if "?" in path else "?"
    answers = (
        get(client, path, Authorization=f"Bearer {key}"),
        get(client, path, Authorization=f"bearer  {key} "),
        get(client, path, **{"X-API-Key": key}),
        get(client, f"{path}{mark}apikey={key}"),
        get(client, f"{path}{mark}APIKEY={key}"),
        get(client, f"{path}{mark}klucz={key}"),
    )

    assert {answer.status_code for answer in answers} <= {200, 204}
    assert all('"key"' in answer["RateLimit-Policy"] for answer in answers)


@pytest.mark.parametrize("path", [*FORMS, *MAPS, "/api/v1/downloads/"])
@pytest.mark.parametrize("wrong", ["sip_" + "x" * 32, "nonsense", "ż" * 36, "\x00", "sip_" + "x" * 5000])
def test_an_unknown_key_is_refused_by_every_service(client: Client, path: str, wrong: str) -> None:
    answer = get(client, path, **{"X-API-Key": wrong})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert wrong not in answer.content.decode()


def test_the_refusal_is_a_problem(client: Client) -> None:
    answer = get(client, Authorization="Bearer sip_nothing")

    assert answer["Content-Type"] == "application/problem+json"
    assert "/klucze/" in answer.json()["detail"]


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_key_that_is_over_is_refused(client: Client, key: str, change: dict[str, Any]) -> None:
    assert get(client, **{"X-API-Key": key}).status_code == 200

    ApiKey.objects.update(**change)
    keys.forget()

    assert get(client, **{"X-API-Key": key}).status_code == 401


def test_credentials_of_another_kind_are_no_key(client: Client) -> None:
    assert get(client, Authorization="Basic YTpi").status_code == 200
    assert get(client, f"{UNITS}?apikey=").status_code == 200


def test_a_key_lifts_what_an_address_may_ask(client: Client, key: str, settings: Settings) -> None:
    settings.REQUESTS_PER_SECOND = 0.1
    plain = [get(client).status_code for _ in range(4)]
    with_key = [get(client, address="198.51.100.7", **{"X-API-Key": key}).status_code for _ in range(8)]

    assert plain[-1] == 429
    assert set(with_key) == {200}


def test_a_key_has_its_own_rate(client: Client, key: str) -> None:
    ApiKey.objects.update(per_second=1)
    keys.forget()
    answers = [get(client, **{"X-API-Key": key}) for _ in range(22)]

    assert [answer.status_code for answer in answers].count(200) == 21
    assert answers[-1].status_code == 429
    assert "this key" in answers[-1].json()["detail"]
    assert answers[0]["RateLimit-Policy"] == '"key";q=20;w=20, "day";q=5000000;w=86400'
    assert answers[0]["RateLimit"].startswith('"key";r=19;t=1, "day";r=4999999;t=')


def test_a_day_has_so_many_requests(client: Client, key: str) -> None:
    ApiKey.objects.update(per_day=3)
    keys.forget()
    answers = [get(client, **{"X-API-Key": key}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 90_000
    assert '"day";r=0;' in answers[-1]["RateLimit"]


def test_a_key_is_counted_from_this_machine_too(client: Client, key: str) -> None:
    assert '"day"' in get(client, address="127.0.0.1", **{"X-API-Key": key})["RateLimit"]


def test_guessing_keys_counts_as_asking(client: Client, settings: Settings) -> None:
    settings.REQUESTS_PER_SECOND = 0.1
    answers = [get(client, **{"X-API-Key": f"sip_{number:032}"}).status_code for number in range(4)]

    assert answers[-1] == 429


def test_repeating_a_wrong_key_counts_as_asking(client: Client, settings: Settings) -> None:
    settings.REQUESTS_PER_SECOND = 0.1
    answers = [get(client, **{"X-API-Key": f"sip_{1:032}"}).status_code for _time in range(4)]

    assert answers[-1] == 429


def test_an_answer_without_a_key_says_what_is_left(client: Client) -> None:
    answer = get(client)

    assert answer["RateLimit-Policy"] == '"address";q=1000;w=20'
    assert answer["RateLimit"] == '"address";r=999;t=1'


def test_refusals_say_what_is_left_too(client: Client) -> None:
    assert get(client, f"{UNITS}?nonsense=1")["RateLimit"].startswith('"address";r=')


def test_no_link_repeats_a_key(client: Client, key: str) -> None:
    for path in (f"{UNITS}?limit=1&apikey={key}", f"/ogc/collections?apikey={key}", f"/tiles/pl1992.json?klucz={key}"):
        answer = get(client, path)
        assert answer.status_code == 200
        assert key not in answer.content.decode() + str(answer.headers)


def test_no_log_has_a_key(client: Client, key: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        get(client, f"{UNITS}?klucz={key}&nonsense=1")
        get(client, f"/api/v1/units?klucz={key}")
        get(client, **{"X-API-Key": key[:-1] + "_"})

    assert key[:-1] not in "".join(str(vars(record)) for record in caplog.records if record.name == "sip.access")


def test_a_day_ends_where_the_country_ends_it() -> None:
    # 22:30 UTC on 30 June is past midnight in Warsaw.
    before, after = day_of(1_782_858_599.0), day_of(1_782_858_601.0)

    assert after.ordinal - before.ordinal in (0, 1)
    assert before.ends <= after.ends
    assert 0 < after.ends - 1_782_858_601.0 <= 90_000


def test_processes_count_a_day_together(tmp_path: Any) -> None:
    one, other = Days(tmp_path / "days", 10), Days(tmp_path / "days", 10)

    assert [one.add(3, 7), other.add(3, 7), one.add(3, 8), other.of(3, 8), other.of(3, 7)] == [1, 2, 1, 1, 0]


def test_dear_requests_count_as_several_of_the_key(client: Client, key: str) -> None:
    request = RequestFactory().get(UNITS, REMOTE_ADDR=ELSEWHERE, HTTP_X_API_KEY=key)
    throttle.count(request)
    throttle.refuse_too_many(request, 10.0)

    assert throttle.limits(request)["RateLimit"].startswith('"key";r=3989;t=1, "day";r=4999999;')
