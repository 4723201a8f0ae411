"""What stands in the worker's queue: the next of a repeated task, and work whose task died with its worker."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

# No task of those looked after takes that long: one that runs longer ended with its worker.
LOST_AFTER: Final = timedelta(minutes=15)


def ensure(task: Task[..., Any], moment: datetime) -> None:
    """Put TASK down for MOMENT, unless it waits already."""
    if not _of(task).filter(status=TaskResultStatus.READY).exists():
        task.using(run_after=moment).enqueue()


def without_task(task: Task[..., Any], numbers: Iterable[int]) -> list[int]:
    """Those of NUMBERS that TASK, whose first argument they are, neither waits for nor works on."""
    tasks = _of(task)
    alive = tasks.filter(status=TaskResultStatus.READY) | tasks.filter(
        status=TaskResultStatus.RUNNING, started_at__gte=timezone.now() - LOST_AFTER
    )
    return sorted(set(numbers) - {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)})


def _of(task: Task[..., Any]) -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(task_path=task.module_path)
