"""Where names and addresses of parties come from: a register that the office connects, or nowhere.

Registers of parcels here hold no owners. `PARTIES_REGISTER` in the settings names a function of the shape `Ask`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Found:
    """A party as the register names it, with those of the parcels asked for that are theirs."""

    name: str
    address: str
    parcels: tuple[str, ...]
    delivery_address: str = ""
    is_person: bool = True


class RegisterSilent(Exception):
    """The register does not answer; the text says why, in words for people."""


# Identifiers of parcels, and the case's sign with the clerk's account for the register's own log.
Ask = Callable[[Sequence[str], str, str], Sequence[Found]]


def is_connected() -> bool:
    return bool(settings.PARTIES_REGISTER)


def parties_of(parcels: Sequence[str], sign: str, account: str) -> Sequence[Found]:
    """Nothing where no register is connected. Raises RegisterSilent."""
    if not is_connected():
        return []
    ask: Ask = import_string(settings.PARTIES_REGISTER)
    return ask(parcels, sign, account)
