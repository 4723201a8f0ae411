"""The log of events: one chain of hashes, written by `actions.record` and by nothing else."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

START = "0" * 64


class Event(models.Model):
    """What someone did. Triggers refuse UPDATE, DELETE and TRUNCATE; people are primary keys only, never names.

    Actor and office are plain numbers, not foreign keys: the log outlives what it speaks of.
    """

    sequence = models.BigIntegerField(_("numer"), primary_key=True)
    at = models.DateTimeField(_("kiedy"))
    actor = models.BigIntegerField(_("konto"), null=True)
    office = models.BigIntegerField(_("urząd"), null=True)
    action = models.CharField(_("czynność"), max_length=60)
    object_type = models.CharField(_("rodzaj obiektu"), max_length=60)
    object_id = models.CharField(_("obiekt"), max_length=120)
    old = models.JSONField(_("przed"), null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(_("po"), null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("powód"))
    request_id = models.CharField(_("żądanie"), max_length=64)
    previous = models.CharField(_("skrót poprzedniego"), max_length=64)
    hash = models.CharField(_("skrót"), max_length=64)

    class Meta:
        verbose_name = _("zdarzenie")
        verbose_name_plural = _("zdarzenia")
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "sequence"]),
            models.Index(fields=["actor", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.object_type} {self.object_id}"


class Head(models.Model):
    """The chain's end, one row: writers queue on its lock, and a tail cut off is missed here."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
