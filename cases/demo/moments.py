"""Has the core's functions act at a moment of the past: for invented cases alone, in a command's own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """What asks Django for the time meanwhile is told MOMENT."""
    genuine = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = genuine
