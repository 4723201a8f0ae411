"""Pages for programmers and for QGIS: the programs that they show are run as they are shown."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree
from pytest_django.live_server_helper import LiveServer

from sip.portal.docs import CHAPTERS
from sip.portal.qgis import CONNECTIONS, SERVICES, Connection, Service
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, precinct, strips
from tests.portal.programs import run, shown

COMMITTED = pytest.mark.django_db(transaction=True, databases=["default", "public"])
FILES = [each.file for _, _, examples in CHAPTERS for each in examples]
PARCEL = f"{PRECINCT}.1"
# Debian's interpreter has QGIS' modules, the project's own has not.
QGIS_PYTHON = "/usr/bin/python3"
CAPABILITIES = "?SERVICE={}&REQUEST=GetCapabilities"
ROOTS = {
    "oapif": "qgsWFSConnections",
    "wms": "qgsWMSConnections",
    "wfs": "qgsWFSConnections",
    "kafle": "qgsVectorTileConnections",
}
BEGINNING = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
"""
END = """
assert parcels.featureCount() == 3, parcels.featureCount()
QgsProject.instance().clear()
application.exitQgis()
"""


@pytest.fixture
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))


@COMMITTED
@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("parcel.sh", f'"id":"{PARCEL}"'),
        ("at.sh", f'"id":"{PARCEL}"'),
        ("uldk.sh", f"|{PARCEL}|1\n"),
        ("again.sh", ""),
        ("gdal.sh", ""),
    ],
)
def test_a_command_does_what_it_says(live_server: LiveServer, tmp_path: Path, name: str, said: str) -> None:
    command = shown(live_server.url, name)

    assert live_server.url in command
    assert said in run(tmp_path, "bash", "-e", "-o", "pipefail", "-c", command)


@COMMITTED
@pytest.mark.usefixtures("village")
def test_gdal_writes_the_parcels_of_the_box(live_server: LiveServer, tmp_path: Path) -> None:
    run(tmp_path, "bash", "-c", shown(live_server.url, "gdal.sh"))

    assert "Feature Count: 3" in run(tmp_path, "ogrinfo", "-so", "-ro", "dzialki.gpkg", "parcels")


@COMMITTED
@pytest.mark.usefixtures("village")
def test_the_daily_copy_is_fetched_once(live_server: LiveServer, tmp_path: Path) -> None:
    command = shown(live_server.url, "again.sh")
    run(tmp_path, "bash", "-c", command)
    first = (tmp_path / "jednostki.geojson").read_bytes()
    (tmp_path / "jednostki.geojson").unlink()
    run(tmp_path, "bash", "-c", command)

    assert b"FeatureCollection" in first
    kept = tmp_path / "jednostki.geojson"
    assert not kept.exists() or kept.stat().st_size == 0


@COMMITTED
@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(("name", "said"), [("pages.py", "3 działek, "), ("uldk.py", f"{PARCEL} ")])
def test_a_program_in_python_does_what_it_says(live_server: LiveServer, tmp_path: Path, name: str, said: str) -> None:
    assert run(tmp_path, sys.executable, "-c", shown(live_server.url, name)).startswith(said)


def has_qgis() -> bool:
    return (
        shutil.which(QGIS_PYTHON) is not None
        and not subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode
    )


@COMMITTED
@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(("path", "name"), [("/api/docs/", "qgis.py"), ("/qgis/", "pyqgis")])
def test_qgis_adds_the_layers(live_server: LiveServer, tmp_path: Path, path: str, name: str) -> None:
    if not has_qgis():
        pytest.skip("python3-qgis is not installed")
    run(tmp_path, QGIS_PYTHON, "-c", f"{BEGINNING}{shown(live_server.url, name, path)}{END}")


@pytest.mark.django_db
@pytest.mark.usefixtures("village")
def test_programs_ask_this_service_for_a_parcel_of_its_own(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()

    assert "sip.example" not in page
    assert f"http://testserver/api/v1/parcels/{PARCEL}/" in page
    assert "060902_5.0001.154" not in page


@pytest.mark.django_db
def test_without_parcels_the_page_shows_what_it_has(client: Client) -> None:
    assert client.get("/api/docs/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.path)
def test_every_address_that_is_named_answers(client: Client, service: Service) -> None:
    asked = CAPABILITIES if service.path in ("/wms", "/wfs") else ""

    assert client.get(service.path + asked.format(service.path[1:].upper())).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/docs/", "/qgis/", "/klucze/"])
def test_the_pages_are_linked_from_every_page_but_the_kiosks(client: Client, path: str) -> None:
    assert client.get(path, headers={"Accept-Language": "en"}).status_code == 200
    help_page, kiosk = client.get("/pomoc/").content.decode(), client.get("/infomat/").content.decode()

    if path != "/klucze/":
        assert f'href="{path}"' in help_page
    assert f'href="{path}"' not in kiosk


@pytest.mark.django_db
@pytest.mark.parametrize("connection", CONNECTIONS, ids=lambda connection: connection.kind)
def test_a_file_of_connections_is_as_qgis_writes_it(client: Client, connection: Connection) -> None:
    kind = connection.kind
    answer = client.get(f"/qgis/{kind}.xml")
    root = etree.fromstring(answer.content)
    (told,) = root

    assert answer["Content-Disposition"].startswith('attachment; filename="testserver-')
    assert root.tag == ROOTS[kind]
    assert told.get("url", "").startswith("http://testserver/")
    assert told.get("name") == "SIP"


@pytest.mark.django_db
def test_the_reference_lists_what_openapi_describes(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    listed = re.findall(r'<li><span class="identifier">([A-Z]+ /[^<]*)<', page)

    assert "GET /uldk/" in listed
    assert "POST /api/v1/extracts/" in listed
    assert len(listed) == len(set(listed)) > 30
