"""Maps of an extract: its subject among the zones that bind on the day, on paper at a true scale and on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.symbols import UNIT_MM, Look
from sip.extracts.hatching import zone_labels, zones_svg
from sip.extracts.parcel import parcel
from sip.extracts.picture import LABEL_SIZE, drawn_picture, frame_around, near_shapes
from sip.extracts.record import Subject
from sip.extracts.scene import NO_VERSION, Frame, Label, Shape
from sip.extracts.sheet import (
    CHOSEN_NUMBER,
    MAP_SIZE,
    SMALLEST_WITH_BUILDINGS,
    on_paper,
    own_numbers,
    scale_for,
    seen_in,
)
from sip.extracts.zones import Box, legend, zones_in

# Millimetres: as wide as a map of MAP_SIZE and higher, for what is long from south to north.
TALL: Final = (MAP_SIZE[0], 115.0)
ZONE_NAME: Final = 2.5
# A label and some air above and below it, of its height.
AIR: Final = 1.5
# Zones are what such a map is for; each number takes time to print.
MOST_NUMBERS: Final = 60


@dataclass(frozen=True, slots=True)
class PlanMap:
    """`looks`: of all that is drawn, the subject's own and what is only around it. `scale` is None on the screen.

    `with_surroundings`: with other parcels and buildings, which a small scale leaves out.
    """

    drawing: SafeString
    looks: list[Look]
    scale: int | None = None
    with_surroundings: bool = True


def paper_map(subject: Subject, day: date) -> PlanMap:
    """At the largest round scale at which the whole subject fits, however long or large it is."""
    extent = _extent(subject)
    size = min((MAP_SIZE, TALL), key=lambda size: (scale_for(extent, size), size))
    scale = scale_for(extent, size)
    west, south, east, north = extent
    frame = Frame.around(((west + east) / 2, (south + north) / 2), *size, scale / 1000)
    seen = seen_in(frame, _version(subject, day))
    # Lines of parcels so close together would hide the zones that the map is for.
    kept = seen if scale <= SMALLEST_WITH_BUILDINGS else [shape for shape in seen if shape.layer != "parcel"]
    shapes = [*kept, *_outline(subject, frame)]
    zones = zones_in(frame, day, avoided=_own_label(own_numbers(shapes), frame, CHOSEN_NUMBER))
    drawing = on_paper(
        frame,
        _title(subject),
        _bare(shapes),
        ground=zones_svg(zones, UNIT_MM, _mark(frame)),
        names=zone_labels(zones, ZONE_NAME),
        kind="plan",
    )
    return PlanMap(drawing, legend(zones), scale, with_surroundings=scale <= SMALLEST_WITH_BUILDINGS)


def screen_map(subject: Subject, day: date) -> PlanMap:
    """As the picture on the parcel's page, with zones."""
    frame = frame_around(_extent(subject))
    shapes = [*near_shapes(frame, _version(subject, day)), *_outline(subject, frame)]
    zones = zones_in(frame, day, avoided=_own_label(own_numbers(shapes), frame, LABEL_SIZE))
    drawing = drawn_picture(
        frame,
        _title(subject),
        _bare(shapes),
        ground=zones_svg(zones, 1.0, _mark(frame)),
        names=zone_labels(zones, LABEL_SIZE),
    )
    return PlanMap(drawing, legend(zones))


def _extent(subject: Subject) -> tuple[float, float, float, float]:
    west, south, east, north = map(float, subject.extent)
    return west, south, east, north


def _version(subject: Subject, day: date) -> int:
    """Of the parcel that is drawn thick."""
    record = parcel(subject.parcel.identifier, day) if subject.parcel else None
    return record.version_pk if record else NO_VERSION


def _title(subject: Subject) -> str:
    if subject.parcel is None:
        return _("Położenie narysowanego obszaru na tle stref planów")
    return _("Położenie działki %(number)s na tle stref planów") % {"number": subject.parcel.number}


def _mark(frame: Frame) -> str:
    """Tells the patterns of one map from those of the next on the same page."""
    return f"hatch-{frame.west:.0f}-{frame.south:.0f}"


def _bare(shapes: list[Shape]) -> list[Shape]:
    """Without the tints of land use, whose place the zones take, and with the numbers of the roomiest parcels only."""
    room = sorted((shape.room or 0 for shape in shapes if shape.layer == "parcel"), reverse=True)
    least = room[MOST_NUMBERS] if len(room) > MOST_NUMBERS else 0
    kept = (shape for shape in shapes if shape.layer not in ("land_use", "address"))
    return [
        replace(shape, label="") if shape.layer == "parcel" and (shape.room or 0) < least else shape for shape in kept
    ]


def _outline(subject: Subject, frame: Frame) -> list[Shape]:
    """Of a drawn area, as SVG path data."""
    if not subject.outline:
        return []
    rings = (
        ring
        for polygon in shapely.get_parts(shapely.from_wkt(subject.outline))
        for ring in (polygon.exterior, *polygon.interiors)
    )
    path = "".join(_ring(shapely.get_coordinates(ring).tolist(), frame) for ring in rings)
    return [Shape("chosen", "", "", path, None, None, None)]


def _ring(points: list[list[float]], frame: Frame) -> str:
    placed = (f"{(x - frame.west) / frame.unit:.2f} {(frame.north - y) / frame.unit:.2f}" for x, y in points[:-1])
    return f"M{'L'.join(placed)}z"


def _own_label(labels: Iterator[Label], frame: Frame, size: float) -> Box:
    """Where the subject's number stands, in metres; a point in a corner where it has none."""
    label = next(labels, None)
    if label is None:
        return frame.west, frame.north, frame.west, frame.north
    x, y = frame.west + label.x * frame.unit, frame.north - label.y * frame.unit
    width, height = (label.half_width + size) * frame.unit, AIR * size * frame.unit
    return x - width, y - height, x + width, y + height
