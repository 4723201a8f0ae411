"""What a service costs: a pure function of its fee rule, of counts and of answers; money is Decimal, to a grosz."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cases.catalogue.definitions import Choice, Counted, FeeRule, Fixed, Item, PerUnit, Steps

GROSZ: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a fee. Not final: what it is counted by is not known yet, and `amount` is for one of it."""

    words: str
    amount: Decimal
    is_final: bool


@dataclass(frozen=True, slots=True)
class Fee:
    """`total` is the least that is due, and all of it where `is_final`. `exemption`: its words, if one was taken."""

    lines: tuple[Line, ...]
    total: Decimal
    is_final: bool
    exemption: str = ""

    def as_written(self) -> list[dict[str, str]]:
        """Its lines for an order, amounts as text."""
        return [{"words": line.words, "amount": str(line.amount)} for line in self.lines]


class UnknownExemption(ValueError):
    """The rule has none of this code."""


def compute(rule: FeeRule, counts: Mapping[Counted, int], answers: Mapping[str, object], exemption: str = "") -> Fee:
    """What is due. COUNTS leave out what is not known yet. Raises UnknownExemption."""
    if exemption:
        return Fee((), NOTHING, True, _exempt(rule, exemption))
    lines = tuple(_line(item, counts, answers) for item in rule.items if _applies(item, answers))
    whole = sum((line.amount for line in lines), NOTHING)
    total = whole if rule.most is None else min(whole, rule.most)
    # At the cap, what is still unknown adds nothing.
    is_final = all(line.is_final for line in lines) or (rule.most is not None and whole >= rule.most)
    return Fee(lines, total.quantize(GROSZ), is_final)


def _exempt(rule: FeeRule, code: str) -> str:
    for exemption in rule.exemptions:
        if exemption.code == code:
            return exemption.words
    raise UnknownExemption(code)


def _applies(item: Item, answers: Mapping[str, object]) -> bool:
    return all(answers.get(question) in values for question, values in item.when.items())


def _line(item: Item, counts: Mapping[Counted, int], answers: Mapping[str, object]) -> Line:
    counted = None if isinstance(item, Fixed) else item.counted
    is_known = counted is None or counted in counts
    count = counts.get(counted, 1) if counted else 1
    amount = _amount(item, count, answers)
    return Line(item.words, amount or NOTHING, is_known and amount is not None)


def _amount(item: Item, count: int, answers: Mapping[str, object]) -> Decimal | None:
    """None where the question that a table goes by is not answered."""
    match item:
        case Fixed():
            return item.amount
        case PerUnit():
            return item.amount * count if item.most is None else min(item.amount * count, item.most)
        case Steps():
            return _stepped(item, count)
        case Choice():
            amount = item.amounts.get(str(answers.get(item.question, "")))
            return None if amount is None else amount * count


def _stepped(item: Steps, count: int) -> Decimal:
    if count == 0:
        return NOTHING
    return next(step.amount for step in item.steps if step.up_to is None or count <= step.up_to)
