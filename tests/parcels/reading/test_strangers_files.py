"""Files made to lead GDAL elsewhere, or to keep it busy for ever: none is followed, and none ends the service."""

import os
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from sip.geo.gmlstream import Unreadable
from sip.registers.reading import gdal
from sip.registers.reading.columns import Columns
from sip.registers.reading.table import TableFile

SQUARE = shapely.box(750_000, 380_000, 750_100, 380_100)
ELSEWHERE = """<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{path}</SrcDataSource>
<GeometryType>wkbPolygon</GeometryType><LayerSRS>EPSG:2180</LayerSRS><GeometryField encoding="WKT" field="shape"/>
</OGRVRTLayer></OGRVRTDataSource>"""


class AnyColumns(Columns):
    def knows(self, column: str) -> bool:
        return True

    def suffice(self, columns: object) -> bool:
        return True


def rows(path: Path) -> list[dict[str, str]]:
    return [dict(row.values) for row in TableFile(path, AnyColumns({}, {}))]


@pytest.fixture
def elsewhere(tmp_path: Path) -> bytes:
    """What leads GDAL to another file of this machine."""
    secret = tmp_path / "secret.csv"
    secret.write_text(f'number,shape\nsecret,"{SQUARE.wkt}"\n')
    return ELSEWHERE.format(path=secret).encode()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "plots.gpkg"
    pyogrio.raw.write(
        path,
        np.array([SQUARE.wkb], dtype=object),
        [np.array(["1/2"], dtype=object)],
        ["number"],
        geometry_type="Polygon",
        crs="EPSG:2180",
        driver="GPKG",
        layer="plots",
    )
    return path


def replace_by_view(path: Path, query: str) -> None:
    with sqlite3.connect(path) as base:
        base.execute("DELETE FROM gpkg_geometry_columns")
        base.execute("DELETE FROM gpkg_contents")
        base.execute(f"CREATE VIEW seen AS {query}")
        base.execute("INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('seen', 'features', 2180)")
        base.execute("INSERT INTO gpkg_geometry_columns VALUES ('seen', 'geom', 'POLYGON', 2180, 0, 0)")


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".fgb", ".dxf"])
def test_a_list_of_other_files_in_an_archive_is_not_followed(elsewhere: bytes, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"plots{suffix}", elsewhere)
    with pytest.raises(Unreadable):
        rows(path)


def test_a_list_of_other_files_behind_the_first_bytes_of_another_format_is_not_followed(
    elsewhere: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "sent.fgb"
    path.write_bytes(b"fgb\x03" + elsewhere)
    with pytest.raises(Unreadable):
        rows(path)


@pytest.mark.parametrize("damage", [b"PK\x03\x04", b"plots.dbf", b"the table"])
def test_a_shapefile_whose_archive_is_damaged_within_is_unreadable(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("plots.shp", b"\x00\x00\x27\x0a" + b"\0" * 96)
        archive.writestr("plots.dbf", b"the table" * 20)
    content = path.read_bytes()
    at = content.index(damage, content.index(b"plots.dbf") - 60)
    path.write_bytes(content[:at] + bytes(len(damage)) + content[at + len(damage) :])
    with pytest.raises(Unreadable):
        rows(path)


def test_a_view_of_a_package_is_read(package: Path) -> None:
    replace_by_view(package, "SELECT fid, geom, number FROM plots")
    assert rows(package) == [{"number": "1/2"}]


def test_a_view_without_end_is_given_up(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdal, "SECONDS", 1)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    replace_by_view(package, f"{endless} SELECT n.x AS fid, geom, number FROM n, plots")
    with pytest.raises(Unreadable):
        rows(package)


def test_a_cell_larger_than_the_memory_of_its_process_is_refused(package: Path) -> None:
    replace_by_view(
        package, "SELECT fid, geom, hex(randomblob(480000000)) || hex(zeroblob(480000000)) AS number FROM plots"
    )
    with pytest.raises(Unreadable):
        rows(package)


def test_what_ends_the_process_leaves_the_next_file_readable(package: Path) -> None:
    assert rows(package) == [{"number": "1/2"}]
    (waiting,) = gdal._idle
    os.kill(waiting._process.pid, 9)
    waiting._process.wait()
    assert rows(package) == [{"number": "1/2"}]
