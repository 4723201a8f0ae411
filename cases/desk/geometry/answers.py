"""What the editor's page and its script are told: versions, shapes in layers, the sheet as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson
import shapely
from django.urls import reverse
from shapely.geometry.base import BaseGeometry

from cases.desk.geometry import compare, ground
from cases.desk.geometry.checks import Look
from cases.desk.geometry.sheet import Sheet, filed, shapely_of
from cases.land import systems
from cases.land.models import CaseGeometry
from cases.models import Case
from cases.resident.place import map_config


@dataclass(frozen=True, slots=True)
class Version:
    """`change` is what the area gained or lost against the version before."""

    geometry: CaseGeometry
    size: str
    change: str


def versions_of(case: Case) -> list[Version]:
    """The newest first."""
    found = list(case.geometries.select_related("actor").order_by("number"))
    shapes = [shapely_of(one.geom) for one in found]
    areas = [ground.area_of(shape) for shape in shapes]
    changes = ["", *(ground.difference_words(after - before) for before, after in pairwise(areas))]
    rows = zip(found, shapes, changes, strict=True)
    return [Version(one, ground.size_words(shape), change) for one, shape, change in rows][::-1]


def config(sheet: Sheet, difference: compare.Difference | None) -> dict[str, Any]:
    """For shape-editor.js; shapes are GeoJSON in EPSG:2180, easting first."""
    case = sheet.case
    whole = [shape for shape in (sheet.shape, difference.before if difference else None) if shape is not None]
    around = map_config(case, [parcel.geom for parcel in case.parcels.all() if parcel.geom is not None])
    return {
        "tiles": around["tiles"],
        "extent": _extent(around["extent"], [*whole, *sheet.candidate_shapes]),
        "parcel_at": around["parcel_at"],
        "work": reverse("case-geometry-work", args=[case.pk]),
        "targets": reverse("case-geometry-targets", args=[case.pk]),
        "watch": reverse("case-geometry-watch", args=[case.pk]),
        "layers": {
            "filed": [geojson(shape) for shape in filed(case)],
            "saved": [geojson(shapely_of(case.shape))] if case.shape is not None else [],
            "gained": [geojson(difference.gained)] if difference and difference.gained else [],
            "lost": [geojson(difference.lost)] if difference and difference.lost else [],
        },
        "sheet": of(sheet),
    }


def _extent(usual: Sequence[float], shapes: Sequence[BaseGeometry]) -> list[float]:
    """What is worked on fills the map; a parcel may be a hundred times as large."""
    boxes: list[Sequence[float]] = [shape.bounds for shape in shapes] or [usual]
    return [
        *(min(box[at] for box in boxes) for at in (0, 1)),
        *(max(box[at] for box in boxes) for at in (2, 3)),
    ]


def of(sheet: Sheet) -> dict[str, Any]:
    return {
        "shape": geojson(sheet.shape),
        "list": sheet.text,
        "system": sheet.system,
        "system_name": systems.name_of(systems.WRITTEN[sheet.system]),
        "source": sheet.source,
        "said": sheet.said,
        "problems": sheet.problems,
        "bad_line": sheet.bad_line,
        "look": _look(sheet.look),
        "file": {
            "note": sheet.file_note,
            "system": sheet.file_system,
            "order": sheet.file_order,
            "candidates": [{"label": one.label, "written": one.written} for one in sheet.candidates],
            "shapes": [geojson(shape) for shape in sheet.candidate_shapes],
        },
        "pieces": [_piece(piece) for piece in sheet.pieces],
    }


def geojson(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """With every digit that there is."""
    return None if shape is None else orjson.loads(orjson.dumps(shapely.geometry.mapping(shape)))


def _look(look: Look | None) -> dict[str, Any] | None:
    if look is None:
        return None
    return {
        "size": look.size,
        "perimeter": look.perimeter,
        "points": look.points,
        "on_register": look.on_register,
        "parts": look.parts,
        "holes": look.holes,
        "can_be_saved": look.can_be_saved,
        "problems": [
            {"level": problem.level, "words": problem.words, "place": problem.place} for problem in look.problems
        ],
    }


def _piece(piece: shapely.Polygon) -> dict[str, Any]:
    """`json` is for the form, whose pieces come back as they were sent."""
    shape = geojson(piece)
    return {"shape": shape, "words": ground.size_words(piece), "json": orjson.dumps(shape).decode()}
