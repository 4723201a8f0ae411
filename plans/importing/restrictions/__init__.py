"""Import of restrictions of one theme; the files say everything of the units that they cover."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import connection

from plans.importing import engine
from plans.importing.check import CHECKS
from plans.importing.findings import CATALOGUE
from plans.importing.registers import RESTRICTIONS
from plans.importing.restrictions.read import RestrictionSource
from plans.importing.restrictions.subject import Subject, subject_of
from plans.models import RESTRICTION_SHAPES, ThemeCoverage
from sip.geo.gmlstream import Unreadable
from sip.intake import actions
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers
from sip.registers.check import EVERY
from sip.registers.check import check as check_register

REGISTERS: Final = (RESTRICTIONS,)
# What extracts and pages know of themes and of where they are known.
THEMES_LAYER: Final = "themes"
_VANISH: Final = Path(__file__).parent / "vanish.sql"
_UNDECLARED: Final = """
INSERT INTO stage_finding (code, kind, identifier) VALUES ('coverage-not-declared', 'restrictions', %s)
"""


def run(job: Job) -> Result:
    """Take restrictions of the theme named with the delivery in, and note which units it covers."""
    try:
        subject = subject_of(job.delivery, partial=job.partial)
    except Unreadable as error:
        return engine.refused(error.code, error.detail)
    what = engine.Import(
        REGISTERS,
        open=partial(RestrictionSource, subject, actions.mapping_for(job.delivery)),
        check=partial(_check, subject),
        vanish=partial(_vanish, subject) if subject.covers else None,
        publish=partial(_declare, subject),
        may_be_empty=bool(subject.covers),
    )
    return engine.run(job, what)


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery, with what it declared, in the caller's transaction.

    Raises `actions.Refused` if others built on it.
    """
    layers = registers.rollback(REGISTERS, delivery)
    undeclared, _by_model = ThemeCoverage.objects.filter(delivery=delivery).delete()
    return [*layers, THEMES_LAYER] if undeclared else layers


def _check(subject: Subject, delivery: Delivery, _sources: Sequence[engine.Source]) -> None:
    check_register(RESTRICTIONS, [CHECKS / "standing", EVERY], CATALOGUE, {"geometry_types": list(RESTRICTION_SHAPES)})
    if not subject.covers:
        with connection.cursor() as cursor:
            cursor.execute(_UNDECLARED, [subject.theme.code])


def _vanish(subject: Subject, times: registers.Times) -> None:
    parameters: dict[str, Any] = {
        "theme": subject.theme.code,
        "covers": list(subject.covers),
        "within": [f"{code}%" for code in subject.covers],
        "moment": times.moment,
        "now": times.now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VANISH.read_text(encoding="utf-8"), parameters)


def _declare(subject: Subject, delivery: Delivery) -> Sequence[str]:
    ThemeCoverage.objects.bulk_create(
        ThemeCoverage(theme=subject.theme.code, unit_code=code, as_of=subject.as_of, delivery=delivery)
        for code in subject.covers
    )
    return [THEMES_LAYER] if subject.covers else []
