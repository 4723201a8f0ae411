"""A client: one system of one office, with what it may do. Its secret is kept as a hash alone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sip.offices.models import Office


class Scope(models.TextChoices):
    """What a client may do with cases of its office."""

    READ = "read", _("czytać sprawy")
    FILE = "file", _("składać wnioski w imieniu wnioskodawców")
    ACT = "act", _("wykonywać czynności w sprawach")
    DOCUMENTS = "documents", _("czytać i dodawać dokumenty")
    HOOKS = "hooks", _("zamawiać powiadomienia (webhooki)")


class Client(models.Model):
    """`digest`: SHA-256 of the secret, which has 192 bits of chance, so nothing slower is needed."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="clients", verbose_name=_("urząd"))
    name = models.CharField(_("nazwa systemu"), max_length=100)
    identifier = models.CharField(_("identyfikator (client_id)"), max_length=40, unique=True)
    scopes = ArrayField(models.CharField(max_length=9, choices=Scope), verbose_name=_("zakres"))
    beginning = models.CharField(_("początek sekretu"), max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto dodał"), null=True, blank=True
    )
    made_at = models.DateTimeField(_("dodany"), default=timezone.now)
    expires_at = models.DateTimeField(_("ważny do"))
    revoked_at = models.DateTimeField(_("unieważniony"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("ostatnio użyty"), null=True, blank=True)

    class Meta:
        verbose_name = _("system urzędu")
        verbose_name_plural = _("systemy urzędów")
        ordering = ["office", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(scopes__contained_by=Scope.values), name="client_scopes_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
