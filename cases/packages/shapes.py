"""Shapes of a case as GeoJSON: for anyone (RFC 7946, longitude and latitude) and as they are kept (EPSG:2180)."""

from typing import Any, Final

import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry

from cases.models import Case
from cases.packages.archive import compact
from sip.geo.crs import PL_1992, WGS84

# A centimetre on the ground.
DIGITS: Final = 7
METRIC: Final = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{PL_1992.srid}"}}


def geojson(case: Case) -> bytes:
    """RFC 7946: WGS 84, seven decimals, outer rings counterclockwise."""
    features = [
        _feature(name, _rounded(geom.transform(WGS84.srid, clone=True)), about) for name, geom, about in _shapes(case)
    ]
    return compact({"type": "FeatureCollection", "features": features})


def metric(case: Case) -> bytes:
    """The same shapes as they are kept, easting first; with the member `crs` that GIS programs read."""
    features = [_feature(name, _plain(_shape(geom)), about) for name, geom, about in _shapes(case)]
    return compact({"type": "FeatureCollection", "crs": METRIC, "features": features})


def _shapes(case: Case) -> list[tuple[str, GEOSGeometry, dict[str, Any]]]:
    """Parcels as filed, then the shape's versions."""
    parcels = [
        (f"parcel-{parcel.position}", parcel.geom, {"kind": "parcel", "parcel": parcel.identifier})
        for parcel in case.parcels.order_by("position")
        if parcel.geom is not None
    ]
    versions = [
        (f"shape-{shape.number}", shape.geom, {"kind": "shape", "version": shape.number, "source": shape.source})
        for shape in case.geometries.order_by("number")
    ]
    return [*parcels, *versions]


def _feature(name: str, geometry: Any, about: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": about}


def _shape(geom: GEOSGeometry) -> shapely.Geometry:
    return shapely.from_wkb(bytes(geom.wkb))


def _plain(shape: shapely.Geometry) -> Any:
    return orjson.loads(shapely.to_geojson(shape))


def _rounded(geom: GEOSGeometry) -> Any:
    turned = shapely.orient_polygons(_shape(geom))
    return _plain(shapely.transform(turned, lambda coordinates: coordinates.round(DIGITS)))
