"""What is kept of pictures is of the version that was published when it was drawn."""

import pytest
from django.test import Client

from sip.services import layers
from tests.conftest import Deliver
from tests.services.maps.asking import asked, place, wms

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("own_village"),
]


def test_a_publication_changes_the_picture(client: Client, deliver: Deliver) -> None:
    west, south, east, north = place("1")
    query = asked("1.3.0", "EPSG:2180", (west - 5, south - 5, east + 75, north + 5), LAYERS="adresy")
    before = wms(client, **query)
    row = f"miejscowosc;ulica;numer;x;y\nWola Zmyślona;Lipowa;13;{west + 40};{south + 50}"
    deliver("addresses", row.encode(), suffix=".csv")
    layers.forget()
    after = wms(client, **query)

    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.content != after.content


def test_a_publication_of_another_register_leaves_the_picture_kept(client: Client, deliver: Deliver) -> None:
    west, south, east, north = place("1")
    query = asked("1.3.0", "EPSG:2180", (west, south, east, north), LAYERS="budynki")
    before = wms(client, **query)
    row = f"miejscowosc;ulica;numer;x;y\nWola Zmyślona;Lipowa;14;{west + 9000};{south + 50}"
    deliver("addresses", row.encode(), suffix=".csv")
    layers.forget()

    assert wms(client, **query).headers["ETag"] == before.headers["ETag"]
