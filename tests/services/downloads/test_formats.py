"""Files that were ordered, as GDAL reads them back: all rows, in their place, with Polish letters."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyogrio
import pytest
import shapely

from parcels.models import Parcel
from sip.geo.crs import KNOWN, PL_1992, WGS84, transform
from sip.services.downloads.formats import FORMATS, SYSTEMS
from sip.services.downloads.sources import SOURCES

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

    assert {name for name, _ in pyogrio.list_layers(path)} == {*SOURCES, "layer_styles"}
    _, _, styles = read(path, "layer_styles")
    assert set(styles["f_table_name"]) == set(SOURCES)
    assert all(style.startswith("<!DOCTYPE qgis") for style in styles["styleQML"])


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

    for name in FORMATS:
        assert taken(name).stat().st_size > 0
