"""The hash chain over events: how an event is hashed and how the whole chain is proved."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from sip.audit.models import START, Event, Head


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold; `message` in Polish."""

    sequence: int
    message: str


def as_stored(value: object) -> Any:
    """VALUE as PostgreSQL's jsonb gives it back, so that its hash can be computed again from the row.

    jsonb has one kind of number (1e22 returns as a whole one, -0.0 as 0), so whole floats become integers.
    """
    return _whole(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest(event: Event) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of everything in EVENT but its hash."""
    content = {
        field.attname: getattr(event, field.attname)
        for field in Event._meta.concrete_fields
        if field.attname not in ("hash", "at")
    }
    content["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(as_stored(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break() -> Break | None:
    """Walk the chain as it stood at the call; None where every link holds. Constant memory, writers go on."""
    head = Head.objects.filter(id=1).first() or Head()
    previous, expected = START, 1
    for event in Event.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator():
        if broken := _broken_link(event, previous, expected):
            return broken
        previous, expected = event.hash, expected + 1
    if (expected - 1, previous) != (head.sequence, head.hash):
        return Break(expected, _("Brakuje zdarzeń na końcu dziennika albo zmieniono jego koniec."))
    return _beyond_head()


def _broken_link(event: Event, previous: str, expected: int) -> Break | None:
    if event.sequence != expected:
        return Break(expected, _("Brakuje zdarzenia."))
    if event.previous != previous:
        return Break(expected, _("Zdarzenie nie wskazuje na poprzednie."))
    if event.hash != digest(event):
        return Break(expected, _("Treść zdarzenia zmieniono po zapisaniu."))
    return None


def _beyond_head() -> Break | None:
    """An event past the head was written around `record`; the lock keeps honest writers out meanwhile."""
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(id=1).first() or Head()
        stray = Event.objects.filter(sequence__gt=head.sequence).order_by("sequence").first()
    return Break(stray.sequence, _("Zdarzenie dopisano poza dziennikiem.")) if stray else None
