"""What a service costs and how long it takes, in plain words made of its rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.catalogue.definitions import Choice, Counted, FeeRule, Fixed, Item, PerUnit, Steps
from cases.catalogue.models import Service
from cases.clock.deadline import term_words
from cases.payments import przelewy24, sandbox
from cases.payments.models import Order

FREE: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Price:
    """One item of a fee: what for, and how much, a line for each amount; `only_for` names the answers it is due for."""

    words: str
    amounts: tuple[str, ...]
    only_for: str = ""


def money(amount: Decimal) -> str:
    """„598 zł”, „17,50 zł”; the space does not break."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, places, force_grouping=True)}\u00a0zł"


def proof_words(order: Order) -> str:
    """What a payment is found by, with a provider's plain name in place of ours."""
    name, _space, number = order.proof.partition(" ")
    if name == sandbox.NAME:
        return _("płatność na niby, numer %s") % number
    return _("Przelewy24, numer %s") % number if name == przelewy24.Przelewy24.name else order.proof


def prices(rule: FeeRule, schema: Mapping[str, Any]) -> list[Price]:
    """In the rule's order; the amounts of a table in that of its question in the form of SCHEMA."""
    return [Price(item.words, tuple(_amounts(item, schema)), _only_for(item.when)) for item in rule.items]


def in_short(rule: FeeRule) -> str:
    """For a list: „bezpłatnie”, „17 zł”, „od 20 zł”."""
    if not rule.items:
        return _("bezpłatnie")
    known = [amount for item in rule.items for amount in _values(item)]
    least = min(known, default=FREE)
    if len(known) == 1 and isinstance(rule.items[0], Fixed):
        return money(least)
    return _("od %s") % money(least)


def how_long(service: Service) -> str:
    return term_words(service.terms.handling)


def _values(item: Item) -> list[Decimal]:
    match item:
        case Fixed() | PerUnit():
            return [item.amount]
        case Steps():
            return [step.amount for step in item.steps]
        case Choice():
            return list(item.amounts.values())


def _amounts(item: Item, schema: Mapping[str, Any]) -> list[str]:
    match item:
        case Fixed():
            return [money(item.amount)]
        case PerUnit():
            return [_per(item)]
        case Steps():
            return _stepped(item)
        case Choice():
            each = f" {_each(item.counted)}" if item.counted else ""
            asked = schema["properties"].get(item.question, {}).get("enum", [])
            # The database keeps objects, not their order.
            listed = [answer for answer in asked if answer in item.amounts] or list(item.amounts)
            return [f"{answer}: {money(item.amounts[answer])}{each}" for answer in listed]


def _per(item: PerUnit) -> str:
    words = f"{money(item.amount)} {_each(item.counted)}"
    return words if item.most is None else f"{words}, {_('najwyżej %s') % money(item.most)}"


def _each(counted: Counted) -> str:
    return {
        Counted.PAGES: _("za każdą stronę"),
        Counted.SHEETS: _("za każdą stronę A4 rysunku"),
        Counted.PARCELS: _("za każdą działkę"),
        Counted.COPIES: _("za każdy egzemplarz"),
    }[counted]


def _stepped(item: Steps) -> list[str]:
    lines, last = [], 0
    for step in item.steps:
        if step.up_to is None:
            lines.append(_("%(amount)s, gdy więcej") % {"amount": money(step.amount)} if last else money(step.amount))
        else:
            last = step.up_to
            lines.append(f"{money(step.amount)} {_until(item.counted, step.up_to)}")
    return lines


def _until(counted: Counted, count: int) -> str:
    words = {
        Counted.PAGES: ngettext("do %d strony", "do %d stron", count),
        Counted.SHEETS: ngettext("do %d strony A4", "do %d stron A4", count),
        Counted.PARCELS: ngettext("do %d działki", "do %d działek", count),
        Counted.COPIES: ngettext("do %d egzemplarza", "do %d egzemplarzy", count),
    }[counted]
    return words % count


def _only_for(when: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(" / ".join(values) for values in when.values())
