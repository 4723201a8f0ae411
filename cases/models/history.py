"""What happened in a case: steps, states, marks of its clock, words of people. Appended, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.clients.models import Client
from cases.models.case import Case
from cases.workflow import Act, ClockMark, State, Who
from sip.offices.models import Office

USER = settings.AUTH_USER_MODEL


class CaseEvent(models.Model):
    """What happened in a case: appended, a trigger refuses changes. Holds no words of people: those are CaseNote's.

    `data`: what the step was given (dates, outcome, numbers of offices and orders), no personal data.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("sprawa"))
    at = models.DateTimeField(_("kiedy"), default=timezone.now)
    act = models.CharField(_("czynność"), max_length=20, choices=Act)
    who = models.CharField(_("w jakiej roli"), max_length=9, choices=Who)
    actor = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("kto"), null=True, blank=True)
    # The system of the office that did it, where no person did.
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="+", verbose_name=_("system"), null=True, blank=True
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("urząd"))
    before = models.CharField(_("stan przed"), max_length=20, choices=State)
    after = models.CharField(_("stan po"), max_length=20, choices=State)
    version = models.PositiveIntegerField(_("wersja po"))
    data = models.JSONField(_("dane"), default=dict, blank=True)

    class Meta:
        verbose_name = _("zdarzenie w sprawie")
        verbose_name_plural = _("zdarzenia w sprawie")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="case_event_act_known"),
            models.CheckConstraint(condition=Q(who__in=Who.values), name="case_event_who_known"),
            models.CheckConstraint(condition=Q(after__in=State.values), name="case_event_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.act}"

    @property
    def by(self) -> str:
        """The person or the system by name; without one the capacity, as of applicants."""
        return str(self.actor or self.client or self.get_who_display())


class CaseStatus(models.Model):
    """Since when a case was in a state: one row for each change of state, appended only. For times and reports."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="statuses", verbose_name=_("sprawa"))
    event = models.OneToOneField(CaseEvent, models.PROTECT, related_name="status", verbose_name=_("zdarzenie"))
    state = models.CharField(_("stan"), max_length=20, choices=State)
    since = models.DateTimeField(_("od"))

    class Meta:
        verbose_name = _("stan sprawy")
        verbose_name_plural = _("stany sprawy")
        ordering = ["case", "id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="case_status_state_known")]
        indexes = [models.Index(fields=["state", "since"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


class CaseClockEvent(models.Model):
    """What the statutory clock is computed from: appended only. `day` is a day in Poland; `until` a new deadline."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clock_events", verbose_name=_("sprawa"))
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="+", verbose_name=_("zdarzenie"))
    mark = models.CharField(_("co"), max_length=14, choices=ClockMark)
    day = models.DateField(_("dzień"))
    basis = models.CharField(_("podstawa prawna"), max_length=200, blank=True)
    until = models.DateField(_("nowy termin"), null=True, blank=True)

    class Meta:
        verbose_name = _("zdarzenie zegara")
        verbose_name_plural = _("zdarzenia zegara")
        ordering = ["case", "id"]
        constraints = [models.CheckConstraint(condition=Q(mark__in=ClockMark.values), name="case_clock_mark_known")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.mark} {self.day}"


class Audience(models.TextChoices):
    OFFICE = "office", _("tylko urząd")
    APPLICANT = "applicant", _("urząd i wnioskodawca")


class CaseNote(models.Model):
    """Words that people wrote: reasons, notes, messages both ways. Personal data; erased when their time is over."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name=_("sprawa"))
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="notes", verbose_name=_("zdarzenie"))
    audience = models.CharField(_("dla kogo"), max_length=9, choices=Audience)
    words = models.TextField(_("treść"), max_length=10_000)
    # When the other side opened it.
    read_at = models.DateTimeField(_("przeczytana"), null=True, blank=True)

    class Meta:
        verbose_name = _("wpis")
        verbose_name_plural = _("wpisy")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="case_note_audience_known")
        ]

    def __str__(self) -> str:
        return str(self.pk)
