"""What may stand in a service's structured fields: fees, periods, documents, differences; validated on the way in."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator
from pydantic import ValidationError as Invalid

from cases.clock.terms import ClockRule, Term, TermUnit
from cases.workflow import Act, State

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2, allow_inf_nan=False)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=300)]


class Definition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counted(StrEnum):
    """What a fee may be counted by. Pages and sheets are known only when the document is made."""

    PAGES = "pages"
    SHEETS = "sheets"
    PARCELS = "parcels"
    COPIES = "copies"


class Charged(Definition):
    """What all items have: `words` for people; `when` limits an item to certain answers, by question."""

    words: Words
    when: dict[str, tuple[str, ...]] = {}


class Fixed(Charged):
    kind: Literal["fixed"]
    amount: Money


class PerUnit(Charged):
    """So much for each; `most` caps the item."""

    kind: Literal["per"]
    counted: Counted
    amount: Money
    most: Money | None = None


class Step(Definition):
    """The whole item costs `amount` up to and including so many; the last step has no end."""

    up_to: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    amount: Money


class Steps(Charged):
    kind: Literal["steps"]
    counted: Counted
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _rising_to_no_end(self) -> "Steps":
        ends = [step.up_to for step in self.steps]
        bounded = [end for end in ends[:-1] if end is not None]
        if ends[-1] is not None or len(bounded) != len(ends) - 1 or sorted(set(bounded)) != bounded:
            raise ValueError("steps must rise, and the last alone has no end")
        return self


class Choice(Charged):
    """A table: the amount goes by the answer to a question of the form, times a count where one is named."""

    kind: Literal["choice"]
    question: Annotated[str, Field(min_length=1, max_length=60)]
    amounts: Annotated[dict[str, Money], Field(min_length=1, max_length=100)]
    counted: Counted | None = None


Item = Annotated[Fixed | PerUnit | Steps | Choice, Field(discriminator="kind")]


class Exemption(Definition):
    """Who pays nothing; a clerk confirms it where the applicant claims it."""

    code: Code
    words: Words
    basis: str = ""


class FeeRule(Definition):
    """Items add up, `most` caps their sum. Without items there is no fee. `paid`: when the applicant is led to pay."""

    items: tuple[Item, ...] = ()
    most: Money | None = None
    exemptions: tuple[Exemption, ...] = ()
    paid: Literal["at-filing", "before-issue"] = "before-issue"


class Periods(Definition):
    """`completion`: what an applicant gets to mend gaps, at least seven days (KPA art. 64 §2)."""

    handling: Term
    completion: Term = Term(7, TermUnit.DAYS)
    rule: ClockRule = ClockRule.KPA

    @model_validator(mode="after")
    def _seven_days_to_complete(self) -> "Periods":
        if self.completion.unit is TermUnit.DAYS and self.completion.count < 7:
            raise ValueError("completion: at least 7 days")
        return self


class DocumentWanted(Definition):
    code: Code
    name: Words
    required: bool = False
    help: str = ""


class Differences(Definition):
    """Where a service leaves the standard way: steps it does not know, states it calls otherwise."""

    without: tuple[Act, ...] = ()
    names: dict[State, Words] = {}


FEE = TypeAdapter(FeeRule)
PERIODS = TypeAdapter(Periods)
DOCUMENTS = TypeAdapter(Annotated[tuple[DocumentWanted, ...], Field(max_length=50)])
DIFFERENCES = TypeAdapter(Differences)


def _check(adapter: TypeAdapter[Any], value: object) -> None:
    try:
        adapter.validate_python(value)
    except Invalid as error:
        raise ValidationError([_said(problem) for problem in error.errors()]) from None


def _said(problem: Any) -> str:
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"


def check_fee(value: object) -> None:
    """For a model's field. Raises Django's ValidationError, one line a problem."""
    _check(FEE, value)


def check_periods(value: object) -> None:
    _check(PERIODS, value)


def check_documents(value: object) -> None:
    _check(DOCUMENTS, value)


def check_differences(value: object) -> None:
    _check(DIFFERENCES, value)
