"""Questions over reports of errors: whose they are, what is still open, what is due to go."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db.models import Q, QuerySet

from cases.reports.workflow import CLOSED, OPEN
from sip.offices.models import OfficeKind
from sip.offices.permissions import Action, Person, offices_of, units_of

if TYPE_CHECKING:
    from cases.reports.models import MapReport  # noqa: F401 (named in the class below)


class MapReportQuerySet(QuerySet["MapReport"]):
    def within_reach(self, user: Person, action: Action) -> Self:
        """Reports with which USER may do ACTION: those of their offices' areas.

        A place in nobody's area, or one given in words alone, is the starostwo's. The operator reaches all.
        """
        if user.is_superuser and user.is_active:
            return self
        if offices_of(user, action).filter(kind=OfficeKind.STAROSTWO).exists():
            return self.filter(Q(unit_code__in=units_of(user, action)) | Q(unit_code=""))
        return self.filter(unit_code__in=units_of(user, action))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def saying(self, text: str) -> Self:
        """Reports with TEXT in what was written or in the parcel's identifier, or with this number."""
        words = Q(description__icontains=text) | Q(whereabouts__icontains=text) | Q(parcel__icontains=text)
        is_number = text.isascii() and text.isdigit() and len(text) < 10
        return self.filter(words | Q(pk=int(text))) if is_number else self.filter(words)

    def before(self, number: int) -> Self:
        """Those filed earlier than report NUMBER, for the next page of a list that shows the newest first."""
        return self.filter(pk__lt=number)

    def with_contact_due(self, now: datetime) -> Self:
        """Closed long enough ago that the reporter's address must go."""
        kept = timedelta(days=settings.REPORT_CONTACT_DAYS)
        return self.filter(state__in=CLOSED, closed_at__lte=now - kept).exclude(contact="")
