"""What no order may ask."""

from typing import Any

import pytest
from django.test import Client

from sip.services.downloads.models import Product
from tests.services.downloads.conftest import ORDERS, Ordered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"layers": ["parcels"]}',
        b'{"layers": [], "format": "gpkg"}',
        b'{"layers": "parcels", "format": "gpkg"}',
        b'{"layers": [1], "format": "gpkg"}',
        b'{"layers": ["parcels; DROP TABLE"], "format": "gpkg"}',
        b'{"layers": ["parcels"], "format": "../../etc/passwd"}',
        b'{"layers": ["parcels"], "format": ["gpkg"]}',
        b'{"layers": ["parcels"], "format": "gpkg", "crs": 27700}',
        b'{"layers": ["parcels"], "format": "gpkg", "crs": true}',
        b'{"layers": ["parcels"], "format": "gpkg", "crs": "2180"}',
        b'{"layers": ["parcels"], "format": "geojson", "crs": 2180}',
        b'{"layers": ["parcels"], "format": "gpkg", "owner": "x"}',
        b'{"layers": ["parcels"], "format": "gpkg", "unit": "0609", "precinct": "060902_5.0001"}',
        b'{"layers": ["parcels"], "format": "gpkg", "unit": "ab"}',
        b'{"layers": ["parcels"], "format": "gpkg", "unit": 609}',
        b'{"layers": ["parcels"], "format": "gpkg", "unit": null}',
        b'{"layers": ["parcels"], "format": "gpkg", "precinct": "1"}',
        b'{"layers": ["parcels"], "format": "gpkg", "parcels": []}',
        b'{"layers": ["parcels"], "format": "gpkg", "parcels": ["a\\u0000b"]}',
        b'{"layers": ["parcels"], "format": "gpkg", "parcels": ["' + b"1" * 5000 + b'"]}',
        b'{"layers": ["parcels"], "format": "gpkg", "area": "POLYGON((0 0,1 1,1 0,0 0))"}',
        b'{"layers": ["parcels"], "format": "gpkg", "area": {"type": "Polygon", "coordinates": []}}',
        b'{"layers": ["parcels"], "format": "gpkg", "area": {"type": "Polygon", "coordinates": [[[1,2],["x",3]]]}}',
        b'{"layers": ["parcels"], "format": "gpkg", "area": {"type": "Polygon", "coordinates":'
        b" [[[22.5,51],[22.6,51.1],[22.6,51],[22.5,51.1],[22.5,51]]]}}",
        b'{"layers": ["parcels"], "format": "gpkg", "area": {"type": "Polygon", "coordinates":'
        b" [[[51,22.5],[51,22.6],[51.1,22.6],[51,22.5]]]}}",
        b'{"layers": ["parcels"], "format": "gpkg", "area": {"type": "Polygon", "coordinates":'
        b" [[[1e400,51],[22.6,51.1],[22.6,51],[1e400,51]]]}}",
        b"[" * 100_000,
    ],
)
def test_a_hostile_order_is_a_problem_and_nothing_more(client: Client, body: bytes) -> None:
    answer = client.post(ORDERS, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Product.objects.exists()


@pytest.mark.parametrize("place", [{"unit": "1465"}, {"precinct": "146501_1.0001"}, {"parcels": ["nie ma"]}])
def test_a_place_the_register_does_not_know_is_not_found(order: Ordered, place: Any) -> None:
    assert order("gpkg", **place).status_code == 404


def test_orders_are_read_whatever_their_type_is_called(client: Client) -> None:
    body = b'{"layers": ["parcels"], "format": "gpkg"}'

    assert client.post(ORDERS, body, content_type="text/plain").status_code == 201
