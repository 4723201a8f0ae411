"""Deliveries with real connections: the background worker, and two runs at once."""

import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from pytest_django import Settings

from parcels.models import Parcel
from sip.intake import actions
from sip.intake.models import Delivery, State
from sip.offices.models import User
from tests.intake.conftest import UPLOAD, gml, only_delivery, strips
from tests.parcels.importing.village import document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work_at_once(settings: Settings) -> None:
    """Here jobs wait in the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.usefixtures("work_at_once")
def test_the_worker_publishes_what_the_page_received(client: Client, keeper: User) -> None:
    client.force_login(keeper)
    client.post(UPLOAD, {"kind": "egib", "files": [SimpleUploadedFile("dane.gml", gml(3))]})
    assert only_delivery().state == State.RECEIVED

    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)

    assert only_delivery().state == State.PUBLISHED
    assert Parcel.objects.current().count() == 3


def received(path: Path, content: bytes) -> Delivery:
    path.write_bytes(content)
    return actions.receive(kind="egib", files=[path])


def waits_for_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def run_beside(delivery: Delivery, moments: list[float] | None = None) -> threading.Thread:
    """Process in another thread, on that thread's own connection; note in MOMENTS when it worked."""

    def progress(label: str, done: int, total: int) -> None:
        if moments is not None:
            moments.append(time.monotonic())

    def work() -> None:
        try:
            actions.process(delivery, progress=progress)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_delivery_waits_until_the_one_before_it_is_done(tmp_path: Path) -> None:
    delivery = received(tmp_path / "1.gml", gml(2))

    with actions.exclusive(lambda: None):
        thread = run_beside(delivery)
        while thread.is_alive() and not waits_for_the_lock():
            pass
        assert thread.is_alive(), "the run did not wait"
        assert Delivery.objects.get(pk=delivery.pk).state == State.RECEIVED
    thread.join()

    assert Delivery.objects.get(pk=delivery.pk).state == State.PUBLISHED


def test_two_deliveries_at_once_are_both_published_one_after_another(tmp_path: Path) -> None:
    pair = [received(tmp_path / f"{n}.gml", document(*strips(4)[n : n + 2])) for n in (0, 2)]
    moments: list[list[float]] = [[], []]

    with actions.exclusive(lambda: None):
        threads = [run_beside(delivery, noted) for delivery, noted in zip(pair, moments, strict=True)]
    for thread in threads:
        thread.join()

    earlier, later = sorted(moments)
    assert earlier[-1] <= later[0]
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PUBLISHED}
    assert sorted(Parcel.objects.current().values_list("number", flat=True)) == ["1", "2", "3", "4"]
