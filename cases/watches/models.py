"""Wishes to be told of changes in plans, and that people were told."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cases.watches.querysets import PlanWatchQuerySet
from sip.intake.models import Delivery
from sip.registers.versions import MOST_IDENTIFIER


class PlanWatch(models.Model):
    """Someone's wish to be told when a planning act on a parcel changes; nothing but the asking mail before it is
    confirmed. When it ends the row goes, and the address with it.

    The parcel is kept as an identifier, not as a key: registers are reloaded and parcels split, the wish stays.
    """

    email = models.EmailField(_("adres e-mail"))
    parcel = models.CharField(_("identyfikator działki"), max_length=MOST_IDENTIFIER)
    language = models.CharField(_("język"), max_length=10)
    # Where the person met us, as the worker has no request to tell it.
    origin = models.CharField(_("adres serwisu"), max_length=300)
    asked_at = models.DateTimeField(_("zamówione"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("potwierdzone"), null=True, blank=True)

    objects = PlanWatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("powiadomienie o planach")
        verbose_name_plural = _("powiadomienia o planach")
        constraints = [models.UniqueConstraint(Lower("email"), "parcel", name="plan_watch_once_for_person_and_parcel")]
        indexes = [models.Index(fields=["parcel"])]

    def __str__(self) -> str:
        return str(self.pk)


class PlanNotice(models.Model):
    """That a person was told what a delivery changed, so that a task that is repeated tells nobody twice."""

    watch = models.ForeignKey(PlanWatch, models.CASCADE, related_name="notices")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "delivery"], name="plan_notice_once_for_delivery")]

    def __str__(self) -> str:
        return f"{self.watch_id}: {self.delivery_id}"
