"""Features of a register as the texts of GeoJSON that the database writes."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from sip.public import rows, statement
from sip.services.rest import parameters
from sip.services.rest.collections import COLLECTIONS, Collection
from sip.services.rest.places import Condition

FEATURES: Final = statement(__file__, "features.sql")
COUNT: Final = "SELECT count(*) FROM {view} WHERE {condition}"
ADDRESSED: Final = "{address} = %(address)s"
# In force at the end of the day, as the country counts days.
ON_DAY: Final = (
    "valid_from < (%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s"
    " AND (valid_to IS NULL OR valid_to >= (%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s)"
)


@lru_cache(maxsize=1000)
def text_of(collection: Collection, condition: str, view: str = "") -> str:
    """The statement for features that meet a condition; CONDITION is one of few, as values are parameters."""
    properties = ", ".join(f"'{name}', {each.value}" for name, each in collection.properties.items())
    return FEATURES.format(
        key=collection.key,
        id=collection.identity,
        shape=collection.shape,
        properties=properties,
        view=view or collection.view,
        condition=condition,
        joins=collection.joins,
    )


def select(collection: Collection, conditions: Iterable[Condition], limit: int, crs: int) -> list[tuple[Any, str]]:
    """Keys and features, at most LIMIT of them, in the order of the keys."""
    condition, values = joined(conditions)
    found = rows(text_of(collection, condition), {**values, "limit": limit, **parameters.output({"crs": str(crs)})})
    return [(key, text) for key, text in found]


def count(collection: Collection, conditions: Iterable[Condition]) -> int:
    condition, values = joined(conditions)
    text = COUNT.format(view=collection.view, condition=condition)
    return int(rows(text, {**values, **parameters.output({})})[0][0])


def joined(conditions: Iterable[Condition]) -> Condition:
    texts, values = [], {}
    for text, more in conditions:
        texts.append(text)
        values.update(more)
    return " AND ".join(texts) or "true", values


# Changes when what answers hold does, so that validators kept from an earlier release are not taken for ours.
EDITION: Final = blake2b("".join(text_of(each, "") for each in COLLECTIONS).encode(), digest_size=4).hexdigest()
