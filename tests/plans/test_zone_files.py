"""Files of zones from GIS and CAD: which are read, how their columns are understood, why a broken one is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
import shapely

from plans.models import PlanningZone
from tests.plans.conftest import DeliverZones, zones
from tests.plans.planfile import box
from tests.plans.test_findings import codes
from tests.plans.zonefile import HALVES, NAMED, dxf, geojson, hatch, line, polygon, text, write, written, zipped

pytestmark = pytest.mark.django_db


def test_a_geopackage(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    delivery = deliver_zones(written(tmp_path / "plan.gpkg"))

    assert (delivery.state, codes(delivery), zones()) == ("published", [], NAMED)


def test_a_zipped_geopackage(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    deliver_zones(zipped(written(tmp_path / "plan.gpkg")))

    assert zones() == NAMED


def test_a_zipped_shapefile_with_names_cut_after_ten_letters(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    shapes = [polygon(place) for _name, place in HALVES]
    columns = {"SYMBOL_TER": ["1MN/U", "KDD.3"], "PRZEZNACZE": ["zabudowa jednorodzinna", "droga dojazdowa"]}
    delivery = deliver_zones(zipped(write(tmp_path / "plan.shp", shapes, columns, geometry_type="Polygon")))

    assert (codes(delivery), zones()) == ([], NAMED)
    assert PlanningZone.objects.get(designation="KDD.3").name == "droga dojazdowa"


def test_a_shapefile_that_does_not_say_its_system(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    delivery = deliver_zones(zipped(written(tmp_path / "plan.shp", crs=None)))

    assert (codes(delivery), zones()) == (["crs-assumed"], NAMED)


def test_a_geojson(deliver_zones: DeliverZones) -> None:
    delivery = deliver_zones(geojson())

    assert (codes(delivery), zones()) == ([], NAMED)


def test_a_csv_with_wkt(deliver_zones: DeliverZones) -> None:
    lines = [f'{name};"SRID=2179;{polygon(place).wkt}"' for name, place in HALVES]

    deliver_zones("\n".join(["oznaczenie;wkt", *lines]).encode(), suffix=".csv")

    assert zones() == NAMED


def test_an_answer_of_a_wfs(deliver_zones: DeliverZones) -> None:
    members = "".join(
        f"<wfs:member><ms:teren><ms:geom>{box(place)}</ms:geom><ms:SYMBOL_TERENU>{name}</ms:SYMBOL_TERENU></ms:teren>"
        "</wfs:member>"
        for name, place in HALVES
    )
    names = 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ms="urn:ms"'
    answer = f"<wfs:FeatureCollection {names}>{members}</wfs:FeatureCollection>"

    delivery = deliver_zones(answer.encode())

    assert (codes(delivery), zones()) == ([], NAMED)


def test_a_drawing_with_texts_inside_closed_lines(deliver_zones: DeliverZones) -> None:
    drawn = dxf(
        *[line("LINIE", place) for _name, place in HALVES],
        text("OPIS", 50, 50, "1MN/U"),
        text("OPIS", 300, 50, "KDD.3"),
    )

    delivery = deliver_zones(drawn, suffix=".dxf")

    assert (codes(delivery), zones()) == (["crs-assumed"], NAMED)


def test_a_drawing_whose_layers_are_named_after_symbols(deliver_zones: DeliverZones) -> None:
    delivery = deliver_zones(dxf(line("1MN/U", HALVES[0][1]), hatch("KDD.3", HALVES[1][1])), suffix=".dxf")

    assert (codes(delivery), zones()) == (["crs-assumed"], NAMED)


def test_the_outline_of_a_drawn_plan_and_its_base_map_are_no_zones(deliver_zones: DeliverZones) -> None:
    drawn = dxf(
        line("GRANICA PLANU", (0, 0, 400, 200)),
        *[line("LINIE", place) for _name, place in HALVES],
        *[line("BUDYNKI", (10.0 + 20 * n, 10, 10, 10)) for n in range(5)],
        text("OPIS", 50, 50, "1MN/U"),
        text("OPIS", 300, 50, "KDD.3"),
        text("NUMERY", 60, 60, "123/4"),
    )

    delivery = deliver_zones(drawn, suffix=".dxf")

    assert (codes(delivery), zones()) == (["crs-assumed", "ignored-layer", "ignored-layer"], NAMED)


def test_a_drawn_zone_around_another_has_a_hole(deliver_zones: DeliverZones) -> None:
    drawn = dxf(
        line("LINIE", (0, 0, 400, 200)),
        line("LINIE", (100, 50, 100, 100)),
        text("OPIS", 10, 10, "1ZL"),
        text("OPIS", 150, 100, "1U"),
    )

    delivery = deliver_zones(drawn, suffix=".dxf")

    assert codes(delivery) == ["crs-assumed"]
    around = PlanningZone.objects.get(designation="1ZL").geom
    assert around.area == pytest.approx(400 * 200 - 100 * 100, rel=0.002)


def test_someone_may_say_that_layers_designate_whatever_they_are_called(deliver_zones: DeliverZones) -> None:
    drawn = dxf(line("tereny mieszkaniowe", HALVES[0][1]), line("drogi dojazdowe", HALVES[1][1]))

    deliver_zones(drawn, suffix=".dxf", mapping={"designation": "Layer"})

    assert zones() == [("drogi dojazdowe", "drogi dojazdowe"), ("tereny mieszkaniowe", "tereny mieszkaniowe")]


def test_attributes_are_recognised_by_their_common_names(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    columns: dict[str, list[str] | list[float]] = {
        "Oznaczenie": ["7.MN"],
        "symbol": ["MN"],
        "Przeznaczenie terenu": ["Zabudowa mieszkaniowa"],
        "maks_wysokosc": ["do 9,5 m"],
        "pbc": ["40%"],
        "pow_zab": [0.3],
        "intensywnosc": [0.65],
    }
    deliver_zones(write(tmp_path / "z.gpkg", [polygon((0, 0, 400, 200))], columns, geometry_type="Polygon"))

    zone = PlanningZone.objects.get()
    assert (zone.designation, zone.symbol, zone.name) == ("7.MN", "MN", "Zabudowa mieszkaniowa")
    assert (zone.max_height, zone.min_green_share) == (Decimal("9.5"), Decimal(40))
    assert (zone.max_built_share, zone.max_intensity) == (Decimal(30), Decimal("0.65"))


def test_a_column_of_symbols_alone_designates_terrains(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    shapes = [polygon(place) for _, place in HALVES]

    deliver_zones(write(tmp_path / "z.gpkg", shapes, {"SYMBOL": ["1MN", "2U"]}))

    assert zones() == [("1MN", "MN"), ("2U", "U")]


def test_a_mapping_names_the_columns_that_nobody_recognises(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson(column="atr_07"), mapping={"designation": "ATR_07"})

    assert zones() == NAMED


def test_a_file_without_the_mapped_column_is_read_by_the_common_names(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson(column="Oznaczenie"), mapping={"designation": "ATR_07"})

    assert zones() == NAMED


def test_a_mapped_column_is_the_only_one_where_it_is_there(deliver_zones: DeliverZones) -> None:
    delivery = deliver_zones(geojson(column="Oznaczenie", atr_07=""), mapping={"designation": "ATR_07"})

    assert set(codes(delivery)) == {"missing-designation", "nothing-usable"}


def test_without_a_recognised_column_the_file_is_refused_and_its_columns_are_named(deliver_zones: DeliverZones) -> None:
    delivery = deliver_zones(geojson(column="atr_07", barwa="żółta"))

    assert (delivery.state, codes(delivery)) == ("rejected", ["unknown-columns"])
    assert delivery.findings.get().message.endswith("atr_07; barwa")


def test_the_layer_of_areas_is_read_where_lines_bear_symbols_too(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    path = write(
        tmp_path / "p.gpkg",
        [shapely.LineString([(0, 0), (1, 1)])],
        {"symbol": ["x"]},
        layer="linie",
        geometry_type="LineString",
    )
    written(path, append=True)

    deliver_zones(path)

    assert zones() == NAMED


def test_areas_of_parts_and_with_heights_are_taken(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    parts = shapely.MultiPolygon([polygon((0, 0, 100, 200)), polygon((100, 0, 100, 100))])
    high = shapely.force_3d(polygon((100, 100, 100, 100)), 120.5)
    path = write(tmp_path / "z.gpkg", [parts, high], {"symbol": ["1U", "2U"]})

    delivery = deliver_zones(path)

    assert delivery.state == "published"
    assert sorted(str(zone.geom.geom_type) for zone in PlanningZone.objects.all()) == ["MultiPolygon", "Polygon"]
    assert not any(zone.geom.hasz for zone in PlanningZone.objects.all())


BROKEN = {
    "empty-file": (b"", ".gpkg"),
    "unknown-format": (b"\x00\x01\x02noise", ".shp"),
    "truncated": (geojson()[:-80], ".geojson"),
    "nothing-usable": (geojson(()), ".geojson"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_file_is_refused_for_what_it_is(deliver_zones: DeliverZones, code: str) -> None:
    content, suffix = BROKEN[code]

    delivery = deliver_zones(content, suffix=suffix)

    assert (delivery.state, codes(delivery)) == ("rejected", [code])


@pytest.mark.parametrize("keep", [100, 5000, 60_000])
def test_a_truncated_geopackage_is_refused(deliver_zones: DeliverZones, tmp_path: Path, keep: int) -> None:
    whole = written(tmp_path / "plan.gpkg").read_bytes()

    delivery = deliver_zones(whole[:keep], suffix=".gpkg")

    assert delivery.state == "rejected" and set(codes(delivery)) <= {"unknown-format", "truncated"}


def test_a_truncated_drawing_is_refused(deliver_zones: DeliverZones) -> None:
    whole = dxf(*[line("MN", place) for _name, place in HALVES])

    delivery = deliver_zones(whole[: len(whole) // 2], suffix=".dxf")

    assert (delivery.state, zones()) == ("rejected", [])


def test_a_drawing_without_areas_is_refused(deliver_zones: DeliverZones) -> None:
    drawn = dxf(line("MN", (0, 0, 10, 10), closed=False), text("MN", 1, 1, "1MN"))

    assert codes(deliver_zones(drawn, suffix=".dxf")) == ["nothing-usable"]


def test_points_among_zones_are_left_out(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    shapes = [polygon((0, 0, 400, 200)), polygon((0, 0, 1, 1)).centroid]

    delivery = deliver_zones(write(tmp_path / "z.gpkg", shapes, {"symbol": ["1U", "2U"]}))

    assert (codes(delivery), zones()) == (["bad-geometry"], [("1U", "U")])


def test_a_file_in_another_system_than_it_says_is_put_where_the_gmina_is(
    deliver_zones: DeliverZones, tmp_path: Path
) -> None:
    delivery = deliver_zones(written(tmp_path / "z.gpkg", crs="EPSG:2177"))

    assert (codes(delivery), zones()) == (["zone-corrected"], NAMED)


def test_zones_far_from_poland_are_refused(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    shapes = [shapely.box(0, 0, 10, 10)]

    delivery = deliver_zones(write(tmp_path / "z.gpkg", shapes, {"symbol": ["U"]}, crs="EPSG:2180"))

    assert (delivery.state, set(codes(delivery))) == ("rejected", {"absurd-coordinates", "nothing-usable"})
