"""What a delivery of restrictions speaks of: its theme, and the units of which it says everything."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from plans.models import Theme
from sip.geo.gmlstream import Unreadable
from sip.intake.models import Delivery
from sip.offices.models import Office, Unit

# "06", "0609", "060902", and as registers write a gmina: "060902_2", "0609022".
_CODE: Final = re.compile(r"(\d{2}|\d{4}|\d{6})(?:(?<=\d{6})_?\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """`covers`: two, four or six digits of each unit; empty where nothing is declared."""

    theme: Theme
    covers: tuple[str, ...]
    as_of: date


def subject_of(delivery: Delivery, *, partial: bool) -> Subject:
    """What DELIVERY says it is of; without a word on units it covers its office's. Raises Unreadable."""
    theme = _theme(delivery)
    office = delivery.office
    if theme.office and office and theme.office != office:
        raise Unreadable("foreign-theme", f"{theme.code} ({theme.office.short_name})")
    covers = () if partial else _covers(delivery.options.get("covers") or [], office)
    return Subject(theme, covers, delivery.data_date or timezone.localdate())


def _theme(delivery: Delivery) -> Theme:
    code = delivery.options.get("theme", "")
    theme = Theme.objects.select_related("office").filter(code=code).first() if code else None
    if theme is None:
        known = ", ".join(Theme.objects.values_list("code", flat=True)) or "–"
        raise Unreadable("unknown-theme" if code else "theme-not-named", known)
    return theme


def _covers(named: Sequence[str], office: Office | None) -> tuple[str, ...]:
    own = office.unit_id[:6] if office else ""
    codes = sorted({_code(name) for name in named}) or ([own] if own else [])
    if strange := [code for code in codes if not code.startswith(own)]:
        raise Unreadable("outside-office", ", ".join(strange))
    # A unit within another one that is named too says nothing more.
    return tuple(code for code in codes if not any(code != wider and code.startswith(wider) for wider in codes))


def _code(name: str) -> str:
    """Digits of a unit that is known, as far as any units are."""
    found = _CODE.fullmatch(str(name).strip())
    units = Unit.objects.filter(Q(code__startswith=found[1])) if found else Unit.objects.none()
    if found is None or (not units.exists() and Unit.objects.exists()):
        raise Unreadable("wrong-unit-code", str(name)[:20])
    return found[1]
