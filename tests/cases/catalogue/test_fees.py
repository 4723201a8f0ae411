"""Fees: known amounts, and what holds for all rules and counts."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.catalogue import fees
from cases.catalogue.definitions import FEE, Counted, FeeRule, check_fee

PAGES, SHEETS, PARCELS = Counted.PAGES, Counted.SHEETS, Counted.PARCELS
EXTRACT = FEE.validate_python(
    {
        "items": [
            {
                "kind": "steps",
                "words": "wypis",
                "counted": "pages",
                "steps": [{"up_to": 5, "amount": "30.00"}, {"amount": "50.00"}],
            },
            {"kind": "per", "words": "wyrys", "counted": "sheets", "amount": "20.00", "most": "200.00"},
        ],
        "most": "250.00",
        "exemptions": [{"code": "public-body", "words": "urząd"}],
    }
)
EGIB = FEE.validate_python(
    {
        "items": [
            {
                "kind": "choice",
                "words": "dokument",
                "question": "document",
                "amounts": {"wypis": "40.00", "wyrys": "105.00"},
                "counted": "parcels",
            }
        ]
    }
)


@pytest.mark.parametrize(
    ("pages", "sheets", "total"),
    [(1, 1, "50"), (5, 1, "50"), (6, 1, "70"), (5, 10, "230"), (5, 11, "230"), (6, 10, "250"), (9, 99, "250")],
)
def test_an_extract_costs_what_the_act_says(pages: int, sheets: int, total: str) -> None:
    fee = fees.compute(EXTRACT, {PAGES: pages, SHEETS: sheets}, {})

    assert (fee.total, fee.is_final) == (Decimal(total), True)


def test_what_is_not_counted_yet_costs_as_one_and_is_not_final() -> None:
    fee = fees.compute(EXTRACT, {PAGES: 3}, {})

    assert (fee.total, fee.is_final) == (Decimal(50), False)
    assert [line.is_final for line in fee.lines] == [True, False]


def test_of_nothing_nothing_is_charged() -> None:
    fee = fees.compute(EXTRACT, {PAGES: 0, SHEETS: 0}, {})

    assert (fee.total, fee.is_final) == (Decimal(0), True)


def test_a_fee_is_written_out_line_by_line() -> None:
    assert fees.compute(EXTRACT, {PAGES: 6, SHEETS: 2}, {}).as_written() == [
        {"words": "wypis", "amount": "50.00"},
        {"words": "wyrys", "amount": "40.00"},
    ]


def test_an_exempt_applicant_pays_nothing() -> None:
    fee = fees.compute(EXTRACT, {}, {}, "public-body")

    assert (fee.total, fee.is_final, fee.exemption) == (Decimal(0), True, "urząd")


def test_an_exemption_of_another_service_is_refused() -> None:
    with pytest.raises(fees.UnknownExemption):
        fees.compute(EGIB, {}, {}, "public-body")


@pytest.mark.parametrize(
    ("answer", "parcels", "total", "is_final"),
    [("wypis", 1, "40", True), ("wyrys", 3, "315", True), ("mapa", 1, "0", False)],
)
def test_a_table_goes_by_the_answer(answer: str, parcels: int, total: str, is_final: bool) -> None:
    fee = fees.compute(EGIB, {PARCELS: parcels}, {"document": answer})

    assert (fee.total, fee.is_final) == (Decimal(total), is_final)


def test_a_table_that_counts_nothing_is_charged_once() -> None:
    (item,) = EGIB.items
    once = EGIB.model_copy(update={"items": (item.model_copy(update={"counted": None}),)})

    assert fees.compute(once, {}, {"document": "wyrys"}).total == 105


def test_an_item_for_other_answers_costs_nothing() -> None:
    rule = FEE.validate_python(
        {"items": [{"kind": "fixed", "words": "a", "amount": "17.00", "when": {"scope": ["wypis"]}}]}
    )

    assert fees.compute(rule, {}, {"scope": "wyrys"}).total == 0
    assert fees.compute(rule, {}, {"scope": "wypis"}).total == 17


def test_a_service_without_items_is_free() -> None:
    assert fees.compute(FeeRule(), {}, {}) == fees.Fee((), Decimal("0.00"), True)


money = st.decimals("0", "1000000", places=2)
counts = st.fixed_dictionaries({}, optional={counted: st.integers(0, 10_000) for counted in Counted})


@st.composite
def rules(draw: st.DrawFn) -> FeeRule:
    ends = sorted(draw(st.sets(st.integers(1, 1000), max_size=4)))
    steps = [{"up_to": end, "amount": draw(money)} for end in ends] + [{"amount": draw(money)}]
    items: list[dict[str, Any]] = [
        {"kind": "fixed", "words": "a", "amount": draw(money)},
        {"kind": "per", "words": "b", "counted": draw(st.sampled_from(Counted)), "amount": draw(money)},
        {"kind": "steps", "words": "c", "counted": draw(st.sampled_from(Counted)), "steps": steps},
    ]
    chosen = draw(st.lists(st.sampled_from(items), max_size=5))
    return FEE.validate_python({"items": chosen, "most": draw(st.none() | money)})


@given(rules(), counts)
def test_a_fee_is_never_negative_never_above_its_cap_and_whole_in_grosze(
    rule: FeeRule, known: dict[Counted, int]
) -> None:
    fee = fees.compute(rule, known, {})

    assert fee.total >= 0
    assert rule.most is None or fee.total <= rule.most
    assert fee.total == fee.total.quantize(Decimal("0.01"))
    assert rule.most is not None or fee.total == sum(line.amount for line in fee.lines)


@given(rules(), counts)
def test_a_final_fee_does_not_change_when_more_is_counted(rule: FeeRule, known: dict[Counted, int]) -> None:
    fee = fees.compute(rule, known, {})
    more = {counted: 1 for counted in Counted} | known

    assert not fee.is_final or fees.compute(rule, more, {}).total == fee.total


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": [{"kind": "fixed", "words": "a", "amount": "-1"}]},
        {"items": [{"kind": "fixed", "words": "a", "amount": "1.005"}]},
        {"items": [{"kind": "fixed", "words": "a", "amount": "NaN"}]},
        {"items": [{"kind": "free", "words": "a"}]},
        {"items": [{"kind": "per", "words": "a", "amount": "1", "counted": "hours"}]},
        {"items": [{"kind": "steps", "words": "a", "counted": "pages", "steps": [{"up_to": 5, "amount": "1"}]}]},
        {
            "items": [
                {
                    "kind": "steps",
                    "words": "a",
                    "counted": "pages",
                    "steps": [{"up_to": 5, "amount": "1"}, {"up_to": 3, "amount": "1"}, {"amount": "1"}],
                }
            ]
        },
        {"items": "everything"},
        {"surprise": 1},
        [],
    ],
)
def test_a_rule_that_says_no_clear_amount_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        check_fee(wrong)
