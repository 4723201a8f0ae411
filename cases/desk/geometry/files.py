"""A shape out of a clerk's file: its features to choose from, and the system they are taken to be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from cases.errors import Incomplete
from cases.land import systems
from cases.land.files import Content, read, wrong
from sip.geo.crs import AxisOrder, Coordinates, Reading, UnknownCRS, parse_srs_name
from sip.geo.gml import Outline
from sip.geo.proof import plausible, prove
from sip.geo.shapes import build
from sip.registers.reading.rows import RawRow

KINDS: Final = ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point", "MultiPoint")
# What is sent back and forth while a clerk chooses.
MOST_POINTS: Final = 20_000
MOST_TEXT: Final = 1_500_000
LONGEST_LABEL: Final = 80
NAMES: Final = ("nazwa", "name", "oznaczenie", "symbol", "numer", "nr", "id", "iddzialki", "text", "layer")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feature as the file writes it: `written` is WKT in the file's own system and order of axes."""

    label: str
    written: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds and how it is read; `note` says in words on what grounds."""

    candidates: tuple[Candidate, ...]
    reading: Reading
    note: str


def found_in(upload: UploadedFile) -> Found:  # type: ignore[type-arg]
    """Raises Incomplete, saying what is wrong with the file."""
    content = read(upload, with_words=True)
    shapes = _shapes(content)
    if not shapes:
        raise wrong(_("W pliku nie ma kształtu, który umiemy odczytać."))
    if shapely.get_num_coordinates([shape for _row, shape in shapes]).sum() > MOST_POINTS:
        raise wrong(
            _("Kształty z pliku mają razem więcej niż %d punktów: zostaw w nim tylko to miejsce.") % MOST_POINTS
        )
    reading, note = _proved(content, [shape for _row, shape in shapes])
    candidates = tuple(
        Candidate(_label(number, row), shapely.to_wkt(shape, rounding_precision=-1))
        for number, (row, shape) in enumerate(shapes, start=1)
    )
    return Found(candidates, reading, note)


def _shapes(content: Content) -> list[tuple[RawRow, BaseGeometry]]:
    """Features with a shape that a case can have, as written."""
    outlines = [row.outline if isinstance(row.outline, Outline) else None for row in content.rows]
    built = build(outlines)
    pairs = [
        (row, row.outline if isinstance(row.outline, shapely.Geometry) else one.geometry)
        for row, one in zip(content.rows, built, strict=True)
    ]
    return [
        (row, shapely.force_2d(shape))
        for row, shape in pairs
        if isinstance(shape, BaseGeometry) and shape.geom_type in KINDS and not shape.is_empty
    ]


def _proved(content: Content, shapes: Sequence[BaseGeometry]) -> tuple[Reading, str]:
    declared = _declared(content)
    proof = prove(declared, _first_points(shapes), [""] * len(shapes), usual=content.usual)
    if proof is None:
        raise wrong(_("Współrzędne z pliku leżą poza Polską albo w nieznanym układzie."))
    return proof.reading, _note(declared, proof.reading)


def _declared(content: Content) -> Reading | None:
    srs = next((row.outline.srs for row in content.rows if isinstance(row.outline, Outline) and row.outline.srs), "")
    try:
        return Reading(*parse_srs_name(srs)) if srs else content.declared
    except UnknownCRS:
        return None


def _note(declared: Reading | None, reading: Reading) -> str:
    named = systems.reading_name(reading)
    if declared is None:
        return _("Plik nie mówi, w jakim jest układzie. Po liczbach założono: %s.") % named
    if declared == reading:
        return _("Układ podany w pliku: %s.") % named
    return _("Plik podaje inny układ, ale liczby pasują tylko do tego: %s.") % named


def _first_points(shapes: Sequence[BaseGeometry]) -> Coordinates:
    coordinates, owners = shapely.get_coordinates(list(shapes), return_index=True)
    return coordinates[np.unique(owners, return_index=True)[1]]


def _label(position: int, row: RawRow) -> str:
    """By what people may know the feature, after its place among those with a shape."""
    values: Mapping[str, Any] = {name.casefold(): value for name, value in row.values.items() if value}
    words = next((values[name] for name in NAMES if name in values), "") or next(iter(values.values()), "")
    number = _("obiekt %d") % position
    return f"{number}: {words}"[:LONGEST_LABEL] if words else number


def taken(candidates: Sequence[Candidate], reading: Reading) -> BaseGeometry:
    """The chosen features in EPSG:2180, areas grown into one. Raises Incomplete."""
    if not candidates:
        raise wrong(_("Zaznacz, które kształty z pliku wziąć."))
    placed = [_placed(candidate, reading) for candidate in candidates]
    if len(placed) == 1:
        return placed[0]
    if not all(shapely.is_valid(placed)):
        raise wrong(_("Granica kształtu w pliku przecina sama siebie: weź go samego i popraw."))
    whole = shapely.union_all(placed)
    if isinstance(whole, shapely.GeometryCollection):
        raise wrong(_("Wybrano obszary razem z liniami albo punktami: zostaw jeden rodzaj."))
    return whole


def _placed(candidate: Candidate, reading: Reading) -> BaseGeometry:
    """Raises Incomplete also for what no page of ours sent."""
    try:
        written = shapely.from_wkt(candidate.written[:MOST_TEXT])
    except GEOSException:
        raise wrong(_("Wczytaj plik jeszcze raz.")) from None
    if written.geom_type not in KINDS or written.is_empty:
        raise wrong(_("Wczytaj plik jeszcze raz."))
    pairs = shapely.get_coordinates(written)
    if len(pairs) > MOST_POINTS or not np.isfinite(pairs).all() or not plausible(reading, pairs).all():
        raise wrong(_("W tym układzie kształt z pliku leżałby poza Polską: %s.") % systems.reading_name(reading))
    return shapely.transform(shapely.force_2d(written), reading.to_pl_1992)


def reading_of(system: str, order: str, candidates: Sequence[Candidate]) -> Reading | None:
    """The reading that a clerk chose for the file; of an order left open the one that leads into Poland.

    None where nothing was chosen, or nothing fits.
    """
    if system not in systems.OF_FILES:
        return None
    open_ones = systems.readings(system, order)
    usual = [reading for reading in open_ones if reading.order is AxisOrder.EAST_NORTH]
    for reading in [*usual, *(one for one in open_ones if one not in usual)]:
        try:
            taken(candidates[:1], reading)
        except Incomplete:
            continue
        return reading
    return open_ones[0]
