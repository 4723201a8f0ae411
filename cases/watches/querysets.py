"""Questions over wishes to be told: whose they are, who is to be told, what is due to go."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from sip.intake.models import Delivery

if TYPE_CHECKING:
    from cases.watches.models import PlanWatch  # noqa: F401 (named in the class below)


class PlanWatchQuerySet(QuerySet["PlanWatch"]):
    def of_person(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def to_tell(self, delivery: Delivery) -> Self:
        """Confirmed before the delivery was published, and not told of it yet."""
        return self.filter(confirmed_at__lte=delivery.concluded_at).exclude(notices__delivery=delivery)

    def unconfirmed_since(self, moment: datetime) -> Self:
        return self.filter(confirmed_at__isnull=True, asked_at__lte=moment)
