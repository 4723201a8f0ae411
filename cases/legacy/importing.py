"""A file of legacy cases, batch by batch: read, compared with what is there, looked up in the register, written.

A batch is one transaction. Where the database refuses one, its rows are tried one by one, so a bad row stops no other.
Rows that are there already are recognised by their sign, so a file may be read again, also after it was cut off.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.catalogue.models import Service, ServiceForm
from cases.clock.terms import day_of
from cases.land.actions import MOST_POINTS
from cases.legacy import counters, making
from cases.legacy.columns import columns
from cases.legacy.findings import Note
from cases.legacy.land import Asked, Land
from cases.legacy.models import LegacyCase, LegacyRun
from cases.legacy.reading import SHAPE, SHAPES, Kind, Reader, Row, by_words
from cases.legacy.signs import Numbering
from cases.legacy.table import Table
from cases.signs import DEFAULT_PATTERN, Register
from sip.geo.crs import PL_1992
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.placing import Placer
from sip.registers.record import Problem, Record

BATCH: Final = 250
# The first half of an advisory lock's number, whose second is the office's.
LOCKS: Final = 7_401_140


class Result(StrEnum):
    MOVED = "moved"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row."""

    row: Row
    result: Result


@dataclass(slots=True)
class Told:
    """`counts` of results, `codes` of findings; `notes` are those of the file as a whole, `failure` what ended it."""

    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    failure: Note | None = None

    def as_written(self) -> dict[str, Any]:
        return {
            "rows": dict(self.counts),
            "findings": dict(self.codes),
            "file": [[note.code, note.detail] for note in self.notes],
        }


Heard = Callable[[Sequence[Outcome], int, int], None]
"""Outcomes of a batch, and how much of the file is read: done and all."""


class Busy(Exception):
    """Another file of the same office is being moved."""


def run_file(run: LegacyRun, path: Path, heard: Heard) -> Told:
    """Move what is in PATH, or only say what would be (`run.is_preview`). Raises Busy; nothing for what is in it."""
    told = Told()
    with _alone(run.office_id):
        try:
            _read(run, path, told, heard)
        except Unreadable as error:
            told.failure = Note(error.code, detail=_where(error))
    return told


def _where(error: Unreadable) -> str:
    return " ".join(filter(None, (error.detail, _("Wiersz %d.") % error.line if error.line else "")))


@contextmanager
def _alone(office: int) -> Iterator[None]:
    """One file of an office at a time: they would fight for the same signs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, office])
        if not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, office])


def is_at_work(office: int) -> bool:
    """Whether someone holds the lock of the office's imports."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND datname = current_database())",
            [LOCKS, office],
        )
        return bool(cursor.fetchone()[0])


def _read(run: LegacyRun, path: Path, told: Told, heard: Heard) -> None:
    wanted = columns(run.mapping)
    table = Table(path, wanted)
    problems: list[Problem] = []
    office = run.office
    placer = Placer(
        problems,
        default=table.declared,
        usual=table.usual,
        optional=[Kind.CASE],
        shapes=SHAPES,
        code=lambda _draft: office.unit_id,
    )
    services = list(Service.objects.of_office(office))
    reader = Reader(wanted, numbering_of(run), run.service, by_words(services), day_of(timezone.now()))
    work = _Work(run, Land(office), reader.today, _forms(services))
    records = placer.records(reader.draft(raw) for raw in table)
    failure: Unreadable | None = None
    while failure is None:
        batch, failure = _batch(records)
        if not batch:
            break
        outcomes = work.take(batch)
        told.counts.update(outcome.result for outcome in outcomes)
        told.codes.update(note.code for outcome in outcomes for note in outcome.row.notes)
        heard(outcomes, *table.progress())
    told.notes = [Note(problem.code, detail=problem.detail) for problem in problems]
    if failure:
        raise failure


def _batch(records: Iterator[Record]) -> tuple[list[Record], Unreadable | None]:
    """What was read before the file failed counts."""
    batch: list[Record] = []
    try:
        batch.extend(islice(records, BATCH))
    except Unreadable as failure:
        return batch, failure
    return batch, None


def numbering_of(run: LegacyRun) -> Numbering:
    """In which registers the office numbers its cases today."""
    services = Service.objects.of_office(run.office)
    registers = {(one.unit_symbol, one.jrwa_class, one.sign_group) for one in services}
    pattern = getattr(run.office, "sign_pattern", None)
    return Numbering(run.office_id, pattern.pattern if pattern else DEFAULT_PATTERN, registers)


def _forms(services: Iterable[Service]) -> dict[int, ServiceForm]:
    """The newest of each: the last one counts."""
    forms = ServiceForm.objects.filter(service__in=services).order_by("number")
    return {form.service_id: form for form in forms}


@dataclass(slots=True)
class _Work:
    """What is remembered from batch to batch: the signs met, sixteen bytes each, and in a preview how far they go."""

    run: LegacyRun
    land: Land
    today: date
    forms: dict[int, ServiceForm]
    met: dict[int, tuple[int, int]] = field(default_factory=dict)
    reached: dict[Register, int] = field(default_factory=dict)

    def take(self, batch: Sequence[Record]) -> list[Outcome]:
        rows = [_row(record) for record in batch]
        shapes = {id(row): _shape(record, row) for record, row in zip(batch, rows, strict=True)}
        known = self._known(rows)
        results = {id(row): self._compared(row, known) for row in rows}
        waiting = [row for row in rows if results[id(row)] is None]
        if waiting:
            self._settle(waiting, shapes, results)
        return [Outcome(row, results[id(row)] or Result.REFUSED) for row in rows]

    def _known(self, rows: Sequence[Row]) -> dict[str, LegacyCase]:
        keys = [row.sign.key[:200] for row in rows if row.sign]
        return {one.key: one for one in LegacyCase.objects.filter(office=self.run.office_id, key__in=keys)}

    def _compared(self, row: Row, known: dict[str, LegacyCase]) -> Result | None:
        """What is clear from the row itself, the file so far and what was moved before; None: it is new."""
        if row.is_refused or row.sign is None:
            return Result.REFUSED
        key = row.sign.key[:200]
        if result := self._repeated(row, key):
            return result
        if before := known.get(key):
            # Of a case without its people nothing is left to compare with.
            if before.digest in ("", row.digest):
                return Result.UNCHANGED
            row.notes.append(Note("row-changed", detail=_differing(before.typed, row.typed)))
            return Result.CHANGED
        return None

    def _repeated(self, row: Row, key: str) -> Result | None:
        number, mine = hash(key), hash(row.digest)
        first = self.met.setdefault(number, (mine, row.number))
        if first == (mine, row.number):
            return None
        if first[0] == mine:
            row.notes.append(Note("duplicate-row", "sign", row.said["sign"], str(first[1])))
            return Result.UNCHANGED
        row.notes.append(Note("duplicate-sign", "sign", row.said["sign"], str(first[1])))
        return Result.REFUSED

    def _settle(
        self, rows: Sequence[Row], shapes: dict[int, GEOSGeometry | None], results: dict[int, Result | None]
    ) -> None:
        """Look the parcels up, then write all rows together or, where that fails, one by one."""
        asked = [Asked(row.parcels, row.said["precinct"], row.filed or self.today) for row in rows]
        ready = [
            making.Ready(row, answered, shapes[id(row)])
            for row, answered in zip(rows, self.land.answer(asked), strict=True)
        ]
        for one in ready:
            one.row.notes.extend(one.land.notes)
        try:
            moved = self._written(ready)
        except (IntegrityError, DataError):
            # Rows that were refused for what they are stay so, and are told of once.
            moved = [row for one in ready if not one.row.is_refused for row in self._alone(one)]
        for row in moved:
            results[id(row)] = Result.MOVED

    def _alone(self, one: making.Ready) -> list[Row]:
        try:
            return self._written([one])
        except (IntegrityError, DataError) as error:
            one.row.notes.append(Note("not-stored", detail=_constraint(error)))
            return []

    def _written(self, ready: Sequence[making.Ready]) -> list[Row]:
        """Those whose signs are free, in one transaction; what is undone has reached no number."""
        reached = dict(self.reached)
        try:
            return self._write(ready)
        except (IntegrityError, DataError):
            self.reached = reached
            raise

    @transaction.atomic
    def _write(self, ready: Sequence[making.Ready]) -> list[Row]:
        """In a preview nothing is written."""
        fitting = self._counted(ready)
        if not self.run.is_preview:
            self._lock(fitting)
        free = self._free(fitting)
        if not self.run.is_preview and free:
            making.make(self.run, self.forms, free)
        return [one.row for one in free]

    def _lock(self, ready: Sequence[making.Ready]) -> None:
        wanted: dict[Register, int] = defaultdict(int)
        for one in ready:
            if numbered := self._this_year(one.row):
                wanted[numbered[0]] = max(wanted[numbered[0]], numbered[1])
        counters.raise_to(wanted)

    def _counted(self, ready: Sequence[making.Ready]) -> list[making.Ready]:
        """Without numbers of this year that are far from the last one."""
        fitting = []
        for one in ready:
            numbered = self._this_year(one.row)
            if numbered and numbered[1] > self._last(numbered[0]) + counters.MOST_JUMP:
                one.row.notes.append(Note("sign-jump", "sign", one.row.said["sign"], str(counters.MOST_JUMP)))
                continue
            if numbered:
                self.reached[numbered[0]] = max(self._last(numbered[0]), numbered[1])
            fitting.append(one)
        return fitting

    def _last(self, register: Register) -> int:
        if register not in self.reached:
            self.reached[register] = counters.last_number(register)
        return self.reached[register]

    def _this_year(self, row: Row) -> tuple[Register, int] | None:
        sign = row.sign
        if sign is None or not sign.is_own or sign.year != self.today.year or sign.number is None:
            return None
        return sign.register(self.run.office_id), sign.number

    def _free(self, ready: Sequence[making.Ready]) -> list[making.Ready]:
        """Without those whose sign or number a case bears already."""
        office = self.run.office_id
        signs = [one.row.sign for one in ready if one.row.sign]
        numbers = [(sign.register(office), sign.number) for sign in signs if sign.number is not None]
        taken = counters.taken(office, [sign.text for sign in signs], numbers)
        free = []
        for one in ready:
            sign = one.row.sign
            assert sign
            numbered = (sign.register(office), sign.number) if sign.number is not None else None
            if holder := taken.get(sign.text) or taken.get(numbered):
                one.row.notes.append(Note("sign-taken", "sign", one.row.said["sign"], holder))
            else:
                free.append(one)
        return free


def _row(record: Record) -> Row:
    row: Row = record.facts
    row.notes.extend(Note(problem.code, detail=problem.detail) for problem in record.problems)
    return row


def _shape(record: Record, row: Row) -> GEOSGeometry | None:
    """As cases may have it: valid, of not too many points."""
    shape = record.geometry
    if shape is None or shapely.is_empty(shape):
        return None
    if not shapely.is_valid(shape) or shapely.get_num_coordinates(shape) > MOST_POINTS:
        row.notes.append(Note("bad-geometry", detail=shapely.is_valid_reason(shape)[:80]))
        return None
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=PL_1992.srid)


def _differing(before: dict[str, str], now: Any) -> str:
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return ", ".join(names[:10]) or SHAPE


def _constraint(error: IntegrityError | DataError) -> str:
    """Its name alone: the database's words quote the row."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or type(error).__name__
