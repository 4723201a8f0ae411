"""Who is told of changes, and each message: written with the change, kept until it is delivered or given up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.changes.models import CaseChange
from cases.clients.models import Client
from sip.offices.models import Office

MOST_ADDRESS = 500
MOST_SAID = 200


class Hook(models.Model):
    """An address that is told of an office's changes. Its secret is worked out of `nonce` and the installation's own
    secret (signing.py), so no table holds it. `kinds` empty: all.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="hooks", verbose_name=_("urząd"))
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="hooks", verbose_name=_("system"), null=True, blank=True
    )
    url = models.CharField(_("adres"), max_length=MOST_ADDRESS)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("o czym"), default=list, blank=True)
    nonce = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("dodany"), default=timezone.now)
    paused_at = models.DateTimeField(_("wstrzymany"), null=True, blank=True)
    ended_at = models.DateTimeField(_("usunięty"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooki")
        ordering = ["office", "id"]
        indexes = [models.Index(fields=["office"], name="hook_live", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_over(self) -> bool:
        """Its system is: nothing is told any more."""
        return self.client is not None and not self.client.is_live


class HookState(models.TextChoices):
    WAITING = "waiting", _("czeka na wysłanie")
    SENT = "sent", _("dostarczone")
    DEAD = "dead", _("niedostarczone")


class HookDelivery(models.Model):
    """One message to one address; `body` is what is sent, byte for byte, each time."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    change = models.ForeignKey(CaseChange, models.CASCADE, related_name="deliveries", verbose_name=_("zmiana"))
    body = models.TextField(_("treść"))
    state = models.CharField(_("stan"), max_length=7, choices=HookState, default=HookState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("próby"), default=0)
    next_at = models.DateTimeField(_("następna próba"), default=timezone.now)
    sent_at = models.DateTimeField(_("dostarczone"), null=True, blank=True)
    # Of the last attempt: the answer's status, and its beginning or why there was none.
    status = models.PositiveSmallIntegerField(_("odpowiedź"), null=True, blank=True)
    said = models.CharField(_("co odpowiedział"), max_length=MOST_SAID, blank=True)

    class Meta:
        verbose_name = _("powiadomienie systemu")
        verbose_name_plural = _("powiadomienia systemów")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HookState.values), name="hook_delivery_state_known"),
            models.UniqueConstraint(fields=["hook", "change"], name="hook_delivery_once"),
        ]
        indexes = [
            models.Index(fields=["hook", "state", "-id"], name="hook_delivery_state"),
            models.Index(fields=["sent_at"], name="hook_delivery_sent", condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return str(self.pk)
