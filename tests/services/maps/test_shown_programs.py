"""The programs that the documentation shows for WMS and WFS do what it says."""

from pathlib import Path

import pytest
from PIL import Image
from pytest_django.live_server_helper import LiveServer

from tests.portal.programs import run, shown

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


@pytest.mark.usefixtures("own_village")
def test_wms_draws_the_parcels_around(live_server: LiveServer, tmp_path: Path) -> None:
    run(tmp_path, "bash", "-e", "-c", shown(live_server.url, "wms.sh"))
    with Image.open(tmp_path / "mapa.png") as picture:
        colours = picture.convert("RGB").getcolors(1_000_000)

    assert picture.size == (800, 800)
    assert colours
    assert len(colours) > 3


@pytest.mark.usefixtures("own_village")
def test_wfs_gives_the_buildings_around(live_server: LiveServer, tmp_path: Path) -> None:
    run(tmp_path, "bash", "-e", "-c", shown(live_server.url, "wfs.sh"))

    assert "Feature Count: 0" not in run(tmp_path, "ogrinfo", "-so", "-ro", "-al", "budynki.gpkg")
