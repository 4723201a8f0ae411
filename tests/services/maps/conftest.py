"""A village that all tests of a module ask WMS and WFS about; skipped only where the machine has no MapServer."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from parcels import derived
from plans.models import Theme
from plans.themes import add_missing
from sip.intake import actions
from sip.intake.models import Delivery
from sip.services.maps import pool
from tests.plans.test_restrictions import geojson
from tests.services.ogc.village import name_and_plan, settle


@pytest.fixture(scope="session", autouse=True)
def _renderers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """They end before the database of the tests does."""
    if reason := pool.missing():
        pytest.skip(reason)
    yield
    pool.pool().close()
    connections["public"].close()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(
                "SELECT count(pg_sleep(0.05)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                break


def _deliver(folder: Path, kind: str, *contents: bytes, suffix: str = ".gml", **options: Any) -> Delivery:
    files = [folder / f"{kind}-{number}{suffix}" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    delivery = actions.receive(kind=kind, files=files, office=None, options=options.pop("subject", {}))
    return actions.process(delivery, progress=lambda label, done, total: None, **options)


def settled(folder: Path) -> None:
    deliver = partial(_deliver, folder)
    settle(deliver)
    name_and_plan(deliver)
    add_missing(Theme)
    park = geojson({"A1": (0, 0, 100, 100)})
    deliver("restrictions", park, suffix=".geojson", subject={"theme": "nature"})


def emptied() -> None:
    TransactionTestCase._fixture_teardown(TransactionTestCase())  # type: ignore[attr-defined]
    derived.rebuild(derived.STANDS_ON)


@pytest.fixture(scope="module")
def village(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Committed, so that renderers see it; tests roll back what they add."""
    folder = tmp_path_factory.mktemp("village")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"):
        settled(folder)
        yield
    with django_db_blocker.unblock():
        emptied()


@pytest.fixture
def own_village(transactional_db: None, tmp_path: Path) -> None:
    """For tests that ask over HTTP or publish."""
    settled(tmp_path)
