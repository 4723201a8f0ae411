"""The audit events of a case, a JSON object a line, with all that their hashes are of."""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any, Final

from django.db.models import Q, QuerySet

from cases.documents.actions import OBJECT as DOCUMENT
from cases.models import Case
from cases.payments.actions import OBJECT as ORDER
from cases.writing import OBJECT as CASE
from sip.audit.models import Event

TASK: Final = "case-task"
EXPORT: Final = "case.export"
# Who looked changes nothing in a case: these come along only where they are asked for.
LOOKS: Final = ("case.see", "case.document-open", "case.person-export")


def events_of(case: Case, *, looks: bool) -> QuerySet[Event]:
    """In their order. That a package was made is not in packages: else no two of them would be alike."""
    mine = Q(object_type=CASE, object_id=str(case.pk))
    for kind, rows in ((DOCUMENT, case.documents), (ORDER, case.orders), (TASK, case.tasks)):
        mine |= Q(object_type=kind, object_id__in=[str(number) for number in rows.values_list("pk", flat=True)])
    found = Event.objects.filter(mine).exclude(action=EXPORT)
    return (found if looks else found.exclude(action__in=LOOKS)).order_by("sequence")


def lines(events: Iterable[Event]) -> bytes:
    return b"".join(_line(event) for event in events)


def _line(event: Event) -> bytes:
    content: dict[str, Any] = {
        field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields if field.attname != "at"
    }
    content["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{json.dumps(content, ensure_ascii=False, sort_keys=True)}\n".encode()
