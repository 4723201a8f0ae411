"""The results page: one exact hit is gone to, several are groups, nothing is answered in words."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from sip.offices.models import Unit
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct, strips
from tests.portal.conftest import SHEET, Page, page_path, parcel_id
from tests.standing import standing

pytestmark = pytest.mark.django_db

WHAT_CAN_BE_TYPED = "Co można wpisać"
IDENTIFIER_LIKE = st.text(alphabet="0123456789_./AR", min_size=1, max_size=40)


def results(client: Client, query: str, unit: str = "") -> Page:
    answer = client.get("/szukaj/", {"q": query, "unit": unit})
    assert answer.status_code == 200
    return Page(answer.content)


def second_gmina() -> list[str]:
    identifier = "060903_2.0001"
    return [
        precinct((500, 0, 40, 120), identifier=identifier, name="Dąbrowa"),
        parcel("2", (500, 0, 40, 120), identifier=f"{identifier}.2", name="elsewhere"),
    ]


@pytest.fixture
@standing()
def two_gminas(deliver: Deliver) -> None:
    Unit.objects.create(code="060902_3", level="gmina", kind=3, name="Bełżyce")
    Unit.objects.create(code="060903_2", level="gmina", kind=2, name="Bychawa")
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), *second_gmina()))


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("number", ["1", "4/1"])
def test_a_full_identifier_leads_to_the_page(client: Client, number: str) -> None:
    answer = client.get("/szukaj/", {"q": parcel_id(number)}, follow=True)

    assert answer.redirect_chain[-1][0] == page_path(number)
    assert answer.status_code == 200


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("query", ["wola zmyslona 4/1", "4/1 Wola Zmyślona", "060902 5 0001 4/1", "0001 4/1", "4/1"])
def test_any_spelling_of_one_parcel_leads_to_the_page(client: Client, query: str) -> None:
    assert client.get("/szukaj/", {"q": query})["Location"] == page_path("4/1")


@pytest.mark.usefixtures("village")
def test_spaces_around_an_identifier_do_no_harm(client: Client) -> None:
    assert client.get("/szukaj/", {"q": f"  {SHEET}\n"})["Location"] == f"/dzialka/{SHEET}/"


@pytest.mark.usefixtures("village")
def test_the_only_sheet_with_a_number_need_not_be_typed(client: Client) -> None:
    assert client.get("/szukaj/", {"q": f"{PRECINCT}.77/12"})["Location"] == f"/dzialka/{SHEET}/"


def test_a_full_identifier_leads_to_the_page_though_others_begin_with_it(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(12)))

    assert client.get("/szukaj/", {"q": parcel_id("1")})["Location"] == page_path("1")


@pytest.mark.usefixtures("village")
def test_an_address_leads_to_its_parcel(client: Client) -> None:
    assert client.get("/szukaj/", {"q": "Polna 7a"})["Location"] == page_path("1")


@pytest.mark.usefixtures("village")
def test_a_place_is_listed_with_its_way_to_the_map(client: Client) -> None:
    page = results(client, "Wola Zmyślona")

    assert "pokaż na mapie" in page.text
    assert [link for link in page.links if link.startswith("/?e=")]


@pytest.mark.usefixtures("village")
def test_a_beginning_lists_what_follows(client: Client) -> None:
    links = results(client, parcel_id("4/")).links

    assert {page_path("4/1"), page_path("4/2")} <= links
    assert page_path("1") not in links


@pytest.mark.usefixtures("village")
def test_an_ended_parcel_is_found_too(client: Client) -> None:
    page = results(client, PRECINCT)

    assert page_path("4") in page.links
    assert f"Powstały z niej: {parcel_id('4/1')} , {parcel_id('4/2')}" in page.text


@pytest.mark.usefixtures("two_gminas")
def test_several_parcels_of_a_number_are_a_list(client: Client) -> None:
    assert {page_path("2"), "/dzialka/060903_2.0001.2/"} <= results(client, "2").links


@pytest.mark.usefixtures("two_gminas")
def test_a_number_within_a_chosen_gmina_leads_to_the_page(client: Client) -> None:
    page = results(client, "2")
    assert [option["value"] for option in page.all("option")] == ["", "060902_3", "060903_2"]

    assert client.get("/szukaj/", {"q": "2", "unit": "060902_3"})["Location"] == page_path("2")


@pytest.mark.usefixtures("two_gminas")
def test_the_chosen_gmina_stays_chosen(client: Client) -> None:
    page = results(client, "nigdzie", unit="060903_2")
    assert [option["value"] for option in page.all("option") if "selected" in option] == ["060903_2"]


@pytest.mark.usefixtures("two_gminas")
@pytest.mark.parametrize("unit", ["060999_2", "x", "\0"])
def test_a_gmina_that_is_not_here_is_none(client: Client, unit: str) -> None:
    assert page_path("2") in results(client, "2", unit=unit).links


@pytest.mark.usefixtures("village")
def test_each_group_has_its_heading(client: Client) -> None:
    page = results(client, "Wola")
    named = {section["aria-labelledby"] for section in page.all("section") if "aria-labelledby" in section}

    assert named == {"group-precinct", "group-place"}
    assert named <= {heading.get("id") for heading in page.all("h2")}


@pytest.mark.usefixtures("village")
def test_a_similar_name_is_said_to_be_one(client: Client) -> None:
    assert "Takiej nazwy nie ma. To, co ma podobną:" in results(client, "Wola Zmyslna").text


def test_a_long_list_is_cut_with_advice(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(70)))

    assert "Dopisz nazwę obrębu" in results(client, PRECINCT).text


def test_an_identifier_that_is_not_there_is_said_not_to_be(client: Client) -> None:
    assert f"W rejestrze nie ma działki {PRECINCT}.999." in results(client, f"{PRECINCT}.999").text


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("Sulimy 253/77", "Szukano: numer działki 253/77, nazwa „sulimy”."),
        ("obr. 7 dz. 12 ark. 3", "Szukano: numer działki 12, arkusz 3, obręb nr 0007."),
        ("Lipowa 12, 23-100", "Szukano: numer 12, kod pocztowy 23-100, nazwa „lipowa”."),
        ("060903_5.00", "identyfikator, który zaczyna się od 060903_5.00"),
        (f"{PRECINCT}.1.1_BUD", f"budynek o identyfikatorze {PRECINCT}.1.1_BUD"),
        ("d11aa8e4-6908-c7ad-a744-1300c425e36c", "obiekt o identyfikatorze IIP"),
    ],
)
def test_where_nothing_is_found_the_page_says_what_was_understood(client: Client, query: str, understood: str) -> None:
    found = results(client, query)

    assert understood in found.text
    assert WHAT_CAN_BE_TYPED in found.text


def test_an_empty_search_explains_itself(client: Client) -> None:
    assert WHAT_CAN_BE_TYPED in Page(client.get("/szukaj/").content).text


@pytest.mark.parametrize("query", ["Kowalski", "' OR 1=1 --", "%", "<script>alert(1)</script>", "٣", "²", "1" * 5000])
def test_nonsense_is_answered_in_words(client: Client, query: str) -> None:
    found = results(client, query)

    assert WHAT_CAN_BE_TYPED in found.text
    assert "result-message" in {element.get("class") for element in found.all("p")}
    assert all(set(script) == {"type", "src"} for script in found.all("script"))


def test_of_a_repeated_question_the_last_counts(client: Client) -> None:
    assert client.get("/szukaj/?q=a&q=b&foo=1").status_code == 200


@given(st.one_of(st.text(), IDENTIFIER_LIKE))
@settings(max_examples=60)
def test_nothing_that_can_be_typed_breaks_the_search(query: str) -> None:
    assert Client().get("/szukaj/", {"q": query}).status_code in (200, 302)


@given(st.binary(max_size=40))
@settings(max_examples=20)
def test_no_bytes_in_the_address_break_the_search(query: bytes) -> None:
    assert Client().get("/szukaj/", QUERY_STRING="q=" + "".join(f"%{byte:02x}" for byte in query)).status_code == 200
