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
