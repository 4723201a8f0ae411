"""What a reader hands on: one frozen record a version of an object, whatever the register and the format."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import shapely


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or worth saying; `place` is PL-1992 easting, northing."""

    code: str
    detail: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One version of one object. `kind` names the register, `facts` is what that register knows of it.

    `geometry` is two-dimensional PL-1992 (easting, northing), curves linearised,
    otherwise as delivered: it may be invalid. `identifier` is as written, stripped. `line` is the source's line,
    or the feature's number in formats without lines. Dates are aware.
    """

    kind: StrEnum
    namespace: str
    local_id: str
    version_id: str
    object_from: datetime | None
    valid_from: datetime | None
    valid_to: datetime | None
    object_to: datetime | None
    identifier: str
    geometry: shapely.Geometry | None
    # a frozen dataclass of the room that keeps the register
    facts: Any
    line: int
    problems: tuple[Problem, ...] = ()
