"""Restrictions of a theme: every format, what a delivery covers and replaces, and what goes with a rollback."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import call_command

from plans.models import Restriction, Theme, ThemeCoverage
from plans.themes import add_missing
from sip.intake import actions
from sip.intake.models import Delivery, Layer
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from tests.conftest import Deliver
from tests.plans.zonefile import EPSG, polygon, write

pytestmark = pytest.mark.django_db

Places = dict[str, tuple[float, float, float, float]]
Bring = Callable[..., Delivery]
WEST: Places = {"A1": (0, 0, 100, 100)}
EAST: Places = {"B1": (200, 0, 100, 100), "B2": (300, 0, 100, 100)}


def geojson(places: Places, crs: str = EPSG) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"oznaczenie": name, "nazwa": f"Park {name}"},
            "geometry": shapely.geometry.mapping(polygon(place)),
        }
        for name, place in places.items()
    ]
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    return json.dumps({"type": "FeatureCollection", "crs": named, "features": features}).encode()


@pytest.fixture
def bring(deliver: Deliver) -> Bring:
    """Deliver places of a theme, covering the units named."""
    add_missing(Theme)

    def run(places: Places, *covers: str, theme: str = "nature", **options: Any) -> Delivery:
        subject: dict[str, Any] = {"theme": theme} | ({"covers": list(covers)} if covers else {})
        return deliver("restrictions", geojson(places), suffix=".geojson", subject=subject, **options)

    return run


def known(theme: str = "nature") -> set[str]:
    return set(Restriction.objects.current().filter(theme=theme).values_list("designation", flat=True))


def covered() -> set[tuple[str, str]]:
    return set(ThemeCoverage.objects.values_list("theme", "unit_code"))


def codes(delivery: Delivery) -> list[str]:
    found = delivery.findings.exclude(code__in=("place-unproved", "crs-assumed"))
    return sorted(found.values_list("code", flat=True))


def test_restrictions_are_published_with_what_they_cover(bring: Bring) -> None:
    delivery = bring(EAST, "060902")

    assert (delivery.state, codes(delivery), known()) == ("published", [], {"B1", "B2"})
    coverage = ThemeCoverage.objects.get()
    assert (coverage.theme, coverage.unit_code, coverage.delivery) == ("nature", "060902", delivery)
    row = Restriction.objects.get(designation="B1")
    assert (row.name, row.identifier) == ("Park B1", "nature/B1")
    assert row.geom.area == pytest.approx(100 * 100, rel=0.002)


def test_a_delivery_that_says_no_unit_declares_none(bring: Bring) -> None:
    assert (codes(bring(EAST)), covered()) == (["coverage-not-declared"], set())


def test_an_office_covers_its_own_unit(bring: Bring) -> None:
    load_demo_offices()

    bring(EAST, office=Office.objects.get(unit_id="060901_3"))

    assert covered() == {("nature", "060901")}


def test_an_office_cannot_cover_another_unit(bring: Bring) -> None:
    load_demo_offices()

    delivery = bring(EAST, "060902", office=Office.objects.get(unit_id="060901_3"))

    assert (delivery.state, codes(delivery), covered()) == ("rejected", ["outside-office"], set())


@pytest.mark.parametrize(("named", "code"), [("060902_2", "060902"), ("0609", "0609"), ("06", "06")])
def test_units_may_be_named_as_registers_do(bring: Bring, named: str, code: str) -> None:
    load_demo_offices()

    bring(EAST, named)

    assert covered() == {("nature", code)}


@pytest.mark.parametrize("named", ["060999", "6", "gmina", "0609022222", "\u0660\u0666"])
def test_a_unit_that_is_none_is_refused(bring: Bring, named: str) -> None:
    load_demo_offices()

    assert codes(bring(EAST, named)) == ["wrong-unit-code"]


def test_a_unit_within_another_says_nothing_more(bring: Bring) -> None:
    bring(EAST, "0609", "060902")

    assert covered() == {("nature", "0609")}


def test_what_is_covered_and_not_mentioned_ends(bring: Bring) -> None:
    bring(EAST, "060902")

    bring({"B1": EAST["B1"]}, "060902", accept=True)

    assert known() == {"B1"}


def test_other_units_and_themes_stay(bring: Bring) -> None:
    bring(WEST, "060901")
    bring(EAST, "060902", theme="monuments")

    bring(EAST, "060902")

    assert (known(), known("monuments")) == ({"A1", "B1", "B2"}, {"B1", "B2"})


def test_a_wider_delivery_replaces_narrower_ones(bring: Bring) -> None:
    bring(WEST, "060901")
    bring(EAST, "060902")

    delivery = bring({"C1": (0, 300, 50, 50)}, "0609", accept=True)

    assert (known(), delivery.counts["vanished"]) == ({"C1"}, {"restrictions": 3})


def test_a_narrower_delivery_leaves_those_of_a_wider_one_and_says_so(bring: Bring) -> None:
    bring(WEST | EAST, "0609")

    delivery = bring({"A1": WEST["A1"]}, "060901", accept=True)

    assert (known(), codes(delivery)) == ({"A1", "B1", "B2"}, ["partly-covered"])


def test_a_delivery_without_units_replaces_the_one_it_repeats(bring: Bring) -> None:
    bring(EAST)

    bring({"B1": EAST["B1"]}, "060902", accept=True)

    assert known() == {"B1"}


def test_a_partial_delivery_adds_and_declares_nothing(bring: Bring) -> None:
    bring(EAST, "060902")

    delivery = bring(WEST, "060902", partial=True)

    assert (known(), codes(delivery)) == ({"A1", "B1", "B2"}, ["coverage-not-declared"])
    assert ThemeCoverage.objects.count() == 1


def test_that_there_is_nothing_is_a_statement(bring: Bring) -> None:
    delivery = bring({}, "060902")

    assert (delivery.state, covered()) == ("published", {("nature", "060902")})


def test_nothing_without_a_unit_is_none(bring: Bring) -> None:
    assert (bring({}).state, covered()) == ("rejected", set())


def test_the_same_file_for_another_unit_or_day_is_no_repetition(bring: Bring) -> None:
    bring(EAST)

    bring(EAST, "060902")

    assert covered() == {("nature", "060902")}


def test_a_dry_run_declares_nothing(bring: Bring) -> None:
    assert (bring(EAST, "060902", dry_run=True).state, known(), covered()) == ("checked", set(), set())


def test_a_rollback_takes_objects_and_coverage_back(bring: Bring) -> None:
    bring(EAST, "060902")
    before = Layer.objects.get(name="themes").version
    second = bring({"B1": EAST["B1"]}, "060902", "060901", accept=True)

    actions.rollback(second)

    assert (known(), covered()) == ({"B1", "B2"}, {("nature", "060902")})
    assert Layer.objects.get(name="themes").version == before + 2


def test_coverage_is_of_the_day_of_the_data(bring: Bring, deliver: Deliver, tmp_path: Path) -> None:
    file = tmp_path / "dane.geojson"
    file.write_bytes(geojson(EAST))

    call_command(
        "deliver",
        "restrictions",
        file,
        theme="nature",
        covers=["060902"],
        data_date="2026-03-01",
        verbosity=0,
    )

    assert ThemeCoverage.objects.get().as_of == date(2026, 3, 1)


@pytest.mark.parametrize(("theme", "code"), [("", "theme-not-named"), ("nie-ma", "unknown-theme")])
def test_a_theme_must_be_on_the_list_which_is_told(bring: Bring, theme: str, code: str) -> None:
    delivery = bring(EAST, "060902", theme=theme)

    assert (delivery.state, codes(delivery)) == ("rejected", [code])
    assert "flood" in delivery.findings.get().message


def test_a_theme_of_one_office_is_delivered_by_it_alone(bring: Bring) -> None:
    load_demo_offices()
    Theme.objects.filter(code="nature").update(office=Office.objects.get(slug="starostwo"))

    assert codes(bring(EAST, office=Office.objects.get(unit_id="060901_3"))) == ["foreign-theme"]


POINT = shapely.Point(polygon((10, 10, 1, 1)).exterior.coords[0])
LINE = shapely.LineString(polygon((10, 10, 50, 50)).exterior.coords[:3])


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".shp"])
@pytest.mark.parametrize("shape", [POINT, LINE, polygon((0, 0, 9, 9))], ids=["point", "line", "area"])
def test_every_shape_is_read_from_every_format(
    deliver: Deliver, tmp_path: Path, suffix: str, shape: shapely.Geometry
) -> None:
    add_missing(Theme)
    file = write(tmp_path / f"dane{suffix}", [shape], {"nr_rej": ["A/1"]}, geometry_type=type(shape).__name__)
    if suffix == ".shp":
        with zipfile.ZipFile(tmp_path / "dane.zip", "w") as archive:
            for part in tmp_path.glob("dane.[sdp]*"):
                archive.write(part, part.name)
        file = tmp_path / "dane.zip"

    delivery = deliver("restrictions", file, subject={"theme": "monuments", "covers": ["060902"]})

    row = Restriction.objects.get()
    assert (delivery.state, row.designation, row.name) == (
        "published",
        "A/1",
        "zabytki i stanowiska archeologiczne",
    )
    assert row.geom.geom_type == type(shape).__name__


def test_the_same_objects_in_another_format_change_nothing(deliver: Deliver, tmp_path: Path) -> None:
    add_missing(Theme)
    subject = {"theme": "monuments", "covers": ["060902"]}
    columns = {"nr_rej": ["A/1"], "nazwa": ["Dwór"]}
    for suffix in (".gpkg", ".fgb"):
        file = write(tmp_path / f"dane{suffix}", [polygon((0, 0, 9, 9))], columns, geometry_type="Polygon")
        delivery = deliver("restrictions", file, subject=subject)

    assert delivery.counts["unchanged"] == {"restrictions": 1}


def test_an_answer_of_a_wfs_is_read(deliver: Deliver) -> None:
    add_missing(Theme)
    corner = polygon((0, 0, 10, 10)).exterior.coords
    ring = " ".join(f"{north} {east}" for east, north in corner)
    answer = (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
        ' xmlns:ms="http://mapserver.gis.umn.edu/mapserver"><wfs:member><ms:parki><ms:NAZWA>Park</ms:NAZWA><ms:geom>'
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::2179"><gml:exterior><gml:LinearRing><gml:posList>'
        f"{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ms:geom></ms:parki></wfs:member>"
        "</wfs:FeatureCollection>"
    )

    deliver("restrictions", answer.encode(), subject={"theme": "nature", "covers": ["060902"]})

    assert Restriction.objects.get().name == "Park"


def test_a_link_that_is_no_web_address_is_left_out(deliver: Deliver, tmp_path: Path) -> None:
    add_missing(Theme)
    links = ["javascript:alert(1)", "zob. https://bip.example/uchwala.pdf"]
    shapes = [polygon((0, 0, 9, 9)), polygon((20, 0, 9, 9))]
    file = write(tmp_path / "dane.gpkg", shapes, {"nazwa": ["a", "b"], "link": links}, geometry_type="Polygon")

    deliver("restrictions", file, subject={"theme": "noise"})

    assert list(Restriction.objects.order_by("name").values_list("link", flat=True)) == [
        "",
        "https://bip.example/uchwala.pdf",
    ]


def test_persons_are_read_by_no_name(deliver: Deliver, tmp_path: Path) -> None:
    add_missing(Theme)
    columns = {"nr_decyzji": ["1/2026"], "wnioskodawca": ["Jan Zmyślony"], "inwestor": ["Jan"], "uwagi": ["Jan"]}
    file = write(tmp_path / "dane.gpkg", [polygon((0, 0, 9, 9))], columns, geometry_type="Polygon")

    deliver("restrictions", file, subject={"theme": "building-conditions"})

    assert "Jan" not in str(Restriction.objects.values().get())


def test_contradicting_days_keep_an_object_out(deliver: Deliver, tmp_path: Path) -> None:
    add_missing(Theme)
    columns = {"nazwa": ["a", "b"], "data_od": ["2026-01-01"] * 2, "data_do": ["2027-01-01", "2025-01-01"]}
    shapes = [polygon((0, 0, 9, 9)), polygon((20, 0, 9, 9))]
    file = write(tmp_path / "dane.gpkg", shapes, columns, geometry_type="Polygon")

    delivery = deliver("restrictions", file, subject={"theme": "noise", "covers": ["060902"]})

    assert (codes(delivery), delivery.counts["quarantined"]) == (["contradicting-dates"], {"restrictions": 1})


@pytest.mark.parametrize(
    ("content", "suffix", "code"),
    [
        (b"", ".geojson", "empty-file"),
        (b"{", ".geojson", "truncated"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ".gml", "forbidden-xml"),
        (b"SQLite format 3\0" + bytes(500), ".gpkg", "unknown-format"),
    ],
)
def test_a_broken_file_is_refused(deliver: Deliver, content: bytes, suffix: str, code: str) -> None:
    add_missing(Theme)

    delivery = deliver("restrictions", content, suffix=suffix, subject={"theme": "noise", "covers": ["060902"]})

    assert (delivery.state, codes(delivery), covered()) == ("rejected", [code], set())


def test_the_usual_list_changes_nothing_that_is_there() -> None:
    add_missing(Theme)
    Theme.objects.filter(code="noise").update(name="po naszemu", threshold_m2=5)
    Theme.objects.filter(code="landslides").delete()

    call_command("add_themes", verbosity=0)

    assert Theme.objects.get(code="noise").name == "po naszemu"
    assert Theme.objects.filter(code="landslides").exists()
    assert add_missing(Theme) == []


def test_every_usual_theme_says_its_law_and_who_answers() -> None:
    add_missing(Theme)

    for theme in Theme.objects.all():
        assert all([theme.name, theme.name_en, theme.description, theme.legal_basis, theme.source, theme.responsible])
