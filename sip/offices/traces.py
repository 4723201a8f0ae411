"""What signing in leaves behind, and when it goes: sessions that ended, failed attempts that count no longer."""

from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session


def traces_forget(now: datetime) -> int:
    """Returns how many rows went. Attempts name an address and what was typed as a login; the log of sign-ins was
    kept by earlier versions."""
    attempts = AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME)
    sessions = Session.objects.filter(expire_date__lt=now)
    return sum(rows.delete()[0] for rows in (attempts, sessions, AccessLog.objects.all()))
