"""Extracts for machines: of a parcel, of several, of a drawn area; and those that were issued, by their digest."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import orjson
import shapely
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView
from shapely.geometry.base import BaseGeometry

from parcels.identifiers import ParcelId
from sip.extracts import issued
from sip.extracts.compose import MOST_PARCELS, AreaRefused, NoSuchParcel, TooMany, of_area, of_parcels
from sip.extracts.known import Changed
from sip.extracts.parcel import last_version
from sip.extracts.record import FORMAT, Extract
from sip.geo.crs import KNOWN, PL_1992, WGS84, transform
from sip.services import parameters
from sip.services.answers import answering, known_already, readable, standing, unchanged, validated
from sip.services.errors import BadRequest, Gone, NotFound, Unavailable
from sip.services.extracts import schema
from sip.services.layers import register_version
from sip.services.rest.schema import DAY
from sip.services.rest.views import PlainView

JSON: Final = "application/json"
DESCRIBED: Final = {"Link": f'<{schema.SCHEMA_PATH}>; rel="describedby"; type="application/schema+json"'}
# The record of a drawn area is made of its body; an area of this many bytes has more vertices than are taken.
LONGEST_BODY: Final = 200_000
# Of some ten kilobytes each, in every process: for programs that ask again for what they just had, without its ETag.
MOST_KEPT: Final = 500


class ParcelExtractView(PlainView):
    @extend_schema(
        **schema.operation("parcel_extract", "What may be built on a parcel", schema.PARCEL, DAY, statuses=(404, 410))
    )
    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        day = parameters.day(parameters.read(request, ("date",)), "date")
        return _answer(request, day, lambda: _kept(register_version(), address, day, timezone.localdate()))


class ExtractsView(APIView):
    """Of several parcels by GET; of a drawn area, whose outline is too long for an address, by POST."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return answering("GET", "HEAD", "POST")(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.post(request) if request.method == "POST" else self.get(request)

    @extend_schema(**schema.operation("extracts", "One extract of several parcels", schema.PARCELS, DAY))
    def get(self, request: HttpRequest) -> HttpResponseBase:
        given = parameters.read(request, ("parcels", "date"))
        identifiers, day = _identifiers(given.get("parcels", "")), parameters.day(given, "date")
        return _answer(request, day, lambda: _composed(identifiers, day).to_json())

    @extend_schema(exclude=True)
    def post(self, request: HttpRequest) -> HttpResponseBase:
        body = _body(request)
        day = parameters.day({"date": str(body["date"])} if "date" in body else {}, "date")
        try:
            extract = of_area(_outline(body), day or timezone.localdate())
        except AreaRefused as refused:
            raise BadRequest(str(refused)) from None
        return HttpResponse(extract.to_json(), content_type=JSON, headers=DESCRIBED)


class IssuedExtractView(PlainView):
    @extend_schema(**schema.operation("issued_extract", "An extract that was issued", schema.ISSUED))
    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        parameters.read(request, ())
        try:
            found = issued.find(address)
        except issued.Damaged:
            raise Gone(f"What is kept under the digest {address} is damaged; do not rely on it.") from None
        if found is None:
            raise NotFound(f"No extract with the digest {address} was issued here.")
        return validated(request, found.to_json(), JSON, headers=DESCRIBED)


@readable
def json_schema(request: HttpRequest) -> HttpResponseBase:
    return validated(request, schema.json_schema(), "application/schema+json", seconds=3600)


@lru_cache(maxsize=MOST_KEPT)
def _kept(version: int, identifier: str, day: date | None, today: date) -> bytes:
    """JSON of one parcel: it says the same as long as the VERSION of the registers is the same and TODAY lasts."""
    return _composed([identifier], day).to_json()


def _composed(identifiers: list[str], day: date | None) -> Extract:
    try:
        return of_parcels(identifiers, day or timezone.localdate())
    except NoSuchParcel as absent:
        raise _absent(absent.identifier, day) from None
    except TooMany:
        raise BadRequest(f"parcels: {len(identifiers)} are asked for; {MOST_PARCELS} at most.") from None
    except Changed:
        raise Unavailable("The register is changing right now; try again in a moment.") from None


def _absent(identifier: str, day: date | None) -> NotFound | Gone:
    if day is not None:
        return NotFound(f"There was no parcel {identifier} in the register on {day}.")
    ended = last_version(identifier)
    if ended is None or ended.valid_to is None:
        return NotFound(f"There is no parcel {identifier} in the register.")
    return Gone(f"The parcel {identifier} is no longer in force since {timezone.localdate(ended.valid_to)}.")


def _answer(request: HttpRequest, day: date | None, compose: Callable[[], bytes]) -> HttpResponse:
    """Composed only for a client that has not got it: it changes with the layers' versions and the day alone."""
    # Remembered before: a publication in between makes the validator too old, never too new.
    today = timezone.localdate()
    etag = f'W/"{register_version()}-{day or today}-{FORMAT}"'
    headers = {**standing(request, etag, day=day or today), **DESCRIBED}
    if known_already(request, headers):
        return unchanged(headers)
    return HttpResponse(compose(), content_type=JSON, headers=headers)


def _identifiers(text: str) -> list[str]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if not wanted:
        raise BadRequest("parcels: identifiers are missing, separated by commas.")
    for identifier in wanted:
        if ParcelId.parse(identifier) is None:
            raise BadRequest(f"parcels: {identifier[:80]!r} is not an identifier such as {schema.EXAMPLE_PARCEL}.")
    return wanted


def _body(request: HttpRequest) -> dict[str, Any]:
    content = request.read(LONGEST_BODY + 1)
    if len(content) > LONGEST_BODY:
        raise BadRequest(f"The body is longer than {LONGEST_BODY} bytes.")
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise BadRequest('The body is not JSON such as {"area": {"type": "Polygon", ...}}.') from None
    if not isinstance(body, dict) or not isinstance(body.get("area"), dict):
        raise BadRequest("area: a GeoJSON Polygon or MultiPolygon is missing.")
    return body


def _outline(body: dict[str, Any]) -> BaseGeometry:
    """The area in EPSG:2180. Its coordinates are of `crs`, WGS 84 without one, easting or longitude first."""
    srid = parameters.srid({"crs": str(body["crs"])} if "crs" in body else {}, "crs", WGS84.srid)
    try:
        shape = shapely.from_geojson(orjson.dumps(body["area"]))
    except shapely.errors.GEOSException:
        raise BadRequest("area: is not a geometry of GeoJSON.") from None
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise BadRequest("area: has coordinates that are no numbers.")
    placed = shapely.transform(shape, lambda pairs: transform(pairs, KNOWN[srid], PL_1992))
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        raise BadRequest("area: lies where the projection of Poland does not reach.")
    return placed
