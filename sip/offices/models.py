"""TERYT units, offices, the people who sign in and their roles in offices."""

from typing import ClassVar, Final
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sip.offices.querysets import UnitQuerySet
from sip.offices.teryt import Level, UnitKind

# Ends what stands for the address of a resident whose provider gave none that could be theirs alone (RFC 2606).
NO_ADDRESS: Final = "@konto.invalid"


class Unit(models.Model):
    """A TERYT unit; rows are written by deliveries of kind `units` and closed by them, never deleted."""

    # The code is the identity: parcels, offices and filters name units by it.
    code = models.CharField(_("kod TERYT"), primary_key=True, max_length=8)
    level = models.CharField(_("szczebel"), max_length=17, choices=Level)
    kind = models.PositiveSmallIntegerField(_("rodzaj"), choices=UnitKind, null=True, blank=True)
    name = models.CharField(_("nazwa"), max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name=_("jednostka nadrzędna"),
        null=True,
        blank=True,
    )
    valid_on = models.DateField(_("stan na"), null=True, blank=True)
    valid_to = models.DateField(_("istniała do"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("jednostka TERYT")
        verbose_name_plural = _("jednostki TERYT")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="unit_level_known"),
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True) | models.Q(kind__in=UnitKind.values),
                name="unit_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^\d{2}(\d{2}(\d{2}_[1-589])?)?$"), name="unit_code_formed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class OfficeKind(models.TextChoices):
    STAROSTWO = "starostwo", _("starostwo powiatowe")
    GMINA = "gmina", _("urząd gminy lub miasta")


class Office(models.Model):
    """An office that keeps registers or plans; through its unit it is bound to an area."""

    kind = models.CharField(_("rodzaj"), max_length=10, choices=OfficeKind)
    name = models.CharField(_("nazwa"), max_length=120)
    short_name = models.CharField(_("nazwa krótka"), max_length=40)
    symbol = models.CharField(_("symbol"), max_length=20, help_text=_("Jak w znakach spraw urzędu."))
    slug = models.SlugField(_("nazwa w adresach"), unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices", verbose_name=_("powiat lub gmina"))

    class Meta:
        verbose_name = _("urząd")
        verbose_name_plural = _("urzędy")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OfficeKind.values), name="office_kind_known"),
            models.UniqueConstraint(fields=["kind", "unit"], name="office_one_of_kind_in_unit"),
        ]

    def __str__(self) -> str:
        return self.name


def no_address() -> str:
    return f"{uuid4().hex}{NO_ADDRESS}"


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case, so that one person is one row."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        """A user without any role. Without a password none can be used until one is set."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_resident(self, email: str, *, name: str = "") -> "User":
        """Someone of the public, without a password. An address that another account has is left to it."""
        user = self.model(email=email.strip().lower(), name=name, is_resident=True)
        user.set_unusable_password()
        if not user.email or self.filter(email=user.email).exists():
            user.email = no_address()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> "User":
        """The operator of the installation: not bound to an office, may everything."""
        user = self.model(email=email.strip().lower(), is_superuser=True)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail; what they may do comes from memberships only."""

    email = models.EmailField(_("adres e-mail"), unique=True)
    name = models.CharField(_("imię i nazwisko"), max_length=120, blank=True)
    is_active = models.BooleanField(_("konto czynne"), default=True)
    # Of the public: has no role anywhere, ever, and none of the offices' pages open.
    is_resident = models.BooleanField(_("konto mieszkańca"), default=False, editable=False)
    created_at = models.DateTimeField(_("utworzone"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("konto")
        verbose_name_plural = _("konta")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(
                condition=~models.Q(is_resident=True, is_superuser=True), name="user_resident_is_no_operator"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.contact or str(self.pk)

    @property
    def contact(self) -> str:
        """The address at which this person reads mail; empty for residents of whom none is known."""
        return "" if self.email.endswith(NO_ADDRESS) else self.email

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens: to those who manage an office's staff or keep the list of themes."""
        roles = (Role.ADMINISTRATOR, Role.PLANNER)
        return self.is_superuser or self.memberships.filter(role__in=roles).exists()


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    REGISTER_KEEPER = "register-keeper", _("prowadzący rejestr")
    PLANNER = "planner", _("planista")
    CASE_CLERK = "case-clerk", _("prowadzący sprawy")
    CASE_HEAD = "case-head", _("kierujący sprawami")
    VIEWER = "viewer", _("przeglądający")


class Membership(models.Model):
    """A person's role in an office; in a small office one person may hold several."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("konto"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("urząd"))
    role = models.CharField(_("rola"), max_length=16, choices=Role)

    class Meta:
        verbose_name = _("rola w urzędzie")
        verbose_name_plural = _("role w urzędach")
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.office.short_name}"
