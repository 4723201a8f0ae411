"""Work of the background worker for mails: each is sent once; a server that does not answer is asked again."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cases.mails.models import Mail, MailState

log = logging.getLogger(__name__)
ATTEMPTS: Final = 6
FIRST_WAIT: Final = timedelta(minutes=5)


def can_send() -> bool:
    """Without a mail server mails wait in the outbox, where pages of the demo show them."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


@task()
def send_mail(number: int) -> str:
    """The number, not the address: a task's arguments are kept."""
    if not can_send():
        return MailState.WAITING
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=number, state=MailState.WAITING).first()
        if mail is None:
            return ""
        mail.attempts += 1
        if _sent(mail):
            mail.state, mail.sent_at = MailState.SENT, timezone.now()
        elif mail.attempts >= ATTEMPTS:
            mail.state = MailState.FAILED
        mail.save(update_fields=["attempts", "state", "sent_at"])
    if mail.state == MailState.WAITING:
        send_mail.using(run_after=timezone.now() + FIRST_WAIT * 2 ** (mail.attempts - 1)).enqueue(number)
    return mail.state


def _sent(mail: Mail) -> bool:
    message = EmailMessage(
        subject=mail.subject, body=mail.words, to=[mail.to], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        # What servers answer holds addresses, so the log gets none of it.
        log.warning("mail not sent", extra={"mail": mail.pk, "error": type(error).__name__})
        return False
    return True
