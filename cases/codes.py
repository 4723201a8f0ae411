"""The secret code that, with a report's number, opens its state: made, written for people, and compared."""

import hashlib
import secrets

# Without the letters and digits that are mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """Twelve signs of 31, which is 59 bits: "K7PM-2RWX-9TQD"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def hash_of(code: str) -> str:
    """SHA-256 of the code as typed: case, spaces and dashes do not matter."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()


def matches(code: str, code_hash: str) -> bool:
    """In constant time. An empty hash stands for a report that is not there and costs the same."""
    return secrets.compare_digest(hash_of(code), code_hash or "-" * 64)
