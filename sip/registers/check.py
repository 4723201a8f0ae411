"""Checks over staged rows: each is one statement in a file, named after the finding it reports.

A file in `checks/every/` runs for all registers, in `checks/identified/` for those whose identifiers are unique;
a room's own files are in its folder of checks, under the name of the register. An error quarantines the rows it names.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from sip.intake.models import Severity
from sip.registers.findings import Catalogue
from sip.registers.register import Register

HERE = Path(__file__).parent
COMMON_CHECKS = HERE / "checks"


def check(register: Register, own: Path, catalogue: Catalogue, parameters: Mapping[str, Any]) -> None:
    """Mend what is wrong only in form, then write findings into stage_finding and quarantine the errors.

    OWN is the room's folder of checks; PARAMETERS are what its statements and the common ones ask for:
    `geometry_types` is always among them.
    """
    _execute(HERE / "repair.sql", register, {})
    for statement in _statements(register, own):
        _report(statement, register, catalogue, parameters)


def _statements(register: Register, own: Path) -> list[Path]:
    """The checks of a register; those of dates come first, as duplicates are judged by what is left."""
    common = [COMMON_CHECKS / "every", *([COMMON_CHECKS / "identified"] if register.identified else [])]
    folders = [*common, own / register.kind.value]
    return [file for folder in folders for file in sorted(folder.glob("*.sql"))]


def _report(statement: Path, register: Register, catalogue: Catalogue, parameters: Mapping[str, Any]) -> None:
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
    if catalogue[code].severity is Severity.ERROR:
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
