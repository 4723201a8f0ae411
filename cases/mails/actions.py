"""Puts mails into the outbox, in the transaction of what they tell of, and has the worker send them."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import override

from cases.mails import compose, tasks
from cases.mails.models import Mail, MailState
from cases.models import Case
from cases.workflow import Act
from sip.audit.actions import record
from sip.mailing import can_send
from sip.offices.models import User
from sip.offices.permissions import Action, may, roles_in


def tell(case: Case, act: Act) -> None:
    """What the office did, or that it has the application; in the language of the office, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        _post(compose.told(case, act))


@transaction.atomic
def ask_to_confirm(case: Case, address: str) -> bool:
    """Send the applicant of a draft the ADDRESS that confirms their mail; False where the draft has none.

    Callers count how often (cases.throttle.Limit): nobody's letter box is to be filled through us.
    """
    mail = compose.to_confirm(case, address)
    _post(mail)
    return mail is not None


@transaction.atomic
def send_link(case: Case, address: str, days: int) -> None:
    """Send the applicant the ADDRESS that opens the case; nobody, where no address is theirs for sure.

    Callers count how often, as with ask_to_confirm.
    """
    _post(compose.to_open(case, address, days))


def is_shown_here() -> bool:
    """In a demo without a mail server: mails are read on a page."""
    return settings.DEMO and not can_send()


def reach_people() -> bool:
    """Whether what is written comes to anyone."""
    return can_send() or is_shown_here()


@transaction.atomic
def mail_read(*, user: User, mail: Mail) -> None:
    """That someone of the office read its words."""
    _record(user, mail, "case.mail-see")


@transaction.atomic
def mail_send_again(*, user: User, mail: Mail) -> bool:
    """Put it into the queue once more, from the first attempt; False where its words are gone.

    Raises PermissionDenied.
    """
    found = Mail.objects.select_for_update().select_related("case__office").get(pk=mail.pk)
    if not may(user, Action.KEEP_MAILS, found.case.office):
        raise PermissionDenied
    if not found.to:
        return False
    found.state, found.attempts, found.sent_at = MailState.WAITING, 0, None
    found.save(update_fields=["state", "attempts", "sent_at"])
    _record(user, found, "case.mail-again")
    if can_send():
        _queue(found)
    return True


def _record(user: User, mail: Mail, action: str) -> None:
    office = mail.case.office
    record(
        actor=user,
        action=action,
        object_type="case",
        object_id=mail.case_id,
        office=office,
        new={"mail": mail.pk, "roles": roles_in(user, office)},
    )


def _post(mail: Mail | None) -> None:
    if mail is None:
        return
    mail.save()
    if can_send():
        _queue(mail)


def _queue(mail: Mail) -> None:
    """In the mail's own transaction, as tasks are rows too: after it a process that is killed would leave a mail that
    nobody sends."""
    tasks.send_mail.enqueue(mail.pk)
    tasks.look_after_ensure()
