"""Work of the background worker: deliveries that came through the upload page."""

import time

from django_tasks import task

from sip.intake import actions
from sip.intake.models import Delivery

# The bar on the page is polled; writing it more often would only cost.
PROGRESS_SECONDS = 0.5


@task()
def process_delivery(pk: int, *, dry_run: bool = False, accept: bool = False, partial: bool = False) -> str:
    """Take a stored delivery through all steps; what it found is read on its page."""
    delivery = Delivery.objects.get(pk=pk)
    actions.process(delivery, progress=_Stored(pk), dry_run=dry_run, accept=accept, partial=partial)
    return str(delivery.state)


class _Stored:
    """Progress kept in the delivery's row."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.written_at = float("-inf")
        self.label = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        now = time.monotonic()
        if label == self.label and now - self.written_at < PROGRESS_SECONDS:
            return
        self.label, self.written_at = label, now
        Delivery.objects.filter(pk=self.pk).update(progress={"label": label, "done": done, "total": total})
