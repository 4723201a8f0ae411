"""Questions over TERYT units."""

from typing import TYPE_CHECKING, Self

from django.db import models

from sip.offices.teryt import Level, UnitKind, level_of

if TYPE_CHECKING:
    from sip.offices.models import Unit  # noqa: F401 (named in QuerySet["Unit"])


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self) -> Self:
        return self.filter(valid_to=None)

    def within(self, code: str) -> Self:
        """Unit CODE and all below it; a closed unit counts where its code says so."""
        level = level_of(code)
        if level in (Level.VOIVODESHIP, Level.POWIAT):
            return self.filter(code__startswith=code)
        return self.filter(models.Q(code=code) | models.Q(parent=code))

    def registration_units(self) -> Self:
        """Units that number parcels: the parts of urban-rural gminas, districts, every other gmina.

        Of the cities only Warszawa is numbered wholly by its districts; where TERC lists delegatury
        the registers use either them (Kraków) or the city as one (Poznań), so both are taken.
        """
        parts_only = models.Q(kind=UnitKind.URBAN_RURAL) | models.Q(children__kind=UnitKind.DISTRICT)
        return self.filter(kind__isnull=False).exclude(parts_only)

    def registration_units_of(self, code: str) -> Self:
        """Registration units of the gmina, powiat or voivodeship CODE, or CODE itself where it is one."""
        return self.within(code).registration_units()
