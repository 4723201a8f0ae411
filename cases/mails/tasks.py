"""Work of the background worker for mails: each is sent once; a server that does not answer is asked again.

A worker that is killed takes the task with it that it was at, so mails left waiting without one are looked for. Killed
between sending and noting it, a mail goes out twice: at least once is what mail can promise.
"""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cases import queue
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


@task()
def look_after() -> int:
    """Have those sent that wait without a task; again as long as any mail waits. Returns how many were lost."""
    if not Mail.objects.filter(state=MailState.WAITING).exists():
        return 0
    look_after_ensure()
    lost = _lost()
    for number in lost:
        send_mail.enqueue(number)
    return len(lost)


def look_after_ensure() -> None:
    """Put the next look down, if it is not."""
    queue.ensure(look_after, timezone.now() + queue.LOST_AFTER)


def _lost() -> list[int]:
    old = Mail.objects.filter(state=MailState.WAITING, written_at__lt=timezone.now() - queue.LOST_AFTER)
    return queue.without_task(send_mail, old.values_list("pk", flat=True))
