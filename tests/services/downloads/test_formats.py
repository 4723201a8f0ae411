"""Files that were ordered, as GDAL reads them back: all rows, in their place, with Polish letters."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyogrio
import pytest
import shapely
from lxml import etree

from parcels.models import Building, Parcel
from plans.models import PlanningAct
from sip.geo.crs import KNOWN, PL_1992, WGS84, transform
from sip.services.downloads.formats import FORMATS, SYSTEMS
from sip.services.downloads.models import Product
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.tables import short_names
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, building, contour, document, parcel, precinct
from tests.standing import standing

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village", "work_at_once"),
]

Taken = Callable[..., Path]


def read(path: Path, layer: str | None = None) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Metadata, shapes and columns."""
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer or 0)
    return meta, shapely.from_wkb(shapes), dict(zip(meta["fields"], columns, strict=True))


def expected(crs: int) -> Any:
    """Bounds of the parcels in the register, easting first."""
    shapes = [shapely.from_wkb(bytes(parcel.geom.wkb)) for parcel in Parcel.objects.current()]
    whole = shapely.transform(shapely.GeometryCollection(shapes), lambda xy: transform(xy, PL_1992, KNOWN[crs]))
    return np.array(whole.bounds)


@pytest.mark.parametrize("name", ["gpkg", "fgb"])
def test_a_table_has_all_rows_in_their_place_in_each_system(taken: Taken, name: str) -> None:
    for crs in SYSTEMS:
        meta, shapes, columns = read(taken(name, crs=crs))

        assert meta["crs"] == f"EPSG:{crs}"
        assert sorted(columns["number"]) == ["1", "2", "3", "7/2"]
        tolerance = 1e-7 if crs == WGS84.srid else 0.01
        assert np.allclose(shapely.total_bounds(shapes), expected(crs), atol=tolerance, rtol=0)


def test_polish_letters_and_numbers_come_back(taken: Taken) -> None:
    _, _, columns = read(taken("gpkg"))

    assert set(columns["precinct_name"]) == {"Wola Zmyślona"}
    assert columns["registered_area_ha"].dtype == float
    assert columns["registered_area_ha"].sum() == pytest.approx(0.8)


def test_a_geopackage_has_all_layers_and_their_looks(taken: Taken) -> None:
    path = taken("gpkg", tuple(SOURCES))

    several = {f"restrictions-{kind}" for kind in ("obszary", "linie", "punkty")}
    tables = {*SOURCES, *several} - {"restrictions"}
    assert {name for name, _ in pyogrio.list_layers(path)} == {*tables, "layer_styles"}
    _, _, styles = read(path, "layer_styles")
    assert set(styles["f_table_name"]) == tables
    assert None not in list(styles["update_time"])
    for style in styles["styleQML"]:
        assert etree.fromstring(style.partition("'SYSTEM'>")[2]).find("renderer-v2//symbol") is not None


def test_a_geopackage_says_of_which_day_and_version_it_is(taken: Taken, order: Any) -> None:
    said = json.loads(pyogrio.read_info(taken("gpkg"), layer="parcels")["layer_metadata"]["SIP"])

    assert said["register_version"] == order("gpkg").json()["file"]["register_version"] > 0
    assert said["data_date"]
    assert said["layers"][0]["count"] == 4


def test_geojson_is_that_of_rfc_7946(taken: Taken) -> None:
    path = taken("geojson")
    found = json.loads(path.read_text(encoding="utf-8"))
    _, shapes, columns = read(path)

    assert "crs" not in found
    assert found["metadata"]["layers"][0]["name"] == "parcels"
    assert np.allclose(shapely.total_bounds(shapes), expected(WGS84.srid), atol=2e-7)
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(shapes))).all()
    assert set(columns["precinct_name"]) == {"Wola Zmyślona"}


@pytest.mark.parametrize("name", ["geojson", "fgb"])
def test_several_layers_leave_in_one_zip_with_a_description(taken: Taken, name: str) -> None:
    with ZipFile(taken(name, ("parcels", "buildings"))) as archive:
        names = {f"parcels.{name}", f"buildings.{name}", "opis.json"}
        assert set(archive.namelist()) == names
        assert json.loads(archive.read("opis.json"))["layers"][1]["count"] == 1


def test_a_spreadsheet_opens_with_semicolons_and_decimal_commas(taken: Taken) -> None:
    with ZipFile(taken("csv")) as archive:
        text = archive.read("parcels.csv").decode("utf-8-sig")
    head, *lines = [line.split(";") for line in text.splitlines()]

    assert len(lines) == 4
    first = dict(zip(head, lines[0], strict=True))
    assert first["precinct_name"] == "Wola Zmyślona"
    east, north = (float(first[name].replace(",", ".")) for name in ("easting", "northing"))
    west, south, right, top = expected(PL_1992.srid)
    assert west < east < right and south < north < top


def test_a_layer_without_rows_is_a_file_too(taken: Taken) -> None:
    Parcel.objects.all().delete()
    PlanningAct.objects.all().delete()

    for name, each in FORMATS.items():
        assert taken(name, each.layers[:1] or ("parcels",)).stat().st_size > 0


def test_a_shapefile_keeps_letters_places_and_what_its_names_stand_for(taken: Taken, tmp_path: Path) -> None:
    for crs in SYSTEMS:
        with ZipFile(taken("shp", crs=crs)) as archive:
            archive.extractall(tmp_path / str(crs))
        meta, shapes, columns = read(tmp_path / str(crs) / "parcels.shp")

        assert meta["crs"] == f"EPSG:{crs}"
        assert set(columns["precinct_n"]) == {"Wola Zmyślona"}
        tolerance = 1e-7 if crs == WGS84.srid else 0.01
        assert np.allclose(shapely.total_bounds(shapes), expected(crs), atol=tolerance, rtol=0)
    folder = tmp_path / str(PL_1992.srid)
    assert (folder / "parcels.cpg").read_text() == "UTF-8"
    assert (folder / "parcels.prj").exists()
    assert "parcels;precinct_n;precinct_name;" in (folder / "pola.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["number", "precinct_name"], ["number", "precinct_n"]),
        (["abcdefghij", "abcdefghijk", "abcdefghijl"], ["abcdefghij", "abcdefgh_1", "abcdefgh_2"]),
    ],
)
def test_names_cut_short_stay_apart(names: list[str], short: list[str]) -> None:
    assert list(short_names(names).values()) == short


def test_a_drawing_has_outlines_and_texts_on_their_layers(taken: Taken) -> None:
    _, shapes, columns = read(taken("dxf", ("parcels", "planning-zones")))

    layers = columns["Layer"]
    assert {"DZIALKI", "DZIALKI_OPISY", "STREFY", "STREFY_OPISY"} == set(layers)
    assert set(columns["Text"][layers == "DZIALKI_OPISY"]) == {"1", "2", "3", "7/2"}
    assert np.allclose(shapely.total_bounds(shapes[layers == "DZIALKI"]), expected(PL_1992.srid), atol=0.01)


@pytest.fixture
@standing()
def used(deliver: Deliver) -> None:
    """The parcels with land use, one of them in two parts."""
    fields = [parcel(str(n + 1), (n * 20, 0, 20, 100), uses=(("R", 0.2),), since=LATER) for n in range(3)]
    two = parcel("7/2", (60, 0, 20, 100), uses=(("Br", 0.2),), since=LATER)
    built, field = building("1.1_BUD", (2, 2, 10, 10)), contour("7", (0, 0, 60, 100))
    deliver("egib", document(precinct((0, 0, 100, 100)), two, *fields, built, field))


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("crs", [2180, 2179])
def test_gml_of_the_land_register_is_read_back_as_it_was(taken: Taken, tmp_path: Path, crs: int) -> None:
    path = taken("egib", ("parcels", "buildings", "precincts"), crs=crs)
    first = str(etree.parse(path).findtext(".//{*}posList")).split()[:2]
    _, shapes, _ = read(path, "EGB_DzialkaEwidencyjna")

    west, south, east, north = expected(crs)
    assert south <= float(first[0]) <= north and west <= float(first[1]) <= east
    assert np.allclose(shapely.total_bounds(shapes), (west, south, east, north), atol=0.01)


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("crs", [2180, 2179])
@pytest.mark.parametrize("name", ["EGB_Budynek", "EGB_ObrebEwidencyjny"])
def test_gml_of_the_land_register_has_areas_of_several_parts_where_parcels_are(
    taken: Taken, name: str, crs: int
) -> None:
    path = taken("egib", ("parcels", "buildings", "precincts"), crs=crs)
    meta, shapes, _ = read(path, name)

    assert meta["crs"] == f"EPSG:{crs}"
    assert shapely.box(*expected(crs)).buffer(100).contains(shapely.box(*shapely.total_bounds(shapes)))


@pytest.mark.usefixtures("used")
def test_gml_of_the_land_register_is_taken_by_our_own_reader(taken: Taken, deliver: Deliver) -> None:
    path = taken("egib", ("parcels", "buildings", "land-use", "precincts"))

    counts = deliver("egib", path, dry_run=True).counts

    assert sum(counts["read"].values()) == 7
    assert not any(sum(counts[what].values()) for what in ("new", "vanished", "quarantined"))
    # Of the others the schema wants more than the register was given here.
    assert "parcels" not in counts["changed"]


@pytest.mark.usefixtures("used")
def test_gml_of_the_land_register_has_footprints_as_they_were_delivered(taken: Taken) -> None:
    Building.objects.current().update(footprint=Decimal("86.00"))

    assert '<egb:powZabudowy uom="m2">86</egb:powZabudowy>' in taken("egib", ("buildings",)).read_text("utf-8")


@pytest.mark.usefixtures("used")
def test_gml_says_in_which_precinct_a_contour_lies(taken: Taken) -> None:
    tree = etree.parse(taken("egib", ("land-use", "precincts")))

    there = tree.find(".//{*}EGB_ObrebEwidencyjny")
    lies_in = tree.find(".//{*}lokalizacjaUzytku")
    assert there is not None and lies_in is not None
    assert there.get("{http://www.opengis.net/gml/3.2}id") == lies_in.get("{http://www.w3.org/1999/xlink}href")


@pytest.mark.usefixtures("used")
def test_gml_names_what_it_leaves_out_and_why(taken: Taken) -> None:
    Parcel.objects.current().filter(number="1").update(registered_area=None)

    text = taken("egib").read_text(encoding="utf-8")

    assert "<!-- pominięto 060902_5.0001.1; brakuje: poleEwidencyjne. -->" in text
    assert text.count("<egb:EGB_DzialkaEwidencyjna ") == 3
    assert Product.objects.get().about["layers"][0]["left_out"] == 1


def test_planning_acts_leave_as_files_of_their_schema(taken: Taken) -> None:
    with ZipFile(taken("app", ("planning-acts",))) as archive:
        acts = [name for name in archive.namelist() if name.endswith(".gml")]
        assert len(acts) == 1
        assert b"AktPlanowaniaPrzestrzennego" in archive.read(acts[0])


def test_a_format_without_a_place_for_a_layer_says_so(order: Any) -> None:
    refused = order("egib", ("parcels", "addresses"))

    assert refused.status_code == 400
    assert "addresses" in refused.json()["detail"]
