"""Sends mail from the worker: quietly, as what servers answer holds addresses, and again when a server is away."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

log = logging.getLogger(__name__)

# A mail server that does not answer is asked again, each time after twice the minutes.
ATTEMPTS: Final = 6
FIRST_WAIT: Final = timedelta(minutes=5)


class NotSent(Exception):
    """The mail server did not take it; says nothing of whom it was for."""


def can_send() -> bool:
    """Whether the installation has a mail server at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def send(
    subject: str, body: str, to: str, *, about: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> None:
    """ABOUT: what the log may know of the mail, no address. Raises NotSent."""
    message = EmailMessage(
        subject=subject, body=body, to=[to], headers={"Auto-Submitted": "auto-generated", **(headers or {})}
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        # Neither the log nor the task's row gets what the server said.
        log.warning("mail not sent", extra={**about, "error": type(error).__name__})
        raise NotSent from None


def wait_after(attempt: int) -> timedelta:
    """Until the next attempt after the first, second, ... one."""
    return FIRST_WAIT * (1 << (attempt - 1))


def again(task: Any, argument: Any, attempt: int) -> None:
    """Have the worker do TASK once more, later, unless that was the last attempt."""
    if attempt < ATTEMPTS:
        task.using(run_after=timezone.now() + wait_after(attempt)).enqueue(argument, attempt=attempt + 1)
