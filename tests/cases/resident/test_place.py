"""Shapes of an application: typed, drawn, read from files; and what is refused in words."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pyogrio
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.errors import Incomplete
from cases.resident.apply import SHAPE_FILES
from cases.resident.place import shape_lines, typed_shape
from cases.resident.uploads import shape_of
from tests.cases.resident.conftest import Begin, case_in, step

pytestmark = pytest.mark.django_db
EAST, NORTH = 745_000.0, 381_000.0
SQUARE = shapely.box(EAST, NORTH, EAST + 50, NORTH + 40)
WKT = f"POLYGON(({EAST} {NORTH},{EAST + 50} {NORTH},{EAST + 50} {NORTH + 40},{EAST} {NORTH}))"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def by_gdal(tmp_path: Path, name: str, driver: str, *shapes: shapely.Geometry, crs: str | None = "EPSG:2180") -> bytes:
    path = tmp_path / name
    pyogrio.raw.write(path, shapely.to_wkb(list(shapes)), [], [], driver=driver, geometry_type="Polygon", crs=crs)
    return path.read_bytes()


def test_typed_coordinates_make_a_point_a_line_an_area() -> None:
    lines = [f"{NORTH} {EAST}", f"{NORTH} {EAST + 50}", f"{NORTH + 40} {EAST + 50}", f"{NORTH} {EAST}"]

    assert typed_shape("") is None
    assert [typed_shape("\n".join(lines[:count])).geom_type for count in (1, 2, 3, 4)] == [  # type: ignore[union-attr]
        "Point",
        "LineString",
        "Polygon",
        "Polygon",
    ]
    point = typed_shape(lines[0])
    assert isinstance(point, Point)
    assert point.coords == (EAST, NORTH)


def test_a_shape_is_typed_back_as_it_was() -> None:
    lines = f"{NORTH:.2f} {EAST:.2f}\n{NORTH:.2f} {EAST + 50:.2f}\n{NORTH + 40:.2f} {EAST + 50:.2f}"

    assert shape_lines(typed_shape(lines)) == lines


def test_degrees_are_understood() -> None:
    point = typed_shape("51.2465, 22.5684")

    assert isinstance(point, Point)
    assert abs(point.x - 749_000) < 2_000


@pytest.mark.parametrize("text", ["abc", "1 2", f"{NORTH} {EAST}\nnic", "\n".join(["51.2, 22.5"] * 501)])
def test_what_is_no_place_in_poland_is_told_of(text: str) -> None:
    with pytest.raises(Incomplete):
        typed_shape(text)


def test_files_of_every_kind_are_read_in_their_own_systems(tmp_path: Path) -> None:
    degrees = {
        "type": "Polygon",
        "coordinates": [[[22.56, 51.24], [22.57, 51.24], [22.57, 51.25], [22.56, 51.24]]],
    }
    feature = {"type": "Feature", "properties": {"nazwa": "działka"}, "geometry": degrees}
    collection = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert shape_of(upload("a.geojson", collection)).area > 100_000

    package = by_gdal(tmp_path, "a.gpkg", "GPKG", SQUARE, shapely.affinity.translate(SQUARE, 50, 0))
    assert shape_of(upload("a.gpkg", package)).area == pytest.approx(4000)

    by_gdal(tmp_path, "b.shp", "ESRI Shapefile", SQUARE)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("b.*"):
            archive.write(part, part.name)
    assert shape_of(upload("b.zip", packed.getvalue())).area == pytest.approx(2000)


def test_gml_and_a_drawing_are_read(tmp_path: Path) -> None:
    ring = f"{NORTH} {EAST} {NORTH} {EAST + 50} {NORTH + 40} {EAST + 50} {NORTH} {EAST}"
    gml = f"""<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
      xmlns:a="urn:a"><wfs:member><a:teren><a:geom><gml:Polygon srsName="urn:ogc:def:crs:EPSG::2180"><gml:exterior>
      <gml:LinearRing><gml:posList>{ring}</gml:posList>
      </gml:LinearRing></gml:exterior></gml:Polygon></a:geom></a:teren></wfs:member></wfs:FeatureCollection>"""
    assert shape_of(upload("a.gml", gml.encode())).area == pytest.approx(1000)

    drawing = by_gdal(tmp_path, "a.dxf", "DXF", SQUARE, crs=None)
    assert shape_of(upload("a.dxf", drawing)).area == pytest.approx(2000)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b""),
        ("a.geojson", b"{"),
        ("a.txt", b"nic"),
        ("a.zip", b"PK\x03\x04nic"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\0" * 100),
        ("a.gml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("a.geojson", b'{"type":"Feature","geometry":{"type":"Point","coordinates":[1e308,1e308]},"properties":{}}'),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}'),
        ("a.bin", bytes(range(256))),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(Incomplete) as refused:
        shape_of(upload(name, content))
    assert refused.value.problems["shape"][0]


def test_a_file_that_names_others_of_this_machine_shows_nothing_of_them(
    client: Client, begin: Begin, tmp_path: Path
) -> None:
    """GDAL opens lists of other files (VRT) whatever the name in the archive says."""
    secret = tmp_path / "secret.csv"
    secret.write_text(f'number,shape\nsecret,"{SQUARE.wkt}"\n')
    content = (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource><LayerSRS>EPSG:2180'
        '</LayerSRS><GeometryField encoding="WKT" field="shape"/></OGRVRTLayer></OGRVRTDataSource>'
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("plots.fgb", content)
    draft = begin("warunki-zabudowy")

    page = step(client, draft, "miejsce", {"shape_file": upload("plots.zip", packed.getvalue())})
    assert (page.status_code, case_in(draft).shape) == (422, None)


def test_one_network_cannot_have_files_read_without_end(
    client: Client, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SHAPE_FILES, "most", 1)
    draft = begin("warunki-zabudowy")

    pages = [step(client, draft, "miejsce", {"shape_file": upload("a.txt", b"nic")}).content.decode() for _ in "12"]
    assert ["Spróbuj za godzinę" in page for page in pages] == [False, True]


def test_a_shape_is_drawn_typed_uploaded_and_taken_back(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    step(client, draft, "miejsce", {"shape_drawn": WKT, "keep_shape": "1"})
    assert (case_in(draft).shape_source, case_in(draft).shape is None) == ("drawn", False)

    content = json.dumps(
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [22.5, 51.2]}}
    )
    step(client, draft, "miejsce", {"shape_file": upload("p.geojson", content.encode()), "keep_shape": "1"})
    assert case_in(draft).shape_source == "uploaded"
    page = step(client, draft, "miejsce", {"dalej": "1"})
    assert page.status_code == 422
    assert "Zaznacz obszar" in page.content.decode()

    step(client, draft, "miejsce", {"drop_shape": "1"})
    assert case_in(draft).shape is None


def test_an_area_drawn_by_a_slip_is_no_area(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    slip = f"POLYGON(({EAST} {NORTH},{EAST + 0.1} {NORTH},{EAST} {NORTH + 0.1},{EAST} {NORTH}))"
    step(client, draft, "miejsce", {"shape_drawn": slip, "keep_shape": "1"})

    assert "co najmniej 1 m²" in step(client, draft, "miejsce", {"dalej": "1"}).content.decode()


def test_a_shape_beyond_the_office_is_told_of(client: Client, begin: Begin) -> None:
    draft = begin("warunki-zabudowy")
    far = "POLYGON((300000 500000,300050 500000,300050 500040,300000 500000))"
    step(client, draft, "miejsce", {"shape_drawn": far, "keep_shape": "1"})

    assert "Zaznaczone miejsce leży poza obszarem tego urzędu." in client.get(f"{draft}miejsce/").content.decode()


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON((",
        "GEOMETRYCOLLECTION(POINT(1 1))",
        "POINT(1 1)",
        "POINT(nan nan)",
        "POLYGON((745000 381000,745050 381040,745050 381000,745000 381040,745000 381000))",
        "POINT EMPTY",
        "x" * 500_000,
    ],
)
def test_drawings_that_are_no_place_are_told_of(client: Client, begin: Begin, wkt: str) -> None:
    draft = begin("warunki-zabudowy")
    page = step(client, draft, "miejsce", {"shape_drawn": wkt, "keep_shape": "1"})

    assert page.status_code == 422
    assert case_in(draft).shape is None
