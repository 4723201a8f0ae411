"""Keys to the services: asked for by e-mail, kept as a hash, with what their holder may ask."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_PURPOSE = 300


def _usual_rate() -> int:
    return int(settings.KEY_REQUESTS_PER_SECOND)


def _usual_day() -> int:
    return int(settings.KEY_REQUESTS_PER_DAY)


class ApiKey(models.Model):
    """A wish for a key, and the key once the wish is confirmed. The services see it through `api_key_public`, which
    has no address."""

    email = models.EmailField(_("adres e-mail"))
    purpose = models.CharField(_("do czego"), max_length=MOST_PURPOSE)
    language = models.CharField(_("język"), max_length=10)
    # Where the person met us, as the worker has no request to tell it.
    origin = models.CharField(_("adres serwisu"), max_length=300)
    # A keyed hash of the day and the network; it goes when the wish is confirmed.
    asked_from = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(_("zamówiony"), auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    beginning = models.CharField(_("początek klucza"), max_length=12, blank=True)
    # SHA-256 in hex: the key itself has 192 bits of chance, so nothing slower is needed.
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    issued_at = models.DateTimeField(_("wydany"), null=True, blank=True)
    expires_at = models.DateTimeField(_("ważny do"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("unieważniony"), null=True, blank=True)
    per_second = models.PositiveIntegerField(_("zapytań na sekundę"), default=_usual_rate)
    per_day = models.PositiveIntegerField(_("zapytań na dobę"), default=_usual_day)

    class Meta:
        verbose_name = _("klucz do usług")
        verbose_name_plural = _("klucze do usług")
        ordering = ["-id"]
        indexes = [models.Index(Lower("email"), name="api_key_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__isnull=True, issued_at__isnull=True)
                | models.Q(digest__isnull=False, issued_at__isnull=False, expires_at__isnull=False),
                name="api_key_issued_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(per_second__gte=1, per_day__gte=1), name="api_key_allows_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.beginning}"

    @property
    def is_live(self) -> bool:
        is_over = self.expires_at is None or self.expires_at <= timezone.now()
        return self.digest is not None and self.revoked_at is None and not is_over
