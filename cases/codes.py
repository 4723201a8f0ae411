"""Secret codes that open a report or a case for who holds them: made, written for people, and compared."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# Without the letters and digits that are mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """Twelve signs of 31, which is 59 bits: "K7PM-2RWX-9TQD"."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_for(key: str) -> str:
    """The same code each time for KEY, which nobody without the installation's secret can work out from it.

    What is posted twice under one key is so answered alike, though the code itself is kept nowhere.
    """
    number = int.from_bytes(salted_hmac("cases.codes", key, algorithm="sha256").digest())
    return _grouped("".join(ALPHABET[number // len(ALPHABET) ** at % len(ALPHABET)] for at in range(LENGTH)))


def new_link() -> str:
    """192 bits for an address that alone opens something."""
    return secrets.token_urlsafe(24)


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def hash_of_link(link: str) -> str:
    """SHA-256 of a link as it is: here case and dashes matter."""
    return hashlib.sha256(link.encode()).hexdigest()


def hash_of(code: str) -> str:
    """SHA-256 of the code as typed: case, spaces and dashes do not matter."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()


def matches(code: str, code_hash: str) -> bool:
    """In constant time. An empty hash stands for a report that is not there and costs the same."""
    return secrets.compare_digest(hash_of(code), code_hash or "-" * 64)
