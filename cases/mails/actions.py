"""Puts mails into the outbox, in the transaction of what they tell of, and has the worker send them."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from cases.mails import compose, tasks
from cases.mails.models import Mail
from cases.models import Case
from cases.workflow import Act
from sip.mailing import can_send


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


def _post(mail: Mail | None) -> None:
    if mail is None:
        return
    mail.save()
    if can_send():
        transaction.on_commit(partial(tasks.send_mail.enqueue, mail.pk))
