"""Checks over the staged records: each is one statement in `checks/`, named after the finding it reports.

A file in `checks/every/` runs for all registers, in `checks/identified/` for those whose identifiers are unique,
in `checks/<kind>/` for that register alone. An error quarantines the rows it names.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg2 import sql

from parcels.identifiers import PARCEL_PATTERN, PRECINCT_PATTERN
from parcels.importing.coverage import check_coverage
from parcels.importing.findings import CATALOGUE
from parcels.importing.read.records import Kind
from parcels.importing.registers import REGISTERS, Register
from parcels.models import AREAS
from sip.intake.models import Delivery, Severity
from sip.offices.areas import registration_codes
from sip.offices.models import Office

HERE = Path(__file__).parent
GRAMMAR = {Kind.PARCELS: f"^{PARCEL_PATTERN}$", Kind.PRECINCTS: f"^{PRECINCT_PATTERN}$"}


def check(delivery: Delivery) -> None:
    """Write what is wrong with the staged rows into stage_finding and quarantine the errors."""
    for register in REGISTERS:
        _execute(HERE / "repair.sql", register, {})
        parameters = _parameters(delivery, register)
        for statement in _statements(register):
            _report(statement, register, parameters)
    check_coverage()


def _statements(register: Register) -> list[Path]:
    """The checks of a register; those of dates come first, as duplicates are judged by what is left."""
    folders = ["every", *(["identified"] if register.identified else []), register.kind.value]
    return [file for folder in folders for file in sorted((HERE / "checks" / folder).glob("*.sql"))]


def _parameters(delivery: Delivery, register: Register) -> dict[str, Any]:
    return {
        "geometry_types": ["POINT"] if register.kind is Kind.ADDRESSES else list(AREAS),
        "grammar": GRAMMAR.get(register.kind),
        "office_units": _office_units(delivery.office),
        "area_share": settings.AREA_TOLERANCE_SHARE,
        "area_root": settings.AREA_TOLERANCE_ROOT,
    }


def _office_units(office: Office | None) -> list[str] | None:
    if office is None:
        return None
    return list(registration_codes(office.unit_id))


def _report(statement: Path, register: Register, parameters: dict[str, Any]) -> None:
    code = statement.stem
    _execute(
        statement,
        register,
        {**parameters, "code": code},
        before=(
            "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
            " SELECT %(code)s, {kind}, seq, identifier, detail, place FROM ("
        ),
        after=") AS found",
    )
    if CATALOGUE[code].severity is Severity.ERROR:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL(
                    "UPDATE {stage} SET quarantined = true FROM stage_finding AS f"
                    " WHERE f.seq = {stage}.seq AND f.code = %s AND f.kind = %s"
                ).format(stage=sql.Identifier(register.stage)),
                [code, register.kind.value],
            )


def _execute(file: Path, register: Register, parameters: dict[str, Any], *, before: str = "", after: str = "") -> None:
    text = before + file.read_text(encoding="utf-8") + after
    statement = sql.SQL(text).format(stage=sql.Identifier(register.stage), kind=sql.Literal(register.kind.value))
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
