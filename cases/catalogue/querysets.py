"""Questions over services: who offers what, where."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from sip.offices.models import Office

if TYPE_CHECKING:
    from cases.catalogue.models import Service  # noqa: F401 (named in the class below)


class ServiceQuerySet(QuerySet["Service"]):
    def offered(self) -> Self:
        return self.filter(is_offered=True)

    def of_office(self, office: Office) -> Self:
        return self.filter(office=office)

    def answering_for(self, unit: str) -> Self:
        """Of the offices whose area has the registration unit UNIT: the gmina's and the starostwo's."""
        gminas = [f"{unit[:6]}_{kind}" for kind in "123458"]
        return self.filter(office__unit__in=[unit[:4], *gminas])
