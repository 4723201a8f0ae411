"""Files of whole areas for people: the form, how far an order is, the file, in words and without scripts."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from sip.services.downloads.models import Order, Product, State
from sip.services.downloads.tasks import make_file
from tests.parcels.importing.village import PRECINCT
from tests.portal.conftest import Page, parcel_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]
FORM = "/pobieranie/"
USUAL = {"warstwy": ["parcels"], "miejsce": "powiat", "format": "gpkg", "uklad": "2180"}
SQUARE = "POLYGON((22.5 51, 22.6 51, 22.6 51.1, 22.5 51.1, 22.5 51))"
BOW = "POLYGON((22.5 51, 22.6 51.1, 22.6 51, 22.5 51.1, 22.5 51))"


def asked() -> Any:
    return Product.objects.get().asked


def test_the_form_is_whole_without_scripts(client: Client) -> None:
    page = Page(client.get(FORM).content)

    boxes = [attributes.get("value") for name, attributes in page.elements if attributes.get("name") == "warstwy"]
    assert {"parcels", "buildings", "planning-zones"} <= set(boxes)
    assert "GeoPackage" in page.text


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, ("everything", [])),
        ({"miejsce": "gmina", "gmina": "060902"}, ("unit", ["060902"])),
        ({"miejsce": "obreb", "obreb": PRECINCT}, ("precinct", [PRECINCT])),
        (
            {"miejsce": "dzialki", "dzialki": f"{parcel_id('2')}\n{parcel_id('1')}, {parcel_id('1')}"},
            ("parcels", [parcel_id("1"), parcel_id("2")]),
        ),
    ],
)
def test_an_order_is_of_the_place_that_was_chosen(client: Client, given: dict[str, str], place: Any) -> None:
    answer = client.post(FORM, {**USUAL, **given})

    assert answer.status_code == 302
    assert answer["Location"] == f"{FORM}{Order.objects.get().key}/"
    assert (asked()["where"], asked()["values"]) == place


def test_an_area_comes_as_text_or_as_a_file(client: Client) -> None:
    client.post(FORM, {**USUAL, "miejsce": "obszar", "granica": SQUARE})
    first = asked()
    Product.objects.all().delete()
    client.post(FORM, {**USUAL, "miejsce": "obszar", "plik": SimpleUploadedFile("a.wkt", SQUARE.encode())})

    assert asked() == first
    assert first["where"] == "area"


@pytest.mark.parametrize(
    "given",
    [
        {"warstwy": []},
        {"warstwy": ["owners"]},
        {"miejsce": "gmina"},
        {"miejsce": "gmina", "gmina": "999999"},
        {"miejsce": "obreb"},
        {"miejsce": "dzialki", "dzialki": " ,; "},
        {"miejsce": "dzialki", "dzialki": "nie ma takiej"},
        {"miejsce": "dzialki", "dzialki": "a\0b"},
        {"miejsce": "obszar"},
        {"miejsce": "obszar", "granica": "POINT(1 1)"},
        {"miejsce": "obszar", "granica": BOW},
        {"format": "exe"},
        {"uklad": "27700"},
    ],
)
def test_a_wrong_order_says_what_is_wrong(client: Client, given: dict[str, Any]) -> None:
    answer = client.post(FORM, {**USUAL, **given})

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Product.objects.exists()


def test_too_many_at_once_are_asked_to_wait(client: Client, settings: Settings) -> None:
    settings.DOWNLOADS_AT_ONCE = 1
    there = {"REMOTE_ADDR": "192.0.2.9"}
    client.post(FORM, USUAL, **there)  # type: ignore[arg-type]

    answer = client.post(FORM, {**USUAL, "uklad": "2178"}, **there)  # type: ignore[arg-type]

    assert answer.status_code == 422
    assert "Poczekaj, aż będą gotowe" in answer.content.decode()


def test_a_format_of_one_system_is_made_in_it(client: Client) -> None:
    client.post(FORM, {**USUAL, "format": "geojson"})

    assert asked()["crs"] == 4326


def test_an_order_that_waits_renews_its_page_and_can_be_called_off(client: Client) -> None:
    path = client.post(FORM, USUAL)["Location"]
    page = client.get(path)

    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()
    assert "Plik czeka w kolejce" in page.content.decode()
    assert client.post(path).status_code == 302
    assert "Zamówienie odwołano" in client.get(path).content.decode()
    assert Product.objects.get().state == State.CANCELLED


def test_a_ready_file_is_offered_with_its_sum_and_day(client: Client) -> None:
    path = client.post(FORM, USUAL)["Location"]
    product = Product.objects.get()
    Product.objects.filter(pk=product.pk).update(
        state=State.READY,
        ending="gpkg",
        sha256="ab" * 32,
        size=2_000_000,
        about={"data_date": "2026-01-31", "register_version": 7, "layers": [{"name": "parcels", "count": 9}]},
    )
    made = Product.objects.get()
    made.path.parent.mkdir(parents=True)
    made.path.write_bytes(b"x")

    page = Page(client.get(path).content)

    links = [attributes.get("href") for name, attributes in page.elements if name == "a"]
    assert f"{path}parcels.gpkg" in links
    assert "ab" * 32 in page.text and "2026-01-31" in page.text and "(9)" in page.text


def test_a_failed_order_says_why(client: Client) -> None:
    path = client.post(FORM, USUAL)["Location"]
    Product.objects.update(state=State.FAILED, error="too-large")

    assert "Plik byłby większy" in client.get(path).content.decode()


def test_an_order_called_off_before_the_worker_came_is_not_made(client: Client) -> None:
    path = client.post(FORM, USUAL)["Location"]
    client.post(path)

    make_file.call(Product.objects.get().pk)

    assert Product.objects.get().state == State.CANCELLED


@pytest.mark.parametrize("key", ["x", "%00", "a" * 32, "..", "'"])
def test_a_page_of_no_order_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"{FORM}{key}/").status_code == 404


def test_what_the_address_names_is_chosen_in_the_form(client: Client) -> None:
    page = client.get(f"{FORM}?d={parcel_id('1')}&d={parcel_id('2')}").content.decode()

    assert f"{parcel_id('1')}\n{parcel_id('2')}</textarea>" in page
    assert client.get(f"{FORM}?obreb=%00&d=%00").status_code == 200


def test_parcels_and_baskets_lead_here(client: Client) -> None:
    for path in (f"/dzialka/{parcel_id('1')}/", f"/koszyk/?d={parcel_id('1')}"):
        assert f"/pobieranie/?d={parcel_id('1')}" in client.get(path).content.decode()
