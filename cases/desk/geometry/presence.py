"""Who else has the same shape open, and what has been saved meanwhile: asked every few seconds, so it is light."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from cases.desk.geometry.models import ShapeEditing
from cases.models import Case
from sip.offices.models import User

# A page asks every fifteen seconds; one asked late by a busy browser is still open.
STAYS: Final = timedelta(seconds=50)
FORGOTTEN: Final = timedelta(days=1)


def note(case: Case, user: User) -> list[str]:
    """USER has the shape open now; names of the others who have."""
    now = timezone.now()
    ShapeEditing.objects.update_or_create(case=case, user=user, defaults={"seen_at": now})
    ShapeEditing.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    others = ShapeEditing.objects.filter(case=case, seen_at__gte=now - STAYS).exclude(user=user)
    return [str(one.user) for one in others.select_related("user").order_by("pk")]


def leave(case: Case, user: User) -> None:
    """USER has saved."""
    ShapeEditing.objects.filter(case=case, user=user).delete()
