"""Forms larger than any page takes: refused before they are read, at every page."""

import pytest
from django.test import Client

from sip.uploads import most_megabytes

pytestmark = pytest.mark.django_db
BODY = b'--x\r\nContent-Disposition: form-data; name="plik"; filename="a"\r\n\r\nabc\r\n--x--\r\n'


@pytest.mark.parametrize("path", ["/wypis/obszar/", "/pobieranie/", "/sprawy/stan/", "/konto/login/"])
def test_a_form_larger_than_any_page_takes_is_refused_in_words(client: Client, path: str) -> None:
    told = most_megabytes() * 1024 * 1024 + 1
    form = "multipart/form-data; boundary=x"
    page = client.generic("POST", path, BODY, form, CONTENT_LENGTH=str(told))
    assert (page.status_code, f"najwyżej {most_megabytes()} MB" in page.content.decode()) == (413, True)


def test_what_makes_no_sense_stays_a_bad_request(client: Client) -> None:
    page = client.get("/", headers={"host": "evil.example"})
    assert (page.status_code, "Nie rozumiemy tego zapytania" in page.content.decode()) == (400, True)
