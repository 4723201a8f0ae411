"""Questions over versioned registers, in the domain's words."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db.models import Model, QuerySet

V = TypeVar("V", bound=Model, covariant=True)


class VersionQuerySet(QuerySet[V]):
    def known(self) -> Self:
        """Rows we hold for true now; the others were corrected by a later delivery."""
        return self.filter(retired_by__isnull=True)

    def current(self) -> Self:
        """In force now, as far as we know."""
        return self.known().filter(valid_to__isnull=True)

    def in_units(self, codes: Iterable[str]) -> Self:
        """Parcels of the registration units with these codes."""
        return self.filter(unit_code__in=list(codes))

    def beginning_with(self, text: str) -> Self:
        """Identifiers that begin with TEXT; a range, so that the index of identifiers serves."""
        return self.filter(identifier__gte=text, identifier__lt=f"{text}\U0010ffff")
