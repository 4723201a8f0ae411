"""A parcel as GeoJSON by RFC 7946: WGS 84, outer rings counterclockwise, no `crs`."""

from typing import Any

import numpy as np
import orjson
import shapely

from sip.extracts.boundary import outline
from sip.extracts.parcel import ParcelRecord
from sip.geo.crs import PL_1992, WGS84, Coordinates, transform

# A millimetre or so.
DIGITS = 8


def geojson(record: ParcelRecord) -> bytes:
    shape = shapely.transform(outline(record.version_pk), _to_wgs84)
    feature = {
        "type": "Feature",
        "id": record.identifier,
        "bbox": list(shape.bounds),
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(shape)),
        "properties": properties(record),
    }
    return orjson.dumps(feature)


def properties(record: ParcelRecord) -> dict[str, Any]:
    """As in the REST API; `valid_to` is that of a former parcel."""
    area = record.registered_area_ha
    return {
        "identifier": record.identifier,
        "number": record.number,
        "sheet": record.sheet or None,
        "precinct": record.precinct,
        "precinct_name": record.precinct_name,
        "unit": record.unit,
        "unit_name": record.unit_name,
        "registered_area_ha": None if area is None else float(area),
        "land_use": [
            {"ofu": use.ofu, "ozu": use.ozu, "ozk": use.ozk, "area_ha": use.area_ha} for use in record.land_use
        ],
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "data_date": record.data_date,
    }


def _to_wgs84(east_north: Coordinates) -> Coordinates:
    return np.round(transform(east_north, PL_1992, WGS84), DIGITS)
