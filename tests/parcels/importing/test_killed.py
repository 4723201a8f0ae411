"""kill -9 while importing: the register is whole, old or new, and the next run succeeds.

Each run is stopped at a known place by locking the table it needs next, then killed there.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from parcels.models import Parcel
from sip.intake.models import Delivery, State
from tests.conftest import Deliver
from tests.locking import database_url, locked, waits_for_lock
from tests.parcels.importing.village import document, strips

pytestmark = pytest.mark.django_db(transaction=True)

# Tables in the order in which a run needs them: reading, comparing, mid-publication, at its very end.
STOPS = ("parcels_parcel", "parcels_lineage", "intake_layer", "audit_head")


def start_delivery(file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "deliver", "egib", str(file)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
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
        while run.poll() is None and not waits_for_lock("sip deliver"):
            pass
        assert run.poll() is None, "the run never came to the locked table"
        run.send_signal(signal.SIGKILL)
        run.wait()

    assert Parcel.objects.current().count() == 5
    assert deliver("egib", file).state == State.PUBLISHED
    assert Parcel.objects.current().count() == 8
    assert not Delivery.objects.filter(state=State.RUNNING).exists()
