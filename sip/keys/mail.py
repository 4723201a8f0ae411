"""Letters about keys: one that asks for confirmation, one that leads to the keys a person holds."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sip.keys.actions import confirming_token, managing_token
from sip.keys.models import ApiKey
from sip.mailing import send


def send_confirmation(wish: ApiKey) -> None:
    """Raises NotSent."""
    address = _address(wish, "key-confirm", confirming_token(wish))
    with override(wish.language):
        _send(wish, _("Klucz do usług: potwierdź adres"), "confirm", {"confirm_url": address, "wish": wish})


def send_held(held: Sequence[ApiKey]) -> None:
    """Raises NotSent."""
    address = _address(held[0], "keys-manage", managing_token([key.pk for key in held]))
    with override(held[0].language):
        _send(held[0], _("Twoje klucze do usług"), "held", {"manage_url": address, "keys": held})


def _send(key: ApiKey, subject: str, name: str, context: dict[str, Any]) -> None:
    body = render_to_string(f"keys/mail/{name}.txt", {**context, "hours": settings.KEY_CONFIRM_HOURS})
    send(subject, body, key.email, about={"key": key.pk})


def _address(key: ApiKey, name: str, token: str) -> str:
    return f"{settings.SITE_URL or key.origin}{reverse(name, args=[token])}"
