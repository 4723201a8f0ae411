"""Writing the log of events."""

from typing import Protocol

from django.db import transaction
from django.utils import timezone

from sip.audit.chain import as_stored, digest
from sip.audit.models import Event, Head
from sip.request_id import current_request_id


class Row(Protocol):
    """A stored user or office; only its key goes into the log."""

    @property
    def pk(self) -> int: ...


@transaction.atomic
def record(
    *,
    actor: Row | None,
    action: str,
    object_type: str,
    object_id: object,
    office: Row | None = None,
    old: object = None,
    new: object = None,
    reason: str = "",
) -> Event:
    """Append one event, in the caller's transaction where there is one.

    The chain's end stays locked until that transaction ends, so record last. OLD and NEW are anything
    JSON can hold and must name no citizen; without an actor the system itself acted.
    """
    Head.objects.bulk_create([Head()], ignore_conflicts=True)
    head = Head.objects.select_for_update().get()
    event = Event(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=actor.pk if actor else None,
        office=office.pk if office else None,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        old=as_stored(old),
        new=as_stored(new),
        reason=reason,
        request_id=current_request_id.get(),
        previous=head.hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    Head.objects.update(sequence=event.sequence, hash=event.hash)
    return event
