"""Parcels as filed, which never change, and shapes of a case in versions. No key leads to the registers: parcels split
and are reloaded, what was filed is evidence."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import PL_1992
from sip.registers.versions import IDENTIFIER_COLLATION, MOST_IDENTIFIER

MOST_TYPED = 120


class ParcelSnapshot(models.Model):
    """A parcel as it stood when the case was filed; a trigger refuses every change.

    `content` is the canonical JSON of all that was known, the shape in it as WKB in EPSG:2180; `sha256` is of its
    bytes. A parcel that no register knows is kept as it was typed, without a shape.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parcels", verbose_name=_("sprawa"))
    position = models.PositiveSmallIntegerField(_("kolejność"))
    typed = models.CharField(_("jak wpisano"), max_length=MOST_TYPED)
    identifier = models.CharField(
        _("identyfikator działki"), max_length=MOST_IDENTIFIER, blank=True, db_collation=IDENTIFIER_COLLATION
    )
    is_known = models.BooleanField(_("znana rejestrowi"))
    registered_area_ha = models.DecimalField(
        _("pole ewidencyjne [ha]"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    computed_area_m2 = models.DecimalField(
        _("pole z geometrii [m²]"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    land_use = models.JSONField(_("klasoużytki"), default=list, blank=True)
    extract_digest = models.CharField(_("skrót wypisu"), max_length=64, blank=True)
    data_date = models.DateField(_("stan danych na"), null=True, blank=True)
    delivery = models.BigIntegerField(_("numer dostawy"), null=True, blank=True)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, null=True, blank=True)
    content = models.TextField(_("treść"))
    sha256 = models.CharField(_("skrót"), max_length=64)
    taken_at = models.DateTimeField(_("utrwalona"), default=timezone.now)

    class Meta:
        verbose_name = _("działka w chwili złożenia")
        verbose_name_plural = _("działki w chwili złożenia")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="parcel_snapshot_position_once"),
            models.CheckConstraint(
                condition=models.Q(is_known=True, geom__isnull=False) & ~models.Q(identifier="")
                | models.Q(is_known=False, geom__isnull=True),
                name="parcel_snapshot_known_has_shape",
            ),
        ]
        indexes = [models.Index(fields=["identifier"])]

    def __str__(self) -> str:
        return self.identifier or self.typed


class Source(models.TextChoices):
    """How a shape came to the case."""

    PARCELS = "parcels", _("przyjęty z działek")
    AMENDED = "amended", _("poprawiony")
    DRAWN = "drawn", _("narysowany")
    UPLOADED = "uploaded", _("wczytany z pliku")


class CaseGeometry(models.Model):
    """One version of a case's shape, appended and never edited; the first is the original, later ones say why."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="geometries", verbose_name=_("sprawa"))
    number = models.PositiveIntegerField(_("wersja"))
    source = models.CharField(_("skąd"), max_length=8, choices=Source)
    geom = models.GeometryField(_("kształt"), srid=PL_1992.srid)
    reason = models.CharField(_("powód poprawki"), max_length=500, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("kto"), null=True, blank=True)
    at = models.DateTimeField(_("kiedy"), default=timezone.now)

    class Meta:
        verbose_name = _("wersja kształtu")
        verbose_name_plural = _("wersje kształtu")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_geometry_version_once"),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="case_geometry_source_known"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="case_geometry_correction_has_reason"
            ),
            models.CheckConstraint(condition=models.Q(geom__isvalid=True), name="case_geometry_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"
