"""Files of zones -> records: attributes as files call them, the rest from the act that the zones belong to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from plans.codes import ZONES, ActKind, Status
from plans.designations import symbol_in
from plans.importing.read.records import Indicators, Kind, Standing, ZoneFacts
from plans.importing.read.rules import disagreements
from plans.importing.zones.columns import NAMED_BY, OWN
from plans.importing.zones.drawing import zone_rows
from plans.models import PlanningAct
from sip.registers.reading.columns import Columns
from sip.registers.reading.dxf import LAYER, TEXT, DxfRows
from sip.registers.reading.placing import Draft, Placer
from sip.registers.reading.rows import RawRow, draft, faults
from sip.registers.reading.table import TableFile
from sip.registers.reading.values import decimal, moment
from sip.registers.record import Problem, Record

# "do 12 m", "maks. 0,8", "30%"
_AROUND: Final = re.compile(r"^(?:do|maks?\.?|min\.?|nie (?:mniej|więcej) niż)\s+|\s*(?:%|m)$", re.IGNORECASE)
# Room of the column; no building is this high.
_MOST: Final = Decimal(100_000)
_SHARES: Final = ("max_built_share", "min_green_share")


class ZoneSource:
    """Zones of one file, to be iterated once; `notes` fill up meanwhile. Iteration raises Unreadable."""

    def __init__(self, act: PlanningAct, mapping: Mapping[str, str], path: Path) -> None:
        self._act = act
        self._columns = Columns(OWN, mapping, required=NAMED_BY)
        self._designated_by = mapping.get("designation", "").strip().capitalize()
        self._path = path
        self._table: TableFile | None = None
        self.notes: list[Problem] = []

    def __iter__(self) -> Iterator[Record]:
        self._table = table = TableFile(self._path, self._columns, areal=True)
        placer = Placer(self.notes, default=table.declared, usual=table.usual, code=lambda _draft: self._act.unit_code)
        yield from placer.records(map(self._draft, self._rows(table)))

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._table.progress() if self._table else (0, 0)

    def _rows(self, table: TableFile) -> Iterable[RawRow]:
        if not isinstance(table.rows, DxfRows):
            return table
        # What an office's other files call their columns says nothing of a drawing.
        self._columns = Columns(OWN, {})
        chosen = self._designated_by if self._designated_by in (LAYER, TEXT) else ""
        return zone_rows(table.rows, chosen, self.notes)

    def _draft(self, row: RawRow) -> Draft:
        values, problems = self._columns.of(row.values), faults(row)
        facts = _facts(self._act, values, problems)
        if not facts.designation:
            problems.append(Problem("missing-designation"))
        elif self._act.kind == ActKind.GENERAL:
            problems += disagreements(facts)
        made = draft(Kind.ZONES, row, values, facts, problems, identifier=facts.designation)
        made.namespace = made.namespace or self._act.namespace
        return made


def _facts(act: PlanningAct, values: Mapping[str, str], problems: list[Problem]) -> ZoneFacts:
    # A column of symbols alone designates terrains, numbered or not.
    designation = values["designation"] or values["symbol"]
    symbol = values["symbol"] if values["designation"] else ""
    return ZoneFacts(
        act=act.identifier,
        designation=designation,
        symbol=symbol or symbol_in(designation),
        standing=Standing(
            _status(values["status"]) or act.status,
            _day(values, problems, "in_force_from") or act.in_force_from,
            _day(values, problems, "in_force_to") or act.in_force_to,
        ),
        name=values["name"],
        kind_symbol=_kind_symbol(values["name"]),
        other_name=values["other_name"],
        indicators=_indicators(values, problems),
    )


def _status(text: str) -> str:
    """The code of a status by itself or by its name in Polish; what files call otherwise says nothing of law."""
    lowered = text.casefold()
    return next((status.value for status in Status if lowered in (status.value.casefold(), str(status.label))), "")


def _day(values: Mapping[str, str], problems: list[Problem], name: str) -> date | None:
    found = moment(values[name], problems, name)
    return found.date() if found else None


def _kind_symbol(name: str) -> str:
    lowered = name.casefold()
    return next((kind.symbol for kind in ZONES.values() if str(kind.name).casefold() == lowered), "")


def _indicators(values: Mapping[str, str], problems: list[Problem]) -> Indicators:
    return Indicators(**{name: _indicator(values[name], problems, name) for name in Indicators.__dataclass_fields__})


def _indicator(text: str, problems: list[Problem], name: str) -> Decimal | None:
    value = decimal(_AROUND.sub("", _AROUND.sub("", text)).strip(), problems, name)
    if value is None:
        return None
    if value >= _MOST:
        problems.append(Problem("bad-number", name))
        return None
    # No plan asks for less than one per cent of a plot: such a share is written as a fraction.
    return value * 100 if name in _SHARES and 0 < value < 1 else value
