"""Codes of TERYT units in the form EGiB uses them; pure, no database."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

VOIVODESHIP_CODE = re.compile(r"(?:0[2468]|[12][02468]|3[02])", re.ASCII)
POWIAT_CODE = re.compile(rf"{VOIVODESHIP_CODE.pattern}(?!00)\d\d", re.ASCII)
NUMBERED_CODE = re.compile(rf"{POWIAT_CODE.pattern}(?!00)\d\d_[1234589]", re.ASCII)


class Level(models.TextChoices):
    VOIVODESHIP = "voivodeship", _("województwo")
    POWIAT = "powiat", _("powiat")
    GMINA = "gmina", _("gmina")
    REGISTRATION_UNIT = "registration-unit", _("jednostka ewidencyjna")


class UnitKind(models.IntegerChoices):
    """RODZ of the TERC register; the digit after `_` in a code."""

    URBAN = 1, _("gmina miejska")
    RURAL = 2, _("gmina wiejska")
    URBAN_RURAL = 3, _("gmina miejsko-wiejska")
    TOWN = 4, _("miasto w gminie miejsko-wiejskiej")
    RURAL_AREA = 5, _("obszar wiejski w gminie miejsko-wiejskiej")
    DISTRICT = 8, _("dzielnica Warszawy")
    DELEGATURA = 9, _("delegatura w gminie miejskiej")


GMINA_KINDS = frozenset({UnitKind.URBAN, UnitKind.RURAL, UnitKind.URBAN_RURAL})


class MalformedCodeError(ValueError):
    """A text that is no TERYT code in EGiB form."""


def level_of(code: str) -> Level:
    """Level that CODE ("06", "0609", "060901_3", "060901_4") names; MalformedCodeError for anything else."""
    if VOIVODESHIP_CODE.fullmatch(code):
        return Level.VOIVODESHIP
    if POWIAT_CODE.fullmatch(code):
        return Level.POWIAT
    if NUMBERED_CODE.fullmatch(code):
        return Level.GMINA if kind_of(code) in GMINA_KINDS else Level.REGISTRATION_UNIT
    raise MalformedCodeError(code)


def kind_of(code: str) -> UnitKind | None:
    """RODZ of a gmina or registration unit; None for voivodeships and powiats."""
    return UnitKind(int(code[-1])) if "_" in code else None


def parent_of(code: str) -> str | None:
    """Code of the unit above; None for a voivodeship.

    Districts and delegatury belong to their city's gmina, which TERC numbers 01.
    """
    level = level_of(code)
    if level is Level.VOIVODESHIP:
        return None
    if level is Level.POWIAT:
        return code[:2]
    if level is Level.GMINA:
        return code[:4]
    return f"{code[:6]}_3" if kind_of(code) in (UnitKind.TOWN, UnitKind.RURAL_AREA) else f"{code[:4]}01_1"


def parts_of(gmina: str) -> tuple[str, ...]:
    """Registration units that a gmina's code itself tells: `_4` and `_5` for `_3`, which has no parcels."""
    if kind_of(gmina) is UnitKind.URBAN_RURAL:
        return (f"{gmina[:-1]}4", f"{gmina[:-1]}5")
    return (gmina,)
