"""Shares add up to the whole, whatever the parts are."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sip.extracts.shares import apportion, percent_and_area

parts = st.lists(st.floats(0, 1e7), min_size=1, max_size=30).filter(lambda found: sum(found) > 1e-3)
areas = st.decimals(0, 10**9, places=0)


@given(parts)
def test_percents_add_up_to_a_hundred(found: list[float]) -> None:
    assert sum(apportion(found, Decimal(100), Decimal("0.1"))) == 100


@given(parts, areas)
def test_square_metres_add_up_to_the_registered_area(found: list[float], registered: Decimal) -> None:
    assert sum(area or 0 for _, area in percent_and_area(found, registered)) == registered


@given(parts)
def test_no_share_is_a_step_away_from_the_exact_one(found: list[float]) -> None:
    given_shares = apportion(found, Decimal(100), Decimal("0.1"))

    assert all(
        abs(float(share) - part / sum(found) * 100) < 0.1001 for share, part in zip(given_shares, found, strict=True)
    )


@given(parts)
def test_shares_do_not_depend_on_the_order_of_different_parts(found: list[float]) -> None:
    distinct = sorted(set(found))
    turned = distinct[::-1]

    assert apportion(distinct, Decimal(100), Decimal("0.1")) == apportion(turned, Decimal(100), Decimal("0.1"))[::-1]


def test_nothing_has_no_share() -> None:
    assert apportion([1.0, 0.0], Decimal(100), Decimal("0.1")) == [Decimal(100), Decimal(0)]


def test_of_equal_parts_the_first_has_what_is_over() -> None:
    third = (Decimal("33.3"), Decimal(33))

    assert percent_and_area([1.0, 1.0, 1.0], Decimal(100)) == [(Decimal("33.4"), Decimal(34)), third, third]


def test_of_equal_remainders_the_larger_part_is_rounded_up() -> None:
    assert apportion([1.0, 3.0], Decimal(2), Decimal(1)) == [Decimal(0), Decimal(2)]


def test_without_a_registered_area_there_are_percents_alone() -> None:
    assert percent_and_area([1.0, 3.0], None) == [(Decimal(25), None), (Decimal(75), None)]


def test_a_part_of_a_square_metre_is_not_shared_out() -> None:
    assert percent_and_area([1.0], Decimal("99.9")) == [(Decimal(100), Decimal(99))]
