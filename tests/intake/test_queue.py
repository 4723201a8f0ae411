"""Deliveries with real connections: the background worker, and two runs at once."""

import threading
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


def run_beside(delivery: Delivery) -> threading.Thread:
    """Process in another thread, on that thread's own connection."""

    def work() -> None:
        try:
            actions.process(delivery, progress=lambda label, done, total: None)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_delivery_waits_until_the_one_before_it_is_done(tmp_path: Path) -> None:
    first, second = received(tmp_path / "1.gml", gml(2)), received(tmp_path / "2.gml", gml(3))

    with actions.exclusive(lambda: None):
        thread = run_beside(second)
        while thread.is_alive() and not waits_for_the_lock():
            pass
        assert thread.is_alive(), "the second run did not wait"
        assert Delivery.objects.get(pk=second.pk).state == State.RECEIVED
    thread.join()

    actions.process(first, progress=lambda label, done, total: None, accept=True)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_two_deliveries_at_once_are_both_published_one_after_another(tmp_path: Path) -> None:
    pair = [
        received(tmp_path / "1.gml", document(*strips(4)[:2])),
        received(tmp_path / "2.gml", document(*strips(4))),
    ]

    with actions.exclusive(lambda: None):
        threads = [run_beside(delivery) for delivery in pair]
    for thread in threads:
        thread.join()

    concluded = list(Delivery.objects.order_by("concluded_at"))
    assert {delivery.state for delivery in concluded} <= {State.PUBLISHED, State.WAITING}
    # In whichever order they came: no identifier twice, none lost.
    assert sorted(Parcel.objects.current().values_list("number", flat=True)) == ["1", "2", "3", "4"]
