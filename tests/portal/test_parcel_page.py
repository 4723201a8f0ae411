"""The parcel's page: what the register says, whence and whither, the picture; gone and unknown ones."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from sip.services import layers
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, document, parcel
from tests.parcels.reading.egibfile import LAND_REGISTER, PERSON, SECRETS
from tests.portal.conftest import SHEET, Page, page_path, parcel_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]


def page(client: Client, number: str) -> Page:
    answer = client.get(page_path(number))
    assert answer.status_code == 200
    return Page(answer.content)


def rows(content: str) -> list[list[str]]:
    return [
        [re.sub(r"<[^>]*>|\s+", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", content, re.DOTALL)
    ]


def svg(client: Client, number: str) -> Any:
    found = re.search(
        r'<svg class="parcel-picture".*?</svg>', client.get(page_path(number)).content.decode(), re.DOTALL
    )
    assert found
    return etree.fromstring(found[0])


@pytest.mark.parametrize(
    "said",
    [
        "Działka 1",
        "obręb Wola Zmyślona",
        "0,4800 ha (4 800 m²)",
        parcel_id("1"),
        "Adres Polna 7a, 24-200 Wola Zmyślona",
        "W tej postaci od 1 stycznia 2020",
        "mieszkalny kondygnacje: 2 + 1",
        parcel_id("1.1_BUD"),
    ],
)
def test_the_page_says_what_the_register_says(client: Client, said: str) -> None:
    assert said in page(client, "1").text


def test_land_use_stands_with_its_areas(client: Client) -> None:
    cells = rows(client.get(page_path("1")).content.decode())

    assert ["R", "0,4000"] in cells
    assert ["Br", "0,0800"] in cells


def test_what_the_register_does_not_say_is_said_to_be_missing(client: Client) -> None:
    text = page(client, "3").text

    assert "Rejestr nie podaje użytków tej działki." in text
    assert "W rejestrze nie ma budynku na tej działce." in text
    assert "Żadna działka w rejestrze nie styka się z tą działką." in text


def test_neighbours_are_linked(client: Client) -> None:
    links = page(client, "2").links

    assert {page_path("1"), page_path("5")} <= links
    assert page_path("3") not in links


def test_a_corner_makes_neighbours_too(client: Client) -> None:
    assert {page_path("4/2"), page_path("5")} <= page(client, "4/1").links


def timeline(client: Client, number: str) -> list[str]:
    (listed,) = re.findall(
        r'<ol class="timeline">(.*?)</ol>', client.get(page_path(number)).content.decode(), re.DOTALL
    )
    return [
        " ".join(re.sub(r"<[^>]*>", " ", event).split()) for event in re.findall(r"<li>.*?</li>", listed, re.DOTALL)
    ]


def test_events_are_told_newest_first(client: Client) -> None:
    assert timeline(client, "5") == [
        "6 maja 2024 Zmiana w rejestrze pole ewidencyjne 0,4805 ha (było 0,4800 ha)",
        "1 stycznia 2020 Pierwsza znana postać pole ewidencyjne 0,4800 ha",
    ]


def test_a_division_is_an_event_with_its_predecessor(client: Client) -> None:
    assert f"6 maja 2024 Powstała: podział ustalone z geometrii {parcel_id('4')}" in timeline(client, "4/1")


def test_a_former_parcel_tells_when_it_ended_and_where_it_was(client: Client) -> None:
    events = timeline(client, "4")

    assert events[0] == "6 maja 2024 Zamknięta w rejestrze zakończona w rejestrze"
    assert len(svg(client, "4").findall(".//path[@class='parcel']")) == 1
    assert "Obowiązywała do 6 maja 2024" in Page(client.get(page_path("4")).content).text


@pytest.mark.parametrize(
    ("day", "area"), [("2020-01-01", "0,4800 ha"), ("2024-05-05", "0,4800 ha"), ("2024-05-06", "0,4805 ha")]
)
def test_the_page_may_be_asked_for_as_of_a_day(client: Client, day: str, area: str) -> None:
    found = Page(client.get(page_path("5"), {"data": day}).content)

    assert area in found.text
    assert "Pokaż stan dzisiejszy" in found.text


@pytest.mark.parametrize(("number", "day"), [("5", "2019-12-31"), ("4/1", "2024-05-05"), ("4", "2024-05-06")])
def test_a_day_without_the_parcel_says_so(client: Client, number: str, day: str) -> None:
    answer = client.get(page_path(number), {"data": day})

    assert answer.status_code == 404
    assert "Tego dnia działki nie było" in Page(answer.content).text


def test_a_former_parcel_is_there_on_a_day_of_its_own(client: Client) -> None:
    assert client.get(page_path("4"), {"data": "2023-01-01"}).status_code == 200


@pytest.mark.parametrize("day", ["wczoraj", "2024-02-30", "0001-01-01", "9999-12-31", "2024-05-06\0", "٢٠٢٤-01-01"])
def test_a_date_that_is_none_is_said_to_be_so(client: Client, day: str) -> None:
    answer = client.get(page_path("1"), {"data": day})

    assert answer.status_code == 200
    assert "Pokazujemy stan dzisiejszy" in Page(answer.content).text


def test_an_unknown_number_leads_to_those_like_it(client: Client) -> None:
    links = Page(client.get(page_path("4/7")).content).links

    assert {page_path("4/1"), page_path("4/2"), page_path("4")} <= links


def test_a_number_without_its_sheet_leads_to_the_sheet(client: Client) -> None:
    assert page_path("AR_3.77/12") in Page(client.get(page_path("77/12")).content).links


def test_neighbours_stand_with_their_areas_and_addresses(client: Client) -> None:
    assert "1 0,4800 ha · Polna 7a, 24-200 Wola Zmyślona" in page(client, "2").text


def test_the_files_are_offered_and_there(client: Client) -> None:
    offered = page(client, "1").links
    files = {"karta.pdf", "raport.html", "dzialka.geojson", "dzialka.gml", "dzialka.dxf", "punkty.csv"}

    assert files <= offered
    assert {client.get(f"{page_path('1')}{file}").status_code for file in files} == {200}


def test_what_to_do_next_carries_the_parcel(client: Client) -> None:
    found = page(client, "4/1")

    assert {f"/zgloszenia/nowe/?d={parcel_id('4/1')}", f"/wydruk/?d={parcel_id('4/1')}"} <= found.links
    assert f"/kod-qr.svg?do={page_path('4/1')}" in {image["src"] for image in found.all("img")}


def test_the_page_names_its_one_address(client: Client) -> None:
    found = Page(client.get(page_path("1"), {"data": "2024-01-01"}).content)
    links = {link["rel"]: link["href"] for link in found.all("link") if link["rel"] in ("canonical",)}

    assert links == {"canonical": page_path("1")}


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    etag = client.get(page_path("1"))["ETag"]

    assert client.get(page_path("1"), headers={"If-None-Match": etag}).status_code == 304


def test_a_new_delivery_makes_the_page_new(client: Client, deliver: Deliver) -> None:
    etag = client.get(page_path("1"))["ETag"]
    deliver("egib", document(parcel("90", (2000, 0, 40, 100))))
    layers.forget()

    assert client.get(page_path("1"), headers={"If-None-Match": etag}).status_code == 200


def test_another_language_is_another_page(client: Client) -> None:
    etag = client.get(page_path("1"))["ETag"]
    headers = {"If-None-Match": etag, "Accept-Language": "en"}

    assert client.get(page_path("1"), headers=headers).status_code == 200


def test_a_part_links_to_the_whole_it_came_from(client: Client) -> None:
    found = page(client, "4/1")

    assert "Powstała z" in found.text
    assert page_path("4") in found.links


def test_a_divided_parcel_is_gone_and_links_to_its_parts(client: Client) -> None:
    answer = client.get(page_path("4"))

    assert answer.status_code == 410
    assert {page_path("4/1"), page_path("4/2")} <= Page(answer.content).links
    assert "Tej działki już nie ma" in Page(answer.content).text


@pytest.mark.parametrize("number", ["999", "1/99", "AR_1.1"])
def test_a_parcel_that_never_was_is_not_found(client: Client, number: str) -> None:
    answer = client.get(page_path(number))

    assert answer.status_code == 404
    assert "Nie znamy takiej działki" in Page(answer.content).text


def test_a_merged_parcel_names_its_parts(client: Client, deliver: Deliver) -> None:
    halves = [parcel(n, (900 + i * 40, 0, 40, 100), until=LATER, ended=True) for i, n in enumerate(("80", "81"))]
    deliver("egib", document(*halves, parcel("82", (900, 0, 80, 100), since=LATER)))

    assert {page_path("80"), page_path("81")} <= page(client, "82").links


@pytest.mark.parametrize("number", ["4/1", "AR_3.77/12"])
def test_denominators_and_sheets_stand_raw_in_the_address(client: Client, number: str) -> None:
    assert parcel_id(number) in page(client, number).text


def test_a_sheet_is_named(client: Client) -> None:
    found = page(client, SHEET.partition("0001.")[2])

    assert "Działka 77/12" in found.text
    assert "Arkusz mapy AR_3" in found.text


@pytest.mark.parametrize("number", ["01", "0", "1/0", "x", "1/2/3", "AR_.1", "1%2F2"])
def test_what_is_no_identifier_has_no_page(client: Client, number: str) -> None:
    assert client.get(f"/dzialka/060902_5.0001.{number}/").status_code == 404


def test_an_address_without_its_last_slash_leads_to_the_page(client: Client) -> None:
    answer = client.get(page_path("4/1").rstrip("/"))

    assert (answer.status_code, answer["Location"]) == (301, page_path("4/1"))


@pytest.mark.parametrize("number", ["1", "4/1", "AR_3.77/12"])
def test_the_picture_holds_the_parcel_alone_and_nothing_that_runs(client: Client, number: str) -> None:
    drawing = svg(client, number)

    assert len(drawing.findall(".//path[@class='parcel']")) == 1
    assert {element.tag for element in drawing.iter()} <= {"svg", "path", "text", "g", "rect"}


def test_the_picture_shows_neighbours_houses_and_numbers(client: Client) -> None:
    drawing = svg(client, "1")

    assert drawing.findall(".//path[@class='neighbour']")
    assert drawing.findall(".//path[@class='building building-home']")
    assert {"1", "2"} <= {text.text for text in drawing.iter("text")}


def test_the_picture_frames_the_parcel(client: Client) -> None:
    drawing = svg(client, "1")
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    (path,) = drawing.findall(".//path[@class='parcel']")
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.attrib["d"])]

    assert numbers
    assert all(0 <= x <= width for x in numbers[::2])
    assert all(0 <= y <= height for y in numbers[1::2])


def test_the_page_leads_to_the_map_and_the_data(client: Client) -> None:
    found = page(client, "1")

    assert f"/?d={parcel_id('1')}" in found.links
    assert client.get(f"/api/v1/parcels/{parcel_id('1')}/").status_code == 200
    assert f"/api/v1/parcels/{parcel_id('1')}/" in {link["href"] for link in found.all("link")}


def test_no_word_of_an_owner_reaches_the_page(client: Client, deliver: Deliver) -> None:
    end = "</egb:EGB_Dzialka"
    seeded = parcel("60", (700, 0, 40, 100)).replace(end, LAND_REGISTER + end)
    deliver("egib", document(PERSON, seeded))

    content = client.get(page_path("60")).content.decode()

    assert [secret for secret in SECRETS if secret in content] == []


def test_english_pages_are_english(client: Client) -> None:
    found = Page(client.get(page_path("1"), headers={"Accept-Language": "en"}).content)

    assert next(found.all("html"))["lang"] == "en"
    assert "Parcel 1" in found.text
    assert "0.4800 ha" in found.text
