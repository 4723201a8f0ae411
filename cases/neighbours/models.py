"""Lists of neighbours as they were saved, and letters to the parties of a case."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.neighbours.finding import in_words
from sip.registers.versions import IDENTIFIER_COLLATION, MOST_IDENTIFIER

MOST_WORDS = 500


class Subject(models.TextChoices):
    """Around what neighbours were looked for."""

    PARCELS = "parcels", _("działki sprawy")
    SHAPE = "shape", _("kształt sprawy")


class Origin(models.TextChoices):
    FOUND = "found", _("z rejestru")
    TYPED = "typed", _("dopisana")


class NeighbourList(models.Model):
    """One version of a case's list; the newest holds. `own` are the parcels around which it was made."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="neighbour_lists", verbose_name=_("sprawa"))
    number = models.PositiveIntegerField(_("wersja"))
    at = models.DateTimeField(_("kiedy"), default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto"))
    subject = models.CharField(_("wokół czego"), max_length=7, choices=Subject)
    own = models.JSONField(_("działki sprawy"), default=list, blank=True)
    within_m = models.DecimalField(_("w odległości [m]"), max_digits=6, decimal_places=2)
    tolerance_m = models.DecimalField(_("tolerancja granic [m]"), max_digits=4, decimal_places=2)
    data_date = models.DateField(_("stan danych na"), null=True, blank=True)
    # The newest of those that the parcels found came by.
    delivery = models.BigIntegerField(_("numer dostawy"), null=True, blank=True)

    class Meta:
        verbose_name = _("lista sąsiadów")
        verbose_name_plural = _("listy sąsiadów")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="neighbour_list_version_once"),
            models.CheckConstraint(condition=models.Q(subject__in=Subject.values), name="neighbour_list_subject_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class Neighbour(models.Model):
    """A parcel of a list. `reasons` are codes (finding.Reason); `words` say why a clerk added it or left it out."""

    of_list = models.ForeignKey(NeighbourList, models.CASCADE, related_name="rows", verbose_name=_("lista"))
    position = models.PositiveIntegerField(_("kolejność"))
    identifier = models.CharField(
        _("identyfikator działki"), max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION
    )
    origin = models.CharField(_("skąd"), max_length=5, choices=Origin)
    reasons = models.JSONField(_("powody"), default=list, blank=True)
    roads = models.JSONField(_("drogi"), default=list, blank=True)
    land_use = models.JSONField(_("użytki"), default=list, blank=True)
    distance_m = models.DecimalField(_("odległość [m]"), max_digits=9, decimal_places=2, null=True, blank=True)
    shared_m = models.DecimalField(_("wspólna granica [m]"), max_digits=9, decimal_places=2, default=0)
    is_party = models.BooleanField(_("strona"))
    words = models.CharField(_("uwaga"), max_length=MOST_WORDS, blank=True)

    class Meta:
        verbose_name = _("działka sąsiednia")
        verbose_name_plural = _("działki sąsiednie")
        ordering = ["of_list", "position"]
        constraints = [models.UniqueConstraint(fields=["of_list", "identifier"], name="neighbour_once_in_list")]

    def __str__(self) -> str:
        return self.identifier

    @property
    def said(self) -> list[str]:
        distance = self.distance_m or Decimal(0)
        return in_words(self.reasons, shared_m=self.shared_m, distance_m=distance, roads=self.roads)


class PartyLetter(models.Model):
    """A document of the case that goes to one party, or by a distribution list to several; never to the applicant's
    page."""

    document = models.OneToOneField(
        "cases.Document", models.CASCADE, related_name="party_letter", verbose_name=_("dokument")
    )
    parties = models.ManyToManyField("cases.CaseParty", related_name="letters", verbose_name=_("strony"))
    sent_at = models.DateTimeField(_("wysłane"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto wysłał"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("pismo do stron")
        verbose_name_plural = _("pisma do stron")

    def __str__(self) -> str:
        return str(self.document_id)
