"""Pages of the public registers: searched by sign, parcel and place, page by page; entries for good; files."""

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cases.models import PublicEntry
from cases.publishing import pages
from cases.workflow import Act, Outcome
from tests.cases.making import do
from tests.cases.publishing.conftest import PARCEL, Town

pytestmark = pytest.mark.django_db
TREES = "/rejestry/usuwanie-drzew/"
SIGN = re.compile(r'class="row-link"[^>]*>([^<]+)</a>')


def signs(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return SIGN.findall(answer.content.decode())


def test_the_registers_are_named_with_their_offices_and_counts(client: Client, town: Town) -> None:
    town.decided("warunki-zabudowy")
    body = client.get("/rejestry/").content.decode()

    assert "Decyzje o warunkach zabudowy" in body
    assert "1 wpis" in body
    assert f"?urzad={town.office.slug}" in body


def test_an_entry_is_found_by_sign_parcel_place_and_by_nothing_else(client: Client, town: Town) -> None:
    sign = town.filed("usuniecie-drzewa").sign
    assert sign is not None

    for words in (sign, sign[3:].lower(), PARCEL, ""):
        assert signs(client, f"{TREES}?q={words}") == [sign]
    for words in ("Tajnowski", "90010112345", "%", "060901_5.0001.2/1"):
        assert signs(client, f"{TREES}?q={words}") == []


def test_choices_narrow_the_list(client: Client, town: Town) -> None:
    refused = town.decided("usuniecie-drzewa", Outcome.REFUSED)
    open_one = town.filed("usuniecie-drzewa")
    year = PublicEntry.objects.get(case=refused).day.year

    assert signs(client, f"{TREES}?wynik=refused") == [refused.sign]
    assert signs(client, f"{TREES}?wynik=pending") == [open_one.sign]
    assert len(signs(client, f"{TREES}?rok={year}&urzad={town.office.slug}")) == 2
    assert signs(client, f"{TREES}?rok={year - 1}") == []
    assert signs(client, f"{TREES}?urzad=inny") == []


def test_the_list_goes_on_page_by_page(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    filed = [town.filed("usuniecie-drzewa").sign for _number in range(3)]

    body = client.get(TREES).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', body)
    assert following is not None
    assert SIGN.findall(body) == filed[:0:-1]
    assert signs(client, TREES + following[1].replace("&amp;", "&")) == filed[:1]


def test_an_entry_has_a_page_of_its_own(client: Client, town: Town) -> None:
    case = town.decided("usuniecie-drzewa", Outcome.NO_OBJECTION)
    identifier = PublicEntry.objects.get(case=case).identifier
    body = client.get(f"{TREES}{identifier}/").content.decode()

    assert str(case.sign) in body
    assert "nie wniesiono sprzeciwu" in body
    assert f"/dzialka/{PARCEL}/" in body


def test_an_entry_that_is_gone_says_so_and_one_that_never_was_does_not(client: Client, town: Town) -> None:
    never, gone = town.filed("warunki-zabudowy"), town.filed("usuniecie-drzewa")
    do(town.head, gone, Act.VOID, reason="Pomyłka")
    numbers = {case.pk: PublicEntry.objects.get(case=case).identifier for case in (never, gone)}

    assert client.get(f"{TREES}{numbers[gone.pk]}/").status_code == 410
    assert client.get(f"/rejestry/warunki-zabudowy/{numbers[never.pk]}/").status_code == 404
    assert client.get("/rejestry/nie-ma/").status_code == 404


def test_an_entry_of_one_register_is_not_in_another(client: Client, town: Town) -> None:
    identifier = PublicEntry.objects.get(case=town.filed("usuniecie-drzewa")).identifier

    assert client.get(f"/rejestry/warunki-zabudowy/{identifier}/").status_code == 404


def test_the_table_holds_what_the_page_lists(client: Client, town: Town) -> None:
    case = town.decided("usuniecie-drzewa")
    town.filed("usuniecie-drzewa")
    body = client.get(f"{TREES}wpisy.csv?wynik=granted").getvalue().decode("utf-8-sig")

    _head, row = csv.reader(io.StringIO(body), delimiter=";")
    assert row[0] == case.sign
    assert row[8] == PARCEL


def test_shapes_come_in_degrees_or_metres(client: Client, town: Town) -> None:
    town.filed("usuniecie-drzewa")
    degrees, metres = (client.get(f"{TREES}wpisy.geojson{query}").json() for query in ("", "?crs=2180"))

    assert 14 < degrees["features"][0]["geometry"]["coordinates"][0][0][0][0] < 25
    assert metres["features"][0]["geometry"]["coordinates"][0][0][0][0] > 1e5


def test_a_part_of_the_map_narrows_the_list(client: Client, town: Town) -> None:
    case = town.filed("usuniecie-drzewa")
    assert case.shape is not None
    west, south, east, north = case.shape.extent

    assert signs(client, f"{TREES}?e={west},{south},{east},{north}") == [case.sign]
    assert signs(client, f"{TREES}?e={west + 9000},{south},{east + 9000},{north}") == []


@given(name=st.sampled_from(["q", "urzad", "rok", "wynik", "e", "after"]), text=st.text(max_size=300))
def test_nothing_in_the_address_breaks_a_register(
    client: Client, village: None, services: None, name: str, text: str
) -> None:
    for ending in ("", "wpisy.csv", "wpisy.geojson"):
        assert client.get(f"{TREES}{ending}", {name: text}).status_code == 200
