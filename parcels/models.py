"""Registers of the land: precincts, parcels, buildings, contours, addresses, and what became of parcels."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import PL_1992
from sip.intake.models import Delivery
from sip.registers.versions import (
    CURRENT,
    IDENTIFIER_COLLATION,
    KNOWN,
    MOST_IDENTIFIER,
    ObjectKey,
    Version,
    version_constraints,
    version_indexes,
)


def ended_shapes(name: str) -> GistIndex:
    """Of former versions, which the map of another day shows beside the current ones."""
    return GistIndex("geom", name=f"{name}_ended_geom", condition=KNOWN & Q(valid_to__isnull=False))


class Precinct(Version):
    """Obręb ewidencyjny. The geometry may be missing: many files name precincts without drawing them."""

    name = models.CharField(_("nazwa"), max_length=200, blank=True)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, null=True, blank=True, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("obręb ewidencyjny")
        verbose_name_plural = _("obręby ewidencyjne")
        constraints = [
            *version_constraints("precinct"),
            UniqueConstraint(fields=["identifier"], condition=CURRENT, name="precinct_one_current"),
        ]
        indexes = [*version_indexes("precinct"), ended_shapes("precinct")]


class Parcel(Version):
    """Działka ewidencyjna. People see the registered area; the geometry's own area is for checks."""

    unit_code = models.CharField(_("jednostka ewidencyjna"), max_length=8)
    precinct_code = models.CharField(_("obręb"), max_length=13, db_collation=IDENTIFIER_COLLATION)
    sheet = models.CharField(_("arkusz mapy"), max_length=12, blank=True)
    number = models.CharField(_("numer"), max_length=30)
    registered_area = models.DecimalField(
        _("pole ewidencyjne [ha]"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    # 1: to a square metre, 2: to an are (dokladnoscReprezentacjiPola)
    area_precision = models.SmallIntegerField(_("dokładność pola"), null=True, blank=True)
    # [{"ofu", "ozu", "ozk", "area_ha"}] as the register lists them
    land_use = models.JSONField(_("klasoużytki"), default=list, blank=True)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("działka ewidencyjna")
        verbose_name_plural = _("działki ewidencyjne")
        constraints = [
            *version_constraints("parcel"),
            UniqueConstraint(fields=["identifier"], condition=CURRENT, name="parcel_one_current"),
            CheckConstraint(
                condition=Q(registered_area__isnull=True) | Q(registered_area__gte=0),
                name="parcel_area_positive",
            ),
        ]
        indexes = [
            *version_indexes("parcel"),
            ended_shapes("parcel"),
            models.Index(fields=["registered_area"], name="parcel_current_area", condition=CURRENT),
            GinIndex(fields=["land_use"], opclasses=["jsonb_path_ops"], name="parcel_current_use", condition=CURRENT),
        ]


class Building(Version):
    """Budynek. Its identifier is not unique in real data, so nothing here demands that."""

    kind = models.CharField(_("rodzaj wg KŚT"), max_length=2, blank=True)
    floors_above = models.SmallIntegerField(_("kondygnacje nadziemne"), null=True, blank=True)
    floors_below = models.SmallIntegerField(_("kondygnacje podziemne"), null=True, blank=True)
    footprint = models.DecimalField(
        _("powierzchnia zabudowy [m²]"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    geom = models.GeometryField(_("obrys"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("budynek")
        verbose_name_plural = _("budynki")
        constraints = version_constraints("building")
        indexes = [
            *version_indexes("building"),
            ended_shapes("building"),
            models.Index(ObjectKey("local_id", "namespace"), name="building_current_key", condition=CURRENT),
        ]


class LandUseContour(Version):
    """Kontur użytku gruntowego."""

    ofu = models.CharField(_("użytek"), max_length=10)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("kontur użytku gruntowego")
        verbose_name_plural = _("kontury użytków gruntowych")
        constraints = version_constraints("land_use")
        indexes = [*version_indexes("land_use"), ended_shapes("land_use")]


class SoilContour(Version):
    """Kontur klasyfikacyjny."""

    ozu = models.CharField(_("użytek klasyfikowany"), max_length=10)
    ozk = models.CharField(_("klasa"), max_length=10, blank=True)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("kontur klasyfikacyjny")
        verbose_name_plural = _("kontury klasyfikacyjne")
        constraints = version_constraints("soil")
        indexes = version_indexes("soil")


class Address(Version):
    """Punkt adresowy."""

    place = models.CharField(_("miejscowość"), max_length=120)
    street = models.CharField(_("ulica"), max_length=200, blank=True)
    number = models.CharField(_("numer"), max_length=20)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    place_code = models.CharField(_("SIMC"), max_length=7, blank=True)
    street_code = models.CharField(_("ULIC"), max_length=7, blank=True)
    geom = models.GeometryField(_("położenie"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("punkt adresowy")
        verbose_name_plural = _("punkty adresowe")
        constraints = version_constraints("address", geometry_types=("POINT",))
        indexes = [
            *version_indexes("address"),
            models.Index(ObjectKey("local_id", "namespace"), name="address_current_key", condition=CURRENT),
        ]


class Lineage(models.Model):
    """What became of a parcel: one row for each pair of predecessor and successor."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("podział")
        MERGE = "merge", _("połączenie")
        RENUMBER = "renumber", _("zmiana numeru")
        BOUNDARY = "boundary", _("zmiana granic")

    class Source(models.TextChoices):
        DECLARED = "declared", _("podane w danych")
        INFERRED = "inferred", _("ustalone z geometrii")

    kind = models.CharField(_("rodzaj"), max_length=8, choices=Kind)
    source = models.CharField(_("skąd wiadomo"), max_length=8, choices=Source)
    predecessor = models.CharField(_("poprzednik"), max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION)
    successor = models.CharField(_("następnik"), max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION)
    # Share of the predecessor's area that went to the successor, 0..1
    share = models.DecimalField(_("udział w poprzedniku"), max_digits=6, decimal_places=5)
    happened_at = models.DateTimeField(_("kiedy"))
    published_by = models.ForeignKey(Delivery, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("następstwo działek")
        verbose_name_plural = _("następstwa działek")
        indexes = [models.Index(fields=["predecessor"]), models.Index(fields=["successor"])]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
