"""Changes of a case's archive category, each with its reason."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archive.categories import MOST_CATEGORY

MOST_REASON = 500


class ArchiveChange(models.Model):
    """A head gave a case another category than its service has."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="archive_changes", verbose_name=_("sprawa"))
    before = models.CharField(_("kategoria przed"), max_length=MOST_CATEGORY, blank=True)
    after = models.CharField(_("kategoria po"), max_length=MOST_CATEGORY)
    reason = models.CharField(_("powód"), max_length=MOST_REASON)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto"))
    at = models.DateTimeField(_("kiedy"), default=timezone.now)

    class Meta:
        verbose_name = _("zmiana kategorii archiwalnej")
        verbose_name_plural = _("zmiany kategorii archiwalnej")
        ordering = ["case", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.after}"
