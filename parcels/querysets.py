"""Questions over versioned registers, in the domain's words."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Self, TypeVar

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

V = TypeVar("V", bound=Model, covariant=True)


class VersionQuerySet(QuerySet[V]):
    def known(self) -> Self:
        """Rows we hold for true now; the others were corrected by a later delivery."""
        return self.filter(retired_by__isnull=True)

    def current(self) -> Self:
        """In force now, as far as we know."""
        return self.known().filter(valid_to__isnull=True)

    def in_force_on(self, day: date) -> Self:
        """In force at the end of DAY, as far as we know now."""
        moment = timezone.make_aware(datetime.combine(day, time.max))
        return self.known().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=moment), valid_from__lte=moment)

    def in_units(self, codes: Iterable[str]) -> Self:
        """Parcels of the registration units with these codes."""
        return self.filter(unit_code__in=list(codes))

    def beginning_with(self, text: str) -> Self:
        """Identifiers that begin with TEXT; a range, so that the index of identifiers serves."""
        return self.filter(identifier__gte=text, identifier__lt=f"{text}\U0010ffff")

    def at(self, point: Point) -> Self:
        """Covering POINT (EPSG:2180); a point on a boundary gives both sides."""
        return self.filter(geom__intersects=point)

    def touching(self, geom: GEOSGeometry) -> Self:
        """Sharing ground or boundary with GEOM (EPSG:2180)."""
        return self.filter(geom__intersects=geom)
