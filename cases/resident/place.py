"""Where an application is about: parcels people type, what applies to them, shapes that are typed or drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.land.lists import write
from cases.land.models import MOST_TYPED
from cases.land.typed import typed
from cases.models import Case
from parcels.identifiers import ParcelId
from sip.extracts import parcel as extract
from sip.extracts.answer import Answer
from sip.extracts.compose import MOST_PARCELS, NoSuchParcel, of_parcels
from sip.extracts.known import Changed
from sip.extracts.parcel import ParcelRecord
from sip.extracts.picture import drawn_picture, frame_around, near_shapes
from sip.extracts.public_registers import Entry, on_parcel
from sip.extracts.scene import NO_VERSION, Frame
from sip.extracts.shown import shown
from sip.geo.crs import PL_1992
from sip.map_address import map_address
from sip.offices.areas import registration_codes
from sip.public import rows
from sip.services.layers import register_version
from sip.services.search.find import search
from sip.services.search.results import Kind, Result
from sip.services.search.understand import understand

# So many candidates are a list to choose from; more is a question not asked well.
MOST_CANDIDATES: Final = 12
MOST_LINES: Final = 500
SHAPES: Final = """
SELECT encode(ST_AsBinary(ST_Force2D(geom)), 'hex'), ST_SRID(geom) FROM parcel_public
WHERE identifier = ANY(%(identifiers)s) ORDER BY identifier
"""
AREA: Final = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
FROM (SELECT ST_Extent(geom) AS e FROM precinct_public WHERE identifier LIKE %(begin)s) AS found
"""
# NULL where none of the precincts is known.
HERE: Final = """
SELECT bool_or(ST_Covers(geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s)))
FROM precinct_public WHERE left(identifier, 8) = ANY(%(units)s)
"""
# What the map shows of an empty register: powiat lubelski, PL-1992.
EMPTY: Final = [715_000.0, 340_000.0, 775_000.0, 400_000.0]


@dataclass(frozen=True, slots=True)
class Named:
    """A parcel of an application as typed; `record` is None where the register knows none in force.

    `answer` says what may be built there, `public` what stands of it in public registers.
    """

    typed: str
    record: ParcelRecord | None = None
    answer: Answer | None = None
    restrictions: tuple[str, ...] = ()
    public: tuple[Entry, ...] = ()

    @property
    def has_page(self) -> bool:
        return self.record is not None and ParcelId.parse(self.record.identifier) is not None


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed text was taken for: one parcel, or several to choose from, or neither."""

    identifier: str = ""
    candidates: tuple[Result, ...] = ()


def find(text: str) -> Found:
    """Understands what search does: an identifier, "Sulimy 253/77", an address, coordinates."""
    typed = " ".join(text.replace("\0", "").split())[:MOST_TYPED]
    identifier = "".join(typed.split())
    if extract.parcel(identifier):
        return Found(identifier)
    answer = search(understand(typed), limit=MOST_CANDIDATES)
    parcels = [result for result in answer.results if result.identifier and result.kind != Kind.FORMER_PARCEL]
    if answer.only and answer.only in parcels:
        return Found(answer.only.identifier or "")
    return Found(candidates=tuple(parcels))


def named(typed: Sequence[str]) -> list[Named]:
    """What is known of each, with what plans and restrictions say of the first ones."""
    known = [(text, extract.parcel("".join(text.split()))) for text in typed]
    said = _said([record.identifier for _text, record in known if record][:MOST_PARCELS])
    return [_named(text, record, said) for text, record in known]


Said = Mapping[str, tuple[Answer, tuple[str, ...]]]


def _named(text: str, record: ParcelRecord | None, said: Said) -> Named:
    if record is None:
        return Named(text)
    if record.identifier not in said:
        return Named(text, record, public=tuple(on_parcel(record.identifier)))
    answer, restrictions = said[record.identifier]
    return Named(text, record, answer, restrictions, tuple(on_parcel(record.identifier)))


def _said(identifiers: Sequence[str]) -> dict[str, tuple[Answer, tuple[str, ...]]]:
    """None while a publication is under way: the page goes without."""
    if not identifiers:
        return {}
    try:
        subjects = [shown(subject) for subject in of_parcels(identifiers, localdate()).subjects]
    except (Changed, NoSuchParcel):
        return {}
    return {
        identifier: (subject.answer, tuple(concern.name for concern in subject.restrictions))
        for identifier, subject in zip(dict.fromkeys(identifiers), subjects, strict=True)
    }


def outside(case: Case, known: Sequence[Named]) -> list[str]:
    """What of the application lies where its office does not answer, in words; where that is not known, nothing."""
    units = registration_codes(case.office.unit_id)
    elsewhere = [one.record.number for one in known if one.record and one.record.unit not in units]
    said = [_("Działka %s leży poza obszarem tego urzędu.") % number for number in elsewhere]
    if case.shape is not None and _is_elsewhere(case.shape, units):
        said.append(_("Zaznaczone miejsce leży poza obszarem tego urzędu."))
    return said


def _is_elsewhere(shape: GEOSGeometry, units: Sequence[str]) -> bool:
    middle = shape.point_on_surface
    found = rows(HERE, {"units": list(units), "x": middle.x, "y": middle.y, "srid": PL_1992.srid})[0][0]
    return found is False


def typed_shape(text: str) -> GEOSGeometry | None:
    """A shape of coordinates, one point a line, in any system that surveyors and maps use; EPSG:2180.

    One point, a line of two, an area of three and more. Raises Incomplete.
    """
    if not text.strip():
        return None
    return GEOSGeometry(memoryview(shapely.to_wkb(typed(text).shape)), srid=PL_1992.srid)


def shape_words(shape: GEOSGeometry) -> str:
    """„obszar, 1 234 m²”, „linia, 56 m”, „punkt”."""
    if shape.geom_type.endswith("Point"):
        return _("punkt")
    if shape.area:
        return _("obszar, %s m²") % _whole(shape.area)
    return _("linia, %s m") % _whole(shape.length)


def _whole(value: float) -> str:
    return f"{round(value):,}".replace(",", "\u00a0")


def shape_lines(shape: GEOSGeometry | None) -> str:
    """A shape as people type it back: X to the north, Y to the east, one pair a line; nothing for one of too many."""
    if shape is None or shape.num_coords > MOST_LINES:
        return ""
    match shape:
        case Point():
            pairs: list[Any] = [shape.coords]
        case LineString():
            pairs = list(shape.coords)
        case Polygon() if not shape.num_interior_rings:
            pairs = list(shape.coords[0][:-1])
        case _:
            return write(shapely.from_wkb(bytes(shape.wkb)))
    return "\n".join(f"{y:.2f} {x:.2f}" for x, y in pairs)


def picture_of(parcels: Sequence[Any], shape: GEOSGeometry | None, title: str) -> SafeString | str:
    """The shape, or else the first parcel, on the ground around; empty where neither is known.

    PARCELS are geometries in EPSG:2180.
    """
    whole = [geometry for geometry in [shape, *parcels] if geometry is not None]
    if not whole:
        return ""
    west, south, east, north = _around([geometry.extent for geometry in whole])
    frame = frame_around((west, south, east, north))
    paths = [_svg(geometry, frame, "case-parcel") for geometry in parcels if geometry is not None]
    drawn = [_svg(shape, frame, "case-shape")] if shape is not None else []
    return drawn_picture(frame, title, near_shapes(frame, NO_VERSION), over="".join([*paths, *drawn]))


def _svg(geometry: Any, frame: Frame, kind: str) -> str:
    if geometry.geom_type in ("Point", "MultiPoint"):
        points = [geometry] if geometry.geom_type == "Point" else list(geometry)
        return "".join(
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="9"/>' for x, y in (_at(p, frame) for p in points)
        )
    return f'<path class="{kind}" d="{"".join(_rings(geometry, frame))}"/>'


def _at(point: Any, frame: Frame) -> tuple[float, float]:
    return (point.x - frame.west) / frame.unit, (frame.north - point.y) / frame.unit


def _rings(geometry: Any, frame: Frame) -> list[str]:
    if geometry.geom_type.startswith(("Multi", "GeometryCollection")):
        return [path for part in geometry for path in _rings(part, frame)]
    rings = geometry.coords if geometry.geom_type == "Polygon" else [geometry.coords]
    return [
        "M" + "L".join(f"{(x - frame.west) / frame.unit:.1f} {(frame.north - y) / frame.unit:.1f}" for x, y in ring)
        for ring in rings
    ]


def map_of(case: Case) -> str:
    """The public map around the case's place; the whole map where none is known."""
    if case.shape is None:
        return map_address()
    west, south, east, north = case.shape.extent
    room = max(east - west, north - south, 20.0) * 0.3
    return map_address(extent=(west - room, south - room, east + room, north + room))


def parcel_shapes(case: Case) -> list[GEOSGeometry]:
    """Of the draft's parcels in force, EPSG:2180."""
    identifiers = ["".join(text.split()) for text in case.typed_parcels]
    found = rows(SHAPES, {"identifiers": identifiers}) if identifiers else []
    return [GEOSGeometry(memoryview(bytes.fromhex(wkb)), srid=srid) for wkb, srid in found]


def map_config(case: Case, shapes: Sequence[GEOSGeometry]) -> dict[str, Any]:
    """What the map of the step needs: where it begins, what stands already; EPSG:2180."""
    whole = [shape.extent for shape in [case.shape, *shapes] if shape is not None]
    extent = _around(whole) if whole else _area_of(case)
    return {
        "tiles": f"/tiles/pl1992/{register_version()}/{{z}}/{{x}}/{{y}}.mvt",
        "extent": extent,
        "parcel_at": reverse("api-parcels-at", urlconf="sip.services.urls"),
        "parcels": [shape.wkt for shape in shapes],
        "shape": case.shape.wkt if case.shape else "",
        "place": case.service.place,
    }


def _around(extents: Sequence[tuple[float, float, float, float]]) -> list[float]:
    return [
        min(each[0] for each in extents),
        min(each[1] for each in extents),
        max(each[2] for each in extents),
        max(each[3] for each in extents),
    ]


def _area_of(case: Case) -> list[float]:
    """The office's gmina, or all that the register has; a usual view where it has nothing."""
    unit = case.office.unit_id
    found = rows(AREA, {"begin": f"{unit[:6]}%"})[0]
    return EMPTY if found[0] is None else [float(value) for value in found]
