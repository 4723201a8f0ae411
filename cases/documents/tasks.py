"""Work of the background worker for documents: the scanner is asked, and asked again when it did not answer."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

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
    with storing.storage().open(document.stored) as content:
        result = scanning.scan(content)
    Document.objects.filter(pk=number).update(scan=result, scanned_at=timezone.now())
    if result is Scan.ERROR and attempt < ATTEMPTS:
        scan_document.using(run_after=timezone.now() + FIRST_WAIT * 2 ** (attempt - 1)).enqueue(
            number, attempt=attempt + 1
        )
    return result
