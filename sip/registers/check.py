"""Checks over staged rows: each is one statement in a file, named after the finding it reports.

Those in `checks/every/` fit any register, those in `checks/identified/` registers whose identifiers are unique; a room
names its own folders beside them. An error quarantines the rows it names, so the order of folders matters.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from sip.intake.models import Severity
from sip.registers.findings import Catalogue
from sip.registers.register import Register

HERE = Path(__file__).parent
EVERY = HERE / "checks" / "every"
IDENTIFIED = HERE / "checks" / "identified"
# A crossing that was mended, where a catalogue tells it apart from other rings that are wrong only in form.
CROSSING = "mended-crossing"


def check(register: Register, folders: Sequence[Path], catalogue: Catalogue, parameters: Mapping[str, Any]) -> None:
    """Mend what is wrong only in form, then write findings into stage_finding and quarantine the errors.

    The checks run folder by folder, in the order of their names. PARAMETERS are what the statements ask for;
    EVERY asks for `geometry_types`.
    """
    crossing = CROSSING if CROSSING in catalogue else "repaired-ring"
    _execute(HERE / "repair.sql", register, {}, crossing=crossing)
    for folder in folders:
        for statement in sorted(folder.glob("*.sql")):
            _report(statement, register, catalogue, parameters)


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


def _execute(
    file: Path, register: Register, parameters: dict[str, Any], *, before: str = "", after: str = "", **names: str
) -> None:
    text = before + file.read_text(encoding="utf-8") + after
    literals = {name: sql.Literal(value) for name, value in {**names, "kind": register.kind.value}.items()}
    statement = sql.SQL(text).format(stage=sql.Identifier(register.stage), **literals)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
