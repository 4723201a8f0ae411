"""Deliveries, what was found in them, and the version of each layer they made."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from sip.geo.crs import PL_1992
from sip.offices.models import Office


class Kind(models.TextChoices):
    UNITS = "units", _("jednostki TERYT")
    EGIB = "egib", _("ewidencja gruntów i budynków (GML)")
    PARCELS = "parcels", _("działki")
    BUILDINGS = "buildings", _("budynki")
    ADDRESSES = "addresses", _("adresy")
    APP = "app", _("akty planowania (APP)")
    ZONES = "zones", _("tereny planu miejscowego")
    PROVISIONS = "provisions", _("ustalenia planu")
    DRAWING = "drawing", _("rysunek planu")
    RESTRICTIONS = "restrictions", _("inne ograniczenia")


# What a delivery's files speak of, where they do not say it themselves; kept among its options: the identifier of an
# act, the code of a theme, the units covered in full.
SUBJECT = ("act", "theme", "covers")


class State(models.TextChoices):
    RECEIVED = "received", _("przyjęta")
    RUNNING = "running", _("w toku")
    CHECKED = "checked", _("sprawdzona")
    WAITING = "waiting", _("czeka na decyzję")
    PUBLISHED = "published", _("opublikowana")
    REJECTED = "rejected", _("odrzucona")
    ROLLED_BACK = "rolled-back", _("wycofana")


class Delivery(models.Model):
    """One or several files of one kind, taken in together and published or refused as a whole."""

    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind)
    state = models.CharField(_("stan"), max_length=12, choices=State, default=State.RECEIVED)
    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("urząd"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("przyjął"), null=True, blank=True
    )
    received_at = models.DateTimeField(_("przyjęta"), auto_now_add=True)
    concluded_at = models.DateTimeField(_("zakończona"), null=True, blank=True)
    data_date = models.DateField(_("stan danych na"), null=True, blank=True)
    # [{"name", "path", "size", "sha256"}]; the path is where the worker or an accepting clerk reads again.
    files = models.JSONField(_("pliki"), default=list)
    sha256 = models.CharField(_("suma SHA-256"), max_length=64, blank=True)
    options = models.JSONField(_("polecenie"), default=dict, blank=True)
    counts = models.JSONField(_("liczby"), default=dict, blank=True)
    # {"label", "done", "total"} while running, for the bar on the page.
    progress = models.JSONField(_("postęp"), default=dict, blank=True)
    # Of an uploaded file in which nothing was recognised: its columns, for a person to say what they are.
    columns = models.JSONField(_("kolumny plików"), default=list, blank=True)
    # What the units importer needs to restore the state before; registers keep versions instead.
    undo = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("dostawa")
        verbose_name_plural = _("dostawy")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=State.values), name="delivery_state_known")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.get_kind_display()})"


class AttributeMapping(models.Model):
    """How an office's files of one kind name our attributes, e.g. {"area": "POW_GEOD"}; kept for the next delivery."""

    office = models.ForeignKey(Office, models.CASCADE, verbose_name=_("urząd"))
    kind = models.CharField(_("rodzaj"), max_length=20, choices=Kind)
    columns = models.JSONField(_("nasza nazwa: kolumna w pliku"), default=dict)

    class Meta:
        verbose_name = _("nazwy kolumn")
        verbose_name_plural = _("nazwy kolumn")
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="mapping_one_per_office_and_kind")]

    def __str__(self) -> str:
        return f"{self.office.short_name}: {self.get_kind_display()}"


class Preview(models.Model):
    """What a delivery that awaits a decision would bring, for the map on its page; gone once it is decided."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, primary_key=True, related_name="preview")
    # GeoJSON features in EPSG:2180: `shown` of them, of `total` that the delivery has
    features = models.JSONField()
    shown = models.IntegerField()
    total = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.total}"


class Severity(models.TextChoices):
    ERROR = "error", _("błąd")
    WARNING = "warning", _("ostrzeżenie")
    INFO = "info", _("informacja")


class Finding(models.Model):
    """One thing noticed in a delivery, with its place; `message` is in Polish and holds no personal data."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="findings", verbose_name=_("dostawa"))
    severity = models.CharField(_("waga"), max_length=8, choices=Severity)
    code = models.CharField(_("kod"), max_length=40)
    identifier = models.CharField(_("identyfikator"), max_length=80, blank=True)
    message = models.TextField(_("opis"))
    place = models.PointField(_("miejsce"), srid=PL_1992.srid, null=True, blank=True, spatial_index=False)

    class Meta:
        verbose_name = _("ustalenie")
        verbose_name_plural = _("ustalenia")
        indexes = [models.Index(fields=["delivery", "severity", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.identifier}"


class Layer(models.Model):
    """Version of a published layer; caches carry it, so they are right without anyone purging them."""

    name = models.CharField(primary_key=True, max_length=40)
    version = models.BigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
