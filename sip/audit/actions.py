"""Writing the log of events."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What is noted of one object. OLD and NEW are anything JSON can hold and must name no citizen."""

    action: str
    object_type: str
    object_id: object
    old: object = None
    new: object = None
    reason: str = ""


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
    happened = Happened(action=action, object_type=object_type, object_id=object_id, old=old, new=new, reason=reason)
    (event,) = record_all([happened], actor=actor, office=office)
    return event


@transaction.atomic
def record_all(happened: Sequence[Happened], *, actor: Row | None, office: Row | None) -> list[Event]:
    """The same for many things that one actor did at once, in their order."""
    Head.objects.bulk_create([Head()], ignore_conflicts=True)
    head = Head.objects.select_for_update().get()
    events = []
    for what in happened:
        event = _linked(head, what, actor, office)
        head.sequence, head.hash = event.sequence, event.hash
        events.append(event)
    Event.objects.bulk_create(events)
    Head.objects.update(sequence=head.sequence, hash=head.hash)
    return events


def _linked(head: Head, what: Happened, actor: Row | None, office: Row | None) -> Event:
    event = Event(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=actor.pk if actor else None,
        office=office.pk if office else None,
        action=what.action,
        object_type=what.object_type,
        object_id=str(what.object_id),
        old=as_stored(what.old),
        new=as_stored(what.new),
        reason=what.reason,
        request_id=current_request_id.get(),
        previous=head.hash,
    )
    event.hash = digest(event)
    return event
