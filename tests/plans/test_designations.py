"""What a designation says beside the number of its terrain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.designations import looks_like_designation, symbol_in

SYMBOLS = {
    "1MN/U": "MN/U",
    "12.KD-L": "KD-L",
    "KDD.3": "KDD",
    "KD-Z 2": "KD-Z",
    "MN2": "MN2",
    "3MN1": "MN1",
    "A5MW/U": "MW/U",
    "12aZP": "ZP",
    "1.2.MN": "MN",
    "ZL(ws)": "ZL(ws)",
    "1ZŁ": "ZŁ",
    "tereny zieleni": "tereny zieleni",
    "7": "7",
    "": "",
}


@pytest.mark.parametrize("designation", SYMBOLS)
def test_the_symbol_is_what_is_left_without_the_number(designation: str) -> None:
    assert symbol_in(designation) == SYMBOLS[designation]


@given(number=st.integers(1, 9999), symbol=st.sampled_from(["MN", "U/MN", "KD-GP", "ZL", "P.U", "R", "WS"]))
def test_a_number_before_a_symbol_never_matters(number: int, symbol: str) -> None:
    assert {symbol_in(f"{number}{symbol}"), symbol_in(f"{number}.{symbol}")} == {symbol}


@given(st.text(max_size=60))
def test_any_text_has_a_symbol_that_is_part_of_it(text: str) -> None:
    assert symbol_in(text) in text


@pytest.mark.parametrize("text", ["1MN/U", "KDD.3", "U", "12.KD-L", "A5MW/U", "ZL(ws)", "1 MN"])
def test_what_planners_write_into_an_area_may_be_a_designation(text: str) -> None:
    assert looks_like_designation(text)


@pytest.mark.parametrize("text", ["123/4", "12", "m2", "GRANICA PLANU", "BUDYNKI", "ul. Polna", "", "0", "i" * 99])
def test_what_base_maps_write_there_is_none(text: str) -> None:
    assert not looks_like_designation(text)
