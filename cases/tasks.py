"""Work of the background worker for cases: drafts go when their time is over."""

from datetime import datetime, timedelta

from django_tasks import task

from cases import expiry


@task()
def wipe_draft(number: int) -> None:
    """Who saved the draft meanwhile put its time off: then there is another look."""
    if (later := expiry.draft_wipe(number)) is not None:
        look_again(number, later)


def look_again(number: int, moment: datetime) -> None:
    wipe_draft.using(run_after=moment + timedelta(minutes=1)).enqueue(number)
