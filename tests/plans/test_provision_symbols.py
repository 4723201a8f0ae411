"""Lists and ranges of symbols as resolutions write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importing.provisions.symbols import MOST_SYMBOLS, Vocabulary, is_symbol, listed, whole_list

NOTHING = Vocabulary()


def symbols(text: str, *known: str) -> list[str]:
    return listed(text, Vocabulary(known))[0].symbols


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1MN, 2MN–4MN, MN/U ustala się", ["1MN", "2MN", "3MN", "4MN", "MN/U"]),
        ("1MN-4MN", ["1MN", "2MN", "3MN", "4MN"]),
        ("od 1MN do 3MN", ["1MN", "2MN", "3MN"]),
        ("1–3 MN", ["1MN", "2MN", "3MN"]),
        ("MN1 ÷ MN3", ["MN1", "MN2", "MN3"]),
        ("08MN–11MN", ["08MN", "09MN", "10MN", "11MN"]),
        ("1KD-D–3KD-D oraz KD-GP", ["1KD-D", "2KD-D", "3KD-D", "KD-GP"]),
        ("1.MN–3.MN", ["1.MN", "2.MN", "3.MN"]),
        ("„1MN”, „2U/ZP” i 3 KDW", ["1MN", "2U/ZP", "3KDW"]),
        ("001-M/U31, KD(Z)", ["001-M/U31", "KD(Z)"]),
        ("1MN (o powierzchni 1,2 ha) i 2MN", ["1MN", "2MN"]),
        ("1MN oraz terenu oznaczonego symbolem 2MN", ["1MN", "2MN"]),
        ("MN – tereny zabudowy", ["MN"]),
        ("U, a na pozostałych", ["U"]),
        ("graficznym linii", []),
        ("Dla terenu", []),
    ],
)
def test_symbols_are_read_out_of_a_list(text: str, expected: list[str]) -> None:
    assert symbols(text) == expected


def test_symbols_are_named_as_the_zones_of_the_act_are() -> None:
    assert symbols("2ZP, MN,U i 003", "2 ZP", "MN,U", "003") == ["2 ZP", "MN,U", "003"]


@pytest.mark.parametrize("text", ["4MN–1MN", "1MN–9999MN", "1MN – 4U"])
def test_what_only_looks_like_a_range_is_both_its_ends_and_said(text: str) -> None:
    found, _end = listed(text, NOTHING)

    assert (len(found.symbols), len(found.unclear)) == (2, 1)


def test_a_cell_that_is_more_than_a_list_is_none() -> None:
    assert whole_list("1MN, tereny zabudowy", NOTHING) is None


LETTERS = st.sampled_from(["MN", "U", "ZP", "KD-D", "MN/U", "KDW", "MNe"])
NUMBERS = st.integers(1, 400)


@given(LETTERS, NUMBERS, st.integers(1, 40), st.sampled_from(["-", "–", " – ", " do ", "÷", " - "]))
def test_a_range_has_each_of_its_numbers_once(letters: str, first: int, more: int, dash: str) -> None:
    expected = [f"{number}{letters}" for number in range(first, first + more + 1)]

    assert symbols(f"{expected[0]}{dash}{expected[-1]}") == expected


@given(
    st.lists(st.builds("{}{}".format, NUMBERS, LETTERS), min_size=1, unique=True), st.sampled_from([", ", " i ", "; "])
)
def test_a_list_gives_its_symbols_in_their_order(written: list[str], between: str) -> None:
    assert symbols(between.join(written)) == written


@given(st.text(max_size=300))
def test_any_text_gives_symbols_that_have_the_form_of_symbols(text: str) -> None:
    assert all(map(is_symbol, symbols(text)))


def test_a_list_has_its_limit() -> None:
    assert len(symbols("1A–500A, 1B–500B, " * 2000)) < 2 * MOST_SYMBOLS
