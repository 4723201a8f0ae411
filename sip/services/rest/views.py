"""Parcels as GeoJSON: by identifier, at a point, and in pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from sip.geo.crs import ETRS89, PL_1992, WGS84
from sip.public import rows, statement
from sip.services.answers import readable, validated
from sip.services.errors import BadRequest, Gone, NotFound
from sip.services.rest import parameters, schema

FEATURE = statement(__file__, "feature.sql")
GEOJSON = "application/geo+json"
BY_IDENTIFIER = FEATURE.replace("{condition}", "identifier = %(identifier)s")
AMONG = FEATURE.replace("{condition}", "identifier = ANY(%(identifiers)s)")
AT_POINT = FEATURE.replace(
    "{condition}",
    "ST_Intersects(geom, ST_Transform(ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s), %(stored)s))",
)
# A box is compared in the system of the data: its corners are transformed with points between them.
IN_BOX = (
    "ST_Intersects(geom, ST_Transform(ST_Segmentize(ST_MakeEnvelope(%(w)s, %(s)s, %(e)s, %(n)s, %(box_srid)s),"
    " greatest(%(e)s - %(w)s, %(n)s - %(s)s) / 16), %(stored)s))"
)
WITH_POINT = "ST_Intersects(geom, ST_Transform(ST_SetSRID(ST_MakePoint(%(px)s, %(py)s), %(point_srid)s), %(stored)s))"
AFTER = "identifier > %(after)s"
EVER_KNOWN = "SELECT max(valid_to)::date FROM parcel_history_public WHERE identifier = %(identifier)s"


@method_decorator(readable, name="dispatch")
class PlainView(APIView):
    """REST framework for its schema only: hot reads skip its negotiation, which costs more than their query."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.get(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError


class ParcelView(PlainView):
    @extend_schema(**schema.PARCEL)
    def get(self, request: HttpRequest, identifier: str) -> HttpResponseBase:
        query = request.GET.dict()
        parameters.refuse_unknown(query, {"crs"})
        feature = parcel_feature(identifier, parameters.srid(query, "crs", WGS84.srid))
        if feature is None:
            raise _absent(identifier)
        return _conditional(request, feature)


class ParcelAtView(PlainView):
    @extend_schema(**schema.PARCEL_AT)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = request.GET.dict()
        parameters.refuse_unknown(query, {"x", "y", "srid", "crs"})
        x, y = parameters.number(query, "x"), parameters.number(query, "y")
        srid = parameters.srid(query, "srid", PL_1992.srid)
        _refuse_far("x, y", x, y, srid)
        found = rows(AT_POINT, {"x": x, "y": y, "srid": srid, "limit": parameters.PAGE, **parameters.output(query)})
        return _conditional(request, _collection([row[1] for row in found], query))


class ParcelsView(PlainView):
    @extend_schema(**schema.PARCELS)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = request.GET.dict()
        parameters.refuse_unknown(query, {"bbox", "point", "crs", "limit", "after"})
        conditions, values = _filters(query)
        limit = parameters.limit(query)
        text = FEATURE.replace("{condition}", " AND ".join(conditions) or "true")
        # One more than asked for tells whether there is a next page.
        found = rows(text, {**values, **parameters.output(query), "limit": limit + 1})
        page = found[:limit]
        following = _next(request, query, page[-1][0]) if len(found) > limit else None
        return _conditional(request, _collection([row[1] for row in page], query, following))


def parcel_feature(identifier: str, crs: int) -> str | None:
    """The parcel in force under IDENTIFIER as the text of a GeoJSON feature in EPSG:CRS."""
    found = rows(BY_IDENTIFIER, {"identifier": identifier, "limit": 1, **parameters.output({"crs": str(crs)})})
    return found[0][1] if found else None


def parcel_features(identifiers: list[str], crs: int) -> list[str]:
    """Those of the parcels that are in force, ordered by identifier, each as the text of a feature in EPSG:CRS."""
    among = {"identifiers": identifiers, "limit": len(identifiers)}
    return [row[1] for row in rows(AMONG, {**among, **parameters.output({"crs": str(crs)})})]


def _filters(query: Mapping[str, str]) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if box := parameters.coordinates(query, "bbox", 4):
        west, south, east, north = box.values
        if west > east or south > north:
            raise BadRequest("bbox: the order is minimum x, minimum y, maximum x, maximum y.")
        for x, y in ((west, south), (east, north)):
            _refuse_far("bbox", x, y, box.srid)
        conditions.append(IN_BOX)
        values |= {"w": west, "s": south, "e": east, "n": north, "box_srid": box.srid}
    if point := parameters.coordinates(query, "point", 2):
        _refuse_far("point", point.values[0], point.values[1], point.srid)
        conditions.append(WITH_POINT)
        values |= {"px": point.values[0], "py": point.values[1], "point_srid": point.srid}
    if query.get("after"):
        conditions.append(AFTER)
        values["after"] = query["after"].replace("\0", "")
    return conditions, values


def _refuse_far(name: str, x: float, y: float, srid: int) -> None:
    """Coordinates that a projection could not take; inside these bounds the answer is honest, if empty."""
    most_x, most_y = (180.0, 90.0) if srid in (WGS84.srid, ETRS89.srid) else (2e7, 2e7)
    if abs(x) > most_x or abs(y) > most_y:
        raise BadRequest(
            f"{name}: ({x:g}, {y:g}) is not a place in EPSG:{srid}; the order is easting, northing or lon, lat."
        )


def _absent(identifier: str) -> NotFound | Gone:
    ended = rows(EVER_KNOWN, {"identifier": identifier})[0][0]
    if ended:
        return Gone(f"The parcel {identifier} is no longer in force since {ended}.")
    return NotFound(f"There is no parcel {identifier} in the register.")


def _next(request: HttpRequest, query: Mapping[str, str], last: str) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**query, 'after': last})}")


def _collection(features: list[str], query: Mapping[str, str], following: str | None = None) -> str:
    crs = parameters.output(query)["crs"]
    named = (
        "" if crs == WGS84.srid else f',"crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::{crs}"}}}}'
    )
    link = f',"links":[{{"rel":"next","type":"{GEOJSON}","href":"{following}"}}]' if following else ""
    return f'{{"type":"FeatureCollection"{named}{link},"features":[{",".join(features)}]}}'


def _conditional(request: HttpRequest, body: str) -> HttpResponse:
    return validated(request, body.encode(), GEOJSON)
