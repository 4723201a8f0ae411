"""Drafts whose time is over: the row goes, then its files. What was filed stays."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from cases import writing
from cases.documents.storing import remove
from cases.models import Case
from cases.workflow import State
from sip.audit.actions import record


@transaction.atomic
def draft_wipe(number: int) -> datetime | None:
    """Forget the draft of this number if its time is over; when to look again where it is not."""
    case = Case.objects.select_for_update().filter(pk=number, state=State.DRAFT).first()
    if case is None or case.expires_at is None:
        return None
    if case.expires_at > timezone.now():
        return case.expires_at
    forget(case)
    return None


def drafts_wipe_expired() -> int:
    """Forget all drafts whose time is over, each by itself; returns how many."""
    due = list(Case.objects.expired_drafts(timezone.now()).values_list("pk", flat=True))
    return sum(draft_wipe(number) is None for number in due)


def forget(case: Case) -> None:
    """Of a draft that is locked."""
    number = case.pk
    for document in case.documents.all():
        transaction.on_commit(partial(remove, document.stored))
    case.delete()
    record(actor=None, action="case.draft-forget", object_type=writing.OBJECT, object_id=number)
