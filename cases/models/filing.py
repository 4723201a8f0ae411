"""What filing leaves: the proof of receipt, and the last number given in a register of signs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from sip.offices.models import Office


class Receipt(models.Model):
    """Proof that the office received an application (UPO); made in the transaction that files it, never changed.

    `content` is canonical JSON: office, sign, service, moments, digests of answers, parcels and documents.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="receipt", verbose_name=_("sprawa"))
    received_at = models.DateTimeField(_("doręczono"))
    created_at = models.DateTimeField(_("wystawiono"))
    content = models.TextField(_("treść"))
    sha256 = models.CharField(_("skrót"), max_length=64)

    class Meta:
        verbose_name = _("urzędowe poświadczenie odbioru")
        verbose_name_plural = _("urzędowe poświadczenia odbioru")

    def __str__(self) -> str:
        return str(self.case_id)


class SignCounter(models.Model):
    """The last number given in a register; written by signs.next_number alone."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    unit_symbol = models.CharField(max_length=30)
    jrwa_class = models.CharField(max_length=5)
    sign_group = models.CharField(max_length=6, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "unit_symbol", "jrwa_class", "sign_group", "year"], name="sign_counter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_symbol}.{self.jrwa_class}.{self.year}: {self.last}"
