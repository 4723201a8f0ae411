"""Conditions that the parameters of a register make, for every interface that reads registers."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sip.services import parameters
from sip.services.errors import BadRequest
from sip.services.parameters import Query
from sip.services.places import Condition
from sip.services.registry.layer import Layer

LARGEST_KEY: Final = 2**63 - 1
# Current and ended rows are asked for apart, as each kind has an index of its own.
EVERY_VERSION: Final = """(
    SELECT * FROM {view} WHERE valid_to IS NULL
    UNION ALL
    SELECT * FROM {view} WHERE valid_to IS NOT NULL) AS versions"""


def filtered(collection: Layer, query: Query) -> Iterable[Condition]:
    """By attributes, and by the day on which acts and zones bind."""
    for name, each in collection.filters.items():
        if name in query:
            yield each.condition(name, query[name])
    day = parameters.day(query, "date")
    if day is not None:
        yield in_law(collection.binding, day)


def in_law(condition: str, day: date) -> Condition:
    """CONDITION speaks of the law's day and of the moment it ends, for the register's time."""
    return condition, {"day": day, "moment": parameters.end_of(day)}


def beginning_after(collection: Layer, query: Query) -> list[Condition]:
    """The key that the page begins after."""
    if "after" not in query:
        return []
    text = query["after"]
    if not collection.key_is_number:
        return [(f'{collection.key} COLLATE "C" > %(after)s', {"after": text})]
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_KEY):
        raise BadRequest(f"after: {text[:40]!r} is not what a next link carries.")
    return [(f"{collection.key} > %(after)s", {"after": int(text)})]


def object_key(address: str) -> int:
    """Sixteen hexadecimal digits as the signed number that the database keeps."""
    return int.from_bytes(bytes.fromhex(address), signed=True)
