"""The outbox: a mail is written in the transaction of what it tells of, so that neither is there without the other."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("czeka na wysłanie")
    SENT = "sent", _("wysłana")
    FAILED = "failed", _("nie udało się wysłać")


class Mail(models.Model):
    """One mail to one person. Recipient and content are personal data: see cases/personal.py."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="mails", verbose_name=_("sprawa"))
    to = models.EmailField(_("do"))
    subject = models.CharField(_("temat"), max_length=200)
    words = models.TextField(_("treść"))
    state = models.CharField(_("stan"), max_length=7, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("próby"), default=0)
    written_at = models.DateTimeField(_("napisana"), default=timezone.now)
    sent_at = models.DateTimeField(_("wysłana"), null=True, blank=True)

    class Meta:
        verbose_name = _("wiadomość")
        verbose_name_plural = _("wiadomości")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known")]
        indexes = [models.Index(fields=["id"], name="mail_waiting", condition=Q(state=MailState.WAITING))]

    def __str__(self) -> str:
        return str(self.pk)
