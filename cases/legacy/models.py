"""Imports of legacy cases, and what each case moved was in the register before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.catalogue.models import Service
from sip.offices.models import Office


class RunState(models.TextChoices):
    WAITING = "waiting", _("czeka w kolejce")
    RUNNING = "running", _("w toku")
    DONE = "done", _("skończone")
    FAILED = "failed", _("przerwane")


class LegacyRun(models.Model):
    """One file of legacy cases: previewed, then moved. While it is at work, its worker holds an advisory lock.

    `counts`: rows by result and findings by code. `stored` and `report` name files in the private storage; both hold
    data of people and go together.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("urząd"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("usługa"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto"), null=True, blank=True
    )
    name = models.CharField(_("nazwa pliku"), max_length=200)
    sha256 = models.CharField(_("skrót pliku"), max_length=64)
    mapping = models.JSONField(_("kolumny"), default=dict, blank=True)
    is_preview = models.BooleanField(_("podgląd"), default=True)
    state = models.CharField(_("stan"), max_length=7, choices=RunState, default=RunState.WAITING)
    done = models.PositiveBigIntegerField(_("wierszy"), default=0)
    percent = models.PositiveSmallIntegerField(_("procent pliku"), default=0)
    counts = models.JSONField(_("wynik"), default=dict, blank=True)
    error = models.TextField(_("dlaczego przerwane"), blank=True)
    stored = models.CharField(max_length=100, blank=True)
    report = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(_("rozpoczęte"), default=timezone.now)
    ended_at = models.DateTimeField(_("zakończone"), null=True, blank=True)

    class Meta:
        verbose_name = _("przenoszenie spraw")
        verbose_name_plural = _("przenoszenia spraw")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="legacy_run_state_known")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class LegacyCase(models.Model):
    """Where a case that was moved came from: its row as it was typed, by which the same row is known again.

    `key` is the sign's, alike however it is written. `digest` is of the row. `notes`: codes with field and detail.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="legacy")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    run = models.ForeignKey(LegacyRun, models.PROTECT, related_name="cases")
    row = models.PositiveBigIntegerField(_("wiersz"))
    typed = models.JSONField(_("wiersz, jak wpisano"), default=dict, blank=True)
    digest = models.CharField(_("skrót wiersza"), max_length=64)
    notes = models.JSONField(_("ustalenia"), default=list, blank=True)

    class Meta:
        verbose_name = _("sprawa przeniesiona")
        verbose_name_plural = _("sprawy przeniesione")
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="legacy_case_once")]

    def __str__(self) -> str:
        return str(self.case_id)
