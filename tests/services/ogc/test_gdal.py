"""GDAL's OAPIF driver reads our OGC API: all layers, their counts and places."""

import json
import subprocess

import pytest
from pytest_django.live_server_helper import LiveServer

from sip.public import rows
from sip.services.ogc.collections import COLLECTIONS
from sip.services.registry.registers import REGISTER_ENTRIES
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)
    name_and_plan(deliver)


def gdal(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.usefixtures("village")
def test_gdal_lists_every_collection(live_server: LiveServer) -> None:
    listed = gdal("ogrinfo", "-ro", f"OAPIF:{live_server.url}/ogc/")

    assert all(f": {name} " in listed for name in COLLECTIONS), listed


@pytest.mark.usefixtures("village")
def test_gdal_counts_in_every_collection_what_the_database_has(live_server: LiveServer) -> None:
    """A page of two, so that it follows links. The village has no cases, so nothing stands in public registers."""
    source = f"OAPIF:{live_server.url}/ogc/"
    for name, one in COLLECTIONS.items():
        found = gdal("ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", source, name, "-oo", "PAGE_SIZE=2")
        count = rows(f"SELECT count(*) FROM {one.view}")[0][0]
        assert len(found.splitlines()) == count, name
        assert (count > 0) is (name != REGISTER_ENTRIES.name), name


@pytest.mark.usefixtures("village")
def test_gdal_finds_a_parcel_where_the_database_has_it(live_server: LiveServer) -> None:
    box = rows(
        "SELECT ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g) FROM (SELECT ST_Transform(geom, 4326) AS g"
        " FROM parcel_public WHERE identifier = %(id)s) AS one",
        {"id": f"{PRECINCT}.7/2"},
    )[0]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    found = gdal(
        "ogr2ogr",
        "-f",
        "GeoJSONSeq",
        "/vsistdout/",
        f"OAPIF:{live_server.url}/ogc/",
        "parcels",
        "-spat",
        *map(str, (x, y, x, y)),
    )
    feature = json.loads(found)
    corners = feature["geometry"]["coordinates"][0]

    assert feature["properties"]["identifier"] == f"{PRECINCT}.7/2"
    assert [
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[0] for c in corners),
        max(c[1] for c in corners),
    ] == pytest.approx(box, abs=2e-7)


@pytest.mark.usefixtures("village")
def test_gdal_filters_by_what_the_definition_tells_it(live_server: LiveServer) -> None:
    """It asks for an equal property by its parameter, and for the rest itself or by CQL2, as it is new or old."""
    source = f"OAPIF:{live_server.url}/ogc/"
    for where, expected in (
        ("number = '7/2'", ["7/2"]),
        ("number = '7/2' AND registered_area_ha > 0.1", ["7/2"]),
        ("registered_area_ha > 0.1 AND number <> '7/2'", ["1", "2", "3"]),
        ("number LIKE '7%'", ["7/2"]),
        ("registered_area_ha > 5", []),
    ):
        found = gdal("ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", source, "parcels", "-where", where)
        numbers = [json.loads(line)["properties"]["number"] for line in found.splitlines()]
        assert numbers == expected, where
