"""Import of the zones of one act: a local plan drawn in a GIS or in CAD. The files say all zones of the act."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from django.db import connection

from plans.codes import ActKind
from plans.importing import engine
from plans.importing.check import CHECKS, check_registers
from plans.importing.coverage import check_coverage
from plans.importing.known_act import known_act
from plans.importing.read.records import Kind
from plans.importing.registers import REGISTERS
from plans.importing.zones.read import ZoneSource
from plans.models import PlanningAct
from sip.geo.gmlstream import Unreadable
from sip.intake import actions
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers

_ZONES: Final = tuple(register for register in REGISTERS if register.kind is Kind.ZONES)
_IDENTITY: Final = Path(__file__).parent / "identity.sql"


def run(job: Job) -> Result:
    """Take the zones of the act named with the delivery in; those that the files do not have end, unless `partial`."""
    try:
        act = known_act(job.delivery)
    except Unreadable as error:
        return engine.refused(error.code, error.detail)
    what = engine.Import(
        _ZONES,
        open=partial(ZoneSource, act, actions.mapping_for(job.delivery)),
        check=partial(_check, act),
        survey=partial(check_coverage, brings_acts=False),
        identify=partial(_identify, act, job.partial),
        complete=frozenset() if job.partial else frozenset({act.identifier}),
    )
    return engine.run(job, what)


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return registers.rollback(_ZONES, delivery)


def _identify(act: PlanningAct, partial: bool) -> None:
    statement = _IDENTITY.read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"act": act.identifier, "act_local_id": act.local_id, "partial": partial})


def _check(act: PlanningAct, delivery: Delivery, _sources: Sequence[engine.Source]) -> None:
    # In a plan ogólny each zone has its number; elsewhere a symbol may stand for many terrains.
    own = CHECKS / ("planning_zones" if act.kind == ActKind.GENERAL else "local_zones")
    check_registers(delivery, _ZONES, {Kind.ZONES: own})
