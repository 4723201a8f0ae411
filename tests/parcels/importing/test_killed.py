"""kill -9 while importing: the register is whole, old or new, and the next run succeeds.

Each run is stopped at a known place by locking the table it needs next, then killed there.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from parcels.models import Parcel
from sip.intake.models import Delivery, State
from tests.conftest import Deliver
from tests.parcels.importing.village import document, strips

pytestmark = pytest.mark.django_db(transaction=True)

# Tables in the order in which a run needs them: reading, comparing, mid-publication, at its very end.
STOPS = ("parcels_parcel", "parcels_lineage", "intake_layer", "audit_head")


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


def waits_for_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'sip deliver'"
        )
        return bool(cursor.fetchone()[0])


def start_delivery(file: Path) -> subprocess.Popen[bytes]:
    config = settings.DATABASES["default"]
    url = f"postgis://{config['USER']}@{quote(config['HOST'], safe='')}/{config['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "deliver", "egib", str(file)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("table", STOPS)
def test_a_killed_import_leaves_the_old_state_and_no_obstacle(deliver: Deliver, tmp_path: Path, table: str) -> None:
    deliver("egib", document(*strips(5)))
    file = tmp_path / "next.gml"
    file.write_bytes(document(*strips(8)))

    with locked(table):
        run = start_delivery(file)
        while run.poll() is None and not waits_for_lock():
            pass
        assert run.poll() is None, "the run never came to the locked table"
        run.send_signal(signal.SIGKILL)
        run.wait()

    assert Parcel.objects.current().count() == 5
    assert deliver("egib", file).state == State.PUBLISHED
    assert Parcel.objects.current().count() == 8
    assert not Delivery.objects.filter(state=State.RUNNING).exists()
