"""Features of a register as the texts of GeoJSON that the database writes."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from sip.geo.crs import PL_1992, WGS84
from sip.public import hot_rows, rows, statement
from sip.services import parameters
from sip.services.places import Condition
from sip.services.registry import SERVED
from sip.services.registry.layer import Layer

FEATURES: Final = statement(__file__, "features.sql")
COUNT: Final = "SELECT count(*) FROM {view} WHERE {condition}"
ADDRESSED: Final = "{address} = %(address)s"
# In force at the end of the day, as the country counts days.
ON_DAY: Final = (
    "valid_from < (%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s"
    " AND (valid_to IS NULL OR valid_to >= (%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s)"
)


@lru_cache(maxsize=1000)
def text_of(
    collection: Layer, condition: str, crs: int = WGS84.srid, view: str = "", *, northing_first: bool = False
) -> str:
    """The statement for features that meet a condition, in EPSG:CRS; few texts, as all else are parameters."""
    parts = parts_of(collection, crs, northing_first=northing_first)
    return FEATURES.format(**parts, view=view or collection.view, condition=condition)


def parts_of(collection: Layer, crs: int, *, northing_first: bool) -> dict[str, Any]:
    """What a feature is made of, for the statements that write features."""
    shape = collection.shape if crs == PL_1992.srid else f"ST_Transform({collection.shape}, {crs})"
    return {
        "key": collection.key,
        "id": collection.identity,
        "shape": f"ST_FlipCoordinates({shape})" if northing_first else shape,
        "digits": parameters.digits(crs),
        "properties": ", ".join(f"'{name}', {each.value}" for name, each in collection.properties.items()),
        "joins": collection.joins,
    }


def select(
    collection: Layer,
    conditions: Iterable[Condition],
    limit: int,
    crs: int,
    view: str = "",
    *,
    northing_first: bool = False,
) -> list[tuple[Any, str]]:
    """Keys and features, at most LIMIT of them, in the order of the keys."""
    condition, values = joined(conditions)
    found = rows(text_of(collection, condition, crs, view, northing_first=northing_first), {**values, "limit": limit})
    return [(key, text) for key, text in found]


def hot_select(
    collection: Layer, condition: Condition, limit: int, crs: int, *, northing_first: bool = False
) -> list[str]:
    """Features alone, by a condition that is asked for often."""
    text, values = condition
    made = text_of(collection, text, crs, northing_first=northing_first)
    return [row[1] for row in hot_rows(made, {**values, "limit": limit})]


def count(collection: Layer, conditions: Iterable[Condition], view: str = "") -> int:
    condition, values = joined(conditions)
    text = COUNT.format(view=view or collection.view, condition=condition)
    return int(rows(text, values)[0][0])


def joined(conditions: Iterable[Condition]) -> Condition:
    texts, values = [], {}
    for text, more in conditions:
        texts.append(text)
        values.update(more)
    return " AND ".join(texts) or "true", values


# Changes when what answers hold does, so that validators kept from an earlier release are not taken for ours.
EDITION: Final = blake2b("".join(text_of(each, "") for each in SERVED).encode(), digest_size=4).hexdigest()
