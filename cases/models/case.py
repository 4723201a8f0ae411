"""The case and its parties: who asked what of which office, and where it stands."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archive.categories import MOST_CATEGORY
from cases.catalogue.definitions import PERIODS, Periods
from cases.catalogue.models import Service, ServiceForm
from cases.querysets import CaseQuerySet
from cases.workflow import ENDED, OPEN, Outcome, State
from sip.geo.crs import PL_1992
from sip.offices.models import Office
from sip.registers.versions import IDENTIFIER_COLLATION, MOST_IDENTIFIER

USER = settings.AUTH_USER_MODEL


class Channel(models.TextChoices):
    ONLINE = "online", _("przez internet")
    OFFICE = "office", _("w urzędzie")
    SYSTEM = "system", _("z innego systemu")
    LEGACY = "legacy", _("z dawnego rejestru")


class Case(models.Model):
    """An application and the proceedings on it. A draft is a case without a sign; drafts expire, cases are voided,
    never deleted. `version` grows with each change; who changes it says which version they saw.

    `deadline`, `is_stopped` and `settled_at` are derived from the clock's events (cases.clock); `shape` is the newest
    version of CaseGeometry, or the parcels' own. Signs are unique in the office that gave them, also after a transfer.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="cases", verbose_name=_("urząd"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="cases", verbose_name=_("usługa"))
    form = models.ForeignKey(ServiceForm, models.PROTECT, related_name="+", verbose_name=_("wersja formularza"))
    state = models.CharField(_("stan"), max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("wersja"), default=1)
    channel = models.CharField(_("jak wpłynęła"), max_length=6, choices=Channel, default=Channel.ONLINE)
    # Of the resident who was signed in; drafts and cases of others are opened by their code.
    account = models.ForeignKey(
        USER, models.SET_NULL, related_name="own_cases", verbose_name=_("konto wnioskodawcy"), null=True, blank=True
    )
    # Where the applicant met us, as mails are written where no request tells it.
    origin = models.CharField(_("adres serwisu"), max_length=300, blank=True)
    assignee = models.ForeignKey(
        USER, models.PROTECT, related_name="assigned_cases", verbose_name=_("prowadzi"), null=True, blank=True
    )
    answers = models.JSONField(_("odpowiedzi"), default=dict, blank=True)
    exemption = models.CharField(_("zwolnienie z opłaty"), max_length=40, blank=True)
    # What a draft names, as typed; filing turns it into snapshots.
    typed_parcels = models.JSONField(_("działki, jak wpisano"), default=list, blank=True)
    shape = models.GeometryField(_("kształt"), srid=PL_1992.srid, null=True, blank=True, spatial_index=False)
    shape_source = models.CharField(_("skąd kształt"), max_length=8, blank=True)

    signed_by = models.ForeignKey(
        Office, models.PROTECT, related_name="+", verbose_name=_("urząd, który nadał znak"), null=True, blank=True
    )
    sign = models.CharField(_("znak sprawy"), max_length=120, null=True, blank=True)
    unit_symbol = models.CharField(_("symbol komórki"), max_length=30, blank=True)
    jrwa_class = models.CharField(_("klasa JRWA"), max_length=5, blank=True)
    sign_group = models.CharField(_("podteczka"), max_length=6, blank=True)
    number = models.PositiveIntegerField(_("numer"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("rok"), null=True, blank=True)

    # Of the draft's link, and of the code that opens the filed case.
    draft_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    filing_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("rozpoczęta"), default=timezone.now)
    expires_at = models.DateTimeField(_("szkic do"), null=True, blank=True)
    filed_at = models.DateTimeField(_("złożona"), null=True, blank=True)
    # The service's as they were then: what an office changes later binds later cases.
    periods = models.JSONField(_("terminy"), default=dict, blank=True)
    deadline = models.DateField(_("termin"), null=True, blank=True)
    is_stopped = models.BooleanField(_("termin wstrzymany"), default=False)
    # When it was first settled, by its clock: documents handed out afterwards change nothing.
    settled_at = models.DateTimeField(_("załatwiona"), null=True, blank=True)
    # Until when the applicant is to complete or pay.
    party_due = models.DateField(_("termin strony"), null=True, blank=True)
    outcome = models.CharField(_("rozstrzygnięcie"), max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("zakończona"), null=True, blank=True)
    # The service's when the case ended, or what a head gave it; `kept_until` follows from it (cases.archive).
    archive_category = models.CharField(_("kategoria archiwalna"), max_length=MOST_CATEGORY, blank=True)
    kept_until = models.DateField(_("przechowywana do"), null=True, blank=True)
    archived_on = models.DateField(_("przekazana do archiwum"), null=True, blank=True)
    # Since then no data of people are left in it (cases.keeping), and it changes no more.
    anonymised_at = models.DateTimeField(_("dane osób usunięte"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("sprawa")
        verbose_name_plural = _("sprawy")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="case_channel_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, sign__isnull=True, filed_at__isnull=True, expires_at__isnull=False)
                | (~Q(state=State.DRAFT) & Q(sign__isnull=False, filed_at__isnull=False, expires_at__isnull=True)),
                name="case_signed_when_filed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), closed_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(closed_at__isnull=True)),
                name="case_closed_when_closed",
            ),
            models.UniqueConstraint(fields=["signed_by", "sign"], name="case_sign_once"),
            models.UniqueConstraint(
                fields=["signed_by", "unit_symbol", "jrwa_class", "sign_group", "year", "number"],
                condition=Q(number__isnull=False),
                name="case_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="case_office_newest"),
            models.Index(fields=["office", "state", "-id"], name="case_office_state"),
            # With all that the inbox counts by.
            models.Index(
                fields=["office", "deadline", "id"],
                name="case_office_deadline",
                include=["state", "account", "assignee"],
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(
                fields=["assignee", "deadline", "id"],
                name="case_assignee_deadline",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(fields=["service", "-id"], name="case_service_newest"),
            models.Index(
                fields=["closed_at"],
                name="case_to_anonymise",
                condition=Q(anonymised_at__isnull=True, closed_at__isnull=False),
            ),
            # Reports count all cases of a year: rows of cases are wide, and none of them is read for it.
            models.Index(
                fields=["office", "filed_at"],
                name="case_counted",
                include=["service", "state", "deadline", "settled_at", "account"],
                condition=Q(filed_at__isnull=False),
            ),
            models.Index(
                fields=["office", "settled_at"],
                name="case_settled",
                include=["state", "account"],
                condition=Q(settled_at__isnull=False),
            ),
            models.Index(fields=["expires_at"], name="case_draft_expires", condition=Q(state=State.DRAFT)),
            models.Index(
                fields=["office", "closed_at"], name="case_not_archived", condition=Q(archived_on__isnull=True)
            ),
            models.Index(fields=["office", "kept_until"], name="case_kept", condition=Q(kept_until__isnull=False)),
            GinIndex(OpClass(Upper("sign"), name="gin_trgm_ops"), name="case_sign_words"),
            GistIndex("shape", name="case_open_shape", condition=Q(state__in=sorted(OPEN))),
        ]

    def __str__(self) -> str:
        return self.sign or f"({self.pk})"

    @property
    def terms(self) -> Periods:
        """Those it was filed under; of a draft, those of its service."""
        return PERIODS.validate_python(self.periods) if self.periods else self.service.terms

    @property
    def category(self) -> str:
        """Of the archive: its own, or until it has one that of its service."""
        return self.archive_category or self.service.archive_category

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", _("wnioskodawca")
    PROXY = "proxy", _("pełnomocnik")
    PARTY = "party", _("strona")


class PartyKind(models.TextChoices):
    PERSON = "person", _("osoba fizyczna")
    ORGANISATION = "organisation", _("osoba prawna lub jednostka")


class CaseParty(models.Model):
    """A person of a case. All of it is personal data: see cases/personal.py."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties", verbose_name=_("sprawa"))
    role = models.CharField(_("w jakiej roli"), max_length=9, choices=PartyRole)
    kind = models.CharField(_("rodzaj"), max_length=12, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(_("imię i nazwisko lub nazwa"), max_length=200, blank=True)
    identifier = models.CharField(_("PESEL, NIP lub KRS"), max_length=20, blank=True)
    email = models.EmailField(_("adres e-mail"), blank=True)
    email_confirmed_at = models.DateTimeField(_("adres e-mail potwierdzony"), null=True, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    address = models.TextField(_("adres"), max_length=400, blank=True)
    delivery_address = models.CharField(_("adres do e-Doręczeń"), max_length=60, blank=True)
    # For which a party takes part: neighbours' alone.
    parcels = ArrayField(
        models.CharField(max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION),
        verbose_name=_("z racji działek"),
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = _("osoba w sprawie")
        verbose_name_plural = _("osoby w sprawie")
        ordering = ["case", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PartyRole.values), name="case_party_role_known"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="case_party_kind_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role=PartyRole.APPLICANT), name="case_party_one_applicant"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
