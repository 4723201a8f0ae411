"""A row of a former register -> what a case of it would be, with everything that had to be said of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

import orjson
import shapely

from cases.catalogue.models import Service
from cases.legacy import parcels, signs, values
from cases.legacy.findings import Note
from cases.legacy.signs import LegacySign, Numbering
from cases.legacy.table import EXTRA, row_notes
from cases.legacy.values import Ending
from cases.workflow import ENDED, State
from sip.geo.gml import Outline
from sip.intake.models import Severity
from sip.registers.reading.columns import Columns
from sip.registers.reading.placing import Draft
from sip.registers.reading.rows import RawRow
from sip.services.search.words import words

MOST: Final = {"applicant": 200, "address": 400, "subject": 4000}
SHAPE: Final = "(kształt)"
# Columns that count rows: in another order of the file they differ, and the cases are the same.
COUNTING: Final = frozenset(("lp", "nrwiersza", "nrporządkowy", "nrporzadkowy", "liczbaporządkowa", "liczbaporzadkowa"))


class Kind(StrEnum):
    CASE = "case"


SHAPES: Final[dict[StrEnum, Sequence[str]]] = {
    Kind.CASE: ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
}


@dataclass(slots=True)
class Row:
    """`typed` is the row by the file's own columns, `said` by our names. `notes` grow on the way."""

    number: int
    typed: Mapping[str, str]
    said: Mapping[str, str]
    digest: str
    sign: LegacySign | None
    filed: date | None
    closed: date | None
    ending: Ending
    service: Service
    parcels: list[parcels.Named]
    notes: list[Note] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(note.severity == Severity.ERROR for note in self.notes)

    def text(self, name: str) -> str:
        """Cut to what the case has room for."""
        return self.said[name][: MOST[name]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one file for one office."""

    columns: Columns
    numbering: Numbering
    usual: Service
    services: Mapping[str, Service]
    today: date

    def draft(self, raw: RawRow) -> Draft:
        """With the row in `facts`, and its shape to be placed."""
        said = self.columns.of(raw.values)
        row = self._row(raw, said)
        if raw.fault:
            row.notes.append(Note("bad-geometry", detail=raw.fault))
        return Draft(
            kind=Kind.CASE, identifier="", facts=row, line=raw.number, outline=raw.outline or _point(said, row.notes)
        )

    def _row(self, raw: RawRow, said: Mapping[str, str]) -> Row:
        notes = row_notes(raw)
        filed = self._filed(said["filed"], notes)
        sign = self._sign(said["sign"], filed, notes)
        closed = self._closed(said["closed"], filed, notes)
        typed = {name: value.strip() for name, value in raw.values.items() if name != EXTRA}
        return Row(
            number=raw.number,
            typed=typed,
            said={name: said[name].replace("\0", "") for name in said},
            digest=_digest(typed, raw.outline),
            sign=sign,
            filed=filed,
            closed=closed,
            ending=self._ending(said, filed, closed, notes),
            service=self._service(said["service"], notes),
            parcels=parcels.named(said["parcels"]),
            notes=notes + [_cut(name) for name, most in MOST.items() if len(said[name]) > most],
        )

    def _filed(self, typed: str, notes: list[Note]) -> date | None:
        found = values.day(typed)
        if not typed:
            notes.append(Note("missing-date", "filed"))
        elif found is None:
            notes.append(Note("bad-date", "filed", typed))
        elif found > self.today:
            notes.append(Note("future-date", "filed", typed))
        return found

    def _sign(self, typed: str, filed: date | None, notes: list[Note]) -> LegacySign | None:
        found = signs.read(typed, self.numbering, (filed or self.today).year)
        if found is None:
            notes.append(Note("missing-sign", "sign", typed))
            return None
        if len(found.text) > signs.MOST_SIGN or len(found.unit) > MOST_UNIT:
            notes.append(Note("long-sign", "sign", typed))
        if found.year is not None and found.year > self.today.year:
            notes.append(Note("future-year", "sign", typed))
        details = {"sign-normalised": found.text, "year-assumed": str(found.year), "year-differs": str(found.year)}
        notes.extend(Note(code, "sign", typed, details.get(code, "")) for code in found.notes)
        return found

    def _closed(self, typed: str, filed: date | None, notes: list[Note]) -> date | None:
        found = values.day(typed)
        if not typed:
            return None
        if found is None:
            code = "bad-closing-date"
        elif filed and found < filed:
            code = "closed-before-filed"
        elif found > self.today:
            code = "closed-in-future"
        else:
            return found
        notes.append(Note(code, "closed", typed))
        return None

    def _ending(self, said: Mapping[str, str], filed: date | None, closed: date | None, notes: list[Note]) -> Ending:
        typed = " ".join(filter(None, (said["state"], said["outcome"])))
        # What is said of the outcome alone says nothing where it cannot be read.
        found = values.ending(typed, is_closed=bool(said["closed"]))
        if not found.is_known:
            notes.append(Note("state-unknown", "state", typed, str(found.state.label)))
        if found.state in ENDED and closed is None and filed:
            notes.append(Note("closing-day-unknown", "closed", said["closed"]))
        if found.state == State.SUSPENDED:
            notes.append(Note("suspended-day-unknown", "state", typed))
        return found

    def _service(self, typed: str, notes: list[Note]) -> Service:
        found = self.services.get(" ".join(words(typed))) if typed else self.usual
        if found is None:
            notes.append(Note("service-unknown", "service", typed, self.usual.name))
        return found or self.usual


MOST_UNIT: Final = 30


def by_words(services: list[Service]) -> dict[str, Service]:
    """Services by what a table may call them: code or name."""
    return {" ".join(words(text)): service for service in services for text in (service.name, service.code)}


def _cut(name: str) -> Note:
    return Note("too-long", name, detail=str(MOST[name]))


def _digest(typed: Mapping[str, str], outline: Outline | shapely.Geometry | None) -> str:
    content = {name: value for name, value in typed.items() if _of_row(name) not in COUNTING}
    if outline is not None:
        content[SHAPE] = _outlined(outline)
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _of_row(column: str) -> str:
    return "".join(sign for sign in column.lower() if sign.isalnum())


def _outlined(outline: Outline | shapely.Geometry | None) -> str:
    return (
        shapely.to_wkb(outline, hex=True) if isinstance(outline, shapely.Geometry) else repr(outline and outline.rings)
    )


def _point(said: Mapping[str, str], notes: list[Note]) -> Outline | None:
    """A point from two columns; which of them is the easting is proved later."""
    if not (said["x"] and said["y"]):
        return None
    try:
        return Outline(rings=[[float(said[name].replace(",", ".").replace(" ", "")) for name in ("x", "y")]])
    except ValueError:
        notes.append(Note("bad-geometry", "x", f"{said['x']} {said['y']}"))
        return None
