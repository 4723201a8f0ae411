"""Query parameters of OGC API Features, read strictly: box, time and page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np
from django.utils.timezone import make_aware

from sip.geo.crs import ETRS89, WGS84, AxisOrder, Reading, transform
from sip.geo.grid import Box
from sip.services import parameters, places
from sip.services.errors import BadRequest
from sip.services.ogc.collections import SHAPELESS
from sip.services.ogc.systems import system
from sip.services.parameters import Coordinates
from sip.services.places import Condition
from sip.services.registry.layer import Layer

Query = Mapping[str, str]

ON_ITEM: Final = ("f", "crs")
FILTERING: Final = ("filter", "filter-lang", "filter-crs")
ON_PAGE: Final = (*ON_ITEM, "bbox", "bbox-crs", "datetime", *FILTERING, "sortby", "limit", "after", "count")
PAGE: Final = parameters.PAGE
# OGC's test suite counts what is matched up to 10,000, by four pages after the first.
LARGEST_PAGE: Final = 2500
# Nobody reads more at once, and outlines drawn for people cost far more than their texts.
LARGEST_READABLE: Final = 100
_WHOLE: Final = re.compile(r"[0-9]{1,40}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339, 5.6.
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_OPEN: Final = ("", "..")
_PARAMETER: Final = re.compile(r"%\((\w+)\)s")
_DEGREES: Final = (WGS84, ETRS89)
_HALF_TURN: Final = 180.0
# Of a collection's extent.
_WIDE: Final = 0.25
# Versions are in the register from their first moment until the one before their end.
_IN_REGISTER: Final = "valid_from <= %(until)s::timestamptz"
_NOT_ENDED: Final = "(valid_to IS NULL OR valid_to > %(since)s::timestamptz)"
# Of several versions in the time the last, so that an id is one feature.
_LAST: Final = """NOT EXISTS (SELECT FROM {view} AS later WHERE later.identifier = versions.identifier
    AND later.valid_from > versions.valid_from AND later.valid_from <= %(until)s::timestamptz)"""


def limit(query: Query) -> int:
    """More than the largest page is that page (/req/core/fc-limit-response-1)."""
    text = query.get("limit", str(PAGE))
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise BadRequest(f"limit: {text[:40]!r} is not a whole number between 1 and {LARGEST_PAGE}.")
    return min(int(text), LARGEST_PAGE)


def in_box(collection: Layer, query: Query) -> Iterable[Condition]:
    """Features that meet the box; those without a place are not left out (/req/core/fc-bbox-response)."""
    _, reading = system(query, "bbox-crs")
    if "bbox" not in query:
        return
    text, values = _meeting(_corners(query["bbox"]), reading)
    yield (f"({text} OR geom IS NULL)" if collection.name in SHAPELESS else text), values


def is_wide(query: Query, extent: Sequence[float] | None) -> bool:
    """Whether the box takes in a good part of EXTENT, in degrees, as boxes of whole maps do."""
    _, reading = system(query, "bbox-crs")
    west, south, east, north = _eastings_first(_corners(query["bbox"]), reading)
    corners = np.array([(x, y) for x in (west, east) for y in (south, north)])
    if extent is None or west > east or not np.isfinite(corners := transform(corners, reading.crs, WGS84)).all():
        return False
    whole = Box(*extent)
    shared = Box(*map(float, (*corners.min(axis=0), *corners.max(axis=0)))).within(whole)
    return shared is not None and _area(shared) > _WIDE * _area(whole)


def _area(box: Box) -> float:
    return (box.east - box.west) * (box.north - box.south)


def in_time(collection: Layer, query: Query) -> Iterable[Condition]:
    """Versions that the register had at a moment or in an interval; of registers without history the current ones."""
    if "datetime" not in query:
        return
    if "date" in query:
        raise BadRequest("datetime: is the register's time and date the law's; ask for one of them.")
    since, until = interval(query["datetime"])
    if collection.past_view:
        text = " AND ".join((_IN_REGISTER, _NOT_ENDED, _LAST.format(view=collection.past_view)))
        yield text, {"since": since, "until": until}
    elif "valid_from" in collection.properties:
        yield _IN_REGISTER, {"until": until}


def interval(text: str) -> tuple[str, str]:
    """First and last moment of an instant, a day or an interval, as texts that the database reads."""
    first, slash, last = text.partition("/")
    if not slash:
        return _edge(text, last=False), _edge(text, last=True)
    if first in _OPEN and last in _OPEN:
        raise BadRequest("datetime: an interval needs a start or an end.")
    since = "-infinity" if first in _OPEN else _edge(first, last=False)
    until = "infinity" if last in _OPEN else _edge(last, last=True)
    if first not in _OPEN and last not in _OPEN and datetime.fromisoformat(since) > datetime.fromisoformat(until):
        raise BadRequest("datetime: the interval ends before it starts.")
    return since, until


def _edge(text: str, *, last: bool) -> str:
    """A moment, or the first or last of a day as the country counts days."""
    try:
        if _DATE.fullmatch(text):
            start = make_aware(datetime.combine(date.fromisoformat(text), time.min))
            return _utc(start + timedelta(days=1, microseconds=-1) if last else start)
        if _MOMENT.fullmatch(text):
            return _utc(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError):
        pass
    raise BadRequest(f"datetime: {text[:60]!r} is not a time such as 2026-01-31T12:00:00Z or a day such as 2026-01-31.")


def _utc(moment: datetime) -> str:
    """The database reads offsets of less than sixteen hours only."""
    return moment.astimezone(UTC).isoformat()


def _corners(text: str) -> tuple[float, float, float, float]:
    """First and second axis of both corners; heights are read and left out, as nothing here has any."""
    parts = text.split(",")
    if len(parts) not in (4, 6):
        raise BadRequest("bbox: four numbers are needed, or six, separated by commas.")
    numbers = [parameters.number({"bbox": part}, "bbox") for part in parts]
    if len(numbers) == 6:
        del numbers[5], numbers[2]
    first, second, third, fourth = numbers
    return first, second, third, fourth


def _eastings_first(corners: tuple[float, float, float, float], reading: Reading) -> tuple[float, float, float, float]:
    first, second, third, fourth = corners
    return corners if reading.order is not AxisOrder.NORTH_EAST else (second, first, fourth, third)


def _meeting(corners: tuple[float, float, float, float], reading: Reading) -> Condition:
    west, south, east, north = _eastings_first(corners, reading)
    srid = reading.crs.srid
    if reading.crs not in _DEGREES or west <= east:
        return places.within("bbox", Coordinates((west, south, east, north), srid))
    # Round the other side of the world.
    here, values = places.within("bbox", Coordinates((west, south, _HALF_TURN, north), srid))
    there, others = places.within("bbox", Coordinates((-_HALF_TURN, south, east, north), srid))
    there = _PARAMETER.sub(r"%(other_\1)s", there)
    return (
        f"({here} OR {there})",
        {**values, **{f"other_{name}": value for name, value in others.items()}},
    )
