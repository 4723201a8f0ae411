"""Checks of the land's registers: what they compare with, and the order they run in."""

from pathlib import Path
from typing import Any

from django.conf import settings

from parcels.identifiers import PARCEL_PATTERN, PRECINCT_PATTERN
from parcels.importing.findings import CATALOGUE
from parcels.importing.read.records import Kind
from parcels.importing.registers import REGISTERS
from sip.intake.models import Delivery
from sip.offices.areas import registration_codes
from sip.offices.models import Office
from sip.registers.check import EVERY, IDENTIFIED
from sip.registers.check import check as check_register
from sip.registers.register import Register
from sip.registers.versions import AREAS

CHECKS = Path(__file__).parent / "checks"
GRAMMAR = {Kind.PARCELS: f"^{PARCEL_PATTERN}$", Kind.PRECINCTS: f"^{PRECINCT_PATTERN}$"}


def check(delivery: Delivery) -> None:
    """Write what is wrong with the staged rows into stage_finding and quarantine the errors."""
    for register in REGISTERS:
        check_register(register, _folders(register), CATALOGUE, _parameters(delivery, register))


def _folders(register: Register) -> list[Path]:
    """Those of dates come first, as duplicates are judged by what is left."""
    return [EVERY, *([IDENTIFIED] if register.identified else []), CHECKS / register.kind.value]


def _parameters(delivery: Delivery, register: Register) -> dict[str, Any]:
    return {
        "geometry_types": ["POINT"] if register.kind is Kind.ADDRESSES else list(AREAS),
        "grammar": GRAMMAR[Kind(register.kind)] if register.kind in GRAMMAR else None,
        "office_units": _office_units(delivery.office),
        "area_share": settings.AREA_TOLERANCE_SHARE,
        "area_root": settings.AREA_TOLERANCE_ROOT,
    }


def _office_units(office: Office | None) -> list[str] | None:
    if office is None:
        return None
    return list(registration_codes(office.unit_id))
