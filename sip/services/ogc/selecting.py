"""Statements that clients compose, by filters and orders; each within a time, and its failures told as theirs."""

from collections.abc import Iterable
from hashlib import blake2b
from threading import BoundedSemaphore
from typing import Any, Final

from django.db import DataError, InternalError

from sip.geo.crs import AxisOrder, Reading
from sip.public import Rows, TookTooLong, rows_within, statement
from sip.services.errors import BadRequest, Unavailable
from sip.services.ogc.cql2.compiling import Compiled
from sip.services.ogc.ordering import Order
from sip.services.places import Condition
from sip.services.registry.layer import Layer
from sip.services.rest import features

SECONDS: Final = 5.0
# Hopeless filters take some of a process's threads at a time, never all.
_TURNS: Final = BoundedSemaphore(4)
SELECTED: Final = statement(__file__, "selected.sql")
COUNTED: Final = """SELECT count(*) FROM (SELECT * FROM {view} WHERE {condition}) AS page
{joins} WHERE {filter}"""
EDITION: Final = f"{features.EDITION}-{blake2b(SELECTED.encode(), digest_size=2).hexdigest()}"


def select(
    collection: Layer,
    conditions: Iterable[Condition],
    filtered: Compiled,
    order: Order,
    limit: int,
    reading: Reading,
    view: str = "",
) -> Rows:
    """Keys, features and the values they are ordered by. Raises BadRequest."""
    condition, values = features.joined(conditions)
    text = text_of(collection, condition, filtered, order, reading, view)
    return _answered(text, {**values, **filtered.values, "limit": limit})


def count(collection: Layer, conditions: Iterable[Condition], filtered: Compiled, view: str = "") -> int:
    """Raises BadRequest."""
    condition, values = features.joined(conditions)
    joins = collection.joins if filtered.is_joined else ""
    text = COUNTED.format(view=view or collection.view, condition=condition, joins=joins, filter=filtered.sql)
    return int(_answered(text, {**values, **filtered.values})[0][0])


def text_of(collection: Layer, condition: str, filtered: Compiled, order: Order, reading: Reading, view: str) -> str:
    parts = features.parts_of(collection, reading.crs.srid, northing_first=reading.order is AxisOrder.NORTH_EAST)
    return SELECTED.format(
        **parts,
        view=view or collection.view,
        condition=condition,
        filter=filtered.sql,
        inner_joins=collection.joins if filtered.is_joined else "",
        order=order.sql,
        sorted=order.values,
    )


def _answered(text: str, values: dict[str, Any]) -> Rows:
    if not _TURNS.acquire(timeout=SECONDS):
        raise Unavailable("Many filters are being answered right now; try again in a moment.")
    try:
        return rows_within(SECONDS, text, values)
    except TookTooLong:
        raise BadRequest(
            f"filter, sortby: took longer than {SECONDS:g} s and was ended; ask within a bbox, for equal values of"
            " fewer properties, or without sortby."
        ) from None
    except DataError:
        raise BadRequest("filter: a number grows out of all bounds.") from None
    except InternalError:
        raise BadRequest("filter: these kinds of geometries cannot be compared so; write their parts apart.") from None
    finally:
        _TURNS.release()
