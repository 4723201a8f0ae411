"""Search: parcels by every spelling, addresses, names and coordinates, in a small village with sheets and history."""

import json
import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from parcels.models import Parcel
from sip.offices.models import Unit
from sip.services.search.words import words
from tests.conftest import Deliver
from tests.parcels.importing.village import (
    CORNER,
    LATER,
    NAMESPACE,
    PRECINCT,
    building,
    document,
    local_id,
    parcel,
    precinct,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db

OTHER = "060902_5.0002"
TOWN = "060902_4.0001"


def other(number: str, west: float) -> str:
    identifier = f"{OTHER}.{number}"
    return parcel(number, (west, 500, 20, 100), identifier=identifier, name=identifier)


def sheeted(sheet: int, west: float) -> str:
    identifier = f"{TOWN}.AR_{sheet}.12"
    return parcel("12", (west, 1000, 20, 100), identifier=identifier, name=identifier)


def addresses() -> bytes:
    lines = [
        ("Wola Zmyślona", "", "12", "24-200", 10),
        ("Bełżyce", "Lipowa", "2", "24-201", 12),
        ("Bełżyce", "Lipowa", "12A", "24-201", 14),
        ("Bełżyce", "3 Maja", "5", "24-201", 16),
    ]
    rows = (
        f"{place};{street};{number};{postcode};{CORNER[1] + east:.1f};{CORNER[0] + 14:.1f}"
        for place, street, number, postcode, east in lines
    )
    return "\n".join(("miejscowosc;ulica;numer;kod;x;y", *rows)).encode()


@pytest.fixture
@standing()
def gmina() -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060902_3", level="gmina", kind=3, name="Bełżyce", parent_id="0609")
    for kind in (4, 5):
        Unit.objects.create(
            code=f"060902_{kind}", level="registration-unit", kind=kind, name="Bełżyce", parent_id="060902_3"
        )


@pytest.fixture
@standing()
def village(gmina: None, deliver: Deliver) -> None:
    deliver(
        "egib",
        document(
            precinct((0, 0, 160, 120)),
            precinct((0, 500, 160, 120), identifier=OTHER, name="Wola Zmyślona Kolonia"),
            precinct((0, 1000, 160, 120), identifier=TOWN, name="Śródmieście"),
            parcel("1", (0, 0, 40, 120)),
            parcel("2", (40, 0, 40, 120)),
            parcel("4", (120, 0, 40, 120), until=LATER, ended=True),
            parcel("4/1", (120, 0, 40, 60), since=LATER),
            parcel("4/2", (120, 60, 40, 60), since=LATER),
            parcel("253/77", (80, 0, 40, 120)),
            other("2", 0),
            other("7", 20),
            sheeted(1, 0),
            sheeted(2, 20),
            building("1.1_BUD", (10, 10, 12, 9)),
        ),
    )
    deliver("addresses", addresses(), suffix=".csv")


def ask(client: Client, text: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/search/", {"q": text, **parameters})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), answer.content
    found: dict[str, Any] = answer.json()
    return found


def found(client: Client, text: str, kind: str = "parcel", **parameters: Any) -> list[str]:
    """Identifiers of the results of a kind, or their labels where they have none."""
    results = ask(client, text, **parameters)["results"]
    return [result["identifier"] or result["label"] for result in results if result["kind"] == kind]


def middle(number: str) -> tuple[float, float]:
    point = Parcel.objects.current().get(identifier=f"{PRECINCT}.{number}").geom.point_on_surface
    return point.x, point.y


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "text",
    [
        f"{PRECINCT}.253/77",
        "060902 5 0001 253/77",
        "wola zmyslona 253/77",
        "253/77 WOLA ZMYŚLONA",
        "dz. nr 253 / 77 obręb Wola Zmyślona",
        "Bełżyce Wola Zmyślona 253/77",
        "0001 253/77",
        "253/77",
        "253 77",
        f"{NAMESPACE}.{local_id('253/77')}",
        local_id("253/77").upper(),
    ],
)
def test_a_parcel_by_any_spelling(client: Client, text: str) -> None:
    assert found(client, text)[0] == f"{PRECINCT}.253/77"


@pytest.mark.usefixtures("village")
def test_a_result_says_all_that_the_map_needs(client: Client) -> None:
    (result,) = ask(client, f"{PRECINCT}.253/77")["results"]
    east, north = result["point"]
    west, south, right, top = result["extent"]

    assert west < east < right
    assert south < north < top
    del result["point"], result["extent"]
    assert result == {
        "kind": "parcel",
        "label": "253/77",
        "detail": "obręb Wola Zmyślona, gmina Bełżyce",
        "identifier": f"{PRECINCT}.253/77",
        "url": f"/dzialka/{PRECINCT}.253/77/",
    }


@pytest.mark.usefixtures("village")
def test_without_a_sheet_all_sheets_are_offered_by_name(client: Client) -> None:
    results = ask(client, f"{TOWN}.12")["results"]

    assert [(result["label"], result["identifier"]) for result in results] == [
        ("12, arkusz 1", f"{TOWN}.AR_1.12"),
        ("12, arkusz 2", f"{TOWN}.AR_2.12"),
    ]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("text", [f"{TOWN}.ar_2.12", "śródmieście 12 ark. 2", "060902_4.0001.AR_02.12"])
def test_a_sheet_that_is_named_is_the_only_one(client: Client, text: str) -> None:
    assert found(client, text) == [f"{TOWN}.AR_2.12"]


@pytest.mark.usefixtures("village")
def test_the_precinct_of_just_that_name_comes_before_longer_names(client: Client) -> None:
    assert found(client, "wola zmyslona 2") == [f"{PRECINCT}.2", f"{OTHER}.2", f"{PRECINCT}.253/77"]


@pytest.mark.usefixtures("village")
def test_a_number_alone_is_found_whole_before_begun(client: Client) -> None:
    assert found(client, "2") == [f"{PRECINCT}.2", f"{OTHER}.2", f"{PRECINCT}.253/77"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("unit", "identifiers"),
    [
        ("060902_3", [f"{TOWN}.AR_1.12", f"{TOWN}.AR_2.12"]),
        ("060902_4", [f"{TOWN}.AR_1.12", f"{TOWN}.AR_2.12"]),
        ("060902_5", []),
        ("0609", [f"{TOWN}.AR_1.12", f"{TOWN}.AR_2.12"]),
        ("060901_3", []),
    ],
)
def test_a_number_within_a_unit(client: Client, unit: str, identifiers: list[str]) -> None:
    assert found(client, "12", unit=unit) == identifiers


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("text", [f"{PRECINCT}.4", "wola zmyslona 4", "4"])
def test_a_former_number_answers_with_its_successors(client: Client, text: str) -> None:
    (former,) = [result for result in ask(client, text)["results"] if result["kind"] == "former-parcel"]

    assert former["identifier"] == f"{PRECINCT}.4"
    assert former["successors"] == [f"{PRECINCT}.4/1", f"{PRECINCT}.4/2"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("text", [f"{PRECINCT}.1.1_BUD", f"{PRECINCT}.1.9_BUD", local_id("building 1.1_BUD")])
def test_a_building_leads_to_its_parcel(client: Client, text: str) -> None:
    assert found(client, text) == [f"{PRECINCT}.1"]


@pytest.mark.usefixtures("village")
def test_an_object_of_another_namespace_is_another(client: Client) -> None:
    assert found(client, f"PL.PZGiK.1.EGiB.{local_id('1')}") == []


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Lipowa 2", ["Lipowa 2"]),
        ("2 lipowa", ["Lipowa 2"]),
        ("ul. Lipowa 12a, 24-201 Bełżyce", ["Lipowa 12A"]),
        ("belzyce lipowa 12 a", ["Lipowa 12A"]),
        ("Lipowa 2/7", ["Lipowa 2"]),
        ("3 maja 5", ["3 Maja 5"]),
        ("Wola Zmyślona 12", ["Wola Zmyślona 12"]),
        ("Lipowa 12", ["Lipowa 12A"]),
    ],
)
def test_an_address(client: Client, text: str, labels: list[str]) -> None:
    assert [result["label"] for result in ask(client, text)["results"] if result["kind"] == "address"] == labels


@pytest.mark.usefixtures("village")
def test_an_address_leads_to_the_parcel_it_stands_on(client: Client) -> None:
    (result,) = [result for result in ask(client, "Lipowa 2")["results"] if result["kind"] == "address"]
    assert (result["identifier"], result["url"]) == (f"{PRECINCT}.1", f"/dzialka/{PRECINCT}.1/")


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("lip", ["street"]),
        ("lipowa", ["street"]),
        ("maja", ["street"]),
        ("belz", ["place", "unit"]),
        ("wol", ["precinct", "place"]),
        ("srodm", ["precinct"]),
        ("zmyslona wola", ["precinct", "place"]),
        ("24-200", ["place"]),
        ("powiat lubelski", ["unit"]),
    ],
)
def test_names_in_groups_of_their_kind(client: Client, text: str, kinds: list[str]) -> None:
    assert [group["kind"] for group in ask(client, text)["groups"]] == kinds


@pytest.mark.usefixtures("village")
def test_a_place_leads_to_the_map(client: Client) -> None:
    (result,) = [result for result in ask(client, "Wola Zmyślona")["results"] if result["identifier"] == PRECINCT]
    west, south, east, north = result["extent"]

    assert result["url"] == f"/?e={west:.0f},{south:.0f},{east:.0f},{north:.0f}"


@pytest.mark.usefixtures("village")
def test_a_slip_of_the_finger_finds_the_similar_name(client: Client) -> None:
    assert found(client, "Wola Zmyslna 253/77") == [f"{PRECINCT}.253/77"]


@pytest.mark.usefixtures("village")
def test_likeness_is_asked_only_where_nothing_else_is_found(client: Client) -> None:
    assert found(client, "lipow", "street") == ["Lipowa"]
    assert ask(client, "lipowa")["groups"] == [{"kind": "street", "title": "Ulice", "count": 1}]


@pytest.mark.usefixtures("village")
def test_where_the_number_leads_nowhere_its_name_is_offered(client: Client) -> None:
    assert found(client, "Śródmieście 99", "precinct") == [TOWN]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("order", [1, -1])
def test_metres_find_the_parcel_in_either_order(client: Client, order: int) -> None:
    first, second = middle("2")[::order]
    answer = ask(client, f"{first:.2f} {second:.2f}")

    assert [result["identifier"] for result in answer["results"]] == [f"{PRECINCT}.2", None]
    assert answer["results"][1]["point"] == pytest.approx(middle("2"), abs=0.01)


@pytest.mark.usefixtures("village")
def test_coordinates_where_no_parcel_is_are_still_a_point(client: Client) -> None:
    assert [group["kind"] for group in ask(client, "52.2 21.0")["groups"]] == ["point"]


@pytest.mark.usefixtures("village")
def test_a_zone_of_pl_2000_finds_the_parcel(client: Client) -> None:
    assert found(client, f"{CORNER[0] + 60:.1f} {CORNER[1] + 60:.1f}") == [f"{PRECINCT}.2"]


@pytest.mark.usefixtures("village")
def test_a_limit_cuts_and_says_so(client: Client) -> None:
    answer = ask(client, "2", limit=2)

    assert (len(answer["results"]), answer["more"]) == (2, True)
    assert not ask(client, "253/77", limit=2)["more"]


@pytest.mark.usefixtures("village")
def test_groups_count_the_results_in_their_order(client: Client) -> None:
    answer = ask(client, "wol")
    kinds = [group["kind"] for group in answer["groups"] for _ in range(group["count"])]

    assert [result["kind"] for result in answer["results"]] == kinds


@pytest.mark.usefixtures("village")
def test_titles_are_in_the_readers_language_whatever_was_asked_before(client: Client) -> None:
    polish = [ask(client, "253/77")["groups"][0]["title"]]
    client.get("/api/v1/search/", {"q": "253/77"}, headers={"accept-language": "en"})

    assert [*polish, ask(client, "253/77")["groups"][0]["title"]] == ["Działki", "Działki"]


def test_without_units_places_are_told_by_codes(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), parcel("1", (0, 0, 20, 100))))

    assert ask(client, f"{PRECINCT}.1")["results"][0]["detail"] == "obręb Wola Zmyślona, 060902_5"
    assert found(client, "1", unit="060902_5") == [f"{PRECINCT}.1"]
    assert found(client, "1", unit="060901_5") == []


def test_parcels_without_a_precinct_in_the_register_are_found(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("1", (0, 0, 20, 100))))

    assert found(client, "0001 1") == [f"{PRECINCT}.1"]
    assert found(client, PRECINCT, "precinct") == [PRECINCT]


def test_names_follow_what_is_delivered(client: Client, deliver: Deliver) -> None:
    deliver("addresses", addresses(), suffix=".csv")
    assert found(client, "Lipowa", "street") == ["Lipowa"]

    deliver("addresses", addresses().replace(b"Lipowa", b"Klonowa"), suffix=".csv", accept=True)
    assert (found(client, "Lipowa", "street"), found(client, "Klonowa", "street")) == ([], ["Klonowa"])


def test_an_empty_register_answers_everything_with_nothing(client: Client) -> None:
    for text in ("1", "a", "0609", PRECINCT, "Lipowa 12", "51.0 22.5", ""):
        assert [group["kind"] for group in ask(client, text)["groups"]] in ([], ["point"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "q: what to look for is missing"),
        ("q=a&foo=1", "Unknown parameter 'foo'"),
        ("q=a&limit=0", "limit: '0'"),
        ("q=a&limit=51", "limit: '51'"),
        ("q=a&limit=%D9%A3", "limit: "),
        ("q=a&limit=-1", "limit: '-1'"),
        ("q=a&q=b", "q: is given 2 times"),
        ("q=a&unit=0&unit=1", "unit: is given 2 times"),
        ("q=a&unit=060902_7", "unit: '060902_7' is no TERYT code"),
        ("q=a&unit=%00", "unit: "),
        ("q=" + "a" * 10_000, "q: 10000 characters"),
    ],
)
def test_what_cannot_be_answered_is_named(client: Client, query: str, said: str) -> None:
    answer = client.get("/api/v1/search/", QUERY_STRING=query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert said in json.loads(answer.content)["detail"]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "text", ["%", "_", "/", "'", "\\", "' OR 1=1 --", ":*", "!(", "&|", "{}", "😀", "\u202eabc", "%s", "{found}"]
)
def test_marks_mean_nothing(client: Client, text: str) -> None:
    assert found(client, text) == []


@given(st.one_of(st.text(max_size=60), st.text(alphabet="0123456789_./,ARarb udłŁ°'\"-\\%", max_size=40)))
@settings(max_examples=60)
def test_nothing_that_can_be_typed_breaks_the_search(text: str) -> None:
    assert Client().get("/api/v1/search/", {"q": text}).status_code == (400 if "\0" in text else 200)


@pytest.mark.usefixtures("village")
def test_answers_are_for_the_readers_own_cache(client: Client) -> None:
    answer = client.get("/api/v1/search/", {"q": "Lipowa"})
    assert answer["Cache-Control"] == "private, max-age=60"

    again = client.get("/api/v1/search/", {"q": "Lipowa"}, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_what_people_look_for_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for path in ("/api/v1/search/", "/szukaj/"):
        client.get(path, {"q": "Lipowa 12"})
        client.get(path, {"q": "Lipowa 12", "unit": "Lipowa"})

    assert not [record for record in caplog.records if "lipowa" in str(record.__dict__.get("route", "")).lower()]
    assert "lipowa" not in "".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db")).lower()


@given(st.text(alphabet="ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßéčřđøæœ abcXYZ019-–.,'/", max_size=30))
@settings(max_examples=60)
def test_words_are_folded_alike_in_python_and_in_the_database(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sip_fold(%s)", [text])
        assert cursor.fetchone()[0] == " ".join(words(text))
