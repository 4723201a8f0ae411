"""Work of the background worker at night: people are taken out of what is kept no longer, missed drafts go."""

from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cases.clock.terms import WARSAW, day_of
from cases.expiry import drafts_wipe_expired
from cases.keeping import anonymising

HOUR: Final = time(2, 30, tzinfo=WARSAW)


@task()
def tidy_up() -> dict[str, int]:
    """The next night is put down first, so that one that fails is not the last."""
    tonight_ensure()
    now = timezone.now()
    today = day_of(now)
    done = {
        "drafts": drafts_wipe_expired(),
        "orphans": anonymising.orphans_sweep(now),
        "reports": anonymising.reports_anonymise_due(today),
    }
    if settings.ANONYMISE == "nightly":
        done["cases"] = anonymising.cases_anonymise_due(today)
    return done


def tonight_ensure() -> None:
    """Have the worker tidy up in the coming night, if that is not put down yet."""
    waiting = DBTaskResult.objects.filter(task_path=tidy_up.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        tidy_up.using(run_after=_coming_night(timezone.now())).enqueue()


def _coming_night(now: datetime) -> datetime:
    tonight = datetime.combine(day_of(now), HOUR)
    return tonight if tonight > now else tonight + timedelta(days=1)
