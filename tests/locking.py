"""Stops another process at a known place: by locking the table that it needs next."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Hold TABLE from a session of its own; released on leaving."""
    parameters = connection.get_connection_params()
    own = psycopg2.connect(**{name: parameters[name] for name in ("dbname", "user", "host") if name in parameters})
    with own.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        own.rollback()
        own.close()


def waits_for_lock(application: str) -> bool:
    """Whether a session of the APPLICATION stands at a lock in the database of the tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = %s"
            " AND datname = current_database()",
            [application],
        )
        return bool(cursor.fetchone()[0])


def database_url() -> str:
    """Of the database of the tests, for another process."""
    config = settings.DATABASES["default"]
    return f"postgis://{config['USER']}@{quote(config['HOST'], safe='')}/{config['NAME']}"
