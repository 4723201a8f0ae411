"""How long files are kept, and the commands that clean and export."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pyogrio
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from sip.services.downloads.keeping import clean
from sip.services.downloads.models import Order, Product, State, folder
from tests.parcels.importing.village import PRECINCT
from tests.services.downloads.conftest import ORDERS, Ordered

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village", "work_at_once"),
]
LONG_AGO = timedelta(days=40)


def test_a_file_goes_when_its_last_address_ends(client: Client, order: Ordered) -> None:
    first, second = order().json()["id"], order().json()["id"]
    path = Product.objects.get().path
    Order.objects.filter(key=first).update(ends_at=timezone.now())
    assert (clean().files, path.exists()) == (0, True)

    Order.objects.filter(key=second).update(ends_at=timezone.now())

    assert (clean().files, path.exists()) == (1, False)
    assert client.get(f"{ORDERS}{second}/").json()["state"] == "ended"


def test_an_address_is_forgotten_in_the_end(client: Client, order: Ordered) -> None:
    key = order().json()["id"]
    Order.objects.update(ends_at=timezone.now() - LONG_AGO)

    assert clean().orders == 1
    assert client.get(f"{ORDERS}{key}/").status_code == 404


def test_what_killed_work_left_is_removed_when_it_is_old() -> None:
    old, young = (folder() / "drafts" / name for name in ("old", "young"))
    for place in (old, young):
        place.mkdir(parents=True)
        (place / "dane.gpkg").write_bytes(b"half")
    for path in (old / "dane.gpkg", old):
        os.utime(path, (0, 0))

    assert clean().drafts == 1
    assert young.exists() and not old.exists()


def test_work_under_way_is_left_alone(order: Ordered) -> None:
    order()
    Product.objects.update(state=State.WAITING)
    Order.objects.all().delete()

    clean()

    assert Product.objects.count() == 1


def test_a_clerk_exports_the_same_file(tmp_path: Path) -> None:
    said = StringIO()
    out = tmp_path / "dane.gpkg"

    call_command("export", out, "--layers", "parcels", "buildings", "--precinct", PRECINCT, stdout=said)

    assert pyogrio.read_info(out, layer="parcels")["features"] == 4
    assert "Działki ewidencyjne: 4" in said.getvalue()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--unit", "nic"),
        ("--unit", "1465"),
        ("--format", "egib", "--layers", "addresses"),
        ("--format", "geojson", "--crs", "2180"),
        ("--area", "/nie/ma/takiego"),
    ],
)
def test_a_wrong_export_says_so_and_leaves_nothing(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("export", tmp_path / "dane.gpkg", *wrong)

    assert not (tmp_path / "dane.gpkg").exists()
