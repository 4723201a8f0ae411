"""What lies over a subject on a day, in one statement: zones, regulations, acts, restrictions, with shared shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from sip.extracts.record import RowKind
from sip.public import hot_rows, statement

OVERLAY: Final = statement(__file__, "overlay.sql")
PARCEL: Final = OVERLAY.replace("{subject}", "SELECT geom FROM parcel_history_public WHERE id = %(version)s")
DRAWN: Final = OVERLAY.replace("{subject}", "SELECT ST_GeomFromWKB(%(shape)s, %(srid)s) AS geom")
# Layers an extract is composed from.
LAYERS: Final = (
    "parcels",
    "planning_acts",
    "planning_documents",
    "planning_drawings",
    "planning_regulations",
    "planning_zones",
    "provisions",
    "restrictions",
    "themes",
)
SUBJECT: Final = "subject"


@dataclass(frozen=True, slots=True)
class Part:
    """`owner`: the act's identifier, or the code of a restriction's theme. `shape` is shared with the subject.

    `dimension` of the object itself, 2 of areas: where areas only touch, what they share is a line.
    """

    kind: RowKind
    identifier: str
    owner: str
    status: str
    in_force_from: date | None
    in_force_to: date | None
    facts: Mapping[str, Any]
    dimension: int
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Overlay:
    """A subject's shape, what lies over it, and the versions of the layers that say so; of one moment."""

    shape: BaseGeometry
    parts: tuple[Part, ...]
    versions: dict[str, int]


def overlay(text: str, values: Mapping[str, Any]) -> Overlay | None:
    """By TEXT, `PARCEL` or `DRAWN`, with its parameters; None where there is no such subject.

    An act comes as a part of its own only where none of its zones is known at all.
    """
    found = hot_rows(text, {**values, "layers": list(LAYERS)})
    shapes = shapely.from_wkb([bytes(row[-1]) for row in found])
    parts = [_part(row, shape) for row, shape in zip(found, shapes, strict=True) if row[0] != SUBJECT]
    for row, shape in zip(found, shapes, strict=True):
        if row[0] == SUBJECT:
            return Overlay(shape, tuple(parts), orjson.loads(row[6] or "{}"))
    return None


def _part(row: tuple[Any, ...], shape: BaseGeometry) -> Part:
    kind, identifier, owner, status, since, until, facts, dimension, _wkb = row
    return Part(kind, identifier, owner, status, since, until, orjson.loads(facts), dimension, shape)
