"""The embedded provider: takes no money, behaves like one that does. Its page is ours, its webhook is signed."""

import hashlib
import hmac
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import orjson
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from cases.payments.provider import Asked, GivingBack, NotGenuine, Notice, NotUnderstood, Refused, Returned

NAME: Final = "sandbox"
HEADER: Final = "X-Sandbox-Signature"
SALT: Final = "cases.payments.sandbox"
# Seconds for which the address of a payment works.
LASTS: Final = 24 * 3600
# The page of the sandbox, below the payments' own address; its view is the pages'.
PAGE: Final = "/sprawy/oplaty/sandbox/"


class Sandbox:
    name = NAME
    account = ""

    def start(self, asked: Asked) -> str:
        """The page's address carries what it needs, signed."""
        words, back = asked.description, asked.return_url
        told = {"reference": asked.reference, "amount": str(asked.amount), "words": words, "to": back}
        return f"{PAGE}{signing.dumps(told, salt=SALT)}/"

    def notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        given = {name.lower(): value for name, value in headers.items()}.get(HEADER.lower(), "")
        if not hmac.compare_digest(given.encode(), _signature(body).encode()):
            raise NotGenuine
        return _parsed(body)

    def confirm(self, told: Notice) -> Notice:
        """It keeps no books: only its webhooks, which are final, tell of payments."""
        raise Refused

    def look(self, reference: str) -> Notice | None:
        return None

    def give_back(self, refund: GivingBack) -> Returned:
        return Returned.DONE

    def returned(self, refund: GivingBack) -> Returned:
        return Returned.DONE

    def test(self) -> None:
        """Always there."""


def _signature(body: bytes) -> str:
    key = salted_hmac(SALT, "webhook", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def _parsed(body: bytes) -> Notice:
    try:
        said: Any = orjson.loads(body)
        amount = Decimal(str(said["amount"]))
        if not amount.is_finite() or not 0 <= amount < 10**7:
            raise NotUnderstood
        return Notice(str(said["reference"]), said["status"] == "paid", amount)
    except (ValueError, KeyError, TypeError, InvalidOperation):
        raise NotUnderstood from None


def asked_for(token: str) -> dict[str, str] | None:
    """For the sandbox's page: what its address asks for; None for an address that is none of ours."""
    try:
        told: dict[str, str] = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return told


def webhook(reference: str, *, is_paid: bool, amount: Decimal) -> tuple[bytes, dict[str, str]]:
    """Body and headers of what the sandbox tells the service when the payer has chosen."""
    status = "paid" if is_paid else "failed"
    body = orjson.dumps({"reference": reference, "status": status, "amount": str(amount)}, option=orjson.OPT_SORT_KEYS)
    return body, {HEADER: _signature(body)}
