"""The order of a page (OGC API Features Part 8, draft), and what the next page begins after.

Large registers are ordered by what an index holds, so that each page costs as much as the first. Where a value is
missing it comes last, or first where the order is turned round, as indexes have it.
"""

import base64
import binascii
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from sip.services.errors import BadRequest
from sip.services.ogc.cql2.compiling import EVERYTHING, Compiled
from sip.services.ogc.queryables import Kind, Queryable, queryables
from sip.services.registry.layer import Layer

MOST: Final = 3
# Of registers that grow with the powiat; each has an index that begins with it.
_INDEXED: Final = {
    "parcels": ("identifier", "number", "registered_area_ha"),
    "buildings": ("identifier",),
    "addresses": ("place",),
}
_CASTS: Final = {Kind.TEXT: "text", Kind.NUMBER: "numeric", Kind.DATE: "date", Kind.MOMENT: "timestamptz"}
_LONGEST: Final = 2000
_LARGEST_KEY: Final = 2**63 - 1


class By(NamedTuple):
    """A column of the order, as SQL."""

    value: str
    cast: str
    descends: bool


class Order(NamedTuple):
    """SQL to order by, which ends with the key, and the values of a row in it, as texts."""

    columns: tuple[By, ...]
    key: str
    key_is_number: bool

    @property
    def sql(self) -> str:
        return ", ".join((*(f"{by.value} {'DESC' if by.descends else 'ASC'}" for by in self.columns), self.key))

    @property
    def values(self) -> str:
        return f"ARRAY[{', '.join(f'({by.value})::text' for by in self.columns)}]::text[]"


@lru_cache(maxsize=100)
def sortables(collection: Layer) -> Mapping[str, Queryable]:
    known = queryables(collection)
    names = _INDEXED.get(collection.name)
    return {
        name: each
        for name, each in known.items()
        if each.kind in _CASTS and not each.is_joined and (names is None or name in names)
    }


def asked(collection: Layer, query: Mapping[str, str]) -> Order:
    """By the key alone where no order is asked for. Raises BadRequest."""
    known = sortables(collection)
    names = query["sortby"].split(",") if "sortby" in query else []
    if len(names) > MOST:
        raise BadRequest(f"sortby: {len(names)} properties are too many; at most {MOST} are sorted by.")
    return Order(tuple(_by(name.strip(), known) for name in names), f"page.{collection.key}", collection.key_is_number)


def _by(name: str, known: Mapping[str, Queryable]) -> By:
    # Where a plus is not encoded it arrives as a space, which is gone by now.
    bare = name[1:] if name[:1] in ("+", "-") else name
    if bare not in known:
        raise BadRequest(f"sortby: {bare[:60]!r} is not sorted by. Sortables: {', '.join(known)}.")
    return By(f"({known[bare].value})", _CASTS[known[bare].kind], name.startswith("-"))


def written(key: Any, values: list[str | None]) -> str:
    """What a next link carries in `after`."""
    return base64.urlsafe_b64encode(orjson.dumps([*values, key])).decode().rstrip("=")


def following(order: Order, query: Mapping[str, str]) -> list[Compiled]:
    """Conditions whose rows, one after the other, are what follows; each is a range of the first column's index.

    Raises BadRequest where `after` is not from a next link of this order.
    """
    if "after" not in query:
        return [EVERYTHING]
    given = _read(query["after"], order)
    values = {f"after_{index}": value for index, value in enumerate(given)}
    return [Compiled(f"({sql})", values, is_joined=False) for sql in _ranges(order, given)]


def _read(text: str, order: Order) -> list[Any]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4)))
    except (binascii.Error, orjson.JSONDecodeError, ValueError):
        found = None
    if not isinstance(found, list) or len(found) != len(order.columns) + 1 or not _fits(found, order):
        raise BadRequest("after: is not what a next link of this order carries.")
    return found


def _fits(found: list[Any], order: Order) -> bool:
    *values, key = found
    if not all(each is None or (isinstance(each, str) and "\0" not in each) for each in values):
        return False
    if order.key_is_number:
        return isinstance(key, int) and not isinstance(key, bool) and 0 <= key <= _LARGEST_KEY
    return isinstance(key, str) and "\0" not in key


def _ranges(order: Order, given: list[Any]) -> list[str]:
    if not order.columns:
        return [_beyond(order, given, 0)]
    first = order.columns[0]
    if given[0] is None:
        missing = f"{first.value} IS NULL AND {_beyond(order, given, 1)}"
        return [missing, f"{first.value} IS NOT NULL"] if first.descends else [missing]
    bound = f"{first.value} {'<=' if first.descends else '>='} {_value(first, 0)}"
    near = f"{bound} AND ({_past(first, 0)} OR {_same(first, 0)} AND {_beyond(order, given, 1)})"
    return [near] if first.descends else [near, f"{first.value} IS NULL"]


def _beyond(order: Order, given: list[Any], index: int) -> str:
    """What comes after the values from INDEX on."""
    if index == len(order.columns):
        collation = "" if order.key_is_number else ' COLLATE "C"'
        return f"{order.key}{collation} > %(after_{index})s"
    by, rest = order.columns[index], _beyond(order, given, index + 1)
    if given[index] is None:
        missing = f"({by.value} IS NULL AND {rest})"
        return f"({by.value} IS NOT NULL OR {missing})" if by.descends else missing
    later = _past(by, index) if by.descends else f"({_past(by, index)} OR {by.value} IS NULL)"
    return f"({later} OR {_same(by, index)} AND {rest})"


def _past(by: By, index: int) -> str:
    return f"{by.value} {'<' if by.descends else '>'} {_value(by, index)}"


def _same(by: By, index: int) -> str:
    return f"{by.value} = {_value(by, index)}"


def _value(by: By, index: int) -> str:
    return f"%(after_{index})s::{by.cast}"
