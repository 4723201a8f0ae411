"""GeoJSON feature by feature: a document of any size in the memory of one feature."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import shapely
import shapely.geometry

from sip.geo.crs import WGS84, AxisOrder, Reading, UnknownCRS, parse_srs_name
from sip.geo.gml import Outline
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.rows import RawRow

_FEATURE_LIMIT: Final = 16 * 1024 * 1024
_HEADER_LIMIT: Final = 1024 * 1024
_FEATURES: Final = re.compile(r'"features"\s*:\s*\[')
_CRS_NAME: Final = re.compile(r'"crs"\s*:\s*\{[^{}]*\{\s*"name"\s*:\s*"([^"]{1,200})"')
_LINES_AND_POINTS: Final = ("LineString", "MultiLineString", "MultiPoint")
_BETWEEN: Final = re.compile(r"[\s,]*")


class GeoJsonRows:
    """Rows of a FeatureCollection; `declared` is its system, longitude and latitude if it says none."""

    usual = AxisOrder.EAST_NORTH

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._texts = _decoded(chunks)
        self._buffer, self._position = self._read_header()
        self.declared = _declared(self._buffer[: self._position])

    def __iter__(self) -> Iterator[RawRow]:
        for number, feature in enumerate(self._features(), start=1):
            yield _row(number, feature)

    def _read_header(self) -> tuple[str, int]:
        header = ""
        for text in self._texts:
            header += text
            if found := _FEATURES.search(header):
                if _ESRI in header[: found.start()]:
                    raise Unreadable("wrong-root", "Esri JSON")
                return header, found.end()
            if len(header) > _HEADER_LIMIT:
                break
        raise Unreadable("wrong-root" if header.rstrip().endswith("}") else "truncated")

    def _features(self) -> Iterator[Any]:
        while not self._buffer.startswith("]", start := _end_of_gap(self._buffer, self._position)):
            try:
                feature, self._position = _DECODER.raw_decode(self._buffer, start)
            except json.JSONDecodeError:
                self._grow(start)
            except (ValueError, RecursionError) as error:
                raise Unreadable("too-deep" if isinstance(error, RecursionError) else "unknown-format") from None
            else:
                yield feature

    def _grow(self, start: int) -> None:
        """Doubles what is held of an unfinished feature, so that decoding it again stays cheap."""
        held = [self._buffer[start:]]
        size, wanted = len(held[0]), 2 * len(held[0]) + 1
        while size < wanted and (text := next(self._texts, "")):
            held.append(text)
            size += len(text)
        if size == len(held[0]):
            whole = held[0].rstrip().endswith("}")
            raise Unreadable("unknown-format" if whole else "truncated")
        if size > _FEATURE_LIMIT:
            raise Unreadable("too-large-text")
        self._buffer, self._position = "".join(held), 0


_DECODER: Final = json.JSONDecoder()
# What services of ArcGIS answer unless they are asked for GeoJSON (f=geojson).
_ESRI: Final = "esriGeometry"


def _end_of_gap(text: str, start: int) -> int:
    found = _BETWEEN.match(text, start)
    return found.end() if found else start


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8-sig")()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Unreadable("wrong-encoding") from None


def _declared(header: str) -> Reading | None:
    """The legacy `crs` member; its coordinates are easting first whatever the name's authority says."""
    found = _CRS_NAME.search(header)
    if not found:
        return Reading(WGS84, AxisOrder.EAST_NORTH)
    try:
        return Reading(parse_srs_name(found[1])[0], AxisOrder.EAST_NORTH)
    except UnknownCRS:
        return None


def _row(number: int, feature: Any) -> RawRow:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    values = {name: _text(value) for name, value in (properties if isinstance(properties, dict) else {}).items()}
    try:
        outline = _outline(feature["geometry"]) if isinstance(feature, dict) and feature.get("geometry") else None
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return RawRow(number, values, fault="coordinates")
    return RawRow(number, values, outline)


def _text(value: Any) -> str:
    """A property as text; the database knows no NUL."""
    return "" if value is None else str(value).replace("\0", "�")


def _outline(geometry: Any) -> Outline | shapely.Geometry:
    """Raises ValueError, TypeError, KeyError, IndexError or OverflowError on what is no geometry."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind in _LINES_AND_POINTS:
        return _shape(kind, coordinates)
    if kind == "Point":
        return Outline(rings=[_pairs([coordinates])])
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [_pairs(ring) for polygon in polygons for ring in polygon]
    return Outline(rings=rings, polygons=[len(polygon) for polygon in polygons], multiple=kind != "Polygon")


def _shape(kind: str, coordinates: Any) -> shapely.Geometry:
    geometry = shapely.force_2d(shapely.geometry.shape({"type": kind, "coordinates": coordinates}))
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise ValueError("number")
    return geometry


def _pairs(positions: list[list[float]]) -> list[float]:
    return [float(number) for position in positions for number in (position[0], position[1])]
