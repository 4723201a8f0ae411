"""Public registers, and what each says of a case. The database itself writes the entries: see sql/publish.sql."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from cases.workflow import Outcome
from sip.geo.crs import PL_1992
from sip.offices.models import Office
from sip.registers.versions import IDENTIFIER_COLLATION, MOST_IDENTIFIER


class ListedFrom(models.TextChoices):
    """From when on a case stands in a register."""

    FILED = "filed", _("od złożenia")
    DECIDED = "decided", _("od rozstrzygnięcia")


class PublicRegister(models.Model):
    """A register that the law makes public. Services say which one their cases stand in (Service.register).

    `outcomes`: what a case must have ended with, where it is listed once it is decided. `unverified` names fields that
    have yet to be checked against the law.
    """

    code = models.SlugField(_("kod"), max_length=40, primary_key=True)
    name = models.CharField(_("nazwa"), max_length=200)
    entry_name = models.CharField(_("nazwa wpisu"), max_length=200)
    description = models.TextField(_("opis prostymi słowami"), max_length=2000)
    legal_basis = models.TextField(_("dlaczego jest publiczny"), max_length=2000)
    listed_from = models.CharField(_("od kiedy"), max_length=7, choices=ListedFrom, default=ListedFrom.DECIDED)
    outcomes = ArrayField(
        models.CharField(max_length=12, choices=Outcome),
        verbose_name=_("które rozstrzygnięcia"),
        default=list,
        blank=True,
    )
    unverified = ArrayField(models.CharField(max_length=40), verbose_name=_("do sprawdzenia"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("kolejność"), default=0)

    class Meta:
        verbose_name = _("rejestr publiczny")
        verbose_name_plural = _("rejestry publiczne")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(listed_from__in=ListedFrom.values), name="public_register_listed_known")
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.TextChoices):
    """Where a case stands, as far as everyone may know: what an office waits for is no one else's matter."""

    PENDING = "pending", _("w toku")
    DECIDED = "decided", _("rozstrzygnięta")
    ENDED = "ended", _("zakończona bez rozstrzygnięcia")
    WITHDRAWN = "withdrawn", _("wycofana przez wnioskodawcę")
    HANDED_OVER = "handed-over", _("przekazana innemu organowi")
    VOIDED = "voided", _("unieważniona")


class Standing(models.TextChoices):
    """What became of a decision in law, as a clerk noted it."""

    UNKNOWN = "", _("nie odnotowano")
    FINAL = "final", _("ostateczna")
    APPEALED = "appealed", _("wniesiono odwołanie")
    REPEALED = "repealed", _("uchylona")
    EXPIRED = "expired", _("wygasła")


class PublicVersion(models.Model):
    """One row: a number that grows when what is public of cases does change. Kept by a trigger of entries."""

    version = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version)


class PublicEntry(models.Model):
    """What a register says of a case: a copy without anything of people, kept by triggers as the case goes on.

    `identifier` names the entry for ever. `is_due`: the register's rule lists it; `is_held`: a clerk keeps it back. It
    is never deleted, so that readers of the feed learn that it is gone. `day` orders the register: of the decision, or
    of filing where cases stand in it from then on.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="public_entry", verbose_name=_("sprawa"))
    register = models.ForeignKey(
        PublicRegister, models.PROTECT, related_name="entries", verbose_name=_("rejestr"), db_index=False
    )
    identifier = models.UUIDField(_("identyfikator"), unique=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("urząd"))
    sign = models.CharField(_("znak sprawy"), max_length=120)
    service = models.CharField(_("usługa"), max_length=200)
    filed_on = models.DateField(_("złożona"))
    stage = models.CharField(_("stan"), max_length=11, choices=Stage)
    outcome = models.CharField(_("rozstrzygnięcie"), max_length=12, choices=Outcome, blank=True)
    decided_on = models.DateField(_("rozstrzygnięta"), null=True, blank=True)
    parcels = ArrayField(
        models.CharField(max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION), verbose_name=_("działki")
    )
    precincts = ArrayField(models.CharField(max_length=MOST_IDENTIFIER), verbose_name=_("obręby"))
    geom = models.GeometryField(_("kształt"), srid=PL_1992.srid, null=True, spatial_index=False)
    day = models.DateField(_("dzień wpisu"))
    is_due = models.BooleanField(_("należy do rejestru"))
    standing = models.CharField(
        _("moc prawna"), max_length=8, choices=Standing, blank=True, default=Standing.UNKNOWN, db_default=""
    )
    standing_on = models.DateField(_("od dnia"), null=True, blank=True)
    is_held = models.BooleanField(_("wstrzymany"), default=False, db_default=False)
    held_reason = models.CharField(_("dlaczego wstrzymany"), max_length=500, blank=True, db_default="")
    published_at = models.DateTimeField(_("ogłoszony"), null=True, blank=True)
    changed_at = models.DateTimeField(_("zmieniony"))
    is_listed = models.GeneratedField(
        expression=Q(is_due=True, is_held=False),  # type: ignore[arg-type]  # conditions are expressions since Django 4
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("wpis w rejestrze publicznym")
        verbose_name_plural = _("wpisy w rejestrach publicznych")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="public_entry_stage_known"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="public_entry_standing_known"),
            models.CheckConstraint(condition=~Q(is_held=True, held_reason=""), name="public_entry_held_for_a_reason"),
        ]
        indexes = [
            models.Index(
                F("register"), F("day").desc(), F("id").desc(), condition=Q(is_listed=True), name="entry_newest"
            ),
            models.Index(F("register"), F("changed_at").desc(), F("id").desc(), name="entry_changed"),
            GinIndex(OpClass(Upper("sign"), name="gin_trgm_ops"), name="entry_sign_words"),
            GinIndex(fields=["parcels"], name="entry_parcels"),
            GinIndex(fields=["precincts"], name="entry_precincts"),
            GistIndex(fields=["geom"], name="entry_place"),
        ]

    def __str__(self) -> str:
        return str(self.identifier)
