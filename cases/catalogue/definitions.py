"""What may stand in a service's structured fields: fees, periods, documents, differences; validated on the way in."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator
from pydantic import ValidationError as Invalid

from cases.catalogue.plain import is_plain
from cases.clock.terms import ClockRule, Term, TermUnit
from cases.workflow import OPTIONAL, Act, State

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2, allow_inf_nan=False)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=300)]


def _once(codes: Iterable[str]) -> None:
    if twice := [code for code, count in Counter(codes).items() if count > 1]:
        raise ValueError(_("kod użyty dwa razy: %s") % ", ".join(twice))


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
            raise ValueError(_("progi muszą rosnąć, a tylko ostatni nie ma końca (up_to)"))
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

    @model_validator(mode="after")
    def _each_exemption_once(self) -> "FeeRule":
        _once(exemption.code for exemption in self.exemptions)
        return self


class Periods(Definition):
    """`completion`: what an applicant gets to mend gaps, at least seven days (KPA art. 64 §2)."""

    handling: Term
    completion: Term = Term(7, TermUnit.DAYS)
    rule: ClockRule = ClockRule.KPA

    @model_validator(mode="after")
    def _seven_days_to_complete(self) -> "Periods":
        if self.completion.unit is TermUnit.DAYS and self.completion.count < 7:
            raise ValueError(_("completion: co najmniej 7 dni"))
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

    @model_validator(mode="after")
    def _cases_go_on_and_end(self) -> "Differences":
        if needed := sorted(set(self.without) - OPTIONAL):
            raise ValueError(_("bez tych czynności sprawa się nie obejdzie: %s") % ", ".join(needed))
        if {Act.ISSUE, Act.CLOSE} <= set(self.without):
            raise ValueError(_("bez „issue” i „close” sprawa nigdy się nie skończy"))
        return self


FEE = TypeAdapter(FeeRule)
PERIODS = TypeAdapter(Periods)
# What residents send besides; no service calls a document so.
OTHER = "inny"


def _told_apart(documents: tuple[DocumentWanted, ...]) -> tuple[DocumentWanted, ...]:
    _once([OTHER, *(document.code for document in documents)])
    return documents


DOCUMENTS = TypeAdapter(Annotated[tuple[DocumentWanted, ...], Field(max_length=50), AfterValidator(_told_apart)])
DIFFERENCES = TypeAdapter(Differences)


def _check(adapter: TypeAdapter[Any], value: object) -> None:
    if not is_plain(value):
        raise ValidationError(_("Niedozwolony znak, liczba bez końca albo za głębokie zagnieżdżenie."))
    try:
        adapter.validate_python(value)
    except Invalid as error:
        raise ValidationError(said(error)) from None


def said(error: Invalid) -> list[str]:
    """One line a problem: where it is, and what, in words for people."""
    return [f"{'.'.join(str(part) for part in one['loc'])}: {_words(one)}".removeprefix(": ") for one in error.errors()]


def _words(problem: Any) -> str:
    bounds = problem.get("ctx", {})
    known = {
        "missing": _("brakuje tego pola"),
        "extra_forbidden": _("takiego pola nie ma"),
        "greater_than_equal": _("co najmniej %s") % bounds.get("ge"),
        "less_than_equal": _("najwyżej %s") % bounds.get("le"),
        "enum": _("jedno z: %s") % bounds.get("expected"),
        "literal_error": _("jedno z: %s") % bounds.get("expected"),
        "union_tag_invalid": _("jedno z: %s") % bounds.get("expected_tags"),
        "union_tag_not_found": _("brakuje pola „kind”"),
        "finite_number": _("to nie jest liczba"),
        "decimal_parsing": _("to nie jest liczba"),
        "decimal_type": _("to nie jest liczba"),
        "decimal_max_places": _("najwyżej dwa miejsca po przecinku"),
        "int_type": _("to nie jest liczba całkowita"),
        "int_parsing": _("to nie jest liczba całkowita"),
        "int_from_float": _("to nie jest liczba całkowita"),
        "string_type": _("to nie jest tekst"),
        "tuple_type": _("to nie jest lista"),
        "dict_type": _("to nie jest obiekt"),
        "model_type": _("to nie jest obiekt"),
        "string_too_short": _("nie może być puste"),
        "string_too_long": _("za długie"),
        "string_pattern_mismatch": _("małe litery bez polskich znaków, cyfry i kreski"),
        "value_error": str(bounds.get("error")),
    }
    return known.get(problem["type"]) or str(problem["msg"])


def check_fee(value: object) -> None:
    """For a model's field. Raises Django's ValidationError, one line a problem."""
    _check(FEE, value)


def check_periods(value: object) -> None:
    _check(PERIODS, value)


def check_documents(value: object) -> None:
    _check(DOCUMENTS, value)


def check_differences(value: object) -> None:
    _check(DIFFERENCES, value)
