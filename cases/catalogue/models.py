"""What an office offers: services, the versions of their forms, and how the office writes the signs of its cases."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archive.categories import MOST_CATEGORY, PATTERN
from cases.catalogue.definitions import (
    DIFFERENCES,
    DOCUMENTS,
    FEE,
    PERIODS,
    Differences,
    DocumentWanted,
    FeeRule,
    Periods,
    check_differences,
    check_documents,
    check_fee,
    check_periods,
)
from cases.catalogue.querysets import ServiceQuerySet
from cases.catalogue.schema import check_form
from cases.publishing.models import PublicRegister
from cases.signs import DEFAULT_PATTERN, check_pattern
from sip.offices.models import Office

# Letters of any language, digits and dots between them: "IPG", "OŚ.RG", "GKN.1".
UNIT_SYMBOL = RegexValidator(r"^[^\W_]+(\.[^\W_]+)*\Z", _("Symbol komórki: litery i cyfry, między nimi kropki."))
JRWA_CLASS = RegexValidator(r"^[0-9]{3,5}\Z", _("Klasa JRWA ma od trzech do pięciu cyfr."))
CATEGORY = RegexValidator(PATTERN, _("Kategoria archiwalna to A, Bc albo B lub BE z liczbą lat, na przykład B5."))
GROUP = RegexValidator(r"^([0-9]{1,6})?\Z", _("Podteczka jest liczbą."))


class Place(models.TextChoices):
    """What of the land an application names."""

    NONE = "none", _("nic")
    PARCELS = "parcels", _("działki")
    SHAPE = "shape", _("narysowany kształt")
    AREA = "area", _("obszar")


class Asker(models.TextChoices):
    ANYONE = "anyone", _("każdy")
    OWNER = "owner", _("właściciel lub użytkownik wieczysty")
    INTERESTED = "interested", _("kto ma interes prawny")
    ORGANISATION = "organisation", _("osoba prawna lub przedsiębiorca")


class Service(models.Model):
    """One matter that an office settles for people. Structured fields are validated by definitions.py.

    `unverified` names fields whose values are configuration that the office has yet to check against the law.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="services", verbose_name=_("urząd"))
    code = models.SlugField(_("kod"), max_length=40)
    name = models.CharField(_("nazwa"), max_length=200)
    description = models.TextField(_("opis prostymi słowami"), max_length=4000)
    askers = ArrayField(models.CharField(max_length=12, choices=Asker), verbose_name=_("kto może wystąpić"))
    askers_words = models.TextField(_("kto może wystąpić, słowami"), max_length=1000, blank=True)
    next_steps = models.TextField(_("co będzie dalej"), max_length=4000, blank=True)
    unit_symbol = models.CharField(_("symbol komórki"), max_length=30, validators=[UNIT_SYMBOL])
    jrwa_class = models.CharField(_("klasa JRWA"), max_length=5, validators=[JRWA_CLASS])
    sign_group = models.CharField(_("podteczka"), max_length=6, blank=True, validators=[GROUP])
    archive_category = models.CharField(
        _("kategoria archiwalna"), max_length=MOST_CATEGORY, blank=True, validators=[CATEGORY]
    )
    legal_basis = models.TextField(_("podstawa prawna"), max_length=2000, blank=True)
    periods = models.JSONField(_("terminy"), validators=[check_periods])
    fee = models.JSONField(_("opłata"), default=dict, blank=True, validators=[check_fee])
    documents = models.JSONField(_("załączniki"), default=list, blank=True, validators=[check_documents])
    differences = models.JSONField(
        _("odstępstwa od zwykłej drogi"), default=dict, blank=True, validators=[check_differences]
    )
    place = models.CharField(_("czego dotyczy"), max_length=7, choices=Place, default=Place.NONE)
    most_parcels = models.PositiveSmallIntegerField(_("najwięcej działek"), default=20)
    without_account = models.BooleanField(_("bez konta, z potwierdzonym adresem e-mail"), default=True)
    register = models.ForeignKey(
        PublicRegister,
        models.PROTECT,
        related_name="services",
        verbose_name=_("rejestr publiczny"),
        null=True,
        blank=True,
        help_text=_("Które sprawy i co z nich widzą wszyscy, mówi rejestr. Puste: sprawy nie są publiczne."),
    )
    is_offered = models.BooleanField(_("można składać"), default=True)
    retention_years = models.PositiveSmallIntegerField(_("ile lat trzymane są dane osób"), default=5)
    unverified = ArrayField(models.CharField(max_length=40), verbose_name=_("do sprawdzenia"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("kolejność"), default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("usługa")
        verbose_name_plural = _("usługi")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="service_once_in_office"),
            models.CheckConstraint(condition=models.Q(place__in=Place.values), name="service_place_known"),
            models.CheckConstraint(condition=models.Q(jrwa_class__regex=r"^[0-9]{3,5}$"), name="service_class_formed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fee_rule(self) -> FeeRule:
        return FEE.validate_python(self.fee)

    @property
    def terms(self) -> Periods:
        return PERIODS.validate_python(self.periods)

    @property
    def wanted_documents(self) -> tuple[DocumentWanted, ...]:
        return DOCUMENTS.validate_python(self.documents)

    @property
    def own_way(self) -> Differences:
        return DIFFERENCES.validate_python(self.differences)

    @property
    def form(self) -> "ServiceForm":
        """The version that new applications are written on. Raises ServiceForm.DoesNotExist."""
        return self.forms.latest("number")


class ServiceForm(models.Model):
    """One version of a service's form; never changed, as cases were filed on it.

    `schema`: JSON Schema (2020-12, the part that schema.py allows); `ui`: order, groups, widgets, help.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="forms", verbose_name=_("usługa"))
    number = models.PositiveIntegerField(_("wersja"))
    schema = models.JSONField(_("schemat"))
    ui = models.JSONField(_("układ"), default=dict, blank=True)
    created_at = models.DateTimeField(_("utworzona"), default=timezone.now)

    class Meta:
        verbose_name = _("wersja formularza")
        verbose_name_plural = _("wersje formularzy")
        ordering = ["service", "-number"]
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="service_form_version_once")]

    def __str__(self) -> str:
        return f"{self.service_id}/{self.number}"

    def clean(self) -> None:
        check_form(self.schema, self.ui)


def _is_pattern(value: str) -> None:
    if problem := check_pattern(value):
        raise ValidationError(problem)


class SignPattern(models.Model):
    """How an office writes its signs; without a row, in the usual way."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="sign_pattern", verbose_name=_("urząd"))
    pattern = models.CharField(
        _("wzór znaku"),
        max_length=120,
        default=DEFAULT_PATTERN,
        validators=[_is_pattern],
        help_text=_("{unit} komórka, {class} klasa JRWA, {group} podteczka, {number} numer, {year} rok."),
    )

    class Meta:
        verbose_name = _("wzór znaku spraw")
        verbose_name_plural = _("wzory znaków spraw")

    def __str__(self) -> str:
        return self.pattern
