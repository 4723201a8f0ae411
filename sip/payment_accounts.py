"""Accounts of offices at payment providers, named in the settings; their secrets stand in variables of their own."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

from sip.environment import secret

SETTING: Final = "SIP_PAYMENTS"
# Begun names of the variables with an account's secrets; its id follows, in capitals and with _ for -.
KEY: Final = "SIP_PAYMENT_KEY"
CRC: Final = "SIP_PAYMENT_CRC"
FIELDS: Final = {"id": str, "office": str, "provider": str, "merchant": int, "pos": int, "test": bool}
NEEDED: Final = ("id", "office", "provider", "merchant")


@dataclass(frozen=True, slots=True)
class Account:
    """An office's account. Payments that were begun with it are settled with it as long as it is named; new ones of
    the office go to the first that is named for it. `id` stands in the address of the provider's notifications."""

    id: str
    office: str
    provider: str
    merchant: int
    pos: int
    address: str
    key: str = field(repr=False)
    crc: str = field(repr=False)


def accounts(text: str, addresses: dict[str, dict[bool, str]]) -> tuple[Account, ...]:
    """Read the setting, a JSON list; ADDRESSES: by provider, then by whether the account is for tests."""
    if not text.strip():
        return ()
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        raise ImproperlyConfigured(f"{SETTING}: is no JSON") from None
    if not isinstance(listed, list):
        raise ImproperlyConfigured(f"{SETTING}: must be a list")
    found = tuple(_account(entry, number, addresses) for number, entry in enumerate(listed, 1))
    if len({account.id for account in found}) < len(found):
        raise ImproperlyConfigured(f"{SETTING}: an id stands twice")
    return found


def _account(entry: object, number: int, addresses: dict[str, dict[bool, str]]) -> Account:
    where = f"{SETTING}, entry {number}"
    if not isinstance(entry, dict):
        raise ImproperlyConfigured(f"{where}: must be an object")
    given = _checked(entry, where)
    if given["provider"] not in addresses:
        raise ImproperlyConfigured(f"{where}: provider is none of {', '.join(addresses)}")
    address = addresses[given["provider"]][bool(given.pop("test", False))]
    name = given["id"].upper().replace("-", "_")
    pos = given.pop("pos", given["merchant"])
    return Account(**given, pos=pos, address=address, key=_secret(KEY, name, where), crc=_secret(CRC, name, where))


def _checked(entry: dict[str, Any], where: str) -> dict[str, Any]:
    if unknown := sorted(set(entry) - set(FIELDS)):
        raise ImproperlyConfigured(f"{where}: {unknown[0]} is none of {', '.join(FIELDS)}")
    if missing := [name for name in NEEDED if not entry.get(name)]:
        raise ImproperlyConfigured(f"{where}: {missing[0]} is missing")
    if wrong := [name for name, value in entry.items() if type(value) is not FIELDS[name]]:
        raise ImproperlyConfigured(f"{where}: {wrong[0]} must be {FIELDS[wrong[0]].__name__}")
    if not re.fullmatch(r"[a-z0-9-]{1,30}", entry["id"]):
        raise ImproperlyConfigured(f"{where}: id may have up to 30 small letters without accents, digits and -")
    if not all(0 < entry.get(name, 1) < 2**31 for name in ("merchant", "pos")):
        raise ImproperlyConfigured(f"{where}: merchant and pos are the provider's numbers")
    return dict(entry)


def _secret(begun: str, name: str, where: str) -> str:
    found = secret(f"{begun}_{name}")
    if not found:
        raise ImproperlyConfigured(f"{where}: {begun}_{name} is missing (or {begun}_{name}_FILE)")
    return found
