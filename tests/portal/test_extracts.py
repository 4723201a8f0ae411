"""Extracts of several parcels and of drawn areas, and the check of those that were issued."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import ValidationError
from django.test import Client

from sip.extracts.models import IssuedExtract
from sip.extracts.parcel import parcel as register_parcel
from sip.portal.area import outline_of
from tests.conftest import Deliver
from tests.emptying import unguarded
from tests.plans import planfile as plans
from tests.portal.conftest import Page, page_path, parcel_id
from tests.portal.paper import pages
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

UNKNOWN = "0" * 64
SEVERAL = f"/wypis/?d={parcel_id('1')}&d={parcel_id('2')}"


@pytest.fixture
@standing()
def plan(deliver: Deliver) -> None:
    deliver("app", plans.document(plans.act(), *plans.halves()))


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return Page(answer.content).text


def box_in(number: str = "1") -> str:
    """WKT of the extent of a parcel in EPSG:2180."""
    record = register_parcel(parcel_id(number))
    assert record
    west, south, east, north = record.extent
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def kept_digest(client: Client) -> str:
    client.get(f"{page_path('1')}wypis.pdf")
    return IssuedExtract.objects.get().digest


def test_several_parcels_are_answered_on_one_page(client: Client, plan: None) -> None:
    page = Page(client.get(SEVERAL).content)

    assert {page_path("1"), page_path("2")} <= page.links
    assert page.text.count("Cały ten grunt leży w strefie 1SJ") == 2
    assert any(link.startswith("/wypis/wypis.pdf?d=") for link in page.links)


def test_several_parcels_are_one_document(client: Client, plan: None) -> None:
    answer = client.get(SEVERAL.replace("/wypis/", "/wypis/wypis.pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert pages(answer.content) >= 2


def test_those_not_in_the_register_are_named_and_the_rest_shown(client: Client, plan: None) -> None:
    text = text_of(client, f"{SEVERAL}&d={parcel_id('999')}&d=byle-co%00")

    assert f"Tych działek nie ma w rejestrze: {parcel_id('999')}" in text
    assert "Działka 2" in text


def test_a_document_is_not_made_without_some_of_the_parcels_asked_for(client: Client) -> None:
    address = f"/wypis/wypis.pdf?d={parcel_id('1')}&d={parcel_id('999')}"

    assert client.get(address)["Location"] == f"/wypis/?d={parcel_id('1')}&d={parcel_id('999')}"


def test_more_than_twenty_are_offered_in_portions(client: Client) -> None:
    many = "&".join(f"d={parcel_id(str(number))}" for number in range(1, 46))
    answer = client.get(f"/wypis/?{many}")
    page = Page(answer.content)

    assert answer.status_code == 400
    assert "najwyżej 20 działek, a adres wymienia 45" in page.text
    assert sum(link.startswith("/wypis/?d=") for link in page.links) == 3


def test_the_basket_leads_to_one_extract_of_all(client: Client) -> None:
    page = Page(client.get(f"/koszyk/?d={parcel_id('1')}&d={parcel_id('2')}").content)

    assert f"/wypis/?d={parcel_id('1')}&d={parcel_id('2')}" in page.links


def test_without_parcels_there_is_a_form(client: Client) -> None:
    assert "Identyfikatory działek" in text_of(client, "/wypis/")


def test_a_drawn_area_gets_a_page_of_its_own(client: Client, plan: None) -> None:
    answer = client.post("/wypis/obszar/", {"granica": box_in()}, follow=True)
    text = Page(answer.content).text

    assert answer.redirect_chain == [(f"/wypis/{IssuedExtract.objects.get().digest}/", 302)]
    assert "Narysowany obszar" in text
    assert "1SJ, strefa wielofunkcyjna" in text


def test_a_drawn_area_is_printed(client: Client, plan: None) -> None:
    client.post("/wypis/obszar/", {"granica": box_in()})
    answer = client.get(f"/wypis/{IssuedExtract.objects.get().digest}/wypis.pdf")

    assert answer["Content-Type"] == "application/pdf"


def test_an_area_may_come_as_a_file_in_degrees(client: Client, plan: None) -> None:
    geojson = (
        b'\xef\xbb\xbf{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":'
        b'"Polygon","coordinates":[[[22.571,51.077],[22.572,51.077],[22.572,51.078],[22.571,51.077]]]}}]}'
    )
    answer = client.post("/wypis/obszar/", {"plik": SimpleUploadedFile("obszar.geojson", geojson)})

    assert answer.status_code in (302, 400)
    assert b"Nie ma tu" not in answer.content


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Podaj granicę obszaru"),
        ("tu i tam", "nie jest wielokąt"),
        ("POINT(750000 350000)", "nie jest wielokąt"),
        ('{"type":"Point","coordinates":[22,51]}', "żadnego wielokąta"),
        ('{"type":"Polygon"}', "wielokąt"),
        ('{"type":"Polygon","coordinates":"x"}', "wielokąt"),
        ('{"type":"Polygon","coordinates":[[[null,1],[2,3],[4,5],[1,1]]]}', "wielokąt"),
        ('{"type":"Polygon","coordinates":[[[1e999,1],[2,3],[4,5],[1,1]]]}', "wielokąt"),
        ('{"type":"FeatureCollection","features":7}', "żadnego wielokąta"),
        ("[" * 100_000, "nie jest wielokąt"),
        ("POLYGON((" + "(" * 50_000, "nie jest wielokąt"),
        ("POLYGON((1 1,2 2))", "nie jest wielokąt"),
        ("POLYGON((nan nan,1 1,2 2,nan nan))", "nie jest wielokąt"),
        ("POLYGON((1e300 1,2e300 2,3e300 1,1e300 1))", "poza Polską"),
        ("POLYGON((350000 750000,350100 750000,350100 750100,350000 750000))", "poza"),
        ("SRID=4;POLYGON((1 1,2 2,3 1,1 1))", "nie jest wielokąt"),
        ("SRID=9999;POLYGON((1 1,2 2,3 1,1 1))", "Nie znamy układu"),
        ("POLYGON((750000 350000,750100 350100,750100 350000,750000 350100,750000 350000))", "przecina sama siebie"),
        ("POLYGON((750000 350000,760000 350000,760000 360000,750000 350000))", "1 km²"),
        ("POLYGON((300000 500000,300100 500000,300100 500100,300000 500000))", "poza"),
        ("a\0b", "null"),
        ("9" * 300_000, "200000"),
    ],
)
def test_what_is_no_area_is_refused_in_words(client: Client, given: str, said: str) -> None:
    answer = client.post("/wypis/obszar/", {"granica": given})

    assert answer.status_code == 400
    assert said in Page(answer.content).text
    assert not IssuedExtract.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "To nie jest plik tekstowy."),
        (b"x" * 200_001, "Plik jest większy niż 200 kB."),
        (b"x" * 200_000, "To nie jest wielokąt"),
    ],
    ids=["no text", "too large", "as large as may be"],
)
def test_a_file_that_is_no_area_is_refused_in_words(client: Client, content: bytes, said: str) -> None:
    answer = client.post("/wypis/obszar/", {"plik": SimpleUploadedFile("a.geojson", content)})

    assert answer.status_code == 400
    assert said in Page(answer.content).text


@pytest.mark.parametrize("day", ["x", "0001-01-01", "2024-13-01"])
def test_a_day_that_is_none_is_refused(client: Client, day: str) -> None:
    assert client.post("/wypis/obszar/", {"granica": box_in(), "dzien": day}).status_code == 400


def test_an_outline_is_read_in_any_of_the_usual_systems() -> None:
    in_1992 = outline_of("POLYGON((750000 350000,750100 350000,750100 350100,750000 350000))")
    in_2000 = outline_of("SRID=2179;POLYGON((8400000 5661000,8400100 5661000,8400100 5661100,8400000 5661000))")
    guessed = outline_of("POLYGON((8400000 5661000,8400100 5661000,8400100 5661100,8400000 5661000))")
    with_heights = outline_of("Polygon Z ((750000 350000 190,750100 350000 190,750100 350100 191,750000 350000 190))")
    in_degrees = outline_of("multipolygon (((22.5 51.2,22.501 51.2,22.501 51.201,22.5 51.2)))")

    assert in_1992.bounds == (750000, 350000, 750100, 350100)
    assert in_2000.equals(guessed)
    assert with_heights.equals(in_1992)
    assert 700_000 < in_degrees.bounds[0] < 800_000


def test_a_zone_that_is_not_there_is_no_system() -> None:
    with pytest.raises(ValidationError):
        outline_of("POLYGON((9400000 5661000,9400100 5661000,9400100 5661100,9400000 5661000))")


def test_an_issued_extract_is_found_by_its_digest(client: Client, plan: None) -> None:
    text = text_of(client, f"/wypis/{kept_digest(client)}/")

    assert "Jest zgodny z zapisem." in text
    assert "Dzisiejsze dane mówią o tym dniu to samo." in text
    assert "Cały ten grunt leży w strefie 1SJ" in text


def test_it_says_that_todays_data_say_something_else(client: Client, plan: None, deliver: Deliver) -> None:
    digest = kept_digest(client)
    deliver(
        "app", plans.document(plans.act(), plans.zone("1SJ", (0, 0, 20, 200)), plans.zone("2SU", (20, 0, 380, 200)))
    )
    text = text_of(client, f"/wypis/{digest}/")

    assert "Dzisiejsze dane mówią o tym dniu co innego" in text
    assert "strefy i tereny planów" in text
    assert "Cały ten grunt leży w strefie 1SJ" in text


def test_data_published_anew_without_a_change_change_nothing(client: Client, plan: None, deliver: Deliver) -> None:
    digest = kept_digest(client)
    act, *zones = plans.act(), *plans.halves()
    deliver("app", plans.document(act, *zones, plans.zone("3SO", (400, 0, 50, 50), local_id="1POG-3SO")))
    text = text_of(client, f"/wypis/{digest}/")

    assert "Dzisiejsze dane mówią o tym dniu" in text


def test_a_record_that_was_tampered_with_is_said_to_be(client: Client, plan: None) -> None:
    digest = kept_digest(client)
    record = IssuedExtract.objects.get()
    with connection.cursor() as cursor, unguarded(cursor, "extracts_issuedextract"):
        IssuedExtract.objects.update(content=record.content.replace("1SJ", "9SU"))

    assert "Zapis wypisu jest uszkodzony" in text_of(client, f"/wypis/{digest}/", 410)


@pytest.mark.parametrize("digest", [UNKNOWN, "abc", "A" * 64, "%00", "ż" * 64])
def test_an_unknown_digest_is_said_to_be(client: Client, digest: str) -> None:
    assert "Nie ma takiego wypisu" in text_of(client, f"/wypis/{digest}/", 404)


def test_a_digest_may_be_pasted_with_what_is_around_it(client: Client) -> None:
    for pasted in (
        UNKNOWN,
        f"https://sip.example/wypis/{UNKNOWN}/",
        f"Skrót: {UNKNOWN[:32]} {UNKNOWN[32:]}",
        " " + UNKNOWN,
    ):
        assert client.get("/wypis/sprawdz/", {"skrot": pasted})["Location"] == f"/wypis/{UNKNOWN}/"


@pytest.mark.parametrize("pasted", ["x", "0" * 63, "0" * 65, "0\0" * 64, "<script>"])
def test_what_is_no_digest_is_refused_in_words(client: Client, pasted: str) -> None:
    answer = client.get("/wypis/sprawdz/", {"skrot": pasted})

    assert answer.status_code == 400
    assert "64 cyfry" in Page(answer.content).text
