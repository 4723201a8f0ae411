"""The secret code: hard to guess, forgiving to type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.codes import ALPHABET, LENGTH, hash_of, matches, new_code


def test_a_code_has_twelve_signs_in_groups_and_none_that_are_mistaken() -> None:
    code = new_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert len(code.replace("-", "")) == LENGTH
    assert not set("01ILO") & set(ALPHABET)


def test_codes_differ() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["K7PM2RWX9TQD", "k7pm-2rwx-9tqd", " K7PM 2RWX 9TQD ", "K7PM–2RWX–9TQD"])
def test_case_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert matches(typed, hash_of("K7PM-2RWX-9TQD"))


@given(st.text())
def test_nothing_opens_a_report_that_is_not_there(typed: str) -> None:
    assert not matches(typed, "")
