"""Documents of cases. The bytes lie in the private storage under a name that tells nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.documents import kinds


class Origin(models.TextChoices):
    APPLICANT = "applicant", _("od wnioskodawcy")
    OFFICE = "office", _("z urzędu")


class Scan(models.TextChoices):
    """What the search for malware found. Without a scanner documents stay unscanned, and pages warn."""

    PENDING = "pending", _("czeka na sprawdzenie")
    CLEAN = "clean", _("bez zagrożeń")
    INFECTED = "infected", _("zawiera szkodliwe oprogramowanie")
    ERROR = "error", _("nie udało się sprawdzić")
    UNSCANNED = "unscanned", _("niesprawdzony: brak skanera")


class Document(models.Model):
    """One version of one document; a newer one names it in `replaces`."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="documents", verbose_name=_("sprawa"))
    origin = models.CharField(_("skąd"), max_length=9, choices=Origin)
    # Which of the service's wanted documents it is; empty for others.
    wanted = models.CharField(_("rodzaj załącznika"), max_length=40, blank=True)
    title = models.CharField(_("tytuł"), max_length=200)
    name = models.CharField(_("nazwa pliku"), max_length=200)
    claimed_type = models.CharField(_("typ podany"), max_length=100, blank=True)
    detected_type = models.CharField(_("typ rozpoznany"), max_length=100, blank=True)
    size = models.BigIntegerField(_("rozmiar [B]"))
    sha256 = models.CharField(_("skrót"), max_length=64)
    stored = models.CharField(max_length=100, unique=True)
    scan = models.CharField(_("sprawdzenie"), max_length=9, choices=Scan, default=Scan.PENDING)
    scanned_at = models.DateTimeField(_("sprawdzony"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", verbose_name=_("zastępuje"), null=True, blank=True
    )
    number = models.PositiveIntegerField(_("wersja"), default=1)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kto dodał"), null=True, blank=True
    )
    added_at = models.DateTimeField(_("dodany"), default=timezone.now)
    # The applicant sees an office's document from then on.
    issued_at = models.DateTimeField(_("wydany"), null=True, blank=True)

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenty")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(origin__in=Origin.values), name="document_origin_known"),
            models.CheckConstraint(condition=models.Q(scan__in=Scan.values), name="document_scan_known"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="document_size_positive"),
        ]
        indexes = [models.Index(fields=["scan"], name="document_pending", condition=models.Q(scan=Scan.PENDING))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.title}"

    @property
    def is_as_claimed(self) -> bool:
        """Whether the content is of the type that the sender named; what is not recognised counts as unknown."""
        return kinds.agree(self.claimed_type, self.detected_type)

    @property
    def detected_words(self) -> str:
        return kinds.words(self.detected_type)

    @property
    def opens_at_once(self) -> bool:
        """Clerks open it by one click only then; otherwise they are warned and confirm."""
        return self.scan == Scan.CLEAN and self.is_as_claimed
