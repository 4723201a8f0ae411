"""Przelewy24 by its public REST API (documentation 1.0.16): register, notification, verify, look, refund.

Money is in grosze there. The session id is ours, the order id theirs. A payment that is not verified is never
settled with the office: it stays at the payer's disposal, and the notification comes again for some hours.
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import orjson
import requests
from urllib3.exceptions import HTTPError

from cases.payments.provider import (
    Asked,
    GivingBack,
    NotGenuine,
    Notice,
    NotUnderstood,
    RefundNotice,
    Refused,
    Returned,
    Unavailable,
)
from sip.payment_accounts import Account

log = logging.getLogger(__name__)

CURRENCY: Final = "PLN"
# Seconds to connect and between bytes.
TIME_OUT: Final = (5, 20)
# The most bytes that are read of an answer or a notification; real ones have some hundreds.
MOST_BYTES: Final = 64 * 1024
# Minutes that the payer has on the provider's page.
TIME_LIMIT: Final = 60
MOST_EMAIL: Final = 50
MOST_GROSZE: Final = 10**9
TOKEN: Final = re.compile(r"[A-Za-z0-9-]{1,100}")
# What may stand in a transfer's title, and how much of it.
NO_LABEL: Final = re.compile(r"[^a-zA-Z0-9ęółśążźćńĘÓŁŚĄŻŹĆŃ ./:-]")
MOST_LABEL: Final = 20
# What is signed, in this order, and of which kind it is.
PAYMENT: Final[dict[str, type]] = {
    "merchantId": int,
    "posId": int,
    "sessionId": str,
    "amount": int,
    "originAmount": int,
    "currency": str,
    "orderId": int,
    "methodId": int,
    "statement": str,
}
REFUND: Final[dict[str, type]] = {
    "orderId": int,
    "sessionId": str,
    "refundsUuid": str,
    "merchantId": int,
    "amount": int,
    "currency": str,
    "status": int,
}
# Of a transaction: nothing came, came but is not verified, is verified, was given back.
NOTHING, ADVANCE, MADE, GIVEN_BACK = 0, 1, 2, 3
REFUND_STATES: Final = {1: Returned.DONE, 2: Returned.PENDING, 3: Returned.PENDING, 4: Returned.REJECTED}
REFUND_TOLD: Final = {0: Returned.DONE, 1: Returned.REJECTED}
# Said where the very same refund was asked for before.
ASKED_BEFORE: Final = ("already exists", "concurrent call")


class Przelewy24:
    name = "przelewy24"

    def __init__(self, account: Account) -> None:
        self._account = account
        self.account = account.id

    def start(self, asked: Asked) -> str:
        if not asked.email or len(asked.email) > MOST_EMAIL:
            raise Refused("e-mail")
        amount = _grosze(asked.amount)
        signed = {"sessionId": asked.reference, "merchantId": self._account.merchant, "amount": amount}
        body = {
            **self._who(),
            "sessionId": asked.reference,
            "amount": amount,
            "currency": CURRENCY,
            "description": asked.description,
            "email": asked.email,
            "country": "PL",
            "language": "pl",
            "urlReturn": asked.return_url,
            "urlStatus": asked.notify_url,
            "timeLimit": TIME_LIMIT,
            "waitForResult": True,
            "transferLabel": NO_LABEL.sub("", asked.sign)[:MOST_LABEL],
            "sign": self._sign({**signed, "currency": CURRENCY}),
        }
        token = _field(self._ask("POST", "transaction/register", body), "token")
        if not TOKEN.fullmatch(str(token)):
            raise Unavailable("no token")
        return f"{self._account.address}/trnRequest/{token}"

    def notice(self, body: bytes, headers: Mapping[str, str]) -> Notice | RefundNotice:
        """The signature is over fields of the body: it is read first, within bounds, and nothing of it used."""
        said = _read(body)
        fields = REFUND if "refundsUuid" in said else PAYMENT
        signed = {name: said.get(name) for name in fields}
        if any(type(signed[name]) is not kind for name, kind in fields.items()):
            raise NotGenuine
        if not hmac.compare_digest(str(said.get("sign", "")).encode(), self._sign(signed).encode()):
            raise NotGenuine
        if said["merchantId"] != self._account.merchant or said.get("posId", self._account.pos) != self._account.pos:
            raise NotGenuine
        return _refund_told(said) if fields is REFUND else _payment_told(said)

    def confirm(self, told: Notice) -> Notice:
        amount, number = _grosze(told.amount), int(told.number)
        signed = {"sessionId": told.reference, "orderId": number, "amount": amount, "currency": CURRENCY}
        body = {**self._who(), **signed, "sign": self._sign(signed)}
        try:
            answer = self._ask("PUT", "transaction/verify", body)
        except Refused:
            # Verified before, by a worker that was killed before it noted so?
            found = self.look(told.reference)
            if found is None or not found.is_final:
                raise
            return found
        if _field(answer, "status") != "success":
            raise Unavailable("not verified")
        return Notice(told.reference, True, told.amount, told.number)

    def look(self, reference: str) -> Notice | None:
        try:
            said = self._ask("GET", f"transaction/by/sessionId/{reference}").get("data")
        except Refused as error:
            if error.args[:1] == (404,):
                return None
            raise
        if not isinstance(said, dict) or said.get("sessionId") != reference:
            raise Unavailable("another transaction")
        status, amount, number = said.get("status"), said.get("amount"), said.get("orderId")
        if status == NOTHING:
            return None
        known = status in (ADVANCE, MADE, GIVEN_BACK) and said.get("currency") == CURRENCY
        if not known or type(amount) is not int or type(number) is not int or not 0 < amount < MOST_GROSZE:
            raise Unavailable("no transaction")
        return Notice(reference, status != GIVEN_BACK, _zloty(amount), str(number), is_final=status != ADVANCE)

    def give_back(self, refund: GivingBack) -> Returned:
        asked = {
            "orderId": int(refund.number),
            "sessionId": refund.reference,
            "amount": _grosze(refund.amount),
            "description": NO_LABEL.sub("", refund.sign)[:MOST_LABEL],
        }
        body = {"requestId": refund.uuid, "refundsUuid": refund.uuid, "refunds": [asked]}
        if refund.notify_url:
            body["urlStatus"] = refund.notify_url
        try:
            self._ask("POST", "transaction/refund", body)
        except Refused as error:
            if not any(words in str(error).lower() for words in ASKED_BEFORE):
                raise
        return Returned.PENDING

    def returned(self, refund: GivingBack) -> Returned:
        try:
            said = _field(self._ask("GET", f"refund/by/orderId/{int(refund.number)}"), "refunds")
        except Refused as error:
            if error.args[:1] == (404,):
                return Returned.UNKNOWN
            raise
        rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
        states: list[Any] = [row.get("status") for row in rows if row.get("requestId") == refund.uuid]
        return REFUND_STATES.get(states[0], Returned.PENDING) if states else Returned.UNKNOWN

    def test(self) -> None:
        if self._ask("GET", "testAccess").get("data") is not True:
            raise Refused("testAccess")

    def _who(self) -> dict[str, int]:
        return {"merchantId": self._account.merchant, "posId": self._account.pos}

    def _sign(self, values: Mapping[str, Any]) -> str:
        return hashlib.sha384(orjson.dumps({**values, "crc": self._account.crc})).hexdigest()

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Neither what is asked nor what is answered goes to the log: both may name the payer."""
        try:
            with requests.request(
                method,
                f"{self._account.address}/api/v1/{path}",
                json=body,
                # The library sends Latin-1, so UTF-8 goes as such.
                auth=(str(self._account.pos), self._account.key.encode().decode("latin-1")),
                timeout=TIME_OUT,
                allow_redirects=False,
                stream=True,
            ) as answer:
                status, content = answer.status_code, answer.raw.read(MOST_BYTES + 1, decode_content=True)
        except (requests.RequestException, HTTPError, OSError) as error:
            log.warning("payment provider of %s: %s", self.account, type(error).__name__)
            raise Unavailable(type(error).__name__) from None
        return self._answered(status, content)

    def _answered(self, status: int, content: bytes) -> dict[str, Any]:
        try:
            said = orjson.loads(content) if len(content) <= MOST_BYTES else None
        except ValueError:
            said = None
        if status in (400, 404, 409):
            raise Refused(status, _words(said))
        if status not in (200, 201) or not isinstance(said, dict):
            log.warning("payment provider of %s: status %d", self.account, status)
            raise Unavailable(status)
        return said


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(body) if len(body) <= MOST_BYTES else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NotGenuine
    return said


def _payment_told(said: Mapping[str, Any]) -> Notice:
    if said["currency"] != CURRENCY or not 0 < said["amount"] < MOST_GROSZE:
        raise NotUnderstood
    return Notice(said["sessionId"], True, _zloty(said["amount"]), str(said["orderId"]), is_final=False)


def _refund_told(said: Mapping[str, Any]) -> RefundNotice:
    if said["status"] not in REFUND_TOLD:
        raise NotUnderstood
    return RefundNotice(said["refundsUuid"], REFUND_TOLD[said["status"]])


def _field(answer: Mapping[str, Any], name: str) -> Any:
    data = answer.get("data")
    return data.get(name) if isinstance(data, dict) else None


def _words(said: Any) -> str:
    """Why it was refused, in the provider's own few words."""
    error = said.get("error") if isinstance(said, dict) else None
    if isinstance(error, list) and error and isinstance(error[0], dict):
        error = error[0].get("message")
    return error[:200] if isinstance(error, str) else ""


def _grosze(amount: Decimal) -> int:
    return int(amount * 100)


def _zloty(grosze: int) -> Decimal:
    return Decimal(grosze) / 100
