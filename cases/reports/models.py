"""Reports of errors on the map, and the steps of their way."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from cases.reports.querysets import MapReportQuerySet
from cases.reports.workflow import CLOSED, Change, State
from sip.geo.crs import PL_1992
from sip.registers.versions import MOST_IDENTIFIER

MOST_WORDS = 2000


class Kind(models.TextChoices):
    BOUNDARY = "boundary", _("granica działki")
    PARCEL = "parcel", _("numer lub inne dane działki")
    BUILDING = "building", _("budynek")
    ADDRESS = "address", _("adres")
    LAND_USE = "land-use", _("użytek gruntowy")
    MISSING = "missing", _("brakuje obiektu")
    OTHER = "other", _("coś innego")


class MapReport(models.Model):
    """Someone's word that the map is wrong somewhere. Its number is the primary key; its code is kept as a hash.

    The parcel is kept as an identifier, not as a key: registers are reloaded and parcels split, the report stays.
    """

    kind = models.CharField(_("czego dotyczy"), max_length=10, choices=Kind)
    description = models.TextField(_("co się nie zgadza"), max_length=MOST_WORDS)
    contact = models.EmailField(_("adres e-mail zgłaszającego"), blank=True)
    place = models.PointField(_("miejsce"), srid=PL_1992.srid, null=True, blank=True)
    zoom = models.FloatField(_("skala widoku mapy"), null=True, blank=True)
    parcel = models.CharField(_("identyfikator działki"), max_length=MOST_IDENTIFIER, blank=True)
    whereabouts = models.CharField(_("miejsce słowami"), max_length=200, blank=True)
    # Of the registration unit whose office answers; empty where no office has the area, then the starostwo does.
    unit_code = models.CharField(_("jednostka ewidencyjna"), max_length=8, blank=True)
    state = models.CharField(_("stan"), max_length=12, choices=State, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    code_hash = models.CharField(max_length=64)
    filed_at = models.DateTimeField(_("zgłoszone"), auto_now_add=True)
    closed_at = models.DateTimeField(_("zamknięte"), null=True, blank=True)

    objects = MapReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("zgłoszenie błędu na mapie")
        verbose_name_plural = _("zgłoszenia błędów na mapie")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["unit_code", "-id"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="map_report_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="map_report_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~models.Q(state__in=sorted(CLOSED)) & models.Q(closed_at__isnull=True)),
                name="map_report_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) | ~models.Q(parcel="") | ~models.Q(whereabouts=""),
                name="map_report_is_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.get_kind_display()})"

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


class MapReportStep(models.Model):
    """One step on the way of a report, appended and never edited; the note stays inside the office."""

    report = models.ForeignKey(MapReport, models.CASCADE, related_name="steps", verbose_name=_("zgłoszenie"))
    at = models.DateTimeField(_("kiedy"), auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("kto"), null=True, blank=True)
    change = models.CharField(_("czynność"), max_length=12, choices=Change)
    state = models.CharField(_("stan po niej"), max_length=12, choices=State)
    answer = models.TextField(_("odpowiedź"), blank=True, max_length=MOST_WORDS)
    note = models.TextField(_("notatka"), blank=True, max_length=MOST_WORDS)

    class Meta:
        verbose_name = _("krok zgłoszenia")
        verbose_name_plural = _("kroki zgłoszenia")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(change__in=Change.values), name="map_report_step_change_known"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="map_report_step_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.change}"
