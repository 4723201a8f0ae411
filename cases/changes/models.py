"""One row for each change of a filed case, numbered as the log of events numbers them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.workflow import State
from sip.offices.models import Office


class CaseChange(models.Model):
    """`sequence` is the number of the change's event in the log (sip.audit). Each writer holds the end of the log from
    there to its commit, so numbers become visible in their order: who has read up to one has missed none below it.

    `office` was told of it: the case's own, and at a transfer also the one it left (`is_gone`).
    """

    sequence = models.BigIntegerField(_("numer"))
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="changes", verbose_name=_("sprawa"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("urząd"))
    kind = models.CharField(_("co"), max_length=60)
    state = models.CharField(_("stan po"), max_length=20, choices=State)
    version = models.PositiveIntegerField(_("wersja po"))
    at = models.DateTimeField(_("kiedy"), default=timezone.now)
    is_gone = models.BooleanField(_("sprawa opuściła urząd"), default=False)

    class Meta:
        verbose_name = _("zmiana sprawy")
        verbose_name_plural = _("zmiany spraw")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["office", "sequence"], name="case_change_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_change_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
