"""Search by identifier: the whole one leads to the page, its beginning lists, nonsense is answered in words."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, strips
from tests.portal.conftest import SHEET, Page, page_path, parcel_id

pytestmark = pytest.mark.django_db

WRITE_IT_SO = "Wpisz identyfikator działki"
IDENTIFIER_LIKE = st.text(alphabet="0123456789_./AR", min_size=1, max_size=40)


def results(client: Client, query: str) -> Page:
    answer = client.get("/szukaj/", {"q": query})
    assert answer.status_code == 200
    return Page(answer.content)


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("number", ["1", "4/1"])
def test_a_full_identifier_leads_to_the_page(client: Client, number: str) -> None:
    answer = client.get("/szukaj/", {"q": parcel_id(number)}, follow=True)

    assert answer.redirect_chain[-1][0] == page_path(number)
    assert answer.status_code == 200


@pytest.mark.usefixtures("village")
def test_spaces_around_an_identifier_do_no_harm(client: Client) -> None:
    assert client.get("/szukaj/", {"q": f"  {SHEET}\n"})["Location"] == f"/dzialka/{SHEET}/"


def test_a_full_identifier_leads_to_the_page_though_others_begin_with_it(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(12)))

    assert client.get("/szukaj/", {"q": parcel_id("1")})["Location"] == page_path("1")


@pytest.mark.usefixtures("village")
def test_a_beginning_lists_what_follows(client: Client) -> None:
    links = results(client, parcel_id("4/")).links

    assert {page_path("4/1"), page_path("4/2")} <= links
    assert page_path("1") not in links


@pytest.mark.usefixtures("village")
def test_an_ended_parcel_is_found_too(client: Client) -> None:
    assert page_path("4") in results(client, PRECINCT).links


def test_an_identifier_that_is_not_there_is_said_not_to_be(client: Client) -> None:
    assert f"W rejestrze nie ma działki {PRECINCT}.999." in results(client, f"{PRECINCT}.999").text


def test_an_empty_search_explains_itself(client: Client) -> None:
    assert "Jak pisać identyfikator" in Page(client.get("/szukaj/").content).text


@pytest.mark.parametrize("query", ["Kowalski", "' OR 1=1 --", "%", "<script>alert(1)</script>", "٣", "²", "1" * 5000])
def test_nonsense_is_answered_in_words(client: Client, query: str) -> None:
    found = results(client, query)

    assert WRITE_IT_SO in found.text
    assert list(found.all("script")) == []


@given(st.one_of(st.text(), IDENTIFIER_LIKE))
@settings(max_examples=60)
def test_nothing_that_can_be_typed_breaks_the_search(query: str) -> None:
    assert Client().get("/szukaj/", {"q": query}).status_code in (200, 302)


@given(st.binary(max_size=40))
@settings(max_examples=20)
def test_no_bytes_in_the_address_break_the_search(query: bytes) -> None:
    assert Client().get("/szukaj/", QUERY_STRING="q=" + "".join(f"%{byte:02x}" for byte in query)).status_code == 200
