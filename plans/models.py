"""Registers of planning: acts, zones, areas of regulations, documents and drawings, versioned in both times.

Beside the two times of every register (sip/registers/versions.py) the law has its own: `in_force_from` and
`in_force_to`, the days between which an act or a zone binds.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from plans.codes import RegulationKind
from sip.geo.crs import PL_1992
from sip.intake.models import Delivery
from sip.offices.models import Office
from sip.registers.versions import (
    AREAS,
    IDENTIFIER_COLLATION,
    KNOWN,
    Version,
    version_constraints,
    version_indexes,
)

# As long as any identifier: that of an act is its namespace and local id joined.
ACT_LENGTH = 80


def known_shapes(name: str) -> GistIndex:
    """Of all versions: what the law says of another day is looked up by place too."""
    return GistIndex("geom", name=f"{name}_known_geom", condition=KNOWN)


class Planned(Version):
    """What acts, zones and regulations share: where they stand in law."""

    status = models.CharField(_("status"), max_length=30)
    in_force_from = models.DateField(_("obowiązuje od"), null=True, blank=True)
    in_force_to = models.DateField(_("obowiązuje do"), null=True, blank=True)

    class Meta(Version.Meta):
        abstract = True


class PlanningAct(Planned):
    """Akt planowania przestrzennego. The outline may be missing: services give acts without it."""

    title = models.CharField(_("tytuł"), max_length=1000)
    other_titles = models.JSONField(_("tytuły alternatywne"), default=list, blank=True)
    kind = models.CharField(_("rodzaj"), max_length=100)
    level = models.CharField(_("poziom"), max_length=30, blank=True)
    # six digits of the gmina's TERYT code, from the namespace; two of a voivodeship's act
    unit_code = models.CharField(_("gmina"), max_length=8, blank=True)
    change = models.IntegerField(_("numer zmiany"), null=True, blank=True)
    modification = models.BooleanField(_("modyfikacja"), default=False)
    base_maps = models.JSONField(_("mapy podkładowe"), default=list, blank=True)
    # [{"role": "dokumentUchwalajacy", "document": identifier or reference as written}]
    documents = models.JSONField(_("dokumenty"), default=list, blank=True)
    geom = models.GeometryField(_("zasięg"), srid=PL_1992.srid, null=True, blank=True, spatial_index=False)

    class Meta(Planned.Meta):
        verbose_name = _("akt planowania")
        verbose_name_plural = _("akty planowania")
        constraints = version_constraints("act")
        indexes = [*version_indexes("act"), known_shapes("act")]


class PlanningZone(Planned):
    """Strefa planistyczna of a plan ogólny, or a zone of another act with its symbol as written."""

    act = models.CharField(_("akt"), max_length=ACT_LENGTH, db_collation=IDENTIFIER_COLLATION)
    designation = models.CharField(_("oznaczenie"), max_length=60)
    symbol = models.CharField(_("symbol"), max_length=60)
    name = models.CharField(_("nazwa"), max_length=300, blank=True)
    other_name = models.CharField(_("nazwa alternatywna"), max_length=300, blank=True)
    nature = models.CharField(_("charakter ustalenia"), max_length=60, blank=True)
    # codes of the classes of land use (KPT)
    basic_profiles = models.JSONField(_("profil podstawowy"), default=list, blank=True)
    additional_profiles = models.JSONField(_("profil dodatkowy"), default=list, blank=True)
    max_intensity = models.DecimalField(
        _("maks. nadziemna intensywność zabudowy"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    max_built_share = models.DecimalField(
        _("maks. udział powierzchni zabudowy [%]"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    max_height = models.DecimalField(
        _("maks. wysokość zabudowy [m]"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    min_green_share = models.DecimalField(
        _("min. udział powierzchni biologicznie czynnej [%]"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Planned.Meta):
        verbose_name = _("strefa")
        verbose_name_plural = _("strefy")
        constraints = version_constraints("zone")
        indexes = [
            *version_indexes("zone"),
            known_shapes("zone"),
            models.Index(fields=["act"], name="zone_known_act", condition=models.Q(retired_by__isnull=True)),
            # Symbols are searched for as people type them.
            models.Index(Upper("symbol"), name="zone_known_symbol", condition=models.Q(retired_by__isnull=True)),
        ]


class Regulation(Planned):
    """Area for which a plan ogólny lays down more: infill, downtown, standards of access."""

    act = models.CharField(_("akt"), max_length=ACT_LENGTH, db_collation=IDENTIFIER_COLLATION)
    kind = models.CharField(_("rodzaj"), max_length=3, choices=RegulationKind)
    designation = models.CharField(_("oznaczenie"), max_length=60)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    name = models.CharField(_("nazwa"), max_length=300, blank=True)
    nature = models.CharField(_("charakter ustalenia"), max_length=60, blank=True)
    # standards of access by the schema's element: {"odlegloscDoSzkolyPodstawowej": {"value": "1500", "uom": "m"}}
    standards = models.JSONField(_("standardy"), default=dict, blank=True)
    geom = models.GeometryField(_("granica"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Planned.Meta):
        verbose_name = _("obszar regulacji")
        verbose_name_plural = _("obszary regulacji")
        constraints = version_constraints("regulation")
        indexes = [*version_indexes("regulation"), known_shapes("regulation")]


class Document(Version):
    """Dokument formalny: a resolution or another act of an organ."""

    title = models.CharField(_("tytuł"), max_length=1000)
    short_title = models.CharField(_("nazwa skrócona"), max_length=300, blank=True)
    number = models.CharField(_("numer"), max_length=200, blank=True)
    organ = models.CharField(_("organ"), max_length=300, blank=True)
    dated = models.DateField(_("data"), null=True, blank=True)
    effective_from = models.DateField(_("wejście w życie"), null=True, blank=True)
    repealed_on = models.DateField(_("data uchylenia"), null=True, blank=True)
    journal = models.CharField(_("dziennik urzędowy"), max_length=500, blank=True)
    links = models.JSONField(_("łącza"), default=list, blank=True)
    # [{"role": "zmienia", "act": identifier or reference as written}]
    relations = models.JSONField(_("powiązania"), default=list, blank=True)
    # Registers compare shapes; a document has none and the column stays empty.
    geom = models.GeometryField(srid=PL_1992.srid, null=True, editable=False, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenty")
        constraints = version_constraints("document")
        indexes = version_indexes("document")


class Drawing(Version):
    """Rysunek aktu: where the georeferenced picture of an act is; `geom` is its extent, once known."""

    act = models.CharField(_("akt"), max_length=ACT_LENGTH, db_collation=IDENTIFIER_COLLATION)
    title = models.CharField(_("tytuł"), max_length=1000)
    link = models.CharField(_("łącze"), max_length=2000, blank=True)
    legend = models.CharField(_("legenda"), max_length=2000, blank=True)
    crs = models.CharField(_("układ współrzędnych"), max_length=200, blank=True)
    scale = models.IntegerField(_("rozdzielczość przestrzenna"), null=True, blank=True)
    in_force_from = models.DateField(_("obowiązuje od"), null=True, blank=True)
    in_force_to = models.DateField(_("obowiązuje do"), null=True, blank=True)
    geom = models.GeometryField(_("zasięg"), srid=PL_1992.srid, null=True, blank=True, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("rysunek")
        verbose_name_plural = _("rysunki")
        constraints = version_constraints("drawing")
        indexes = version_indexes("drawing")


class DrawingRaster(Version):
    """The georeferenced picture of a drawing, cut into tiles; its identity is the drawing's. `geom` is its outline."""

    act = models.CharField(_("akt"), max_length=ACT_LENGTH, db_collation=IDENTIFIER_COLLATION)
    # as it was delivered; the next of that name takes its place
    file = models.CharField(_("nazwa pliku"), max_length=255)
    # of the file of tiles, made of what the picture is: the same picture has the same
    key = models.CharField(_("klucz pliku"), max_length=32, db_collation=IDENTIFIER_COLLATION)
    min_zoom = models.PositiveSmallIntegerField(_("najmniejsze powiększenie"))
    max_zoom = models.PositiveSmallIntegerField(_("największe powiększenie"))
    geom = models.GeometryField(_("zasięg"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("obraz rysunku")
        verbose_name_plural = _("obrazy rysunków")
        constraints = version_constraints("raster")
        indexes = [
            *version_indexes("raster"),
            models.Index(fields=["act"], name="raster_known_act", condition=models.Q(retired_by__isnull=True)),
            models.Index(fields=["key"], name="raster_key"),
        ]


class Provision(Version):
    """Ustalenia: what the resolution of an act says of zones with one symbol, or, without symbol, of all of them."""

    act = models.CharField(_("akt"), max_length=ACT_LENGTH, db_collation=IDENTIFIER_COLLATION)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    # where in the resolution, as written: "§ 12"
    paragraph = models.CharField(_("jednostka redakcyjna"), max_length=60, blank=True)
    # HTML of few elements and no attributes that could act, cleaned when it was delivered
    body = models.TextField(_("treść"))
    # Registers compare shapes; a text has none and the column stays empty.
    geom = models.GeometryField(srid=PL_1992.srid, null=True, editable=False, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("ustalenie")
        verbose_name_plural = _("ustalenia")
        constraints = version_constraints("provision")
        indexes = [
            *version_indexes("provision"),
            models.Index(fields=["act"], name="provision_known_act", condition=models.Q(retired_by__isnull=True)),
        ]


class Theme(models.Model):
    """A kind of public-law restriction beside planning acts: what it is, by which law, who answers for it.

    The list is the instance's own. What a theme says of a parcel counts from the thresholds up.
    """

    code = models.SlugField(_("kod"), primary_key=True, max_length=40)
    name = models.CharField(_("nazwa"), max_length=200)
    name_en = models.CharField(_("nazwa angielska"), max_length=200, blank=True)
    description = models.TextField(_("opis"), blank=True)
    legal_basis = models.CharField(_("podstawa prawna"), max_length=500, blank=True)
    source = models.CharField(_("źródło danych"), max_length=300, blank=True)
    responsible = models.CharField(_("organ właściwy"), max_length=300, blank=True)
    website = models.URLField(_("adres strony"), max_length=500, blank=True)
    threshold_m2 = models.DecimalField(_("próg powierzchni [m²]"), max_digits=9, decimal_places=2, default=1)
    threshold_m = models.DecimalField(_("próg długości [m]"), max_digits=9, decimal_places=2, default=1)
    position = models.PositiveSmallIntegerField(_("kolejność"), default=0)
    # None: of the whole instance.
    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("tylko urzędu"), null=True, blank=True)

    class Meta:
        verbose_name = _("temat")
        verbose_name_plural = _("tematy")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class ThemeCoverage(models.Model):
    """That a theme is known in full for a unit as of a day; without it, "nothing here" cannot be said.

    THEME is a code of `Theme`, or of the planning acts: `codes.PlanTheme`. What a delivery declared goes with it.
    """

    theme = models.CharField(_("temat"), max_length=40)
    # two digits of a voivodeship, four of a powiat, six of a gmina
    unit_code = models.CharField(_("kod TERYT"), max_length=6)
    as_of = models.DateField(_("stan na dzień"))
    delivery = models.ForeignKey(Delivery, models.PROTECT, verbose_name=_("dostawa"), null=True, blank=True)

    class Meta:
        verbose_name = _("zakres tematu")
        verbose_name_plural = _("zakresy tematów")
        indexes = [models.Index(fields=["unit_code", "theme"])]

    def __str__(self) -> str:
        return f"{self.theme} {self.unit_code}"


# Monuments are points, lines are noise screens or shores; areas are most of them.
RESTRICTION_SHAPES = (*AREAS, "POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING")


class Restriction(Version):
    """Where a theme restricts the use of land."""

    theme = models.CharField(_("temat"), max_length=40)
    designation = models.CharField(_("oznaczenie"), max_length=120, blank=True)
    name = models.CharField(_("nazwa"), max_length=500)
    description = models.TextField(_("opis"), blank=True)
    # the decision or resolution, as written
    document = models.CharField(_("dokument"), max_length=500, blank=True)
    link = models.CharField(_("łącze"), max_length=2000, blank=True)
    in_force_from = models.DateField(_("obowiązuje od"), null=True, blank=True)
    in_force_to = models.DateField(_("obowiązuje do"), null=True, blank=True)
    geom = models.GeometryField(_("obszar"), srid=PL_1992.srid, spatial_index=False)

    class Meta(Version.Meta):
        verbose_name = _("ograniczenie")
        verbose_name_plural = _("ograniczenia")
        constraints = version_constraints("restriction", geometry_types=RESTRICTION_SHAPES)
        indexes = [*version_indexes("restriction"), known_shapes("restriction")]
