"""Making of files: of one moment, whole or not at all, and not lost with the process that was at it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from parcels.models import Building
from sip.services.downloads import making, orders, queueing
from sip.services.downloads.job import Job
from sip.services.downloads.models import Product, State, folder
from sip.services.downloads.tasks import make_file
from sip.services.downloads.wanted import Place, Wanted
from tests.services.downloads.conftest import ORDERS, Ordered

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]
BOTH = Wanted(("parcels", "buildings"), Place(), "gpkg", 2180)


def left_over() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file()]


def test_a_file_is_of_one_moment(tmp_path: Path) -> None:
    """What is published while the first layer is written is not in the second."""

    def publish(layer: str, done: int, total: int) -> None:
        if layer == "parcels":
            Building.objects.all().delete()

    about, _ = making.made(BOTH, publish, within=tmp_path)

    assert [layer["count"] for layer in about["layers"]] == [4, 1]
    assert not Building.objects.exists()


def test_work_called_off_half_way_leaves_nothing(order: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    key = order("gpkg", ("parcels", "buildings")).json()["id"]
    monkeypatch.setattr(making, "PROGRESS_SECONDS", 0)
    product = Product.objects.get()
    write = Job.rows

    def called_off(job: Any, source: Any) -> Any:
        shown = orders.shown(key)
        assert shown
        orders.cancel(shown.order)
        return write(job, source)

    monkeypatch.setattr(Job, "rows", called_off)
    making.make(product)

    assert Product.objects.get().state == State.CANCELLED
    assert left_over() == []


def test_a_file_beyond_the_limit_is_not_made(
    client: Client, order: Ordered, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DOWNLOAD_LIMIT_MB = 0
    monkeypatch.setattr(making, "PROGRESS_SECONDS", 0)
    key = order().json()["id"]

    making.make(Product.objects.get())

    shown = client.get(f"{ORDERS}{key}/").json()
    assert shown["state"] == "failed"
    assert "larger than files may be" in shown["error"]
    assert left_over() == []


def test_a_fault_is_told_and_may_be_tried_again(order: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    order()
    with monkeypatch.context() as broken:
        broken.setattr("sip.services.downloads.tables._batch", lambda *args: 1 / 0)
        making.make(Product.objects.get())
    assert Product.objects.get().state == State.FAILED

    order()
    making.make(Product.objects.get())

    assert Product.objects.get().state == State.READY


def test_two_workers_do_not_make_the_same(order: Ordered) -> None:
    order()
    product = Product.objects.get()
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [making.LOCKS, product.pk])

    making.make(product)

    assert Product.objects.get().state == State.WAITING
    other.close()


def test_what_a_killed_worker_left_is_made_again(client: Client, order: Ordered) -> None:
    key = order("gpkg", ("parcels", "buildings")).json()["id"]
    product = Product.objects.get()
    _kill_while_at(product)

    assert Product.objects.get().state == State.RUNNING
    shown = client.get(f"{ORDERS}{key}/").json()
    assert (shown["state"], shown["file"]) == ("waiting", None)
    make_file.call(product.pk)
    assert client.get(f"{ORDERS}{key}/").json()["state"] == "ready"


def test_an_order_whose_task_was_lost_is_called_for_again(client: Client, order: Ordered) -> None:
    key = order().json()["id"]
    Product.objects.update(requested_at=timezone.now() - 2 * queueing.CALLED_AGAIN)
    tasks = DBTaskResult.objects.filter(task_path="sip.services.downloads.tasks.make_file")
    tasks.delete()

    for _ in range(3):
        client.get(f"{ORDERS}{key}/")

    assert tasks.count() == 1


def test_what_kills_each_worker_is_given_up(client: Client, order: Ordered) -> None:
    key = order().json()["id"]
    Product.objects.update(state=State.RUNNING, attempts=queueing.ATTEMPTS)

    shown = client.get(f"{ORDERS}{key}/").json()

    assert shown["state"] == "failed"
    assert "broken off" in shown["error"]


def _kill_while_at(product: Product) -> None:
    """kill -9 a process that makes the product, while the database keeps it waiting for the rows."""
    code = (
        "import django; django.setup()\n"
        "from sip.services.downloads.tasks import make_file\n"
        f"make_file.call({product.pk})"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sip.settings",
        "DATABASE_URL": _address(),
        "PYTHONPATH": str(django_settings.BASE_DIR),
    }
    held = connections["default"].copy()
    held.set_autocommit(False)
    with held.cursor() as cursor:
        cursor.execute("LOCK TABLE parcels_parcel IN ACCESS EXCLUSIVE MODE")
    with subprocess.Popen([sys.executable, "-c", code], env=env) as worker:
        while Product.objects.get(pk=product.pk).state != State.RUNNING:
            assert worker.poll() is None, "the worker ended by itself"
        worker.kill()
    held.rollback()
    held.close()
    while making.is_being_made(product):  # until the database sees that the process is gone
        pass


def _address() -> str:
    """Of the database of this test."""
    known = connection.settings_dict
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}" if known["PASSWORD"] else quote(known["USER"])
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgis://{who}@{quote(known['HOST'], safe='')}{port}/{known['NAME']}"
