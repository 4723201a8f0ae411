"""What the editor's form sends, made into plain values; whatever else is sent for them counts as nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson
import shapely
import shapely.geometry
from django.http import HttpRequest
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from cases.desk.geometry.files import KINDS, MOST_TEXT, Candidate
from cases.land import systems
from cases.land.actions import MOST_REASON
from cases.land.models import Source
from sip.geo.crs import PL_1992

MOST_CANDIDATES: Final = 200
MOST_PARCELS_TEXT: Final = 5_000
# Metres; what lies farther off has no place on the ellipsoid, so no area and no length either.
FARTHEST: Final = 1e7


@dataclass(frozen=True, slots=True)
class Sent:
    """Texts as they came, without NUL. `shape` and `other_shape` are drawn, in EPSG:2180; lists stand for them where
    there is no script.
    """

    do: str
    version: int
    base: int
    list: str
    shape: BaseGeometry | None
    system: str
    shown: str
    typed_system: str
    order: str
    source: str
    reason: str
    other: str
    other_shape: BaseGeometry | None
    parcels: tuple[str, ...]
    file_system: str
    file_order: str
    file_note: str
    candidates: tuple[Candidate, ...]
    take: tuple[int, ...]
    pieces: tuple[shapely.Polygon, ...]
    keep: tuple[int, ...]


def sent_by(request: HttpRequest) -> Sent:
    post = request.POST

    def text(name: str) -> str:
        return post.get(name, "").replace("\0", "")

    return Sent(
        do=text("do"),
        version=_number(text("version")),
        base=_number(text("base")),
        list=text("list"),
        shape=drawn(text("shape")),
        system=text("system") if text("system") in systems.WRITTEN else str(PL_1992.srid),
        shown=text("shown"),
        typed_system=text("typed_system"),
        order=text("order"),
        source=text("source") if text("source") in Source.values else Source.AMENDED.value,
        reason=" ".join(text("reason").split())[: MOST_REASON + 1],
        other=text("other"),
        other_shape=drawn(text("other_shape")),
        parcels=_names(text("parcels")[:MOST_PARCELS_TEXT]),
        file_system=text("file_system"),
        file_order=text("file_order"),
        file_note=text("file_note"),
        candidates=_candidates(post.getlist("candidate_label"), post.getlist("candidate")),
        take=tuple(map(_number, post.getlist("take")[:MOST_CANDIDATES])),
        pieces=_pieces(post.getlist("piece")[:MOST_CANDIDATES]),
        keep=tuple(map(_number, post.getlist("keep")[:MOST_CANDIDATES])),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").replace(";", " ").split())


def _candidates(labels: Sequence[str], written: Sequence[str]) -> tuple[Candidate, ...]:
    pairs = list(zip(labels, written, strict=False))[:MOST_CANDIDATES]
    return tuple(Candidate(label.replace("\0", "")[:200], wkt.replace("\0", "")) for label, wkt in pairs)


def _pieces(written: Sequence[str]) -> tuple[shapely.Polygon, ...]:
    found = [drawn(text) for text in written]
    return tuple(piece for piece in found if isinstance(piece, shapely.Polygon) and piece.is_valid)


def drawn(text: str) -> BaseGeometry | None:
    """A shape of GeoJSON in EPSG:2180, easting first; None for anything else."""
    if not text or len(text) > MOST_TEXT:
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(_member(orjson.loads(text))))
    except (orjson.JSONDecodeError, GEOSException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    is_one = shape.geom_type in KINDS and not shape.is_empty
    # Neither is a NaN.
    return shape if is_one and (np.abs(shapely.get_coordinates(shape)) <= FARTHEST).all() else None


def _member(content: Any) -> dict[str, Any]:
    """Raises TypeError where it is no object."""
    if not isinstance(content, dict) or content.get("type") not in KINDS:
        raise TypeError
    return content
