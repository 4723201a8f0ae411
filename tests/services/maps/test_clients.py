"""Clients of others read WMS and WFS over HTTP, GDAL's drivers and OWSLib: counts and places of the database."""

import json
from pathlib import Path

import pytest
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from PIL import Image
from pytest_django.live_server_helper import LiveServer

from sip.public import rows
from sip.services.maps.mapfile import select
from sip.services.registry.drawn import DRAWN
from tests.parcels.importing.village import PRECINCT
from tests.services.maps.asking import inked, place
from tests.services.ogc.test_gdal import gdal

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("own_village"),
]

TYPES = [drawn for drawn in DRAWN if not drawn.labels_only]


def counted() -> dict[str, int]:
    statements = {drawn.name: select(drawn, on_day=False).replace("%day%", "2026-11-22") for drawn in TYPES}
    return {
        name: rows(f"SELECT count(*) FROM ({text.replace('%', '%%')}) AS one", {})[0][0]
        for name, text in statements.items()
    }


def test_gdal_and_owslib_read_every_layer(live_server: LiveServer, tmp_path: Path) -> None:
    """One test, as each has to settle a village of its own."""
    expected = counted()
    for version in ("1.1.0", "2.0.0"):
        _gdal_reads_features(live_server.url, version, expected)
        _owslib_reads_features(live_server.url, version, expected)
    _gdal_draws(live_server.url, tmp_path)
    for version in ("1.1.1", "1.3.0"):
        _owslib_draws(live_server.url, version, tmp_path)


def _gdal_reads_features(url: str, version: str, expected: dict[str, int]) -> None:
    """Without what GDAL asks of MapServer for its paging, too: VERSION alone."""
    source = f"WFS:{url}/wfs?SERVICE=WFS&VERSION={version}"
    for name, count in expected.items():
        read = gdal("ogr2ogr", "-f", "GeoJSONSeq", "-t_srs", "EPSG:4326", "/vsistdout/", source, f"ms:{name}")
        assert len(read.splitlines()) == count, (version, name)
    condition = f"ID_DZIALKI = '{PRECINCT}.2'"
    found = json.loads(
        gdal(
            "ogr2ogr",
            "-f",
            "GeoJSONSeq",
            "-t_srs",
            "EPSG:4326",
            "-where",
            condition,
            "/vsistdout/",
            source,
            "ms:dzialki",
        )
    )
    polygons = found["geometry"]["coordinates"]
    ring = polygons[0][0] if found["geometry"]["type"] == "MultiPolygon" else polygons[0]
    west, south, east, north = place("2", 4326)
    assert [
        min(x for x, _ in ring),
        min(y for _, y in ring),
        max(x for x, _ in ring),
        max(y for _, y in ring),
    ] == pytest.approx([west, south, east, north], abs=3e-7)


def _owslib_reads_features(url: str, version: str, expected: dict[str, int]) -> None:
    service = WebFeatureService(f"{url}/wfs", version=version)
    assert {f"ms:{name}" for name in expected} == set(service.contents)
    for name, count in expected.items():
        read = service.getfeature(typename=[f"ms:{name}"]).read()
        assert (read if isinstance(read, bytes) else read.encode()).count(f"<ms:{name} ".encode()) == count, (
            version,
            name,
        )


def _gdal_draws(url: str, folder: Path) -> None:
    """A layer as GDAL finds it in the capabilities, cut to a parcel."""
    west, south, east, north = map(str, place("2"))
    for version in ("1.1.1", "1.3.0"):
        listed = json.loads(
            gdal("gdalinfo", "-json", f"WMS:{url}/wms?SERVICE=WMS&VERSION={version}&REQUEST=GetCapabilities")
        )
        sources = listed["metadata"]["SUBDATASETS"].values()
        (source,) = [name for name in sources if "LAYERS=dzialki&" in name]
        picture = folder / f"{version}.png"
        gdal(
            "gdal_translate",
            "-q",
            "-of",
            "PNG",
            "-outsize",
            "200",
            "200",
            "-projwin",
            west,
            north,
            east,
            south,
            "-projwin_srs",
            "EPSG:2180",
            source,
            str(picture),
        )
        assert inked(Image.open(picture).convert("RGBA")) > 100, version


def _owslib_draws(url: str, version: str, folder: Path) -> None:
    service = WebMapService(f"{url}/wms", version=version)
    assert {drawn.name for drawn in DRAWN} <= set(service.contents)
    west, south, east, north = place("2")
    answer = service.getmap(
        layers=["dzialki"],
        styles=["default"],
        srs="EPSG:2180",
        bbox=(west, south, east, north),
        size=(200, 200),
        format="image/png",
        transparent=True,
    )
    file = folder / f"owslib-{version}.png"
    file.write_bytes(answer.read())
    assert inked(Image.open(file).convert("RGBA")) > 100, version
