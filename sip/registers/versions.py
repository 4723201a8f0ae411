"""What all versioned registers share: identity, the two times of a row, and the constraints that keep them whole.

A row is one version of an object. Its identity is the INSPIRE identifier (namespace and local id); the
identifier that people type changes hands. `valid_from`..`valid_to` is the register's own time;
`published_by`..`retired_by` are the deliveries between which we held the row for true.
"""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Index, Model, Q, QuerySet
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from sip.geo.functions import GeometryType
from sip.intake.models import Delivery

KNOWN = Q(retired_by__isnull=True)
CURRENT = KNOWN & Q(valid_to__isnull=True)
# Code-point order: identifiers are compared byte for byte, and prefix searches use the index.
IDENTIFIER_COLLATION = "C"
MOST_IDENTIFIER = 80


V = TypeVar("V", bound=Model, covariant=True)


class VersionQuerySet(QuerySet[V]):
    def known(self) -> Self:
        """Rows we hold for true now; the others were corrected by a later delivery."""
        return self.filter(retired_by__isnull=True)

    def current(self) -> Self:
        """In force now, as far as we know."""
        return self.known().filter(valid_to__isnull=True)

    def in_units(self, codes: Iterable[str]) -> Self:
        """Of the TERYT units with these codes; for registers whose rows carry the code of theirs."""
        return self.filter(unit_code__in=list(codes))

    def beginning_with(self, text: str) -> Self:
        """Identifiers that begin with TEXT; a range, so that the index of identifiers serves."""
        return self.filter(identifier__gte=text, identifier__lt=f"{text}\U0010ffff")


class Period(Func):
    """Half-open range of the register's time."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ObjectKey(Func):
    """An object's identity in 64 bits: the exclusion index is five times quicker on it than on the two texts.

    Two objects of one key would be refused as one, loudly; at ten million objects the chance is 3 in a million.
    """

    template = "hashtextextended(local_id, hashtextextended(namespace, 0))"
    output_field = models.BigIntegerField()


class EndReason(models.TextChoices):
    DECLARED = "declared", _("zakończona w rejestrze")
    SUPERSEDED = "superseded", _("zastąpiona nowszą wersją")
    VANISHED = "vanished", _("nieobecna w dostawie")


class Version(models.Model):
    """What all registers share. Concrete registers take their constraints from `version_constraints`."""

    namespace = models.CharField(_("przestrzeń nazw"), max_length=120, blank=True)
    local_id = models.CharField(_("identyfikator lokalny"), max_length=120)
    version_id = models.CharField(_("wersja"), max_length=60, blank=True)
    identifier = models.CharField(_("identyfikator"), max_length=MOST_IDENTIFIER, db_collation=IDENTIFIER_COLLATION)
    object_from = models.DateTimeField(_("obiekt od"), null=True, blank=True)
    valid_from = models.DateTimeField(_("obowiązuje od"))
    valid_to = models.DateTimeField(_("obowiązuje do"), null=True, blank=True)
    end_reason = models.CharField(_("powód zakończenia"), max_length=10, choices=EndReason, blank=True)
    published_by = models.ForeignKey(Delivery, models.PROTECT, related_name="+", db_index=False)
    retired_by = models.ForeignKey(Delivery, models.PROTECT, related_name="+", null=True, db_index=False)
    # Of everything the source says of this version: tells a changed row from an unchanged one.
    digest = models.UUIDField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["identifier", "-valid_from"]

    def __str__(self) -> str:
        return self.identifier


AREAS = ("POLYGON", "MULTIPOLYGON")


def version_constraints(name: str, *, geometry_types: tuple[str, ...] = AREAS) -> list[BaseConstraint]:
    """Constraints of a register: whole periods that never overlap, and a valid geometry of the right type."""
    return [
        CheckConstraint(
            condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            name=f"{name}_period_forward",
        ),
        ExclusionConstraint(
            name=f"{name}_periods_apart",
            expressions=[
                (ObjectKey("local_id", "namespace"), RangeOperators.EQUAL),
                (Period("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
            ],
            condition=KNOWN,
        ),
        CheckConstraint(condition=In(GeometryType("geom"), geometry_types), name=f"{name}_geometry_type"),
        CheckConstraint(condition=Q(geom__isvalid=True), name=f"{name}_geometry_valid"),
    ]


def version_indexes(name: str) -> list[Index]:
    return [
        # By expression: of an index of one geometry field PostGIS' schema editor drops the condition.
        GistIndex("geom", name=f"{name}_current_geom", condition=CURRENT),
        Index(fields=["identifier"], name=f"{name}_known_identifier", condition=KNOWN),
        Index(fields=["local_id", "namespace"], name=f"{name}_known_object", condition=KNOWN),
        Index(fields=["published_by"], name=f"{name}_published_by"),
        Index(fields=["retired_by"], name=f"{name}_retired_by", condition=Q(retired_by__isnull=False)),
    ]
