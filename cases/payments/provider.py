"""What a payment provider is to us: it starts a payment, tells of it by a signed webhook, and answers when asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sip.offices.models import Office
from sip.payment_accounts import Account


class NotGenuine(Exception):
    """The webhook's signature is missing or wrong; nothing of it was used."""


class NotUnderstood(Exception):
    """A genuine webhook that says nothing of use."""


class Unavailable(Exception):
    """The provider does not answer, or not as it should: ask again later. Says nothing of persons."""


class Refused(Exception):
    """The provider answered, and will not do it; asking again is of no use. Its words are for the office."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be paid, and where the payer returns to. `reference` is our number of the attempt; `sign` and
    `description` name no person; `notify_url` is where the provider tells."""

    reference: str
    amount: Decimal
    sign: str
    description: str
    return_url: str
    notify_url: str
    email: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of one attempt; `amount`, in PLN below ten million, is what was really paid, `number` the provider's
    own of the payment. One that is not `is_final` holds only once the provider has confirmed it."""

    reference: str
    is_paid: bool
    amount: Decimal
    number: str = ""
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class GivingBack:
    """A refund as the provider is asked for it; `uuid` is ours, and makes asking twice one refund."""

    uuid: str
    reference: str
    number: str
    amount: Decimal
    sign: str
    notify_url: str


class Returned(StrEnum):
    """How far a refund is at the provider."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """What a webhook tells of a refund."""

    uuid: str
    returned: Returned


class Provider(Protocol):
    """One account at a provider; `account` is its name in the settings, "" where there is but one."""

    name: str
    account: str

    def start(self, asked: Asked) -> str:
        """The address where the payer goes. Raises Refused, Unavailable."""
        ...

    def notice(self, body: bytes, headers: Mapping[str, str]) -> Notice | RefundNotice:
        """Raises NotGenuine before anything of BODY is used, NotUnderstood after."""
        ...

    def confirm(self, told: Notice) -> Notice:
        """Ask back whether what was TOLD is so; the answer is final. Raises Refused, Unavailable."""
        ...

    def look(self, reference: str) -> Notice | None:
        """What the provider knows of an attempt; None while nothing is paid. Raises Refused, Unavailable."""
        ...

    def give_back(self, refund: GivingBack) -> Returned:
        """Have money given back; asked again for the same it changes nothing. Raises Refused, Unavailable."""
        ...

    def returned(self, refund: GivingBack) -> Returned:
        """How far a refund is. Raises Refused, Unavailable."""
        ...

    def test(self) -> None:
        """Whether the account answers to us. Raises Refused, Unavailable."""
        ...


def provider_of(name: str, account: str = "") -> Provider | None:
    """The one that an attempt went to; None where the settings do not know it, or not any more."""
    for known in settings.PAYMENT_ACCOUNTS:
        if (known.provider, known.id) == (name, account):
            return _made(known)
    if account or name != settings.PAYMENT_PROVIDER or name not in settings.PAYMENT_PROVIDERS:
        return None
    found: Provider = import_string(settings.PAYMENT_PROVIDERS[name])()
    return found


def provider_for(office: Office) -> Provider | None:
    """The one that new payments of the office go to; None where fees are paid at the desk or by transfer only."""
    for account in settings.PAYMENT_ACCOUNTS:
        if account.office == office.slug:
            return _made(account)
    return provider_of(settings.PAYMENT_PROVIDER)


def _made(account: Account) -> Provider:
    made: Any = import_string(settings.PAYMENT_PROVIDERS[account.provider])
    found: Provider = made(account)
    return found
