"""The public database connection: the role that sees the public views and nothing else."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction
from psycopg2.errors import QueryCanceled

PUBLIC = "public"
Rows = list[tuple[Any, ...]]

_PARAMETER: Final = re.compile(r"%\((\w+)\)s")
# Names of the statements that a connection has prepared.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class TookTooLong(Exception):
    """A statement was ended, as it took longer than it was allowed."""


def rows(statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
    """Run a reading statement as the public role."""
    return _tried(statement, parameters)


def hot_rows(statement: str, parameters: Mapping[str, Any]) -> Rows:
    """The same for statements of which few texts are run often: each connection plans them once.

    The database finds out the parameters' types, so each must stand where they are plain.
    """
    if not settings.PREPARED_STATEMENTS:
        return _tried(statement, parameters)
    name, preparing, executing = as_prepared(statement)
    return _tried(executing, parameters, (name, preparing))


def rows_within(seconds: float, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
    """The same for what strangers compose, which may be hopeless. Raises TookTooLong."""
    try:
        return _tried(statement, parameters, seconds=seconds)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise


def _tried(
    statement: str,
    parameters: Mapping[str, Any] | None,
    prepare: tuple[str, str] | None = None,
    seconds: float | None = None,
) -> Rows:
    """Reading may be repeated, so a connection is not asked before each statement whether it still lives."""
    fetch = _fetched if seconds is None else partial(_fetched_within, seconds)
    try:
        return fetch(statement, parameters, prepare)
    except (OperationalError, InterfaceError):
        connection = connections[PUBLIC]
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return fetch(statement, parameters, prepare)


def _fetched_within(
    seconds: float, statement: str, parameters: Mapping[str, Any] | None, prepare: tuple[str, str] | None
) -> Rows:
    with transaction.atomic(using=PUBLIC):
        with connections[PUBLIC].cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [round(seconds * 1000)])
        return _fetched(statement, parameters, prepare)


def _fetched(statement: str, parameters: Mapping[str, Any] | None, prepare: tuple[str, str] | None) -> Rows:
    connection = connections[PUBLIC]
    with connection.cursor() as cursor:
        if prepare:
            known = _prepared.setdefault(connection.connection, set())
            if prepare[0] not in known:
                cursor.execute(prepare[1])
                known.add(prepare[0])
        cursor.execute(statement, parameters)
        found: Rows = cursor.fetchall()
        return found


@lru_cache(maxsize=1000)
def as_prepared(statement: str) -> tuple[str, str, str]:
    """Name, the statement that prepares, the one that executes with the parameters of the given one."""
    name = f"sip_{blake2b(statement.encode(), digest_size=8).hexdigest()}"
    places = list(dict.fromkeys(_PARAMETER.findall(statement)))
    text = _PARAMETER.sub(lambda found: f"${places.index(found[1]) + 1}", statement)
    given = f"({', '.join(f'%({place})s' for place in places)})" if places else ""
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}{given}"


def statement(beside: str, name: str) -> str:
    """Text of the .sql file NAME in the folder of the module BESIDE (its __file__)."""
    return (Path(beside).parent / name).read_text(encoding="utf-8")
