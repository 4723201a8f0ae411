"""What typed texts are taken for: identifiers, numbers, names and coordinates in any spelling; no database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcels.identifiers import PARCEL_PATTERN
from sip.services.search.coordinates import positions
from sip.services.search.understand import LONGEST_TEXT, Code, ObjectId, Reading, understand
from sip.services.search.words import plain, words

IDENTIFIER = "060903_5.0007.253/77"
WITH_SHEET = "060903_4.0001.AR_3.12/4"
UUID = "d11aa8e4-6908-c7ad-a744-1300c425e36c"
SEPARATORS = st.sampled_from([".", " ", "-", "_", ",", "/", " . ", ""])


def reading(text: str) -> Reading:
    return understand(text).readings[0]


def code(text: str) -> str:
    found = understand(text).code
    return found.start if found else ""


@pytest.mark.parametrize(
    "typed",
    [
        IDENTIFIER,
        "060903 5 0007 253/77",
        "0609035.0007.253/77",
        "060903_50007253/77",
        "060903_5-0007-253-77",
        "060903_5 . 0007 . 253 / 77",
        "dz. nr 060903_5.0007.253/77",
        "idDzialki: 060903_5.0007.253/77",
        "060903_5.0007.253\\77",
    ],
)
def test_an_identifier_with_any_separators(typed: str) -> None:
    assert understand(typed).code == Code(IDENTIFIER, "060903_5.0007", number="253/77")


@pytest.mark.parametrize(
    "typed", [WITH_SHEET, "060903_4.0001.ar3.12/4", "060903 4 0001 AR 3 12/4", "060903_4.0001.3.12/4"]
)
def test_a_sheet_in_an_identifier(typed: str) -> None:
    assert understand(typed).code == Code(WITH_SHEET, "060903_4.0001", "AR_3", "12/4")


@given(st.from_regex(re.compile(PARCEL_PATTERN, re.ASCII), fullmatch=True), SEPARATORS, st.booleans())
def test_any_identifier_comes_back_from_any_spelling(identifier: str, separator: str, lower: bool) -> None:
    unit, precinct, *sheet, number = identifier.split(".")
    # Without a separator a number would run into the sheet's.
    typed = separator.join([unit.replace("_", separator), precinct, *sheet]) + (separator or ".") + number

    assert code(typed.lower() if lower else typed) == identifier


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("0609", "0609"),
        ("060903", "060903"),
        ("060903_", "060903_"),
        ("0609035", "060903_5"),
        ("1421043", "142104_3"),
        ("060903_5.00", "060903_5.00"),
        ("060903_5.0007.", "060903_5.0007"),
        ("060903_5.0007.253/", "060903_5.0007.253/"),
        ("060903_4.0001.AR_", "060903_4.0001.AR_"),
    ],
)
def test_the_beginning_of_an_identifier(typed: str, start: str) -> None:
    assert code(typed) == start


@pytest.mark.parametrize(
    "typed",
    [
        "Sulimy 253/77",
        "253/77 Sulimy",
        "SULIMY 253 / 77",
        "sulimy253/77",
        "dz. 253/77 obręb Sulimy",
        "działka nr 253 / 77, Sulimy",
        "gm. Sulimy, dz. ew. nr 253\\77",
        "Sulimy 253-77",
        "Sulimy 253 77",
    ],
)
def test_a_number_with_a_name(typed: str) -> None:
    assert (reading(typed).words, reading(typed).parcel_number) == (("sulimy",), "253/77")


@pytest.mark.parametrize(
    "typed", ["0007 253/77", "0007-253/77", "0007.253/77", "obr. 7 dz. 253/77", "obręb nr 0007, 253/77"]
)
def test_a_number_with_a_precincts_number(typed: str) -> None:
    assert (reading(typed).precinct, reading(typed).parcel_number, reading(typed).words) == ("0007", "253/77", ())


def test_two_numbers_may_be_a_precincts_and_a_parcels() -> None:
    assert {("253/77", ""), ("77", "0253")} <= {(r.number, r.precinct) for r in understand("253 77").readings}


@pytest.mark.parametrize("typed", ["Bychawa ark. 3 dz. 86", "86 AR_3 Bychawa", "bychawa arkusz nr 3 86"])
def test_a_sheet_beside_a_number(typed: str) -> None:
    assert (reading(typed).sheet, reading(typed).number, reading(typed).words) == ("AR_3", "86", ("bychawa",))


@pytest.mark.parametrize(
    ("typed", "named", "number", "postcode"),
    [
        ("Lipowa 12", ("lipowa",), "12", ""),
        ("12 Lipowa", ("lipowa",), "12", ""),
        ("ul. Lipowa 12A Bychawa", ("lipowa", "bychawa"), "12a", ""),
        ("Lipowa 12 a", ("lipowa",), "12a", ""),
        ("Lipowa 12A/3, 23-100 Bychawa", ("lipowa", "bychawa"), "12a/3", "23-100"),
        ("3 Maja 12", ("3", "maja"), "12", ""),
        ("23-100", (), "", "23-100"),
    ],
)
def test_an_address(typed: str, named: tuple[str, ...], number: str, postcode: str) -> None:
    found = reading(typed)
    assert (found.words, found.house_number, found.postcode) == (named, number, postcode)


def test_a_streets_number_is_no_parcels() -> None:
    assert reading("ul. Lipowa 12").parcel_number == ""
    assert reading("działka 12 Lipowa").house_number == ""


def test_words_that_only_tell_the_kind_are_names_where_nothing_else_is() -> None:
    assert reading("gm").words == ("gm",)
    assert reading("gmina Bychawa").words == ("bychawa",)


@pytest.mark.parametrize(
    ("typed", "building"),
    [
        ("060903_5.0007.253/77.1_BUD", "060903_5.0007.253/77.1_BUD"),
        ("060903_5.0007.253/77 1 bud", "060903_5.0007.253/77.1_BUD"),
        ("060903_5.0007.12_BUD", "060903_5.0007.12_BUD"),
    ],
)
def test_a_building(typed: str, building: str) -> None:
    assert understand(typed).building == building


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (UUID, ObjectId(UUID)),
        (UUID.replace("-", "").upper(), ObjectId(UUID)),
        (f"PL.PZGiK.9999.EGiB.{UUID}", ObjectId(UUID, "PL.PZGiK.9999.EGiB")),
        (f"PL.PZGiK.9999.EGiB_{UUID}_2019-03-04T07:30:00", ObjectId(UUID, "PL.PZGiK.9999.EGiB")),
        (f"PL.PZGiK.9999.EGiB: {UUID}", ObjectId(UUID, "PL.PZGiK.9999.EGiB")),
        ("PL.PZGiK.9999.EGiB:dz-1", ObjectId("dz-1", "PL.PZGiK.9999.EGiB")),
    ],
)
def test_an_inspire_identifier(typed: str, found: ObjectId) -> None:
    assert understand(typed).object_id == found


PLACE = (750_176, 355_555)


@pytest.mark.parametrize(
    "typed",
    [
        "51.0123, 22.5678",
        "51,0123 22,5678",
        "51,0123, 22,5678",
        "51,0123,22,5678",
        "22.5678; 51.0123",
        "N 51.0123 E 22.5678",
        "51.0123°N 22.5678°E",
        "POINT(22.5678 51.0123)",
        "51°00'44.28\"N 22°34'04.08\"E",
        "22° 34′ 4,08″ E, 51° 0′ 44,28″ N",
        "51º0'44.28\" 22º34'4.08\"",
        "51 0 44.28 22 34 4.08",
        "51°0.738' 22°34.068'",
        "lat: 51.0123 lon: 22.5678",
    ],
)
def test_degrees_in_any_notation_and_order(typed: str) -> None:
    (found,) = positions(plain(typed))
    assert (round(found.easting), round(found.northing), found.system) == (*PLACE, "WGS 84")


@pytest.mark.parametrize(
    "typed",
    [
        "5661000 8400000",
        "8400000 5661000",
        "5661000,00 8400000,00",
        "X=5661000.0 Y=8400000.0",
        "5 661 000,00 8 400 000,00",
    ],
)
def test_a_zone_of_pl_2000_is_told_by_its_first_digit(typed: str) -> None:
    (found,) = positions(plain(typed))
    assert (round(found.easting), round(found.northing), found.system) == (750_200, 362_577, "PL-2000/8")


def test_metres_of_pl_1992_are_read_in_both_orders() -> None:
    found = positions("381234,5 754321,9")
    assert {(place.easting, place.northing) for place in found} == {(381234.5, 754321.9), (754321.9, 381234.5)}


def test_letters_beside_metres_say_the_order() -> None:
    (found,) = positions(plain("N 381234 E 754321"))
    assert (found.easting, found.northing) == (754321, 381234)


@pytest.mark.parametrize(
    "typed", ["51 22", "253/77", "0007 253/77", "Lipowa 12", IDENTIFIER, "1.2.3.4", "60.5 22.5", ""]
)
def test_other_numbers_are_no_coordinates(typed: str) -> None:
    assert positions(plain(typed)) == ()


@given(st.floats(13.6, 24.9), st.floats(48.6, 55.4), st.sampled_from([" ", ", ", ";", " / "]), st.booleans())
def test_degrees_come_back_whatever_the_separator(lon: float, lat: float, separator: str, comma: bool) -> None:
    first, second = f"{lat:.6f}", f"{lon:.6f}"
    typed = separator.join((first, second))
    typed = typed.replace(".", ",") if comma else typed

    (found,) = positions(typed)
    assert positions(f"{first} {second}") == (found,)


@given(st.one_of(st.text(max_size=300), st.text(alphabet="0123456789_./,ARarb udłŁ°'\"-\\", max_size=60)))
def test_nothing_that_can_be_typed_breaks_the_understanding(typed: str) -> None:
    query = understand(typed)

    assert len(query.text) <= LONGEST_TEXT
    assert query.text.isprintable()
    assert all(re.fullmatch(r"[a-z0-9]+", word) for found in query.readings for word in found.words)


@pytest.mark.parametrize("typed", ["", " ", "\0", "/", "%_*", "😀", "مرحبا", "' --", "\ud800", "\u202e"])
def test_what_has_neither_number_nor_name_means_nothing(typed: str) -> None:
    query = understand(typed)
    assert (query.readings, query.code, query.positions) == ((), None, ())


def test_a_text_of_ten_thousand_characters_is_cut() -> None:
    assert len(understand("Sulimy " * 2000).text) <= LONGEST_TEXT


def test_diacritics_and_case_do_not_matter() -> None:
    assert words("Łódź, ŻÓŁĆ – św. Jana") == ("lodz", "zolc", "sw", "jana")
