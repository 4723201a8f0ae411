"""Shapes from files in the editor: each format, several features to choose from, the system told and changed."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyogrio
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from shapely.geometry.base import BaseGeometry

from cases.land.models import Source
from cases.models import Case
from sip.geo.crs import CRS, ETRS89, PL_1992, PL_2000, WEB_MERCATOR, WGS84, transform
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.desk.geometry.sending import address, ask, form, ground_of, send, shape_of

pytestmark = pytest.mark.django_db
ZONE_8 = PL_2000[3]
NEXT = f"{IN_BELZYCE}.2/1"


def moved(shape: BaseGeometry, crs: CRS) -> BaseGeometry:
    return shapely.transform(shape, lambda pairs: transform(pairs, PL_1992, crs))


def written(folder: Path, name: str, shapes: list[BaseGeometry], crs: CRS | None) -> bytes:
    """The file that GDAL makes of the shapes; a Shapefile comes in its archive."""
    path = folder / name
    names = np.array([f"Teren {number}" for number in range(1, len(shapes) + 1)], dtype=object)
    fields = {} if name.endswith(".dxf") else {"field_data": [names], "fields": ["nazwa"]}
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        **{"field_data": [], "fields": [], **fields},
        geometry_type="LineString" if name.endswith(".dxf") else "Polygon",
        crs=f"EPSG:{crs.srid}" if crs else None,
    )
    return _zipped(folder, path.stem) if name.endswith(".shp") else path.read_bytes()


def _zipped(folder: Path, stem: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in folder.glob(f"{stem}.*"):
            archive.write(part, part.name)
    return target.getvalue()


def upload(desk: Client, case: Case, name: str, content: bytes) -> dict[str, Any]:
    return ask(desk, case, do="upload", file=SimpleUploadedFile(name, content))


def same(answer: dict[str, Any], shape: BaseGeometry) -> bool:
    return bool(shapely.hausdorff_distance(shapely.geometry.shape(answer["shape"]), shape) < 0.002)


@pytest.mark.parametrize("name", ["teren.gpkg", "teren.shp", "teren.geojson", "teren.gml"])
@pytest.mark.parametrize("crs", [PL_1992, ZONE_8])
def test_a_file_of_one_shape_becomes_the_shape(desk: Client, case: Case, tmp_path: Path, name: str, crs: CRS) -> None:
    ground = ground_of(NEXT)
    # GeoJSON is in degrees, whatever else there was.
    wanted = WGS84 if name.endswith("json") else crs

    answer = upload(desk, case, name.replace(".shp", ".zip"), written(tmp_path, name, [moved(ground, wanted)], wanted))

    assert answer["problems"] == []
    assert same(answer, ground)
    assert answer["source"] == Source.UPLOADED
    assert answer["file"]["system"] == str(wanted.srid)


def test_a_drawing_has_no_system_and_the_one_assumed_is_said(desk: Client, case: Case, tmp_path: Path) -> None:
    ground = ground_of(NEXT)
    outline = shapely.LineString(shapely.get_coordinates(moved(ground, ZONE_8)))

    answer = upload(desk, case, "teren.dxf", written(tmp_path, "teren.dxf", [outline], None))

    assert same(answer, ground)
    assert "Po liczbach założono" in answer["file"]["note"]
    assert "strefa 8" in answer["file"]["note"]


@pytest.mark.parametrize(
    ("crs", "name"), [(PL_1992, "PL-1992 (EPSG:2180)"), (ETRS89, "(ETRS89)"), (WEB_MERCATOR, "Web Mercator")]
)
def test_of_several_shapes_the_clerk_chooses(desk: Client, case: Case, tmp_path: Path, crs: CRS, name: str) -> None:
    first, second = ground_of(PARCEL), ground_of(NEXT)
    content = written(tmp_path, "tereny.gpkg", [moved(first, crs), moved(second, crs)], crs)

    asked = upload(desk, case, "tereny.gpkg", content)
    sent = {
        "file_system": asked["file"]["system"],
        "file_order": asked["file"]["order"],
        "candidate": [one["written"] for one in asked["file"]["candidates"]],
        "candidate_label": [one["label"] for one in asked["file"]["candidates"]],
    }
    one = ask(desk, case, do="take", take=["1"], **sent)
    both = ask(desk, case, do="take", take=["0", "1"], **sent)
    none = ask(desk, case, do="take", **sent)

    assert [one["label"] for one in asked["file"]["candidates"]] == ["obiekt 1: Teren 1", "obiekt 2: Teren 2"]
    assert same(asked, shape_of(case))
    assert name in asked["file"]["note"]
    assert same(one, second)
    assert shapely.geometry.shape(both["shape"]).area == pytest.approx(first.area + second.area, rel=1e-4)
    assert "Zaznacz, które" in none["problems"][0]


def test_without_a_script_the_file_is_chosen_from_and_saved_alike(desk: Client, case: Case, tmp_path: Path) -> None:
    content = written(tmp_path, "tereny.gpkg", [ground_of(PARCEL), ground_of(NEXT)], PL_1992)

    page = send(desk, case, do="upload", file=SimpleUploadedFile("tereny.gpkg", content)).content.decode()

    assert "Plik ma kilka kształtów" in page
    assert page.count('name="candidate"') == 2


def test_the_system_of_a_file_can_be_changed_without_sending_it_again(desk: Client, case: Case, tmp_path: Path) -> None:
    ground = ground_of(NEXT)
    turned = shapely.transform(moved(ground, ZONE_8), lambda pairs: pairs[:, ::-1])
    answer = upload(desk, case, "t.gpkg", written(tmp_path, "t.gpkg", [turned], ZONE_8))
    again = {
        "candidate": [answer["file"]["candidates"][0]["written"]],
        "candidate_label": ["obiekt 1"],
        "file_system": str(ZONE_8.srid),
    }

    assert same(answer, ground)
    assert "liczby pasują tylko" in answer["file"]["note"]
    assert same(ask(desk, case, do="take", **again, file_order="xy"), ground)
    wrong = ask(desk, case, do="take", **{**again, "file_system": str(WGS84.srid)}, file_order="xy")
    assert "poza Polską" in wrong["problems"][0]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 60_000_000)
    return target.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<x>&b;&f;</x>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b""),
        ("a.geojson", b"{"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}'),
        ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}'),
        ("a.geojson", b'{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'),
        ("a.geojson", b'{"type":"Polygon","coordinates":' + b"[" * 3000),
        ("a.gml", ENTITIES),
        ("a.gml", b"<x/>"),
        ("a.zip", bomb()),
        ("a.zip", b"PK\x03\x04 not a zip"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\xff" * 500),
        ("a.dxf", b"  0\nSECTION\n  2\nENTITIES\n"),
        ("a.exe", b"MZ\x00\x01" * 100),
        ("a.txt", "zażółć".encode("utf-16")),
        ("a.geojson", b" " * (5 * 1024 * 1024 + 1)),
        ("\u0000../../etc/passwd", b"x"),
    ],
)
def test_files_that_are_none_are_explained_and_change_nothing(
    desk: Client, case: Case, name: str, content: bytes
) -> None:
    answer = upload(desk, case, name, content)

    assert answer["problems"]
    assert same(answer, shape_of(case))
    assert desk.post(address(case), form(case, do="upload", file=SimpleUploadedFile(name, content))).status_code == 422


def test_a_file_of_too_many_shapes_or_points_is_refused(desk: Client, case: Case) -> None:
    x, y, *_ = moved(ground_of(PARCEL), WGS84).bounds
    many = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [x, y]}}] * 201
    long = [[x + number * 1e-7, y] for number in range(20_001)]
    fine = {"type": "LineString", "coordinates": long}

    for content in ({"type": "FeatureCollection", "features": many}, fine):
        assert "zostaw w nim" in upload(desk, case, "a.geojson", orjson.dumps(content))["problems"][0]
