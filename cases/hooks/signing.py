"""Signatures of webhooks by the Standard Webhooks specification: HMAC-SHA256 over id, time and body, `v1`."""

import base64
import hashlib
import hmac
from typing import Final

from django.utils.crypto import salted_hmac

from cases.hooks.models import Hook

PREFIX: Final = "whsec_"


def key_of(hook: Hook) -> bytes:
    """256 bits that nobody works out of the row without the installation's own secret."""
    return salted_hmac("cases.hooks", hook.nonce, algorithm="sha256").digest()


def secret_of(hook: Hook) -> str:
    """As the receiver is told it, once."""
    return PREFIX + base64.b64encode(key_of(hook)).decode()


def signature(key: bytes, identifier: str, timestamp: int, body: bytes) -> str:
    signed = b".".join((identifier.encode(), str(timestamp).encode(), body))
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"
