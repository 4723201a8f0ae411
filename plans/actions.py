"""Changes of the list of themes and of what is declared to be known: permission, change, event, in one transaction."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from plans.models import Restriction, Theme, ThemeCoverage
from sip.audit.actions import record
from sip.intake.actions import bump
from sip.offices.models import Office, OfficeKind, User
from sip.offices.permissions import Action, offices_of

LAYER = "themes"


class Refused(Exception):
    """A change that what depends on the theme does not allow; the text is for people."""


def may_keep(actor: User, theme: Theme) -> bool:
    """A theme of one office is its own; those of the whole instance are kept by the starostwo."""
    offices = offices_of(actor, Action.KEEP_THEMES)
    if actor.is_superuser:
        return offices.exists()
    return offices.filter(pk=theme.office_id).exists() if theme.office_id else _keeps_all(actor)


def may_declare(actor: User, unit_code: str) -> bool:
    """Whether the unit lies in the area of an office of ACTOR's."""
    if actor.is_superuser and actor.is_active:
        return True
    areas = offices_of(actor, Action.KEEP_THEMES).values_list("unit_id", flat=True)
    return any(unit_code.startswith(area[:6]) for area in areas)


@transaction.atomic
def theme_save(*, actor: User, theme: Theme) -> None:
    """Store a new theme or a changed one. Raises PermissionDenied."""
    stored = Theme.objects.select_for_update().filter(pk=theme.pk).first()
    _require(may_keep(actor, theme) and (stored is None or may_keep(actor, stored)))
    theme.save()
    _note(actor, "theme.change" if stored else "theme.add", theme, old=stored, new=theme)


@transaction.atomic
def theme_remove(*, actor: User, theme: Theme) -> None:
    """Take a theme off the list. Raises PermissionDenied, and Refused while restrictions or declarations are of it."""
    _require(may_keep(actor, theme))
    if Restriction.objects.filter(theme=theme.code).exists() or ThemeCoverage.objects.filter(theme=theme.code).exists():
        raise Refused(_("Temat %s ma obiekty lub zadeklarowany zakres; najpierw wycofaj dostawy.") % theme.code)
    code, office = theme.code, theme.office
    theme.delete()
    bump([LAYER])
    record(actor=actor, office=office, action="theme.remove", object_type="theme", object_id=code)


@transaction.atomic
def coverage_save(*, actor: User, coverage: ThemeCoverage) -> None:
    """Declare that a theme is known in full somewhere. Raises PermissionDenied, also for what a delivery declared."""
    stored = ThemeCoverage.objects.select_for_update().filter(pk=coverage.pk).first() if coverage.pk else None
    _require(may_declare(actor, coverage.unit_code) and (stored is None or _is_own(actor, stored)))
    coverage.save()
    _note(actor, "theme-coverage.change" if stored else "theme-coverage.declare", coverage, old=stored, new=coverage)


@transaction.atomic
def coverage_withdraw(*, actor: User, coverage: ThemeCoverage) -> None:
    """Take a declaration back; one of a delivery goes with the delivery. Raises PermissionDenied."""
    _require(_is_own(actor, coverage))
    key, old = coverage.pk, _as_json(coverage)
    coverage.delete()
    bump([LAYER])
    record(actor=actor, action="theme-coverage.withdraw", object_type="theme-coverage", object_id=key, old=old)


def _is_own(actor: User, coverage: ThemeCoverage) -> bool:
    return coverage.delivery_id is None and may_declare(actor, coverage.unit_code)


def _keeps_all(actor: User) -> bool:
    return offices_of(actor, Action.KEEP_THEMES).filter(kind=OfficeKind.STAROSTWO).exists()


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _note(actor: User, action: str, row: Theme | ThemeCoverage, *, old: Any, new: Any) -> None:
    bump([LAYER])
    office: Office | None = row.office if isinstance(row, Theme) else None
    kind = "theme" if isinstance(row, Theme) else "theme-coverage"
    before = _as_json(old) if old else None
    record(actor=actor, office=office, action=action, object_type=kind, object_id=row.pk, old=before, new=_as_json(new))


def _as_json(row: Any) -> dict[str, str]:
    return {name: str(value) for name, value in model_to_dict(row).items() if value not in (None, "")}
