"""Who has a case's shape open in the editor at this moment."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShapeEditing(models.Model):
    """An open page of the editor, renewed while it stays open; of no worth a minute later."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="shape_editings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("kiedy"), default=timezone.now)

    class Meta:
        verbose_name = _("otwarty edytor kształtu")
        verbose_name_plural = _("otwarte edytory kształtu")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="shape_editing_once")]
        indexes = [models.Index(fields=["seen_at"], name="shape_editing_seen")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.user_id}"
