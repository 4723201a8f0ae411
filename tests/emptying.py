"""Empties the database after a test that commits: only the tables that hold something, row by row.

Django truncates every table, which makes a hundred new files of tables and indexes on the disk: a second a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

# What migrations and their signals made, and no test changes.
KEPT: Final = {"django_content_type", "auth_permission", "plans_theme"}
# Their rows refuse to be deleted.
TRUNCATED: Final = {
    "audit_event",
    "cases_serviceform",
    "cases_caseevent",
    "cases_casestatus",
    "cases_caseclockevent",
    "cases_parcelsnapshot",
    "cases_casegeometry",
    "cases_receipt",
}


@contextmanager
def unguarded(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """As someone who may switch the triggers of a table off."""
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def install() -> None:
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]


def _empty(_case: TransactionTestCase) -> None:
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT)
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name})" for table, name in quoted.items())
        )
        filled = {table for (table,) in cursor.fetchall()}
        # What points at them goes with them; then nothing is left that a deletion would have to wait for.
        if final := sorted(filled & TRUNCATED):
            with unguarded(cursor, "audit_event"):
                cursor.execute(f"TRUNCATE {', '.join(quoted[table] for table in final)} CASCADE")
        for table in sorted(filled - TRUNCATED):
            cursor.execute(f"DELETE FROM {quoted[table]}")
