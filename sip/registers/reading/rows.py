"""A feature of a table as read, and what it gives every register's draft: identity, dates, place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely

from sip.geo.gml import Outline
from sip.registers.reading.columns import Row
from sip.registers.reading.placing import Draft
from sip.registers.reading.values import moment
from sip.registers.record import Problem


@dataclass(frozen=True, slots=True)
class RawRow:
    """One feature of a table: its attributes, its geometry (or why there is none), its number or line."""

    number: int
    values: Row
    outline: Outline | shapely.Geometry | None = None
    fault: str = ""


def faults(row: RawRow) -> list[Problem]:
    """What was wrong with the row before anyone looked at its attributes."""
    return [Problem("bad-geometry", row.fault)] if row.fault else []


def draft(
    kind: StrEnum, row: RawRow, values: Mapping[str, str], facts: Any, problems: list[Problem], *, identifier: str
) -> Draft:
    """A draft with what every table may say of an object; VALUES are by the names of `columns.COMMON`.

    PROBLEMS grow, and become the draft's.
    """
    return Draft(
        kind=kind,
        identifier=identifier,
        facts=facts,
        line=row.number,
        outline=row.outline if row.outline is not None else _point(values, problems),
        namespace=values["namespace"],
        local_id=values["local_id"],
        version_id=values["version_id"],
        object_from=moment(values["object_from"], problems, "startObiekt"),
        valid_from=moment(values["valid_from"], problems, "startWersjaObiekt"),
        valid_to=moment(values["valid_to"], problems, "koniecWersjaObiekt"),
        object_to=moment(values["object_to"], problems, "koniecObiekt"),
        problems=problems,
    )


def _point(values: Mapping[str, str], problems: list[Problem]) -> Outline | None:
    """A point from two columns; which of them is the easting is proved later like everything else."""
    if not (values["x"] and values["y"]):
        return None
    try:
        pair = [float(values[name].replace(",", ".").replace("_", "?")) for name in ("x", "y")]
    except ValueError:
        problems.append(Problem("bad-geometry", "number"))
        return None
    return Outline(rings=[pair])
