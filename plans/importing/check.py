"""Checks of planning data: which of them each register runs, links between features, and coverage of acts."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from plans.importing.coverage import check_coverage, check_regulations
from plans.importing.findings import CATALOGUE
from plans.importing.identities import check_identities, drop_repeated_documents, name_twins_once
from plans.importing.links import check_links
from plans.importing.read.app import Links
from plans.importing.read.records import Kind
from plans.importing.registers import REGISTERS
from plans.importing.units import check_units
from plans.models import PlanningAct
from sip.geo.gmlstream import Unreadable
from sip.intake.models import Delivery
from sip.offices.areas import registration_codes
from sip.offices.models import Office
from sip.registers.check import EVERY
from sip.registers.check import check as check_register
from sip.registers.register import Register
from sip.registers.versions import AREAS

CHECKS = Path(__file__).parent / "checks"
STANDING = (Kind.ACTS, Kind.ZONES, Kind.REGULATIONS)
# Folders of checks that one register alone runs.
OWN: dict[StrEnum, Path] = {
    kind: CHECKS / kind.value for kind in (Kind.ZONES, Kind.REGULATIONS, Kind.DOCUMENTS, Kind.DRAWINGS)
}


def check(delivery: Delivery, links: Links) -> bool:
    """Write what is wrong with the staged rows of APP files into stage_finding and quarantine the errors.

    Returns whether an act lies outside its gmina.
    """
    drop_repeated_documents()
    check_registers(delivery, REGISTERS, OWN)
    name_twins_once()
    check_identities()
    check_links(links)
    return check_units()


def survey() -> None:
    """Measure acts, zones and regulations against each other, as they will stand."""
    check_coverage()
    check_regulations()


def check_registers(delivery: Delivery, registers: Sequence[Register], own: Mapping[StrEnum, Path]) -> None:
    """The checks of single rows. OWN: folders of those that only one register runs."""
    parameters = {"geometry_types": list(AREAS), "office_gminas": _gminas(delivery.office)}
    for register in registers:
        standing = [CHECKS / "standing"] if register.kind in STANDING else []
        special = [own[register.kind]] if register.kind in own else []
        check_register(register, [CHECKS / "all", *standing, EVERY, *special], CATALOGUE, parameters)


def check_office(delivery: Delivery, act: PlanningAct) -> None:
    """Raises Unreadable where an office delivers to an act of another gmina."""
    gminas = _gminas(delivery.office)
    if gminas is not None and act.unit_code not in gminas:
        raise Unreadable("outside-office", act.unit_code)


def _gminas(office: Office | None) -> list[str] | None:
    """Six-digit codes of the gminas in the office's area."""
    return None if office is None else sorted({code[:6] for code in registration_codes(office.unit_id)})
