"""What is to be paid, how it was tried, and what was given back. Money is PLN, Decimal."""

from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    FEE = "fee", _("opłata za wniosek")
    TOP_UP = "top-up", _("dopłata")


class Order(models.Model):
    """A sum that a case owes. It is settled once, by one attempt or at the office's desk, or cancelled."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="orders", verbose_name=_("sprawa"))
    why = models.CharField(_("za co"), max_length=6, choices=Why)
    amount = models.DecimalField(_("kwota [zł]"), max_digits=9, decimal_places=2)
    # [{"words", "amount"}], as computed
    lines = models.JSONField(_("wyliczenie"), default=list, blank=True)
    created_at = models.DateTimeField(_("wystawione"), default=timezone.now)
    settled_at = models.DateTimeField(_("opłacone"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("anulowane"), null=True, blank=True)
    cancel_reason = models.CharField(_("dlaczego anulowano"), max_length=500, blank=True)
    # Of a payment at the desk or by transfer: what it is found by.
    proof = models.CharField(_("dowód wpłaty"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("należność")
        verbose_name_plural = _("należności")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=Why.values), name="order_why_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_positive"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(cancelled_at__isnull=True), name="order_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.amount}"

    @property
    def is_due(self) -> bool:
        return self.settled_at is None and self.cancelled_at is None


class AttemptState(models.TextChoices):
    STARTED = "started", _("rozpoczęta")
    # The provider told that it is paid, and has not confirmed it yet.
    TOLD = "told", _("zgłoszona, czeka na potwierdzenie")
    PAID = "paid", _("opłacona")
    FAILED = "failed", _("nieudana")
    # Paid although the order was settled or cancelled before: to be given back.
    SURPLUS = "surplus", _("nadpłata do zwrotu")


# Of attempts that may still come to something by themselves.
AWAITED: Final = (AttemptState.STARTED, AttemptState.TOLD)


class Attempt(models.Model):
    """One try to pay an order; `reference` is our number of it, `number` the provider's own once it is paid."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="attempts", verbose_name=_("należność"))
    provider = models.CharField(_("operator"), max_length=30)
    # Which of our accounts at the provider, as the settings name it.
    account = models.CharField(_("konto u operatora"), max_length=30, blank=True)
    reference = models.CharField(_("nasz numer próby"), max_length=100)
    number = models.CharField(_("numer u operatora"), max_length=40, blank=True)
    state = models.CharField(_("stan"), max_length=8, choices=AttemptState, default=AttemptState.STARTED)
    # What the provider said was paid; it may differ from the order's amount, and is surplus then.
    paid_amount = models.DecimalField(_("wpłacono [zł]"), max_digits=9, decimal_places=2, null=True, blank=True)
    started_at = models.DateTimeField(_("rozpoczęta"), default=timezone.now)
    ended_at = models.DateTimeField(_("rozstrzygnięta"), null=True, blank=True)

    class Meta:
        verbose_name = _("próba zapłaty")
        verbose_name_plural = _("próby zapłaty")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="attempt_state_known"),
            models.UniqueConstraint(fields=["provider", "reference"], name="attempt_reference_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=AttemptState.PAID), name="attempt_one_paid_of_order"
            ),
            models.UniqueConstraint(fields=["provider", "number"], condition=~Q(number=""), name="attempt_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=AWAITED, ended_at__isnull=True)
                | ~Q(state__in=AWAITED) & Q(ended_at__isnull=False),
                name="attempt_ended_when_ended",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="attempt_awaited", condition=Q(state__in=AWAITED))]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"


class RefundState(models.TextChoices):
    NOTED = "noted", _("odnotowany")
    ASKED = "asked", _("zlecony operatorowi")
    DONE = "done", _("wykonany przez operatora")
    REJECTED = "rejected", _("odrzucony przez operatora")


class Refund(models.Model):
    """Money given back: noted by the office, which transfers it by its own means, or by the provider that took it.

    `reference` is our number of it at the provider. One that the provider rejects gave nothing back.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", verbose_name=_("należność"))
    amount = models.DecimalField(_("kwota [zł]"), max_digits=9, decimal_places=2)
    reason = models.CharField(_("powód"), max_length=500)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto"))
    noted_at = models.DateTimeField(_("odnotowany"), default=timezone.now)
    state = models.CharField(_("stan"), max_length=8, choices=RefundState, default=RefundState.NOTED)
    attempt = models.ForeignKey(
        Attempt, models.PROTECT, related_name="refunds", verbose_name=_("wpłata"), null=True, blank=True
    )
    reference = models.CharField(_("numer zwrotu"), max_length=35, blank=True)
    answer = models.CharField(_("odpowiedź operatora"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("zwrot")
        verbose_name_plural = _("zwroty")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="refund_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="refund_state_known"),
            models.CheckConstraint(
                condition=Q(state=RefundState.NOTED, attempt__isnull=True, reference="")
                | ~Q(state=RefundState.NOTED) & Q(attempt__isnull=False) & ~Q(reference=""),
                name="refund_by_provider_has_attempt",
            ),
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="refund_reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount}"
