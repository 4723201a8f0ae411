"""Reads an order as machines send it: JSON, strictly; what is not understood is refused by name."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import orjson
import shapely
from django.http import HttpRequest
from shapely.geometry.base import BaseGeometry

from sip.geo.crs import PL_1992, POLAND, WGS84, transform
from sip.registers.versions import MOST_IDENTIFIER
from sip.services.downloads.formats import FORMATS
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import MOST_PARCELS, Place, Wanted, Where
from sip.services.errors import BadRequest

LARGEST: Final = 1_000_000
MOST_POINTS: Final = 10_000
FIELDS: Final = ("layers", "format", "crs")
PLACES: Final = (Where.UNIT, Where.PRECINCT, Where.PARCELS, Where.AREA)
# Decimals of metres in an area's canonical form.
DIGITS: Final = 2


def read(request: HttpRequest) -> Wanted:
    """Raises BadRequest."""
    if len(request.body) > LARGEST:
        raise BadRequest(f"The order is larger than {LARGEST} bytes.")
    try:
        given = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise BadRequest("The order is no JSON.") from None
    if not isinstance(given, dict):
        raise BadRequest("The order is no JSON object.")
    return understood(given)


def understood(given: Mapping[str, Any]) -> Wanted:
    """An order of these members. Raises BadRequest."""
    unknown = sorted(set(given) - {*FIELDS, *PLACES})
    if unknown:
        raise BadRequest(f"Unknown member {unknown[0][:80]!r}. Known: {', '.join((*FIELDS, *PLACES))}.")
    name = _one_of(given, "format", tuple(FORMATS))
    return Wanted(_layers(given, name), _place(given), name, _system(given, name))


def _layers(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    layers = given.get("layers")
    if not isinstance(layers, list) or not layers or not all(isinstance(layer, str) for layer in layers):
        raise BadRequest("layers: a list of names of layers is needed.")
    served = FORMATS[name].layers or tuple(SOURCES)
    for layer in layers:
        if layer not in served:
            raise BadRequest(f"layers: {layer[:80]!r} is not served as {name}. Served: {', '.join(served)}.")
    return tuple(layers)


def _one_of(given: Mapping[str, Any], name: str, served: tuple[str, ...]) -> str:
    value = given.get(name)
    if not isinstance(value, str) or value not in served:
        raise BadRequest(f"{name}: one of {', '.join(served)} is needed.")
    return value


def _system(given: Mapping[str, Any], name: str) -> int:
    served = FORMATS[name].systems
    crs = given.get("crs", FORMATS[name].usual_system)
    if isinstance(crs, bool) or not isinstance(crs, int) or crs not in served:
        raise BadRequest(f"crs: {name} is made in one of {', '.join(map(str, served))}.")
    return crs


def _place(given: Mapping[str, Any]) -> Place:
    named = [where for where in PLACES if where in given]
    if len(named) > 1:
        raise BadRequest(f"{named[1]}: only one of {', '.join(PLACES)} may be given.")
    if not named:
        return Place()
    value = given[named[0]]
    if named[0] is Where.AREA:
        return area(_geometry(value))
    values = value if named[0] is Where.PARCELS else [value]
    return Place(named[0], _texts(named[0], values))


def _texts(name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_PARCELS:
        raise BadRequest(f"{name}: 1 to {MOST_PARCELS} identifiers are needed.")
    for value in values:
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= MOST_IDENTIFIER:
            raise BadRequest(f"{name}: an identifier is a text of 1 to {MOST_IDENTIFIER} characters.")
    return tuple(values)


def _geometry(value: Any) -> BaseGeometry:
    """A polygon of GeoJSON, in PL-1992."""
    if not isinstance(value, dict) or value.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadRequest("area: a Polygon or a MultiPolygon of GeoJSON is needed, longitude before latitude.")
    try:
        shape = shapely.from_geojson(orjson.dumps(value))
    except (shapely.errors.GEOSException, TypeError):
        raise BadRequest("area: the geometry is not understood.") from None
    return shapely.transform(shapely.force_2d(shape), lambda pairs: transform(pairs, WGS84, PL_1992))


def area(shape: BaseGeometry) -> Place:
    """SHAPE in PL-1992 as a place. Raises BadRequest for one that is no area in Poland."""
    points = shapely.get_coordinates(shape)
    if not 4 <= len(points) <= MOST_POINTS:
        raise BadRequest(f"area: 4 to {MOST_POINTS} points are needed.")
    west, south, east, north = POLAND
    inside = (points >= (west, south)).all() and (points <= (east, north)).all()
    if not np.isfinite(points).all() or not inside:
        raise BadRequest("area: it lies outside Poland; the order is longitude, latitude.")
    if not shape.is_valid:
        raise BadRequest(f"area: {shapely.is_valid_reason(shape)}.")
    return Place(Where.AREA, (shapely.to_wkt(shape, rounding_precision=DIGITS),))
