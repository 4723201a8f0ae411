"""Staging: records stream by COPY into temporary tables, where the checks and the comparison see them.

The tables live as long as the run's connection: a killed run leaves nothing, and a delivery that waited for
a clerk is read and compared again, against the register as it is then (docs/adr/0001).
"""

import csv
import gc
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np
import shapely
from django.db import connection
from psycopg2 import sql

from sip.geo.crs import PL_1992
from sip.intake.models import Severity
from sip.registers.findings import Catalogue
from sip.registers.record import Record
from sip.registers.register import COMMON, Register

BATCH = 5000
# Columns of a stage that the register does not have.
STAGE_ONLY = ("seq", "quarantined")
FINDING_COLUMNS = ("code", "kind", "seq", "identifier", "detail", "place")
FINDING_TEXTS = ("code", "kind", "identifier", "detail")
IDENTIFIER = COMMON.index("identifier")
VERSION_ID = COMMON.index("version_id")


def create(registers: Sequence[Register]) -> None:
    """Make the empty temporary tables, dropping those of an earlier run on this connection."""
    with connection.cursor() as cursor:
        # Sorts of a whole register stay in memory; this connection does nothing else meanwhile.
        cursor.execute("SET work_mem = '128MB'")
        for register in registers:
            cursor.execute(
                sql.SQL(
                    "DROP TABLE IF EXISTS {stage};"
                    "CREATE TEMP TABLE {stage} AS SELECT 0::bigint AS seq, false AS quarantined, {columns}"
                    " FROM {table} WITH NO DATA;"
                    "ALTER TABLE {stage} ALTER geom TYPE geometry(Geometry, {srid})"
                ).format(
                    stage=sql.Identifier(register.stage),
                    table=sql.Identifier(register.table),
                    columns=sql.SQL(", ").join(map(sql.Identifier, register.all_columns)),
                    srid=sql.Literal(PL_1992.srid),
                )
            )
        cursor.execute(
            "DROP TABLE IF EXISTS stage_finding;"
            "CREATE TEMP TABLE stage_finding (code text, kind text, seq bigint, identifier text,"
            f" detail text, place geometry(Point, {PL_1992.srid}))"
        )


def fill(registers: Sequence[Register], records: Iterable[Record], catalogue: Catalogue) -> None:
    """Copy all RECORDS into the stages, each under its number in the order of reading.

    A record with a problem that CATALOGUE calls an error goes into quarantine.
    """
    numbered = enumerate(records, start=1)
    with _rare_collections():
        while batch := list(islice(numbered, BATCH)):
            _copy_findings(batch)
            for register in registers:
                mine = [(seq, record) for seq, record in batch if record.kind is register.kind]
                if mine:
                    _copy_rows(register, mine, catalogue)


def settle(registers: Sequence[Register]) -> None:
    """Index and analyse the filled stages, so that the checks are planned well."""
    with connection.cursor() as cursor:
        for register in registers:
            cursor.execute(
                sql.SQL(
                    "CREATE INDEX ON {stage} (local_id, namespace);"
                    "CREATE INDEX ON {stage} (identifier);"
                    "CREATE INDEX ON {stage} USING gist (geom);"
                    "ANALYZE {stage}"
                ).format(stage=sql.Identifier(register.stage))
            )


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Records make no cycles, so looking for them as often as usual only costs: a quarter of the reading time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _copy_rows(register: Register, numbered: list[tuple[int, Record]], catalogue: Catalogue) -> None:
    rounded = _rounded([record.geometry for _, record in numbered])
    outlines = shapely.to_wkb(_as_compared(rounded), hex=True, include_srid=True)
    shapes = shapely.to_wkb(rounded, hex=True, include_srid=True)
    rows, crowded = [], []
    for (seq, record), shape, outline in zip(numbered, shapes, outlines, strict=True):
        row = _row(register, record, shape, outline)
        overlong = [register.all_columns[n] for n, room in register.lengths if len(row[n]) > room]
        if overlong:
            row = _cut(register, row)
            crowded.append(("too-long", record.kind.value, seq, row[IDENTIFIER], ", ".join(overlong), None))
        rows.append((seq, bool(overlong) or _is_quarantined(record, catalogue), *row))
    _copy(register.stage, (*STAGE_ONLY, *register.all_columns), register.texts, rows)
    if crowded:
        _copy("stage_finding", FINDING_COLUMNS, FINDING_TEXTS, crowded)


def _cut(register: Register, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with its texts cut to what their columns hold, so that it can stand in quarantine."""
    room = dict(register.lengths)
    return tuple(value[: room[n]] if n in room else value for n, value in enumerate(row))


def _rounded(geometries: list[shapely.Geometry | None]) -> Any:
    """An array of them in PL-1992.

    To a millimetre: finer digits come from the transformation, and would make the same outline look changed.
    """
    rounded = shapely.transform(np.array(geometries, dtype=object), lambda pairs: pairs.round(3))
    return shapely.set_srid(rounded, PL_1992.srid)


def _as_compared(shapes: Any) -> Any:
    """One outline in one form: formats differ in where rings begin and in their direction, and some make every area
    one of parts."""
    single = shapely.get_num_geometries(shapes) == 1
    return shapely.normalize(np.where(single, shapely.get_geometry(shapes, 0), shapes))


def _row(register: Register, record: Record, shape: str | None, outline: str | None) -> tuple[Any, ...]:
    """All columns of the register: the common ones, the digest of everything, its own ones, the geometry.

    OUTLINE: the geometry as the digest takes it.
    """
    values = register.values(record)
    common = _common(record, record.local_id or _stand_in(register, record, values, outline))
    # The version's name is left out: other programs write the same moment in other ways.
    facts = common[:VERSION_ID] + common[VERSION_ID + 1 :]
    return (*common, _digest(facts, values, outline), *values, shape)


def _stand_in(register: Register, record: Record, values: tuple[Any, ...], outline: str | None) -> str:
    """Identity where the source has none: the identifier, if it is unique in its register, else the content."""
    return record.identifier if register.identified else f"content:{_digest(record.identifier, values, outline)}"


def _digest(*content: object) -> str:
    return hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()


def _common(record: Record, local_id: str) -> tuple[Any, ...]:
    """The common columns before the digest."""
    valid_to = record.valid_to or record.object_to
    return (
        record.namespace,
        local_id,
        record.version_id,
        record.identifier,
        record.object_from,
        record.valid_from,
        valid_to,
        ("declared" if record.object_to else "superseded") if valid_to else "",
    )


def _is_quarantined(record: Record, catalogue: Catalogue) -> bool:
    return any(catalogue[problem.code].severity is Severity.ERROR for problem in record.problems)


def _copy_findings(batch: list[tuple[int, Record]]) -> None:
    rows = [
        (
            problem.code,
            record.kind.value,
            seq,
            record.identifier,
            problem.detail,
            _point(problem.place or _place(record)),
        )
        for seq, record in batch
        for problem in record.problems
    ]
    if rows:
        _copy("stage_finding", FINDING_COLUMNS, FINDING_TEXTS, rows)


def _place(record: Record) -> tuple[float, float] | None:
    """Somewhere in the record's shape, be it broken: where to look for what is wrong with the record."""
    if record.geometry is None or shapely.is_empty(record.geometry):
        return None
    place = shapely.point_on_surface(shapely.make_valid(record.geometry))
    return float(shapely.get_x(place)), float(shapely.get_y(place))


def _point(place: tuple[float, float] | None) -> str | None:
    return f"SRID={PL_1992.srid};POINT({place[0]} {place[1]})" if place else None


def _copy(table: str, columns: tuple[str, ...], texts: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    # CSV cannot tell an empty text from none: in columns of text it is an empty text.
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({}))").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(map(sql.Identifier, texts)),
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, buffer)
