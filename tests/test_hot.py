"""Hot reads: answered before the middleware, and so without what it turns back for other pages."""

import pytest
from django.test import Client
from django.utils.translation import override

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
