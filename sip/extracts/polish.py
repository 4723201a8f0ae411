"""Words of the law in Polish, whatever the reader's language; by code, for extracts ask for the same ones often."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import override

from plans.codes import PROFILES, ZONES, ActKind, PlanTheme, Status


@lru_cache
def kind_name(code: str) -> str:
    """Of an act; what no list has stays as written, here and below."""
    return _polish(ActKind(code).label) if code in ActKind.values else code


@lru_cache
def status_name(code: str) -> str:
    return _polish(Status(code).label) if code in Status.values else code


@lru_cache
def theme_name(code: PlanTheme) -> str:
    return _polish(code.label)


@lru_cache
def profile_name(code: str) -> str:
    return _polish(PROFILES[code]) if code in PROFILES else code


@lru_cache
def zone_name(symbol: str) -> str:
    """Of one of the 13 strefy; empty for another symbol."""
    return _polish(ZONES[symbol].name) if symbol in ZONES else ""


def _polish(text: str | Promise) -> str:
    with override("pl"):
        return str(text)
