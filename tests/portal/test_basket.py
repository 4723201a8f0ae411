"""The basket: parcels named in the address as a page and as files, whatever the address holds."""

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.portal.basket import MOST
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct
from tests.portal.conftest import SHEET, Page, page_path, parcel_id

pytestmark = pytest.mark.django_db

PAGE, GEOJSON, CSV = "/koszyk/", "/koszyk/dzialki.geojson", "/koszyk/dzialki.csv"
NUMBERS = ("1", "4/1", "4", "999")


def address(path: str, *identifiers: str) -> str:
    return f"{path}?{urlencode([('d', identifier) for identifier in identifiers])}"


def basket(client: Client, *numbers: str) -> Page:
    return Page(client.get(address(PAGE, *map(parcel_id, numbers))).content)


def named(link: str) -> list[str]:
    return [value for name, value in parse_qsl(urlsplit(link).query) if name == "d"]


def table(client: Client, *identifiers: str) -> list[dict[str, str]]:
    text = client.get(address(CSV, *identifiers)).content.decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def taking_out(page: Page) -> dict[str, str]:
    return {link["data-take-out"]: link["href"] for link in page.all("a") if "data-take-out" in link}


@pytest.mark.usefixtures("village")
def test_the_page_lists_the_parcels_with_links_and_their_sum(client: Client) -> None:
    page = basket(client, "1", "4/1")

    assert {page_path("1"), page_path("4/1")} <= page.links
    assert "Razem 2 działki w rejestrze 0,7200" in page.text
    assert "R 0,4000, Br 0,0800" in page.text


@pytest.mark.usefixtures("village")
def test_an_ended_parcel_names_its_successors_and_adds_nothing(client: Client) -> None:
    page = basket(client, "1", "4")

    assert "Tej działki już nie ma" in page.text
    assert {page_path("4/1"), page_path("4/2")} <= page.links
    assert "0,4800" in page.text


@pytest.mark.usefixtures("village")
def test_an_unknown_parcel_is_said_to_be_one(client: Client) -> None:
    page = basket(client, "999")

    assert "W rejestrze nie ma i nie było takiej działki." in page.text
    assert page_path("999") not in page.links


@pytest.mark.usefixtures("village")
def test_each_parcel_can_be_taken_out_by_a_link(client: Client) -> None:
    links = taking_out(basket(client, *NUMBERS))

    assert set(links) == {parcel_id(number) for number in NUMBERS}
    for gone, link in links.items():
        assert named(link) == [parcel_id(number) for number in NUMBERS if parcel_id(number) != gone]


@pytest.mark.usefixtures("village")
def test_the_last_one_taken_out_leaves_the_empty_basket(client: Client) -> None:
    assert list(taking_out(basket(client, "1")).values()) == [PAGE]


def test_an_empty_basket_tells_how_to_fill_it(client: Client) -> None:
    assert "Jak go napełnić" in basket(client).text


@pytest.mark.usefixtures("village")
def test_one_more_can_be_typed_in(client: Client) -> None:
    page = basket(client, "1")
    kept = [field["value"] for field in page.all("input") if field.get("type") == "hidden" and field.get("name") == "d"]

    assert kept == [parcel_id("1")]


@pytest.mark.usefixtures("village")
def test_several_pasted_into_one_field_are_several(client: Client) -> None:
    page = Page(client.get(PAGE, {"d": f"{parcel_id('1')}, {parcel_id('2')}\n{parcel_id('3')};"}).content)

    assert set(taking_out(page)) == {parcel_id(number) for number in "123"}


@pytest.mark.usefixtures("village")
def test_a_parcel_named_twice_is_there_once(client: Client) -> None:
    assert "Razem 1 działka w rejestrze 0,4800" in basket(client, "1", "1").text


@pytest.mark.usefixtures("village")
def test_the_map_shows_all_of_them(client: Client) -> None:
    (link,) = (link for link in basket(client, "1", "3").links if link.startswith("/?e="))
    west, south, east, north = map(float, link.removeprefix("/?e=").split(","))

    # Parcels 1 and 3 lie 540 m from end to end.
    assert 540 < east - west < 800
    assert north > south


@pytest.mark.usefixtures("village")
def test_no_map_is_offered_where_nothing_has_a_shape(client: Client) -> None:
    assert not [link for link in basket(client, "4", "999").links if link.startswith("/?e=")]


def test_more_than_fit_are_left_out_in_words(client: Client) -> None:
    identifiers = [parcel_id(str(number)) for number in range(1, MOST + 4)]

    page = Page(client.get(address(PAGE, *identifiers)).content)

    assert len(taking_out(page)) == MOST
    assert "3 pominięto" in page.text
    assert not [field for field in page.all("input") if field.get("id") == "add"]
    assert len(table(client, *identifiers)) == MOST


@pytest.mark.usefixtures("village")
def test_the_address_is_the_link_to_share(client: Client) -> None:
    page = basket(client, *NUMBERS)

    (shared,) = (link for link in page.links if link.startswith("http://testserver"))
    assert named(shared) == [parcel_id(number) for number in NUMBERS]


@pytest.mark.usefixtures("village")
def test_geojson_holds_those_in_force(client: Client) -> None:
    answer = client.get(address(GEOJSON, *map(parcel_id, NUMBERS), SHEET))

    collection = json.loads(answer.content)
    assert answer["Content-Type"] == "application/geo+json"
    assert {feature["id"] for feature in collection["features"]} == {parcel_id("1"), parcel_id("4/1"), SHEET}
    assert 14 < collection["features"][0]["geometry"]["coordinates"][0][0][0] < 25


@pytest.mark.usefixtures("village")
def test_the_table_holds_all_as_polish_spreadsheets_want_it(client: Client) -> None:
    raw = client.get(address(CSV, *map(parcel_id, NUMBERS)))

    rows = table(client, *map(parcel_id, NUMBERS))
    assert raw.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in raw["Content-Disposition"]
    assert [row["identyfikator"] for row in rows] == [parcel_id(number) for number in NUMBERS]
    assert [row["powierzchnia ewidencyjna [ha]"] for row in rows] == ["0,4800", "0,2400", "", ""]
    assert [row["stan"] for row in rows] == [
        "w rejestrze",
        "w rejestrze",
        "zamknięta 06.05.2024",
        "nie ma jej w rejestrze",
    ]
    assert rows[2]["powstały z niej"] == f"{parcel_id('4/1')} {parcel_id('4/2')}"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_run_as_a_formula(client: Client, formula: str) -> None:
    (row,) = table(client, formula)

    assert row["identyfikator"] == f"'{formula}"


def test_a_name_in_the_register_is_no_formula_either(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 40, 120), name="=HYPERLINK(1)"), parcel("1", (0, 0, 40, 120))))

    (row,) = table(client, parcel_id("1"))
    assert row["nazwa obrębu"] == "'=HYPERLINK(1)"


def test_a_parcel_without_an_area_is_not_counted_as_nothing(client: Client, deliver: Deliver) -> None:
    columns = "id_dzialki;wkt\n"
    shape = "POLYGON((740000 350000,740000 350010,740010 350010,740010 350000,740000 350000))"
    deliver("parcels", f"{columns}{PRECINCT}.7;{shape}\n".encode(), suffix=".csv")

    assert "bez 1 o nieznanym polu" in basket(client, "7").text


@pytest.mark.parametrize("path", [PAGE, GEOJSON, CSV])
@pytest.mark.parametrize(
    "query",
    [
        "d=",
        "d=%00",
        "d=%FF%FE",
        "d=<script>alert(1)</script>",
        "d=" + "9" * 3000,
        "d=../../etc/passwd",
        "x=1",
        "d=%2C%3B",
    ],
)
def test_whatever_the_address_holds_there_is_an_answer(client: Client, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")

    assert answer.status_code == 200
    assert path != PAGE or b"<script>alert" not in answer.content


@given(st.lists(st.text(max_size=100), max_size=60))
def test_no_list_of_words_breaks_the_basket(words: list[str]) -> None:
    client = Client()

    assert {client.get(path, {"d": words}).status_code for path in (PAGE, CSV, GEOJSON)} == {200}


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", [PAGE, GEOJSON, CSV])
def test_the_basket_leaves_no_cookie(client: Client, path: str) -> None:
    answer: Any = client.get(address(path, parcel_id("1")))

    assert not answer.cookies


@pytest.mark.usefixtures("village")
def test_an_older_version_of_a_parcel_in_force_is_no_end(client: Client) -> None:
    assert "Tej działki już nie ma" not in basket(client, "5").text
