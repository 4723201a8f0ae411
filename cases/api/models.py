"""What a client has filed under which key, so that the same request again is answered alike."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.clients.models import Client


class ClientFiling(models.Model):
    """`key`: a keyed digest of the client's own; `digest`: SHA-256 of the request's content, as one key is of one
    request."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="filings", verbose_name=_("system"))
    key = models.CharField(_("klucz żądania"), max_length=200)
    digest = models.CharField(max_length=64)
    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="filed_by", verbose_name=_("sprawa"))
    at = models.DateTimeField(_("kiedy"), default=timezone.now)

    class Meta:
        verbose_name = _("wniosek złożony przez system")
        verbose_name_plural = _("wnioski złożone przez systemy")
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="client_filing_once")]

    def __str__(self) -> str:
        return str(self.pk)
