"""Drafts with geometry as written -> records in PL-1992: readings proved, batches transformed at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import Any, Final, TypeVar

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from sip.geo.crs import AxisOrder, Coordinates, Reading, UnknownCRS, parse_srs_name
from sip.geo.gml import Outline
from sip.geo.gmlstream import Unreadable
from sip.geo.proof import Proof, in_poland, prove
from sip.geo.shapes import Shape, build
from sip.registers.record import Problem, Record

BATCH: Final = 1000
AREAS: Final = ("Polygon", "MultiPolygon")
POINTS: Final = ("Point",)
_ORDERS: Final = {
    AxisOrder.EAST_NORTH: _("najpierw współrzędna wschodnia"),
    AxisOrder.NORTH_EAST: _("najpierw współrzędna północna"),
}
Geometries = NDArray[np.object_]
T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """A record before its geometry is placed. `outline` may be a geometry that is already built."""

    kind: StrEnum
    identifier: str
    facts: Any
    line: int
    outline: Outline | shapely.Geometry | None = None
    namespace: str = ""
    local_id: str = ""
    version_id: str = ""
    object_from: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    object_to: datetime | None = None
    problems: list[Problem] = field(default_factory=list)


class Placer:
    """Places drafts batch by batch; each srsName is proved once, by the first batch it occurs in.

    `default` is what a geometry without srsName is taken to declare, `usual` the likelier order where nothing
    is declared. `optional` are kinds that may lack a geometry; `shapes` names the types of geometry of kinds that
    are not areas. `code` gives a text that begins with the TERYT code of where a draft must lie.
    """

    def __init__(
        self,
        notes: list[Problem],
        *,
        default: Reading | None = None,
        usual: AxisOrder = AxisOrder.NORTH_EAST,
        optional: Sequence[StrEnum] = (),
        shapes: Mapping[StrEnum, Sequence[str]] | None = None,
        code: Callable[[Draft], str] = attrgetter("identifier"),
    ) -> None:
        self._notes = notes
        self._default = default
        self._usual = usual
        self._optional = optional
        self._types = shapes or {}
        self._code = code
        self._proofs: dict[str, Reading | None] = {}

    def records(self, drafts: Iterable[Draft]) -> Iterator[Record]:
        """Records in the order of the drafts. When the drafts' source fails, those before it still come."""
        source, failure = iter(drafts), None
        while failure is None:
            batch, failure = take(source, BATCH)
            yield from self._place(batch)
            if not batch:
                break
        if failure:
            raise failure

    def _place(self, drafts: Sequence[Draft]) -> Iterator[Record]:
        shapes = self._shapes(drafts)
        by_srs: dict[str, list[int]] = {}
        for index, (draft, shape) in enumerate(zip(drafts, shapes, strict=True)):
            if shape.geometry is not None:
                srs = draft.outline.srs if isinstance(draft.outline, Outline) else ""
                by_srs.setdefault(srs.strip(), []).append(index)
        for srs, members in by_srs.items():
            self._transform(srs, members, drafts, shapes)
        for draft, shape in zip(drafts, shapes, strict=True):
            yield _record(draft, shape)

    def _shapes(self, drafts: Sequence[Draft]) -> list[Shape]:
        outlines = [draft.outline if isinstance(draft.outline, Outline) else None for draft in drafts]
        shapes = build(outlines)
        for draft, shape in zip(drafts, shapes, strict=True):
            if isinstance(draft.outline, shapely.Geometry) and not shapely.is_empty(draft.outline):
                shape.geometry = draft.outline
            _check_type(shape, self._types.get(draft.kind, AREAS))
            if shape.fault:
                draft.problems.append(Problem("bad-geometry", shape.fault))
            elif shape.geometry is None and draft.kind not in self._optional and not _has(draft, "bad-geometry"):
                draft.problems.append(Problem("missing-geometry"))
        return shapes

    def _transform(self, srs: str, members: list[int], drafts: Sequence[Draft], shapes: Sequence[Shape]) -> None:
        """Moves the members' geometries to PL-1992; those that land outside Poland lose theirs."""
        geometries = np.array([shapes[index].geometry for index in members], dtype=object)
        written = _first_points(geometries)
        if srs not in self._proofs:
            self._proofs[srs] = self._prove(srs, written, [self._code(drafts[index]) for index in members])
        reading = self._proofs[srs]
        if reading is not None:
            placed = shapely.transform(geometries, reading.to_pl_1992)
            inside = _whole_in_poland(placed)
        else:
            placed, inside = geometries, np.zeros(len(members), dtype=bool)
        for index, geometry, fits, first in zip(members, placed, inside, written, strict=True):
            shapes[index].geometry = geometry if fits else None
            if not fits:
                drafts[index].problems.append(Problem("absurd-coordinates", _as_written(first, srs)))

    def _prove(self, srs: str, written: Coordinates, identifiers: Sequence[str]) -> Reading | None:
        declared = _declared(srs) or (None if srs else self._default)
        proof = prove(declared, written, identifiers, usual=self._usual)
        if proof is None:
            if declared is None:
                raise Unreadable("no-crs", srs[:80])
            self._notes.append(Problem("absurd-coordinates", srs[:80]))
            return None
        self._note(srs, declared, proof)
        return proof.reading

    def _note(self, srs: str, declared: Reading | None, proof: Proof) -> None:
        found = proof.reading
        detail = f"{srs[:80] or '–'}: {found.crs.name}, {_ORDERS[found.order]}"
        if declared is None:
            self._notes.append(Problem("crs-assumed", detail))
        elif found.crs != declared.crs:
            self._notes.append(Problem("zone-corrected", detail))
        elif found.order is not declared.order:
            self._notes.append(Problem("axis-order-corrected", detail))
        elif not proof.by_identifier:
            self._notes.append(Problem("place-unproved", detail))


def take(source: Iterator[T], count: int) -> tuple[list[T], Unreadable | None]:
    """At most `count` items, fewer at the end, with the fault if one ended the source."""
    items: list[T] = []
    try:
        items.extend(islice(source, count))
    except Unreadable as failure:
        return items, failure
    return items, None


def _declared(srs: str) -> Reading | None:
    try:
        return Reading(*parse_srs_name(srs)) if srs else None
    except UnknownCRS:
        return None


def _check_type(shape: Shape, wanted: Sequence[str]) -> None:
    name = type(shape.geometry).__name__
    if shape.geometry is not None and name not in wanted:
        shape.fault, shape.geometry = name, None


def _has(draft: Draft, code: str) -> bool:
    return any(problem.code == code for problem in draft.problems)


def _first_points(geometries: Geometries) -> Coordinates:
    coordinates, owners = shapely.get_coordinates(geometries, return_index=True)
    return coordinates[np.unique(owners, return_index=True)[1]]


def _whole_in_poland(placed: Geometries) -> NDArray[np.bool_]:
    bounds = shapely.bounds(placed)
    return in_poland(bounds[:, :2]) & in_poland(bounds[:, 2:])


def _as_written(pair: Coordinates, srs: str) -> str:
    return f"{pair[0]:.2f} {pair[1]:.2f} {srs[:80]}".strip()


def _record(draft: Draft, shape: Shape) -> Record:
    if shape.repairs:
        place = _place_of(shape.geometry)
        draft.problems += [Problem("repaired-ring", detail, place) for detail in dict.fromkeys(shape.repairs)]
    return Record(
        kind=draft.kind,
        namespace=draft.namespace,
        local_id=draft.local_id,
        version_id=draft.version_id,
        object_from=draft.object_from,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        object_to=draft.object_to,
        identifier=draft.identifier,
        geometry=shape.geometry,
        facts=draft.facts,
        line=draft.line,
        problems=tuple(draft.problems),
    )


def _place_of(geometry: shapely.Geometry | None) -> tuple[float, float] | None:
    if geometry is None:
        return None
    x, y = shapely.get_coordinates(geometry)[0]
    return float(x), float(y)
