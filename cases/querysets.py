"""Questions over cases: whose they are, which are open or late, and the pages of lists by keyset."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.gis.geos import Polygon
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Upper

from cases.workflow import OPEN, State
from sip.geo.crs import PL_1992
from sip.offices.permissions import Action, Person, offices_of

if TYPE_CHECKING:
    from cases.models import Case  # noqa: F401 (named in the class below)


class CaseQuerySet(QuerySet["Case"]):
    def within_reach(self, user: Person, action: Action = Action.VIEW_CASES) -> Self:
        """Filed cases of the offices in which USER may do ACTION: one list of offices, no join per row.

        Whoever applied sees the own case as a resident does, not as staff (KPA art. 24 §1).
        """
        offices = list(offices_of(user, action).values_list("pk", flat=True))
        return self.filed().filter(Q(account__isnull=True) | ~Q(account=user.pk), office_id__in=offices)

    def of_account(self, user: Person) -> Self:
        """A resident's own, drafts included; nobody's for who is not signed in."""
        return self.filter(account_id=user.pk) if user.is_authenticated else self.none()

    def filed(self) -> Self:
        return self.exclude(state=State.DRAFT)

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))

    def overdue(self, today: date) -> Self:
        """Open ones whose deadline is over; a stopped clock has no deadline."""
        return self.open().filter(deadline__lt=today)

    def on_parcel(self, identifier: str) -> Self:
        return self.filter(parcels__identifier=identifier).distinct()

    def within_extent(self, extent: tuple[float, float, float, float]) -> Self:
        """Those whose shape meets the box: west, south, east, north in EPSG:2180."""
        box = Polygon.from_bbox(extent)
        box.srid = PL_1992.srid
        return self.filter(shape__bboverlaps=box)

    def saying(self, text: str) -> Self:
        """Those with TEXT in their sign, or about the parcel of this identifier; never by a person's name.

        Two searches put together: each goes by its own index.
        """
        text = text.replace("\0", "")
        cases = self.model._default_manager
        signed = cases.alias(upper_sign=Upper("sign")).filter(upper_sign__contains=Upper(Value(text)))
        about = cases.filter(parcels__identifier=text)
        return self.filter(pk__in=signed.values("pk").union(about.values("pk")))

    def newest(self, below: int | None = None) -> Self:
        """Newest first; the next page begins below the number that the last one ended with."""
        page = self if below is None else self.filter(pk__lt=below)
        return page.order_by("-pk")

    def soonest(self, after: tuple[date | None, int] | None = None) -> Self:
        """Nearest deadline first, those without one last; AFTER is deadline and number of the last one shown."""
        ordered = self.order_by(F("deadline").asc(nulls_last=True), "pk")
        if after is None:
            return ordered
        deadline, number = after
        if deadline is None:
            return ordered.filter(deadline__isnull=True, pk__gt=number)
        later = Q(deadline__gt=deadline) | Q(deadline=deadline, pk__gt=number) | Q(deadline__isnull=True)
        return ordered.filter(later)

    def expired_drafts(self, now: datetime) -> Self:
        return self.filter(state=State.DRAFT, expires_at__lte=now)
