"""ULDK: what is not understood is answered in the protocol's words; no server error, nothing personal."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from sip.services.uldk import views
from sip.services.uldk.asked import Asked
from sip.services.uldk.verbs import VERBS
from tests.conftest import Deliver
from tests.services.uldkvillage import PRECINCT, build, column, text

pytestmark = pytest.mark.django_db

ADDRESSES = ("/uldk/", "/uldk/service.php")
NONE = "-1 brak wyników\n"
AWKWARD = [
    "",
    " ",
    "\0",
    "1\0",
    "9" * 5000,
    "١",
    "²",
    "nan",
    "-inf,1",
    "1e400,1",
    "1,2,3,4",
    "' OR 1=1--",
    "%",
    "{}",
    "\ud7ff",
]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_awkward_values_find_nothing(client: Client, verb: str) -> None:
    for value in AWKWARD:
        for name in ("id", "xy", "srid", "result", "radius", "obiekt", "teryt"):
            given_ = {"id": f"{PRECINCT}.1", "xy": "750000,350000", name: value}
            body = text(client, request=verb, **given_)
            assert not body or body.startswith((NONE, "0\n", "niepoprawny parametr"))


@pytest.mark.parametrize(
    "query",
    [
        "request=GetParcelByXY",
        "request=GetParcelByXY&xy=",
        "request=GetParcelByXY&xy=1",
        "request=GetParcelByXY&xy=0,0",
        "request=GetParcelByXY&xy=1e308,1e308",
        "request=GetParcelByXY&xy=22.5;51.0,4326",
        "request=GetParcelByXY&xy=22.5,51.0,1",
        "request=GetParcelByXY&xy=350000,750000",
        "request=GetParcelById&id=060902_5.0001",
        "request=GetParcelById&id=060902_5.0001.1&srid=0",
        "request=GetParcelById&id=060902_5.0001.1&srid=99999999999999999999",
        "request=GetParcelByIdOrNr&id=Nigdzie%2012",
        "request=GetParcelByIdOrNr&id=12",
        "request=GetRegionByNameOrId&id=%2C",
        "request=GetCommuneById&id=07",
        "request=GetCommuneById&id=%25",
        "request=GetRegionById&id=060902_5.0001.",
        "request=GetCountyById&id=060902_5",
        "request=SnapToPoint&xy=750000,350000&radius=1e9",
        "request=SnapToPoint&xy=750000,350000&radius=-1",
        "request=GetAggregateArea&id=,,,",
        "request=GetAggregateArea&id=" + ",".join(["060902_5.0001.1"] * 201),
        "obiekt=drzewo&wynik=nazwa",
        "obiekt=gmina&teryt=99",
        "request=GetParcelById&id=" + "a ," * 60,
        "&".join(f"a{n}=1" for n in range(5000)),
    ],
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_found_says_so_as_clients_know_it(client: Client, address: str, query: str) -> None:
    answer = client.get(f"{address}?{query}")
    status, second, *_ = answer.content.decode().split("\n")

    assert (answer.status_code, status) == (200, "-1 brak wyników")
    # What clients tell an explanation from an object by.
    assert "błęd" in second


def test_an_empty_identifier_is_answered_with_nothing_at_all(client: Client) -> None:
    assert client.get("/uldk/?request=GetParcelById&id=").content == b""


def test_an_unknown_verb_is_named_and_cannot_be_markup(client: Client) -> None:
    answer = client.get("/uldk/", {"request": "<b>;\n" + "x" * 500})

    assert answer.content.decode().startswith("niepoprawny parametr <b>, x")
    assert len(answer.content) < 300
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/plain; charset=utf-8", "nosniff")


def test_the_last_of_repeated_parameters_counts(client: Client, deliver: Deliver) -> None:
    build(deliver)
    answer = client.get(f"/uldk/?request=X&id=a&request=GetParcelById&id={PRECINCT}.1&result=parcel")

    assert answer.content.decode() == "0\n1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250"])
def test_polish_letters_in_the_encodings_that_programs_send(client: Client, deliver: Deliver, encoding: str) -> None:
    build(deliver)
    letters = "".join(f"%{byte:02X}" for byte in "Śródmieście".encode(encoding))

    for space in ("%20", "+"):
        found = client.get(f"/uldk/?request=GetParcelByIdOrNr&id={letters}{space}12&result=parcel")
        assert found.content.decode() == "2\n12\n12\n"


@given(query=st.text(st.sampled_from("request=GetParcelById&xy,.%0189AR_/;+ąś\\'\"\0")))
def test_any_query_is_answered_in_text(client: Client, query: str) -> None:
    answer = client.get(f"/uldk/?{query}")

    assert answer.status_code == 200


@given(verb=st.sampled_from(sorted(VERBS)), value=st.text(), name=st.sampled_from(("id", "xy", "result", "radius")))
def test_any_value_is_answered_in_text(client: Client, verb: str, value: str, name: str) -> None:
    answer = client.get("/uldk/", {"request": verb, "xy": "750000,350000", name: value})

    assert answer.status_code == 200
    assert "błąd wewnętrzny" not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused_in_text(client: Client, method: str) -> None:
    answer = getattr(client, method)("/uldk/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_who_asks_too_often_is_told_when_to_come_back(client: Client) -> None:
    with override_settings(REQUESTS_PER_SECOND=1):
        answers = [client.get("/uldk/?request=X", REMOTE_ADDR="198.51.100.77") for _ in range(200)]

    last = answers[-1]
    assert (last.status_code, last["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert int(last["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OperationalError("gone"), "Brak połączenia ze zbiorczą bazą"),
        (RuntimeError("secret"), "-1 błąd wewnętrzny usługi powiatowej"),
    ],
)
def test_failures_are_said_in_words_that_clients_know(
    client: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str
) -> None:
    def fails(_asked: Asked) -> str:
        raise failure

    monkeypatch.setitem(views._VERBS, "getparcelbyid", fails)
    answer = client.get("/uldk/?request=GetParcelById&id=x")

    assert (answer.status_code, answer.content.decode(), answer["Cache-Control"]) == (200, said, "no-store")


def test_no_word_of_the_result_tells_of_a_person(client: Client, deliver: Deliver) -> None:
    build(deliver)
    asked = "owner,wlasciciel,kw,numerkw,registered_area,namespace,local_id,jrg,grupa"
    body = text(client, request="GetParcelById", id=f"{PRECINCT}.1", result=asked)

    assert re.fullmatch(r"0\n\|{8}\n", body)
    assert column(client, "GetParcelById", id=f"{PRECINCT}.1") == [f"{PRECINCT}.1"]
