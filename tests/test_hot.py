"""Hot reads: answered before the middleware, and so without what it turns back for other pages."""

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_the_language_of_the_threads_last_reader_is_not_taken_over(client: Client) -> None:
    with override("en"):
        said = client.get("/api/v1/downloads/").content.decode() + client.get("/zbiory.atom").content.decode()

    assert "Działki" in said
    assert "Cadastral parcels" not in said


@pytest.mark.parametrize(("method", "status"), [("get", 301), ("head", 301), ("post", 308), ("put", 308)])
def test_who_writes_and_forgets_the_last_slash_is_led_on_with_what_was_sent(
    client: Client, method: str, status: int
) -> None:
    answer = getattr(client, method)("/api/v1/downloads?a=1")

    assert (answer.status_code, answer["Location"]) == (status, "/api/v1/downloads/?a=1")


@pytest.mark.parametrize("path", ["/api/v1/downloads/", "/api/v1/downloads", "/api/v1/nothing/", "/uldk/", "/wms"])
def test_answers_to_machines_are_as_guarded_as_pages(client: Client, settings: Settings, path: str) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    answer = client.get(path, secure=True)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Strict-Transport-Security"] == "max-age=3600"
    assert "Strict-Transport-Security" not in client.get(path)


def test_a_page_of_the_map_service_acts_on_nothing(client: Client) -> None:
    asked = (
        "service=WMS&version=1.3.0&request=GetFeatureInfo&layers=dzialki&query_layers=dzialki&styles=&crs=EPSG:2180"
        "&bbox=380000,750000,380100,750100&width=10&height=10&i=5&j=5&format=image/png&info_format=text/html"
    )
    answer = client.get(f"/wms?{asked}")

    assert answer["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
