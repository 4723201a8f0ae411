"""Requests that are wrong get a sentence that helps, in the protocol's own form."""

import pytest
from django.test import Client

from sip.services.registry import SERVED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/parcels/?limt=1", 400, "Did you mean 'limit'?"),
        ("/api/v1/parcels/?BBOX=1,2,3,4", 400, "Did you mean 'bbox'?"),
        ("/api/v1/parcels/?area-min=1", 400, "Did you mean 'area_min'?"),
        ("/api/v1/parcels/?zzzzzz=1", 400, "Known: after, "),
        ("/api/v1/extracts/?parcel=1", 400, "Did you mean 'parcels'?"),
        ("/api/v1/search/?lmit=1", 400, "Did you mean 'limit'?"),
        ("/api/v1/units/140/?crss=2180", 404, "not an identifier in units, such as "),
        ("/api/v1/parcel/", 404, "Did you mean 'parcels'?"),
        ("/api/v1/extracts/abc/", 404, "What follows 'extracts' is no address of it."),
        ("/api/v2/parcels/", 404, "/api/schema/ tells all addresses."),
        ("/api/", 404, "/api/schema/ tells all addresses."),
        ("/api/v1/parcels/at/?x=22.5&y=51.2", 400, "for degrees add srid=4326"),
        ("/api/v1/parcels/at/?x=1000", 400, "y: is missing."),
        ("/ogc/collections/parcel", 404, "Did you mean 'parcels'?"),
        ("/ogc/collections/parcels/items?crs=EPSG:2180", 400, "mean 'http://www.opengis.net/def/crs/EPSG/0/2180'?"),
        ("/ogc/collections/parcels/items?limt=1", 400, "Did you mean 'limit'?"),
        ("/tiles/PL1992/1/0/0.mvt", 404, "Did you mean 'pl1992'?"),
        ("/tiles/webmercatorquad.json", 404, "Did you mean 'WebMercatorQuad'?"),
        ("/dzialka/xyz/dzialka.gml", 404, "no identifier of a parcel"),
        ("/plany/a%3F%0Ab/akt.gml", 404, "/plany/zbiory.atom leads to all files"),
        ("/dzialka/a%3F/dzialka.dxf", 404, "no identifier of a parcel"),
        ("/plany/xyz/nic.atom", 404, "/plany/zbiory.atom leads to all files"),
    ],
)
def test_a_problem_says_what_was_meant(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("address", ["/api/v1/parcels", "/api/schema", "/api/v1", "/api/v1/parcels/at"])
def test_a_forgotten_slash_is_no_fault(client: Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (301, f"{address}/")


def test_a_parameter_of_any_length_is_answered_shortly(client: Client) -> None:
    answer = client.get("/api/v1/parcels/", {"x" * 5000: "1"})

    assert answer.status_code == 400
    assert len(answer.content) < 500


def test_the_pages_for_people_below_api_are_still_theirs(client: Client) -> None:
    assert client.get("/api/docs/").status_code == 200
    assert client.get("/api/docs/nothing/").status_code == 404


@pytest.mark.parametrize("name", [layer.name for layer in SERVED])
def test_every_register_says_what_its_addresses_look_like(client: Client, name: str) -> None:
    answer = client.get(f"/api/v1/{name}/a%0Db/")

    assert answer.status_code == 404
    assert f"not an identifier in {name}, such as " in answer.json()["detail"]
