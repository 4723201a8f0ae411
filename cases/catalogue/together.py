"""What of a service stands or falls together: its fee goes by answers that its form must be able to give."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.catalogue.definitions import Choice, FeeRule, Item


def fee_problems(rule: FeeRule, schema: Mapping[str, Any]) -> list[str]:
    """Answers that the fee goes by and the form of SCHEMA does not offer, and choices without an amount."""
    return [f"{item.words}: {words}" for item in rule.items for words in _problems(item, schema["properties"])]


def _problems(item: Item, questions: Mapping[str, Any]) -> Iterable[str]:
    for question, values in item.when.items():
        yield from _not_offered(question, values, questions)
    if isinstance(item, Choice):
        yield from _not_offered(item.question, item.amounts, questions)
        for answer in _choices(questions.get(item.question)):
            if answer not in item.amounts:
                yield _("brak kwoty dla odpowiedzi „%s”") % answer


def _not_offered(question: str, answers: Iterable[str], questions: Mapping[str, Any]) -> Iterable[str]:
    offered = _choices(questions.get(question))
    if not offered:
        yield _("w formularzu nie ma pytania „%s” z wyliczonymi odpowiedziami (enum)") % question
        return
    yield from (
        _("pytanie „%(question)s” nie ma odpowiedzi „%(answer)s”") % {"question": question, "answer": answer}
        for answer in answers
        if answer not in offered
    )


def _choices(question: Any) -> list[str]:
    if not isinstance(question, Mapping) or question.get("type") != "string":
        return []
    return [str(value) for value in question.get("enum", [])]
