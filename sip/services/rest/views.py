"""Registers as GeoJSON: one feature by its address, pages of features, parcels at a point or on a day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.views import APIView

from sip.geo.crs import PL_1992, WGS84
from sip.public import rows
from sip.services import parameters, places
from sip.services.answers import known_already, readable, standing, unchanged, validated
from sip.services.errors import BadRequest, Gone, NotFound, ServiceError
from sip.services.layers import served_version
from sip.services.parameters import Coordinates, Query
from sip.services.places import Condition
from sip.services.registry import SERVED
from sip.services.registry.land import ADDRESSES, BUILDINGS, PARCELS, PRECINCTS, UNITS
from sip.services.registry.layer import Layer
from sip.services.registry.planning import PLANNING_ACTS, PLANNING_REGULATIONS, PLANNING_ZONES
from sip.services.registry.registers import REGISTER_ENTRIES
from sip.services.rest import schema
from sip.services.rest.conditions import EVERY_VERSION, beginning_after, filtered, in_law, object_key
from sip.services.rest.features import ADDRESSED, EDITION, ON_DAY, count, hot_select, select, text_of

SCHEMA: Final = "/api/schema/"
GEOJSON: Final = "application/geo+json"
EVER_KNOWN: Final = "SELECT max(valid_to)::date FROM parcel_history_public WHERE identifier = %(identifier)s"
PAGING: Final = ("bbox", "point", "crs", "limit", "after", "count")
AT: Final = ("x", "y", "srid", "crs", "date")


EXAMPLES: Final = {layer.name: layer.example for layer in SERVED}
NAMES: Final = (
    *EXAMPLES,
    *("search", "extracts", "downloads", "drawings", "planning-states"),
)


class PlainView(APIView):
    """REST framework for its schema only: hot reads skip its negotiation, which costs more than their query."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return readable(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.get(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise NotImplementedError


class ItemView(PlainView):
    """One feature, by its address."""

    collection: ClassVar[Layer]

    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        query = parameters.read(request, ("crs",))
        return _answer(request, lambda: self.feature(address, parameters.srid(query, "crs", WGS84.srid)))

    def feature(self, address: str, crs: int) -> str:
        key = object_key(address) if self.collection.address == "object_key" else address
        by_address = (ADDRESSED.format(address=self.collection.address), {"address": key})
        found = hot_select(self.collection, by_address, 1, crs)
        if not found:
            raise self.absent(address)
        return _with_crs(found[0], crs)

    def absent(self, address: str) -> ServiceError:
        return NotFound(f"There is no {self.collection.one} {address} in the register.")


class PageView(PlainView):
    """Features that meet all conditions, page by page in the order of the register's key."""

    collection: ClassVar[Layer]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        known = ("date",) if self.collection.binding else ()
        query = parameters.read(request, (*PAGING, *self.collection.filters, *known))
        limit, crs = parameters.limit(query), parameters.srid(query, "crs", WGS84.srid)
        counted, after = parameters.exact_count(query), beginning_after(self.collection, query)
        conditions = list(_conditions(self.collection, query))
        view = self.collection.past_view if "date" in query else ""
        headers: dict[str, str] = {}

        def page() -> str:
            # One more than asked for tells whether there is a next page.
            found = select(self.collection, [*conditions, *after], limit + 1, crs, view)
            following = _next(request, query, found[limit - 1][0]) if len(found) > limit else ""
            if following:
                headers["Link"] = f'<{following}>; rel="next"; type="{GEOJSON}"'
            matched = count(self.collection, conditions, view) if counted else None
            return _collection([text for _, text in found[:limit]], crs, following, matched)

        return _answer(request, page, headers)


class ParcelView(ItemView):
    collection = PARCELS

    @extend_schema(**schema.item(PARCELS, dated=True))
    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        query = parameters.read(request, ("crs", "date"))
        crs, day = parameters.srid(query, "crs", WGS84.srid), parameters.day(query, "date")
        if day is None:
            return _answer(request, lambda: self.feature(address, crs))
        return _answer(request, lambda: _parcel_on(address, day.isoformat(), crs))

    def absent(self, address: str) -> ServiceError:
        ended = rows(EVER_KNOWN, {"identifier": address})[0][0]
        return Gone(f"The parcel {address} is no longer in force since {ended}.") if ended else super().absent(address)


class ParcelsAtView(PlainView):
    @extend_schema(**schema.at(PARCELS, "Parcels at a point; on a boundary both sides"))
    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = parameters.read(request, AT)
        crs, condition = parameters.srid(query, "crs", WGS84.srid), _at(query)
        day = parameters.day(query, "date")
        if day is not None:
            return _answer(request, lambda: _collection(_parcels_on(condition, day.isoformat(), crs), crs))
        return _answer(request, lambda: _collection(hot_select(PARCELS, condition, parameters.PAGE, crs), crs))


@extend_schema_view(get=extend_schema(**schema.page(PARCELS)))
class ParcelsView(PageView):
    collection = PARCELS


@extend_schema_view(get=extend_schema(**schema.item(PRECINCTS)))
class PrecinctView(ItemView):
    collection = PRECINCTS


@extend_schema_view(get=extend_schema(**schema.page(PRECINCTS)))
class PrecinctsView(PageView):
    collection = PRECINCTS


@extend_schema_view(get=extend_schema(**schema.item(BUILDINGS)))
class BuildingView(ItemView):
    collection = BUILDINGS


@extend_schema_view(get=extend_schema(**schema.page(BUILDINGS)))
class BuildingsView(PageView):
    collection = BUILDINGS


@extend_schema_view(get=extend_schema(**schema.item(ADDRESSES)))
class AddressView(ItemView):
    collection = ADDRESSES


@extend_schema_view(get=extend_schema(**schema.page(ADDRESSES)))
class AddressesView(PageView):
    collection = ADDRESSES


@extend_schema_view(get=extend_schema(**schema.item(UNITS)))
class UnitView(ItemView):
    collection = UNITS


@extend_schema_view(get=extend_schema(**schema.page(UNITS)))
class UnitsView(PageView):
    collection = UNITS


class PlannedView(ItemView):
    """An act, a zone or a regulation, as it is in the register now, or as the register had it on a day."""

    def get(self, request: HttpRequest, address: str) -> HttpResponseBase:
        query = parameters.read(request, ("crs", "date"))
        crs, day = parameters.srid(query, "crs", WGS84.srid), parameters.day(query, "date")
        if day is None:
            return _answer(request, lambda: self.feature(address, crs))
        return _answer(request, lambda: self.of_day(address, day, crs))

    def of_day(self, address: str, day: date, crs: int) -> str:
        conditions = [("identifier = %(address)s", {"address": address}), in_law(self.collection.of_day, day)]
        found = select(self.collection, conditions, 1, crs, self.collection.past_view)
        if not found:
            raise NotFound(f"There was no {self.collection.one} {address} in the register on {day}.")
        return _with_crs(found[0][1], crs)

    def absent(self, address: str) -> ServiceError:
        text = f"SELECT max(valid_to)::date FROM {self.collection.past_view} WHERE identifier = %(address)s"  # noqa: S608
        ended = rows(text, {"address": address})[0][0]
        if ended is None:
            return super().absent(address)
        return Gone(f"The {self.collection.one} {address} is no longer in the register since {ended}.")


class PlannedAtView(PlainView):
    """What lies at a point; with a day only what binds then."""

    collection: ClassVar[Layer]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = parameters.read(request, AT)
        crs, day = parameters.srid(query, "crs", WGS84.srid), parameters.day(query, "date")
        conditions = [_at(query), *([] if day is None else [in_law(self.collection.binding, day)])]
        view = "" if day is None else self.collection.past_view

        def found() -> str:
            return _collection(
                [text for _, text in select(self.collection, conditions, parameters.PAGE, crs, view)], crs
            )

        return _answer(request, found)


@extend_schema_view(get=extend_schema(**schema.item(PLANNING_ACTS, dated=True)))
class PlanningActView(PlannedView):
    collection = PLANNING_ACTS


@extend_schema_view(get=extend_schema(**schema.page(PLANNING_ACTS)))
class PlanningActsView(PageView):
    collection = PLANNING_ACTS


@extend_schema_view(get=extend_schema(**schema.at(PLANNING_ACTS, "Planning acts at a point")))
class PlanningActsAtView(PlannedAtView):
    collection = PLANNING_ACTS


@extend_schema_view(get=extend_schema(**schema.item(PLANNING_ZONES, dated=True)))
class PlanningZoneView(PlannedView):
    collection = PLANNING_ZONES


@extend_schema_view(get=extend_schema(**schema.page(PLANNING_ZONES)))
class PlanningZonesView(PageView):
    collection = PLANNING_ZONES


@extend_schema_view(get=extend_schema(**schema.at(PLANNING_ZONES, "Zones of planning acts at a point")))
class PlanningZonesAtView(PlannedAtView):
    collection = PLANNING_ZONES


@extend_schema_view(get=extend_schema(**schema.item(PLANNING_REGULATIONS, dated=True)))
class PlanningRegulationView(PlannedView):
    collection = PLANNING_REGULATIONS


@extend_schema_view(get=extend_schema(**schema.page(PLANNING_REGULATIONS)))
class PlanningRegulationsView(PageView):
    collection = PLANNING_REGULATIONS


@extend_schema_view(
    get=extend_schema(**schema.at(PLANNING_REGULATIONS, "Areas of regulations of plans ogólne at a point"))
)
class PlanningRegulationsAtView(PlannedAtView):
    collection = PLANNING_REGULATIONS


@extend_schema_view(get=extend_schema(**schema.item(REGISTER_ENTRIES)))
class RegisterEntryView(ItemView):
    collection = REGISTER_ENTRIES


@extend_schema_view(get=extend_schema(**schema.page(REGISTER_ENTRIES)))
class RegisterEntriesView(PageView):
    collection = REGISTER_ENTRIES


@readable
def no_such_item(_request: HttpRequest, collection: str, address: str) -> HttpResponseBase:
    """Addresses that are none, whatever they hold, so that programs get a problem and no page for people."""
    raise NotFound(f"{address[:100]!r} is not an identifier in {collection}, such as {EXAMPLES[collection]}.")


@readable
def index(request: HttpRequest) -> HttpResponseBase:
    """What there is below /api/v1/, by name."""
    parameters.read(request, ())
    root = request.build_absolute_uri("/api/v1/")
    body = {"collections": {name: f"{root}{name}/" for name in NAMES}, "openapi": request.build_absolute_uri(SCHEMA)}
    return validated(request, orjson.dumps(body), "application/json")


@readable
def no_such_address(_request: HttpRequest, address: str) -> HttpResponseBase:
    """Below /api/, and nothing: the collection's name may be spelt nearly right."""
    name = address.removeprefix("v1/").partition("/")[0]
    hint = f" What follows {name!r} is no address of it." if name in NAMES else parameters.meant(name, NAMES)
    raise NotFound(f"Nothing is here.{hint} /api/schema/ tells all addresses.")


def _conditions(collection: Layer, query: Query) -> Iterable[Condition]:
    for place in (places.in_box(query, "bbox"), places.at_point(query, "point")):
        if place is not None:
            yield place
    yield from filtered(collection, query)


def _at(query: Query) -> Condition:
    """At the point of the parameters x and y, in PL-1992 unless they say otherwise."""
    x, y = parameters.number(query, "x"), parameters.number(query, "y")
    if "srid" not in query and 0 < abs(x) <= 180 and 0 < abs(y) <= 90:
        # No place in the country has such metres.
        raise BadRequest("x, y: are metres in PL-1992 unless srid says otherwise; for degrees add srid=4326.")
    return places.at("x, y", Coordinates((x, y), parameters.srid(query, "srid", PL_1992.srid)))


def _parcel_on(identifier: str, day: str, crs: int) -> str:
    found = _parcels_on((ADDRESSED.format(address="identifier"), {"address": identifier}), day, crs)
    if not found:
        raise NotFound(f"There was no parcel {identifier} in the register on {day}.")
    return _with_crs(found[0], crs)


def _parcels_on(condition: Condition, day: str, crs: int) -> list[str]:
    text, values = condition
    source = EVERY_VERSION.format(view=PARCELS.past_view)
    values = {**values, "day": day, "zone": settings.TIME_ZONE, "limit": parameters.PAGE}
    return [row[1] for row in rows(text_of(PARCELS, f"{text} AND {ON_DAY}", crs, source), values)]


def _next(request: HttpRequest, query: Mapping[str, str], last: object) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**query, 'after': last})}")


def _crs(crs: int) -> str:
    """RFC 7946 knows WGS 84 only; for others the member of the 2008 specification, which programs understand."""
    return (
        "" if crs == WGS84.srid else f',"crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::{crs}"}}}}'
    )


def _with_crs(feature: str, crs: int) -> str:
    return f"{feature[:-1]}{_crs(crs)}}}"


def _collection(features: list[str], crs: int, following: str = "", matched: int | None = None) -> str:
    number = "" if matched is None else f',"numberMatched":{matched}'
    link = f',"links":[{{"rel":"next","type":"{GEOJSON}","href":"{following}"}}]' if following else ""
    return f'{{"type":"FeatureCollection"{_crs(crs)}{number}{link},"features":[{",".join(features)}]}}'


def _answer(request: HttpRequest, body: Callable[[], str], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """BODY is made only for a client that has not got it: any answer changes with the version of the layers alone."""
    # Remembered before the body is made: a publication in between makes the validator too old, never too new.
    kept = standing(request, f'W/"{served_version()}-{EDITION}"')
    if known_already(request, kept):
        return unchanged(kept)
    content = body()
    return HttpResponse(content, content_type=GEOJSON, headers={**kept, **(headers or {})})
