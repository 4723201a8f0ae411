"""A parcel's files: GDAL reads each of them back, in the right place and with what the register says."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.test import Client
from lxml import etree

from parcels.models import Parcel
from sip.geo.crs import PL_1992, WGS84, transform
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, building, document, parcel, precinct
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


GML = "{http://www.opengis.net/gml/3.2}"
# A square of 100 m with a hole of 20 m, and a second part beside it; northing and easting in PL-2000.
PARTS = (
    ((0, 0, 100, 100), (40, 40, 20, 20)),
    ((200, 0, 50, 50),),
)


def ring(west: float, south: float, width: float, height: float) -> str:
    a, b = 5_662_000 + south, 8_401_000 + west
    corners = ((a, b), (a + height, b), (a + height, b + width), (a, b + width), (a, b))
    return f"<gml:LinearRing><gml:posList>{' '.join(f'{x} {y}' for x, y in corners)}</gml:posList></gml:LinearRing>"


def in_parts() -> str:
    members = "".join(
        f'<gml:surfaceMember><gml:Polygon gml:id="p{n}"><gml:exterior>{ring(*part[0])}</gml:exterior>'
        + "".join(f"<gml:interior>{ring(*hole)}</gml:interior>" for hole in part[1:])
        + "</gml:Polygon></gml:surfaceMember>"
        for n, part in enumerate(PARTS)
    )
    return f'<gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::2179" gml:id="m">{members}</gml:MultiSurface>'


@pytest.fixture
@standing()
def register(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(
            precinct((0, 0, 160, 120)),
            parcel("1", (0, 0, 40, 120), uses=(("R", 0.4), ("Br", 0.08))),
            parcel("2/1", (40, 0, 40, 120)),
            parcel("4", (120, 0, 40, 120), until=LATER, ended=True),
            parcel("4/1", (120, 0, 40, 120), since=LATER),
            parcel("9", (0, 0, 1, 1), area=1.21, geometry=in_parts()),
            building("1.1_BUD", (10, 10, 12, 9)),
        ),
    )


def path(number: str, file: str) -> str:
    return f"/dzialka/{PRECINCT}.{number}/{file}"


def geometry(number: str) -> Any:
    """In PL-1992, easting first, as stored."""
    return shapely.from_wkb(bytes(Parcel.objects.known().get(identifier=f"{PRECINCT}.{number}").geom.wkb))


def fetched(client: Client, number: str, file: str, folder: Path) -> Path:
    answer = client.get(path(number, file))
    assert answer.status_code == 200
    written = folder / file
    written.write_bytes(answer.content)
    return written


def read(file: Path) -> tuple[dict[str, Any], list[Any]]:
    """Metadata, and geometries as GDAL understands them."""
    meta, _, wkb, fields = pyogrio.raw.read(file)
    return {**meta, "columns": dict(zip(meta["fields"], fields, strict=True))}, list(shapely.from_wkb(wkb))


def same_place(one: Any, other: Any, tolerance: float) -> bool:
    return bool(shapely.hausdorff_distance(one, other) < tolerance)


@pytest.mark.parametrize("number", ["1", "2/1", "4", "9"])
def test_gdal_finds_the_gml_where_the_parcel_is(client: Client, tmp_path: Path, number: str) -> None:
    meta, (shape,) = read(fetched(client, number, "dzialka.gml", tmp_path))

    assert meta["crs"] == f"EPSG:{PL_1992.srid}"
    assert same_place(shape, geometry(number), 0.002)
    assert meta["columns"]["nationalCadastralReference"].tolist() == [f"{PRECINCT}.{number}"]


def test_the_gml_writes_northing_first_and_names_its_system(client: Client) -> None:
    root = etree.fromstring(client.get(path("1", "dzialka.gml")).content)
    (polygon,) = root.iter(f"{GML}Polygon")
    (positions,) = (element.text for element in root.iter(f"{GML}posList"))
    x, y = shapely.get_coordinates(geometry("1"))[0]

    assert polygon.attrib["srsName"] == "urn:ogc:def:crs:EPSG::2180"
    assert positions and abs(x - y) > 100_000
    assert float(positions.split()[0]) < float(positions.split()[1])


def test_identifiers_within_the_gml_are_its_own(client: Client) -> None:
    """XML asks that each gml:id stands once."""
    root = etree.fromstring(client.get(path("9", "dzialka.gml")).content)
    ids = [element.attrib[f"{GML}id"] for element in root.iter() if f"{GML}id" in element.attrib]

    assert len(ids) == len(set(ids))


def test_a_former_parcels_gml_says_when_it_ended(client: Client) -> None:
    assert b"<cp:endLifespanVersion>2024-05-06T" in client.get(path("4", "dzialka.gml")).content
    assert b"endLifespanVersion" not in client.get(path("4/1", "dzialka.gml")).content


@pytest.mark.parametrize("number", ["1", "2/1", "4", "9"])
def test_gdal_finds_the_geojson_where_the_parcel_is(client: Client, tmp_path: Path, number: str) -> None:
    meta, (shape,) = read(fetched(client, number, "dzialka.geojson", tmp_path))
    back = shapely.transform(shape, lambda pairs: transform(pairs, WGS84, PL_1992))

    assert meta["crs"] == f"EPSG:{WGS84.srid}"
    assert same_place(back, geometry(number), 0.002)


@pytest.mark.parametrize("number", ["1", "9"])
def test_the_geojson_keeps_rfc_7946(client: Client, number: str) -> None:
    answer = client.get(path(number, "dzialka.geojson"))
    feature = json.loads(answer.content)
    shape = shapely.geometry.shape(feature["geometry"])

    assert answer["Content-Type"] == "application/geo+json"
    assert "crs" not in feature
    assert feature["bbox"] == list(shape.bounds)
    assert all(polygon.exterior.is_ccw for polygon in shapely.get_parts(shape))
    assert not any(hole.is_ccw for polygon in shapely.get_parts(shape) for hole in polygon.interiors)


def test_the_geojson_says_what_the_register_says(client: Client) -> None:
    said = json.loads(client.get(path("1", "dzialka.geojson")).content)["properties"]

    assert (said["identifier"], said["number"], said["registered_area_ha"]) == (f"{PRECINCT}.1", "1", 0.48)
    assert [(use["ofu"], use["area_ha"]) for use in said["land_use"]] == [("R", 0.4), ("Br", 0.08)]
    assert said["valid_to"] is None


def test_gdal_reads_the_drawing_by_layers(client: Client, tmp_path: Path) -> None:
    meta, shapes = read(fetched(client, "1", "dzialka.dxf", tmp_path))
    layers, texts = meta["columns"]["Layer"].tolist(), meta["columns"]["Text"].tolist()
    lines = dict(zip(layers, shapes, strict=True))

    assert set(layers) == {"DZIALKA", "DZIALKA_NUMER", "SASIEDNIE", "SASIEDNIE_NUMERY", "BUDYNKI"}
    assert same_place(lines["DZIALKA"], geometry("1").exterior, 0.002)
    assert shapely.contains(geometry("1"), shapely.force_2d(lines["DZIALKA_NUMER"]))
    assert {text for text in texts if text} == {"1", "2/1"}


def test_a_parcel_in_parts_with_a_hole_is_drawn_whole(client: Client, tmp_path: Path) -> None:
    meta, shapes = read(fetched(client, "9", "dzialka.dxf", tmp_path))
    outlines = [shape for layer, shape in zip(meta["columns"]["Layer"], shapes, strict=True) if layer == "DZIALKA"]

    assert len(outlines) == 3
    assert all(shape.is_ring for shape in outlines)


def test_points_lead_round_each_ring(client: Client) -> None:
    listed = list(csv.DictReader(client.get(path("9", "punkty.csv")).content.decode().splitlines(), delimiter=";"))
    rings = {(point["czesc"], point["pierscien"]) for point in listed}
    lengths = sum(float(point["odleglosc_do_nastepnego_m"]) for point in listed)

    assert [int(point["nr"]) for point in listed] == list(range(1, 13))
    assert rings == {("1", "1"), ("1", "2"), ("2", "1")}
    assert lengths == pytest.approx(geometry("9").length, abs=0.01)


def test_points_stand_in_the_zone_they_were_delivered_in(client: Client) -> None:
    listed = list(csv.DictReader(client.get(path("9", "punkty.csv")).content.decode().splitlines(), delimiter=";"))
    corners = {(float(point["x_2000_8"]), float(point["y_2000_8"])) for point in listed}

    assert np.isclose(min(corners), (5_662_000, 8_401_000), atol=0.01).all()


@pytest.mark.parametrize("ending", ["geojson", "gml", "dxf"])
def test_files_have_names_that_every_system_takes(client: Client, ending: str) -> None:
    said = client.get(path("2/1", f"dzialka.{ending}"))["Content-Disposition"]

    assert said == f'attachment; filename="dzialka-{PRECINCT}.2-1.{ending}"'
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', said)


@pytest.mark.parametrize("file", ["dzialka.geojson", "dzialka.gml", "dzialka.dxf", "punkty.csv"])
def test_files_of_no_parcel_are_a_problem_in_words(client: Client, file: str) -> None:
    answer = client.get(path("999", file))

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("file", ["dzialka.geojson", "dzialka.gml", "dzialka.dxf", "punkty.csv"])
def test_an_unchanged_file_is_not_sent_again(client: Client, file: str) -> None:
    etag = client.get(path("1", file))["ETag"]

    assert client.get(path("1", file), headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("file", ["dzialka.kml", "dzialka.", "dzialka.gml/", "../1/dzialka.gml", "dzialka.gml%00"])
def test_other_files_are_not_there(client: Client, file: str) -> None:
    assert client.get(path("1", file)).status_code == 404


def test_nothing_is_posted_to_a_file(client: Client) -> None:
    assert client.post(path("1", "dzialka.gml")).status_code == 405


def test_dirty_texts_stay_texts(client: Client) -> None:
    """The register holds what files brought: characters that XML and DXF cannot, and markup."""
    Parcel.objects.filter(identifier=f"{PRECINCT}.1").update(number="1\x07<b>Ł\n0", version_id="\x01&")
    root = etree.fromstring(client.get(path("1", "dzialka.gml")).content)
    drawing = client.get(path("1", "dzialka.dxf")).content.decode("ascii").split("\r\n")

    assert root.findtext(".//{*}label") == "1<b>Ł0"
    assert "1 <b>\\U+0141 0" in drawing
