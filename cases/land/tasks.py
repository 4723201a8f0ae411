"""Work of the background worker for the land of cases: what a publication did to their parcels."""

from collections.abc import Sequence

from django_tasks import task

from cases.land.follow import follow
from sip.intake.models import Delivery, State


def after_publication(delivery: int, layers: Sequence[str]) -> None:
    """For settings.AFTER_PUBLICATION: have the worker look, once the publication is committed."""
    if "parcels" in layers:
        follow_parcels.enqueue(delivery)


@task()
def follow_parcels(number: int) -> int:
    """A delivery that was rolled back meanwhile did nothing to anyone."""
    published = Delivery.objects.filter(pk=number, state=State.PUBLISHED).exists()
    return follow(number) if published else 0
