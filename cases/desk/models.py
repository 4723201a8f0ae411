"""Choices of the inbox that a clerk keeps under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_NAME = 60
MOST_QUERY = 1000


class CaseView(models.Model):
    """`query` is that of the inbox's address, of its filters alone; it grants nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="case_views")
    name = models.CharField(_("nazwa widoku"), max_length=MOST_NAME)
    query = models.CharField(max_length=MOST_QUERY, blank=True)

    class Meta:
        verbose_name = _("zapisany widok spraw")
        verbose_name_plural = _("zapisane widoki spraw")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="case_view_once")]

    def __str__(self) -> str:
        return self.name
