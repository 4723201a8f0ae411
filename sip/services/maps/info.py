"""GetFeatureInfo: what lies at a pixel, asked of the database itself, as clients of the national services read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np
import orjson
from django.template.loader import render_to_string
from django.utils import translation

from sip.geo.crs import PL_1992, WGS84, AxisOrder
from sip.public import rows
from sip.services.maps.asked import Given, Wanted, layers, members, plain, today, version, whole
from sip.services.maps.exceptions import OgcError
from sip.services.maps.mapfile import INFO_FORMATS, columns, select
from sip.services.registry.drawn import POLYGON, Drawn

MOST: Final = 100
_ANY: Final = 1_000_000_000
# Pixels from a point or a line that still mean it.
_REACH: Final = 5
_AT: Final = """SELECT found.*, ST_AsGeoJSON(ST_Transform(geom, {degrees}), 7)
FROM ({select} AND {near}) AS found ORDER BY ST_Distance(geom, {point}), id LIMIT %(limit)s"""
_POINT: Final = f"ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), {PL_1992.srid})"


@dataclass(frozen=True, slots=True)
class Found:
    """An object of a layer: its attributes as text, empty where there is nothing, and its shape in degrees."""

    drawn: Drawn
    id: int
    values: dict[str, Any]
    geometry: str

    @property
    def texts(self) -> dict[str, str]:
        return {name: written(value) for name, value in self.values.items()}

    @property
    def titled(self) -> list[tuple[str, str, str]]:
        titles = {
            name: str(column.title or self.drawn.layer.properties[column.property].title)
            for name, column in columns(self.drawn)
        }
        return [(name, titles[name], text) for name, text in self.texts.items()]


def written(value: Any) -> str:
    return "" if value is None else str(value)


def answer(values: Given, asked: Wanted) -> tuple[bytes, str]:
    """Body and media type. Raises OgcError."""
    form = values.get("INFO_FORMAT") or INFO_FORMATS[0]
    kind = plain(form.partition(";")[0])
    if kind not in _WRITERS:
        raise OgcError(
            "InvalidFormat", f"INFO_FORMAT: {form[:60]!r} is none of {', '.join(INFO_FORMATS)}.", "info_format"
        )
    names = layers(values.get("QUERY_LAYERS", ""), "QUERY_LAYERS")
    if foreign := [name for name in names if not set(members(name)) <= set(asked.drawn)]:
        raise OgcError("LayerNotDefined", f"QUERY_LAYERS: {foreign[0]!r} is not among LAYERS.", "query_layers")
    # More than may be is as many as may be: clients ask for all of it.
    limit = min(whole(values, "FEATURE_COUNT", least=1, most=_ANY, default=1), MOST)
    place = _place(values, asked)
    found = [
        one
        for drawn in dict.fromkeys(each for name in names for each in _told_of(name))
        for one in _found(drawn, asked, place, limit)
    ]
    writer, media_type = _WRITERS[kind]
    return writer(found), media_type


def _told_of(name: str) -> list[Drawn]:
    """The layers of NAME; of a group not those of names, which tell the same as what they name."""
    return [drawn for drawn in members(name) if drawn.name == name or not drawn.labels_only]


def _place(values: Given, asked: Wanted) -> tuple[float, float]:
    """The middle of the pixel in PL-1992. Raises OgcError."""
    newer = version(values) == "1.3.0"
    across = _pixel(values, ("I", "X") if newer else ("X", "I"), asked.frame.width)
    down = _pixel(values, ("J", "Y") if newer else ("Y", "J"), asked.frame.height)
    west, south, east, north = asked.frame.edges
    x = west + (across + 0.5) * (east - west) / asked.frame.width
    y = north - (down + 0.5) * (north - south) / asked.frame.height
    pair = (y, x) if asked.frame.reading.order == AxisOrder.NORTH_EAST else (x, y)
    easting, northing = asked.frame.reading.to_pl_1992(np.array([pair]))[0]
    return float(easting), float(northing)


def _pixel(values: Given, names: tuple[str, str], length: int) -> int:
    name = next((name for name in names if name in values), names[0])
    try:
        return whole(values, name, least=0, most=length - 1)
    except OgcError as error:
        raise OgcError("InvalidPoint", error.text, name.lower()) from None


def _found(drawn: Drawn, asked: Wanted, place: tuple[float, float], limit: int) -> list[Found]:
    if not all(np.isfinite(place)):
        return []
    on_day = asked.day is not None
    day = asked.day or today()
    # The pixel's text has percent signs of its own.
    text = select(drawn, on_day=on_day).replace("%day%", day.isoformat()).replace("%", "%%")
    near = (
        f"ST_Intersects(page.geom, {_POINT})"
        if drawn.shape == POLYGON
        else f"ST_DWithin(page.geom, {_POINT}, %(reach)s)"
    )
    statement = _AT.format(degrees=WGS84.srid, select=text, near=near, point=_POINT)
    values = {"x": place[0], "y": place[1], "reach": _REACH * asked.frame.pixel, "limit": limit}
    names = list(drawn.columns)
    return [
        Found(drawn, identity, dict(zip(names, given, strict=True)), shape)
        for identity, _geom, *given, shape in rows(statement, values)
    ]


def _plain(found: Sequence[Found]) -> bytes:
    lines = ["GetFeatureInfo results:", ""]
    for layer in dict.fromkeys(one.drawn.name for one in found):
        lines.append(f"Layer '{layer}'")
        for one in found:
            if one.drawn.name == layer:
                lines += [f"  Feature {one.id}:", *(f"    {name} = '{text}'" for name, text in one.texts.items())]
        lines.append("")
    if not found:
        lines.append("  Search returned no results.")
    return "\n".join(lines).encode()


def _html(found: Sequence[Found]) -> bytes:
    with translation.override("pl"):
        return render_to_string("services/feature_info.html", {"found": found}).encode()


def _geojson(found: Sequence[Found]) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": f"{one.drawn.name}.{one.id}",
            "geometry": orjson.Fragment(one.geometry),
            "properties": {name: _plain_value(value) for name, value in one.values.items()},
        }
        for one in found
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _national(found: Sequence[Found]) -> bytes:
    """As the national integration of land registers has it; empty elements where there is nothing, never a word."""
    parts = [
        f"<{tag}>{''.join(f'<{name}>{escape(text)}</{name}>' for name, text in one.texts.items())}</{tag}>"
        for one in found
        for tag in (one.drawn.name.upper(),)
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<GETFEATUREINFO>{"".join(parts)}</GETFEATUREINFO>\n'.encode()


# By the media type as `plain` has it.
_WRITERS: Final[dict[str, tuple[Callable[[Sequence[Found]], bytes], str]]] = {
    "text/plain": (_plain, "text/plain; charset=utf-8"),
    "text/html": (_html, "text/html; charset=utf-8"),
    "application/json": (_geojson, "application/json"),
    "application/geojson": (_geojson, "application/geo+json"),
    "text/xml": (_national, "text/xml; charset=utf-8"),
}
