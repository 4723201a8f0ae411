"""Notes a change of a case: the event in the log, the row that other systems read, and the messages to them."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Max

from cases.actors import Actor
from cases.changes.models import CaseChange
from cases.hooks import actions as hooks
from cases.models import Case
from sip.audit.actions import record
from sip.audit.models import Event
from sip.offices.models import Office

CASE: Final = "case"


def note(
    *,
    actor: Actor,
    case: Case,
    action: str,
    new: dict[str, Any],
    old: object = None,
    on: tuple[str, int] | None = None,
    left: Office | None = None,
) -> Event:
    """Record ACTION in the caller's transaction, last of all: the end of the log stays locked to the commit.

    ON: kind and number of the object, where it is not the case itself. LEFT: the office that a transfer takes the case
    from. A system that acts is named in `new`, as the log's actors are people. Drafts are told to nobody.
    """
    object_type, object_id = on or (CASE, case.pk)
    event = record(
        actor=actor.user,
        action=action,
        object_type=object_type,
        object_id=object_id,
        office=case.office,
        old=old,
        new=new | named(actor),
    )
    if case.sign is not None:
        _tell(case, event, case.office)
        if left is not None and left != case.office:
            _tell(case, event, left, is_gone=True)
    return event


def moved(events: Sequence[Event], cases: Sequence[Case]) -> None:
    """EVENTS brought CASES of a former register in, pairwise. Lists of changes have them; no webhook tells of them, as
    they come by thousands and are old news."""
    CaseChange.objects.bulk_create(_change(case, event) for case, event in zip(cases, events, strict=True))


def named(actor: Actor) -> dict[str, int]:
    """What an event says of a system that acted."""
    return {"client": actor.client.pk} if actor.client is not None else {}


def newest(office: Office) -> int:
    """The number up to which all changes of OFFICE are visible to who asks now; 0 before the first."""
    return CaseChange.objects.filter(office=office).aggregate(newest=Max("sequence"))["newest"] or 0


def _tell(case: Case, event: Event, office: Office, *, is_gone: bool = False) -> None:
    change = _change(case, event, office, is_gone=is_gone)
    change.save()
    hooks.post(change, case)


def _change(case: Case, event: Event, office: Office | None = None, *, is_gone: bool = False) -> CaseChange:
    return CaseChange(
        sequence=event.sequence,
        case=case,
        office=office or case.office,
        kind=event.action,
        state=case.state,
        version=case.version,
        at=event.at,
        is_gone=is_gone,
    )
