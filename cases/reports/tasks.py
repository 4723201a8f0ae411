"""Work of the background worker for reports: addresses go when their time is over."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from cases.reports import actions


@task()
def wipe_contacts() -> int:
    return actions.contacts_wipe_due()


def wipe_contacts_in_time() -> None:
    """Have the worker look again when the address of a report closed now is due."""
    due = timezone.now() + timedelta(days=settings.REPORT_CONTACT_DAYS, minutes=1)
    wipe_contacts.using(run_after=due).enqueue()
