"""Work of the background worker for mails: each is sent once; a server that does not answer is asked again."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cases.mails.models import Mail, MailState
from sip.mailing import ATTEMPTS, NotSent, can_send, send, wait_after


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
        send_mail.using(run_after=timezone.now() + wait_after(mail.attempts)).enqueue(number)
    return mail.state


def _sent(mail: Mail) -> bool:
    try:
        send(mail.subject, mail.words, mail.to, about={"mail": mail.pk})
    except NotSent:
        return False
    return True
