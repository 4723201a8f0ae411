"""Orders of files: what they say of themselves, where they lead, whose they are, and what they may not ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sip.services import layers
from sip.services.downloads.models import Order, Product, State
from sip.services.downloads.tasks import make_file
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, strips
from tests.services.downloads.conftest import ORDERS, Ordered

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[22.5, 51.0], [22.6, 51.0], [22.6, 51.1], [22.5, 51.1], [22.5, 51.0]]],
}


def state(client: Client, key: str) -> Any:
    return client.get(f"{ORDERS}{key}/").json()


@pytest.mark.usefixtures("work_at_once")
def test_an_order_leads_to_its_file(client: Client, order: Ordered) -> None:
    placed = order("gpkg", ("parcels", "buildings"))
    shown = state(client, placed.json()["id"])
    file: Any = client.get(shown["file"]["url"])

    assert placed.status_code == 201
    assert placed.headers["Location"].endswith(f"{ORDERS}{shown['id']}/")
    assert (shown["state"], shown["percent"]) == ("ready", 100)
    assert (shown["done"], shown["total"], shown["layer"]) == (5, 5, "buildings")
    assert shown["file"]["counts"] == {"parcels": 4, "buildings": 1}
    assert file.headers["ETag"] == f'"{shown["file"]["sha256"]}"'
    assert len(b"".join(file.streaming_content)) == shown["file"]["size"]


def test_an_order_waits_until_the_worker_takes_it(client: Client, order: Ordered) -> None:
    placed = order().json()

    assert (placed["state"], placed["percent"], placed["file"]) == ("waiting", None, None)
    assert client.get(f"/pobieranie/{placed['id']}/parcels.gpkg").status_code == 404


@pytest.mark.usefixtures("work_at_once")
def test_the_same_order_of_the_same_registers_is_made_once(order: Ordered) -> None:
    first, second = (order("gpkg", ("parcels", "buildings")).json() for _ in range(2))
    turned = order("gpkg", ("buildings", "parcels", "parcels")).json()

    assert len({first["id"], second["id"], turned["id"]}) == 3
    assert first["file"]["sha256"] == second["file"]["sha256"] == turned["file"]["sha256"]
    assert Product.objects.get().attempts == 1


@pytest.mark.usefixtures("work_at_once")
def test_a_publication_makes_the_same_order_another(order: Ordered, deliver: Deliver) -> None:
    first = order().json()
    deliver("egib", document(*strips(2)), accept=True)
    layers.forget()

    second = order().json()

    assert second["file"]["register_version"] > first["file"]["register_version"]


# Parcels and zones that lie in each.
PLACES: Any = (
    ({}, 4, 2),
    ({"unit": "0609"}, 4, 2),
    ({"unit": "060902_5"}, 4, 2),
    ({"precinct": PRECINCT}, 4, 1),
    ({"parcels": [f"{PRECINCT}.1", f"{PRECINCT}.7/2", "060902_5.0001.999"]}, 2, 1),
    ({"area": SQUARE}, 4, 2),
)


@pytest.mark.usefixtures("work_at_once")
def test_a_place_bounds_what_is_in_the_file(order: Ordered) -> None:
    for place, parcels, zones in PLACES:
        file = order("fgb", ("parcels", "buildings", "planning-zones"), **place).json()["file"]

        assert file["counts"] == {"parcels": parcels, "buildings": 1, "planning-zones": zones}, place


@pytest.mark.usefixtures("work_at_once")
def test_neighbours_that_only_touch_are_left_out(order: Ordered) -> None:
    file = order("gpkg", ("buildings",), parcels=[f"{PRECINCT}.2"]).json()["file"]

    assert file["counts"] == {"buildings": 0}


def test_another_address_finds_nothing(client: Client, order: Ordered) -> None:
    key = order().json()["id"]

    for guess in (key[:-1], key.swapcase(), "1", "\0", "%00", "..", "x" * 300):
        assert client.get(f"{ORDERS}{guess}/").status_code == 404
    assert client.get(ORDERS).json().keys() == {"layers", "formats", "limits"}


@pytest.mark.usefixtures("work_at_once")
def test_a_file_that_was_removed_has_ended(client: Client, order: Ordered) -> None:
    placed = order().json()
    Product.objects.get().path.unlink()

    assert client.get(placed["file"]["url"]).status_code == 410
    assert state(client, placed["id"])["state"] == "ended"


@pytest.mark.usefixtures("work_at_once")
def test_an_address_ends(client: Client, order: Ordered) -> None:
    placed = order().json()
    Order.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert state(client, placed["id"])["state"] == "ended"
    assert client.get(placed["file"]["url"]).status_code == 410


def test_who_ordered_can_call_it_off(client: Client, order: Ordered) -> None:
    key = order().json()["id"]

    answer = client.delete(f"{ORDERS}{key}/")

    assert answer.json()["state"] == "cancelled"
    assert Product.objects.get().state == State.CANCELLED


def test_what_others_wait_for_too_goes_on(client: Client, order: Ordered) -> None:
    mine, theirs = order().json()["id"], order().json()["id"]

    client.delete(f"{ORDERS}{mine}/")

    assert state(client, mine)["state"] == "cancelled"
    assert state(client, theirs)["state"] == "waiting"


def test_a_client_has_only_so_many_in_the_making(order: Ordered, settings: Settings) -> None:
    settings.DOWNLOADS_AT_ONCE = 2
    statuses = [order("gpkg", crs=crs, address="192.0.2.7").status_code for crs in (2180, 2178, 2179)]
    refused = order("gpkg", crs=3857, address="192.0.2.7")

    assert statuses == [201, 201, 429]
    assert int(refused.headers["Retry-After"]) > 0
    assert order("gpkg", crs=2179, address="192.0.2.8").status_code == 201


@pytest.mark.usefixtures("work_at_once")
def test_no_more_are_taken_on_than_the_disk_has_room_for(order: Ordered, settings: Settings) -> None:
    order("gpkg")
    Product.objects.update(size=2 * 1024**2)
    settings.DOWNLOADS_TOTAL_MB = 1

    assert order("gpkg", crs=2178).status_code == 503
    assert order("gpkg").status_code == 201


def test_nothing_is_kept_of_who_ordered_once_it_is_made(order: Ordered) -> None:
    order("gpkg", address="192.0.2.7")
    kept = Order.objects.get()
    assert kept.client and "192.0.2.7" not in kept.client

    make_file.call(Product.objects.get().pk)

    assert Order.objects.get().client == ""
