"""Orders of files and the files made for them; nothing of who ordered but what limits need while the work lasts."""

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Bytes of randomness in an order's address.
KEY_BYTES: Final = 24


class State(models.TextChoices):
    WAITING = "waiting", _("czeka w kolejce")
    RUNNING = "running", _("powstaje")
    READY = "ready", _("gotowy")
    FAILED = "failed", _("nie powstał")
    CANCELLED = "cancelled", _("odwołany")


UNDER_WAY: Final = (State.WAITING, State.RUNNING)


def folder() -> Path:
    """Where made files are kept."""
    return Path(settings.MEDIA_ROOT) / "downloads"


class Product(models.Model):
    """A file of what `asked` names, of one version of the registers; `digest` is of both.

    While it is made, its maker holds the advisory lock of the same number; `running` without the lock was killed.
    """

    digest = models.CharField(_("skrót zamówienia"), max_length=64, unique=True)
    asked = models.JSONField(_("zamówienie"))
    # Of a predefined data set, whose file is kept until there is a newer one; empty for what people order.
    dataset = models.SlugField(_("zbiór danych"), max_length=80, blank=True)
    state = models.CharField(_("stan"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("próby"), default=0)
    layer = models.CharField(_("warstwa w pracy"), max_length=40, blank=True)
    done = models.PositiveBigIntegerField(_("zapisane obiekty"), default=0)
    total = models.PositiveBigIntegerField(_("obiekty"), default=0)
    error = models.TextField(_("dlaczego nie powstał"), blank=True)
    # What the file says of itself: counts, data date, version of the registers.
    about = models.JSONField(_("opis"), default=dict, blank=True)
    ending = models.CharField(_("rozszerzenie"), max_length=12, blank=True)
    size = models.PositiveBigIntegerField(_("rozmiar w bajtach"), default=0)
    sha256 = models.CharField(_("suma SHA-256"), max_length=64, blank=True)
    requested_at = models.DateTimeField(_("zamówiony"), default=timezone.now)
    made_at = models.DateTimeField(_("powstał"), null=True, blank=True)
    # Whether this very request noted it down.
    is_new = False

    class Meta:
        verbose_name = _("plik do pobrania")
        verbose_name_plural = _("pliki do pobrania")
        indexes = [models.Index(fields=["dataset", "-made_at"])]

    def __str__(self) -> str:
        return self.digest

    @property
    def path(self) -> Path:
        return folder() / self.digest[:2] / f"{self.digest}.{self.ending}"


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


class Order(models.Model):
    """Someone's address of a product, which cannot be guessed and ends.

    `client` is a keyed hash of a network, kept only while the product is made: what one client may have made at once.
    """

    key = models.CharField(_("adres"), max_length=48, primary_key=True, default=new_key)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="orders", verbose_name=_("plik"))
    client = models.CharField(max_length=32, blank=True)
    ordered_at = models.DateTimeField(_("zamówiono"), default=timezone.now)
    ends_at = models.DateTimeField(_("adres wygasa"))
    is_cancelled = models.BooleanField(_("odwołane"), default=False)

    class Meta:
        verbose_name = _("zamówienie pliku")
        verbose_name_plural = _("zamówienia plików")
        indexes = [models.Index(fields=["client"]), models.Index(fields=["ends_at"])]

    def __str__(self) -> str:
        return self.key[:6]
