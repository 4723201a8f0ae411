"""Work of the background worker at night: what is kept no longer goes, drafts and tasks that are over among it."""

from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cases.clock.terms import WARSAW, day_of
from cases.expiry import drafts_wipe_expired
from cases.keeping import anonymising
from cases.legacy.keeping import wipe_old
from sip.offices.traces import traces_forget

HOUR: Final = time(2, 30, tzinfo=WARSAW)
# Of tasks that ended, or whose worker did: arguments are numbers, yet errors may quote what they stumbled over.
TASKS_KEPT: Final = timedelta(days=14)


@task()
def tidy_up() -> dict[str, int]:
    """The next night is put down first, so that one that fails is not the last."""
    tonight_ensure()
    now = timezone.now()
    today = day_of(now)
    done = {
        "tasks": tasks_forget(now),
        "signing in": traces_forget(now),
        "drafts": drafts_wipe_expired(),
        "imports": wipe_old(now),
        "orphans": anonymising.orphans_sweep(now),
        "reports": anonymising.reports_anonymise_due(today),
    }
    if settings.ANONYMISE == "nightly":
        done["cases"] = anonymising.cases_anonymise_due(today)
    return done


def tasks_forget(now: datetime) -> int:
    """What the queue keeps of tasks that are over; returns how many."""
    ended = Q(finished_at__lt=now - TASKS_KEPT)
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - TASKS_KEPT)
    return DBTaskResult.objects.filter(ended | lost).delete()[0]


def tonight_ensure() -> None:
    """Have the worker tidy up in the coming night, if that is not put down yet."""
    waiting = DBTaskResult.objects.filter(task_path=tidy_up.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        tidy_up.using(run_after=_coming_night(timezone.now())).enqueue()


def _coming_night(now: datetime) -> datetime:
    tonight = datetime.combine(day_of(now), HOUR)
    return tonight if tonight > now else tonight + timedelta(days=1)
