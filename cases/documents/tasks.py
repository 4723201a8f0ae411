"""Work of the background worker for documents: the scanner is asked, and asked again when it did not answer.

A worker that is killed takes the task with it that it was at, so documents left unchecked without one are looked for.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cases import queue
from cases.documents import scanning, storing
from cases.documents.models import Document, Scan

ATTEMPTS: Final = 6
FIRST_WAIT: Final = timedelta(minutes=1)


@task()
def scan_document(number: int, attempt: int = 1) -> str:
    """The number, not the name: a task's arguments are kept."""
    document = Document.objects.filter(pk=number, scan__in=(Scan.PENDING, Scan.ERROR)).first()
    if document is None:
        return ""
    result = _scanned(document)
    with transaction.atomic():
        Document.objects.filter(pk=number).update(scan=result, scanned_at=timezone.now())
        if result is Scan.ERROR and attempt < ATTEMPTS:
            moment = timezone.now() + FIRST_WAIT * 2 ** (attempt - 1)
            scan_document.using(run_after=moment).enqueue(number, attempt=attempt + 1)
    return result


def _scanned(document: Document) -> Scan:
    """UNSCANNED where the scanner was taken away after the document had come."""
    if not scanning.is_configured():
        return Scan.UNSCANNED
    try:
        with storing.storage().open(document.stored) as content:
            return scanning.scan(content)
    except OSError:
        return Scan.ERROR


@task()
def look_after() -> int:
    """Have those checked that wait without a task; again as long as any waits. Returns how many were lost.

    A scanner that was away at each attempt is asked again this way.
    """
    pending = Document.objects.filter(scan__in=(Scan.PENDING, Scan.ERROR))
    if not pending.exists():
        return 0
    look_after_ensure()
    old = pending.filter(added_at__lt=timezone.now() - queue.LOST_AFTER)
    lost = queue.without_task(scan_document, old.values_list("pk", flat=True))
    for number in lost:
        scan_document.enqueue(number)
    return len(lost)


def look_after_ensure() -> None:
    """Put the next look down, if it is not."""
    queue.ensure(look_after, timezone.now() + queue.LOST_AFTER)
