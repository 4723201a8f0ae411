"""Work of the background worker for mails: each is sent once; a server that does not answer is asked again.

A worker that is killed takes the task with it that it was at, so mails left waiting without one are looked for. Killed
between sending and noting it, a mail goes out twice: at least once is what mail can promise.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cases.mails.models import Mail, MailState
from sip.mailing import ATTEMPTS, NotSent, can_send, send, wait_after

# No attempt takes that long: a task that runs longer ended with its worker.
LOST_AFTER: Final = timedelta(minutes=15)


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
    lost = _lost(timezone.now())
    for number in lost:
        send_mail.enqueue(number)
    return len(lost)


def look_after_ensure() -> None:
    """Put the next look down, if it is not."""
    waiting = DBTaskResult.objects.filter(task_path=look_after.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        look_after.using(run_after=timezone.now() + LOST_AFTER).enqueue()


def _lost(now: datetime) -> list[int]:
    old = Mail.objects.filter(state=MailState.WAITING, written_at__lt=now - LOST_AFTER)
    numbers = set(old.values_list("pk", flat=True))
    tasks = DBTaskResult.objects.filter(task_path=send_mail.module_path)
    alive = tasks.filter(status=TaskResultStatus.READY) | tasks.filter(
        status=TaskResultStatus.RUNNING, started_at__gte=now - LOST_AFTER
    )
    return sorted(numbers - {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)})
