"""What a clerk has to look at in a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from sip.registers.versions import IDENTIFIER_COLLATION, MOST_IDENTIFIER


class TaskKind(models.TextChoices):
    PARCEL_CHANGED = "parcel-changed", _("działka zmieniła się po złożeniu wniosku")


class CaseTask(models.Model):
    """Something that a clerk has to look at; stands until it is done. `data` names successors of a parcel."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks", verbose_name=_("sprawa"))
    kind = models.CharField(_("co"), max_length=20, choices=TaskKind)
    parcel = models.CharField(_("działka"), max_length=MOST_IDENTIFIER, blank=True, db_collation=IDENTIFIER_COLLATION)
    delivery = models.BigIntegerField(_("numer dostawy"), null=True, blank=True)
    data = models.JSONField(_("dane"), default=dict, blank=True)
    created_at = models.DateTimeField(_("powstało"), default=timezone.now)
    done_at = models.DateTimeField(_("załatwione"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("kto załatwił"),
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("zadanie")
        verbose_name_plural = _("zadania")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TaskKind.values), name="case_task_kind_known"),
            models.UniqueConstraint(fields=["case", "kind", "parcel", "delivery"], name="case_task_once_for_delivery"),
        ]
        indexes = [models.Index(fields=["case"], name="case_task_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
