"""Features of a collection as the texts that OGC API answers with: one, and a page of them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.http import HttpRequest

from sip.geo.crs import AxisOrder, Reading
from sip.services.errors import NotFound
from sip.services.ogc import filters, ordering, parameters, selecting
from sip.services.ogc.collections import extent, identifier_of, size
from sip.services.ogc.cql2.compiling import EVERYTHING, Compiled
from sip.services.ogc.formats import GEOJSON, HTML, Format
from sip.services.ogc.links import Link, address, link, own
from sip.services.parameters import Query, exact_count
from sip.services.places import Condition
from sip.services.registry.layer import Layer
from sip.services.rest.conditions import EVERY_VERSION, beginning_after, object_key
from sip.services.rest.conditions import filtered as filtered_by
from sip.services.rest.features import ADDRESSED, count, hot_select, select

_OBJECT_KEY: Final = re.compile(r"[0-9a-f]{16}")
_LONGEST: Final = 300


def one(collection: Layer, feature: str, reading: Reading) -> str:
    """Raises NotFound."""
    found = hot_select(
        collection, _addressed(collection, feature), 1, reading.crs.srid, northing_first=_northing_first(reading)
    )
    if not found:
        raise NotFound(f"There is no {collection.one} {feature[:100]!r} in the register.")
    return found[0]


def page(request: HttpRequest, collection: Layer, query: Query, reading: Reading, used: Format) -> str:
    """Raises BadRequest."""
    limit, filtered = parameters.limit(query), filters.asked(collection, query)
    if used is HTML:
        limit = min(limit, parameters.LARGEST_READABLE)
    conditions = [
        *parameters.in_box(collection, query),
        *parameters.in_time(collection, query),
        *filtered_by(collection, query),
    ]
    asked, view = exact_count(query), view_of(collection, query)
    composed = filtered is not None or "sortby" in query
    find = _composed if composed else _plain
    # One more than asked for tells whether there is a next page.
    found = find(collection, query, conditions, filtered or EVERYTHING, limit + 1, reading, view)
    texts, more = [text for _, text in found[:limit]], len(found) > limit
    if not more and "after" not in query:
        matched: int | None = len(texts)
    else:
        matched = _matched(collection, conditions, filtered, view, asked=asked)
    links = _page_links(request, collection, query, used, found[limit - 1][0] if more else None)
    return _collection(texts, matched, links)


Found = list[tuple[Any, str]]


def _plain(
    collection: Layer,
    query: Query,
    conditions: list[Condition],
    _filtered: Compiled,
    limit: int,
    reading: Reading,
    view: str,
) -> Found:
    """Features with the keys that a next page begins after."""
    every = [*conditions, *beginning_after(collection, query)]
    return select(collection, every, limit, reading.crs.srid, view, northing_first=_northing_first(reading))


def _composed(
    collection: Layer,
    query: Query,
    conditions: list[Condition],
    filtered: Compiled,
    limit: int,
    reading: Reading,
    view: str,
) -> Found:
    """The same by a filter or in an order of the client's."""
    order = ordering.asked(collection, query)
    found: list[tuple[Any, ...]] = []
    for part in ordering.following(order, query):
        wanted = limit - len(found)
        if wanted:
            found += selecting.select(collection, conditions, filtered.and_(part), order, wanted, reading, view)
    return [(ordering.written(key, values), text) for key, text, values in found]


def with_links(feature: str, links: list[Link]) -> str:
    return f'{feature[:-1]},"links":{orjson.dumps(links).decode()}}}'


def _addressed(collection: Layer, feature: str) -> Condition:
    by_number = collection.address == "object_key"
    if not (_OBJECT_KEY.fullmatch(feature) if by_number else feature.isprintable() and len(feature) <= _LONGEST):
        raise NotFound(f"{feature[:100]!r} is not the id of a feature in {collection.name}.")
    key = object_key(feature) if by_number else identifier_of(feature)
    return ADDRESSED.format(address=collection.address), {"address": key}


def _northing_first(reading: Reading) -> bool:
    return reading.order is AxisOrder.NORTH_EAST


def view_of(collection: Layer, query: Mapping[str, str]) -> str:
    if "date" in query:
        return collection.past_view
    if "datetime" not in query or not collection.past_view:
        return ""
    # One index has the keys of all versions, in the order of pages; places of current and ended ones have two. Where
    # much of the register is in a box, a page is found sooner in that order than by collecting and sorting all of it.
    is_placed = "filter" in query or ("bbox" in query and not parameters.is_wide(query, extent(collection)))
    return EVERY_VERSION.format(view=collection.past_view) if is_placed else f"{collection.past_view} AS versions"


def _matched(
    collection: Layer, conditions: list[Condition], filtered: Compiled | None, view: str, *, asked: bool
) -> int | None:
    """Known for the whole register; of a part only where asked for, as it costs as much as reading it."""
    if not conditions and filtered is None:
        return size(collection)
    if not asked:
        return None
    return selecting.count(collection, conditions, filtered, view) if filtered else count(collection, conditions, view)


def _page_links(request: HttpRequest, collection: Layer, query: Query, used: Format, last: object) -> list[Link]:
    path = ("collections", collection.name)
    links = own(request, query, used, GEOJSON)
    if last is not None:
        links.append(link("next", address(request, *path, "items", query={**query, "after": last}), used.type))
    return [*links, link("collection", address(request, *path), "application/json")]


def _collection(features: list[str], matched: int | None, links: list[Link]) -> str:
    number = "" if matched is None else f',"numberMatched":{matched}'
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return (
        f'{{"type":"FeatureCollection","timeStamp":"{made}","numberReturned":{len(features)}{number}'
        f',"links":{orjson.dumps(links).decode()},"features":[{",".join(features)}]}}'
    )
