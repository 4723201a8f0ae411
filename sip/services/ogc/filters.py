"""The filter of a page: of the parameter `filter`, and of properties that are parameters themselves."""

from collections.abc import Mapping
from typing import Any, Final

from sip.services import parameters
from sip.services.errors import BadRequest
from sip.services.ogc.cql2.compiling import Compiled, compiled
from sip.services.ogc.cql2.reading import TEXT, read, understood
from sip.services.ogc.queryables import Kind, Queryable, queryables
from sip.services.ogc.systems import CRS84, SYSTEMS, system
from sip.services.registry.layer import Layer

_SIMPLE: Final = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.MOMENT)


def by_property(collection: Layer) -> list[str]:
    """Queryables that are parameters of their own, by equality; those with a filter of the registry are not here."""
    names = queryables(collection).items()
    return [name for name, each in names if each.kind in _SIMPLE and name not in collection.filters]


def asked(collection: Layer, query: Mapping[str, str]) -> Compiled | None:
    """None where the page is not filtered. Raises BadRequest."""
    _, reading = system(query, "filter-crs")
    known = queryables(collection)
    conditions = [_equal(name, known, query) for name in by_property(collection) if name in query]
    # Alone, both say nothing: clients made of the API's definition send the values that it names where none is given.
    language = understood(query.get("filter-lang", TEXT))
    if "filter" in query:
        conditions.append(read(query["filter"], language))
    return compiled({"op": "and", "args": conditions}, known, reading) if conditions else None


def _equal(name: str, known: Mapping[str, Queryable], query: Mapping[str, str]) -> dict[str, Any]:
    value: Any = query[name]
    kind = known[name].kind
    if kind is Kind.NUMBER:
        value = parameters.number(query, name)
    elif kind is not Kind.TEXT:
        value = {"timestamp" if "t" in value.lower() else "date": value}
    condition = {"op": "=", "args": [{"property": name}, value]}
    try:
        compiled(condition, known, SYSTEMS[CRS84])
    except BadRequest as refused:
        raise BadRequest(refused.detail.replace("filter", name, 1)) from None
    return condition
