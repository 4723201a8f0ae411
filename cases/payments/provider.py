"""What a payment provider is to us: it starts a payment, and tells of it by a webhook that proves where it is from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotGenuine(Exception):
    """The webhook's signature is missing or wrong; nothing of it was read."""


class NotUnderstood(Exception):
    """A genuine webhook that says nothing of use."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be paid, and where the payer returns to. `description` names no person."""

    order: int
    amount: Decimal
    description: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Started:
    """The provider's number of the attempt, unique at the provider, and the address where the payer goes."""

    reference: str
    pay_url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a webhook tells of one attempt; `amount`, in PLN below ten million, is what was really paid."""

    reference: str
    is_paid: bool
    amount: Decimal


class Provider(Protocol):
    name: str

    def start(self, asked: Asked) -> Started: ...

    def notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Raises NotGenuine before BODY is parsed, NotUnderstood after."""
        ...


def provider_named(name: str) -> Provider | None:
    """None for a name that the settings do not know."""
    path = settings.PAYMENT_PROVIDERS.get(name)
    if path is None:
        return None
    found: Provider = import_string(path)
    return found


def current_provider() -> Provider | None:
    """The one that new payments go to; None where fees are paid at the desk or by transfer only."""
    return provider_named(settings.PAYMENT_PROVIDER)
