"""Extracts that were issued, so that a code on paper leads to what was said then."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuedExtract(models.Model):
    """The content of an extract under its digest. Nothing personal is in it. Triggers refuse UPDATE and TRUNCATE; rows
    leave one way, when their time is over (`manage.py wipe_extracts`).
    """

    digest = models.CharField(_("skrót SHA-256"), max_length=64, primary_key=True)
    # The JSON as it was digested, to the byte.
    content = models.TextField(_("treść"))
    issued_at = models.DateTimeField(_("wydany"), auto_now_add=True)

    class Meta:
        verbose_name = _("wydany wypis")
        verbose_name_plural = _("wydane wypisy")
        indexes = [models.Index(fields=["issued_at"])]

    def __str__(self) -> str:
        return self.digest
