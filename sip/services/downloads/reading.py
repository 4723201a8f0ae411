"""Reads layers as they are at one moment: one transaction of the public role that sees no later publication."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.db import connections, transaction

from sip.public import PUBLIC, Rows, rows

# Rows that are in memory at once.
AT_ONCE: Final = 5_000
# A million rows take minutes; the usual limit is for pages.
STATEMENT_LIMIT: Final = "2h"
VERSION: Final = "SELECT coalesce(sum(version), 0) FROM layer_public"
DATA_DATE: Final = "SELECT max(data_date) FROM delivery_public WHERE kind = ANY(%(kinds)s)"


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside, by this module or by sip.public, is of one moment."""
    with transaction.atomic(using=PUBLIC):
        with connections[PUBLIC].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_LIMIT}'")
        yield


def version() -> int:
    """Of the registers at that moment."""
    return int(rows(VERSION)[0][0])


def count(statement: str, values: Mapping[str, Any]) -> int:
    return int(rows(statement, values)[0][0])


def data_date(kinds: tuple[str, ...]) -> str | None:
    """The newest day that published data of these kinds of deliveries describe."""
    found = rows(DATA_DATE, {"kinds": list(kinds)})[0][0]
    return found.isoformat() if found else None


def named_batches(statement: str, values: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The same with the columns' names."""
    with connections[PUBLIC].chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while batch := cursor.fetchmany(AT_ONCE):
            names = [column.name for column in cursor.description]
            yield [dict(zip(names, row, strict=True)) for row in batch]


def batches(statement: str, values: Mapping[str, Any]) -> Iterator[Rows]:
    """Rows as a cursor of the server gives them, AT_ONCE at a time."""
    with connections[PUBLIC].chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while batch := cursor.fetchmany(AT_ONCE):
            yield batch
