"""CQL2 (OGC 21-065r2): what each class of expressions chooses; each test names its class or requirement."""

import json

import pytest
from django.test import Client

from sip.services.ogc.collections import COLLECTIONS
from sip.services.ogc.cql2.compiling import compiled
from sip.services.ogc.cql2.text import tree_of
from sip.services.ogc.queryables import queryables
from sip.services.ogc.systems import CRS84, SYSTEMS
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, parcel, precinct, strips
from tests.services.asking import get
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = pytest.mark.django_db

ALL = ["1", "2", "3", "7/2"]


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)


def chosen(client: Client, text: str, collection: str = "parcels", name: str = "number", **query: str) -> list[str]:
    """The same by text and by JSON, which the text's tree is."""
    path = f"/ogc/collections/{collection}/items"
    by_text = client.get(path, {"filter": text, **query})
    by_json = client.get(path, {"filter": json.dumps(tree_of(text)), "filter-lang": "cql2-json", **query})
    assert by_text.status_code == 200, (text, by_text.content)
    found = [[feature["properties"][name] for feature in each.json()["features"]] for each in (by_text, by_json)]
    assert found[0] == found[1], text
    return found[0]


def agree(client: Client, cases: dict[str, list[str]], collection: str = "parcels", name: str = "number") -> None:
    assert {text: chosen(client, text, collection, name) for text in cases} == cases


def places(client: Client) -> dict[str, tuple[float, float, float, float]]:
    """West, south, east, north of each parcel."""
    found = {}
    for feature in get(client, "/ogc/collections/parcels/items").json()["features"]:
        ring = feature["geometry"]["coordinates"][0]
        (west, south), (east, north) = ([f(point[axis] for point in ring) for axis in (0, 1)] for f in (min, max))
        found[feature["properties"]["number"]] = (west, south, east, north)
    return found


@pytest.mark.usefixtures("village")
def test_comparisons(client: Client) -> None:
    """/req/basic-cql2/binary-comparison-predicate"""
    agree(
        client,
        {
            "number = '2'": ["2"],
            "number <> '2'": ["1", "3", "7/2"],
            "number > '2'": ["3", "7/2"],
            "number >= '2'": ["2", "3", "7/2"],
            "number < '2'": ["1"],
            "number <= '2'": ["1", "2"],
            "registered_area_ha = 0.2": ALL,
            "registered_area_ha <> 0.2": [],
            "registered_area_ha > 0.19999": ALL,
            "valid_from = TIMESTAMP('2020-01-01T11:00:00Z')": ALL,
            "valid_from < TIMESTAMP('2020-01-01T11:00:00Z')": [],
            "valid_from > DATE('2019-12-31')": ALL,
            "valid_from = DATE('2020-01-01')": ALL,
            "valid_from > DATE('2020-01-01')": [],
            "sheet = 'AR_1'": [],
            "sheet <> 'AR_1'": [],
            "true = true": ALL,
            "number IS NULL = false": ALL,
            "\"number\" = '7/2'": ["7/2"],
            f"precinct = '{PRECINCT}'": ALL,
            "precinct = '060902_5.0002'": [],
        },
    )


@pytest.mark.usefixtures("village")
def test_logic(client: Client) -> None:
    """/req/basic-cql2/cql2-filter"""
    agree(
        client,
        {
            "number = '1' OR number = '2' AND registered_area_ha > 5": ["1"],
            "(number = '1' OR number = '2') AND registered_area_ha > 5": [],
            "NOT number = '1' AND NOT (number = '2')": ["3", "7/2"],
            "NOT (NOT (number = '1'))": ["1"],
            "true": ALL,
            "false": [],
            "not false and TRUE": ALL,
        },
    )


@pytest.mark.usefixtures("village")
def test_what_is_missing(client: Client) -> None:
    """/req/basic-cql2/null-predicate: and NOT of what is unknown is unknown."""
    agree(
        client,
        {
            "sheet IS NULL": ALL,
            "sheet IS NOT NULL": [],
            "NOT (sheet = 'AR_1')": [],
            "geometry IS NULL": [],
            "CASEI(sheet) IS NULL": ALL,
        },
    )


@pytest.mark.usefixtures("village")
def test_texts_may_hold_quotes_and_control_characters(client: Client) -> None:
    """/req/cql2-text/escaping"""
    assert tree_of(r"a = 'it\'s' AND b = 'it''s'")["args"][0]["args"][1] == "it's"
    assert tree_of(r"a = 'it\'s' AND b = 'it''s'")["args"][1]["args"][1] == "it's"
    assert tree_of(r"a = '\a\b\t\n\v\f\r'")["args"][1] == "\a\b\t\n\v\f\r"
    assert chosen(client, "number = 'it''s; DROP TABLE parcels_parcel; --'") == []


@pytest.mark.usefixtures("village")
def test_like(client: Client) -> None:
    """/req/advanced-comparison-operators/like-predicate"""
    agree(
        client,
        {
            "number LIKE '7%'": ["7/2"],
            "number LIKE '_'": ["1", "2", "3"],
            "number LIKE '%2'": ["2", "7/2"],
            "number NOT LIKE '%2'": ["1", "3"],
            "number LIKE '7\\%'": [],
            "number LIKE '%'": ALL,
            "sheet LIKE '%'": [],
            f"identifier LIKE '{PRECINCT}.7%'": ["7/2"],
        },
    )


@pytest.mark.usefixtures("village")
def test_between_and_in(client: Client) -> None:
    """/req/advanced-comparison-operators/between-predicate, in-predicate"""
    agree(
        client,
        {
            "registered_area_ha BETWEEN 0.2 AND 0.3": ALL,
            "registered_area_ha NOT BETWEEN 0.2 AND 0.3": [],
            "number IN ('1', '7/2', 'none')": ["1", "7/2"],
            "number NOT IN ('1', '7/2')": ["2", "3"],
            "registered_area_ha IN (0.2, 5)": ALL,
            f"precinct IN ('{PRECINCT}', 'none')": ALL,
        },
    )


@pytest.mark.usefixtures("village")
def test_letters_of_any_size(client: Client) -> None:
    """/req/case-insensitive-comparison/casei-function"""
    agree(
        client,
        {
            "CASEI(precinct_name) = CASEI('WOLA ZMYŚLONA')": ALL,
            "precinct_name = 'WOLA ZMYŚLONA'": [],
            "CASEI(precinct_name) LIKE CASEI('wola%')": ALL,
            "CASEI(precinct_name) LIKE 'pole%'": [],
            "NOT CASEI(precinct_name) LIKE 'pole%'": ALL,
            "NOT CASEI(precinct_name) LIKE 'wola%'": [],
            "CASEI(precinct_name) LIKE 'pole%' OR CASEI(precinct_name) LIKE '%zmyślona'": ALL,
            "CASEI(precinct_name) IN (CASEI('x'), CASEI('Wola Zmyślona'))": ALL,
            "CASEI('STRASSE ΣΑΣ') = CASEI('straße σας')": ALL,
        },
    )


@pytest.mark.usefixtures("village")
def test_letters_without_their_marks(client: Client) -> None:
    """/req/accent-insensitive-comparison/accenti-function"""
    agree(
        client,
        {
            "ACCENTI(precinct_name) = ACCENTI('Wola Zmyslona')": ALL,
            "ACCENTI(CASEI(precinct_name)) = ACCENTI(CASEI('wola zmyslona'))": ALL,
            "ACCENTI('Łódź') = 'Lodz'": ALL,
        },
    )


@pytest.mark.usefixtures("village")
def test_places(client: Client) -> None:
    """/req/basic-spatial-functions/spatial-functions, /req/spatial-functions/spatial-functions"""
    west, south, east, north = places(client)["2"]
    x, y, little = (west + east) / 2, (south + north) / 2, 1e-5
    around = f"BBOX({west - little},{south - little},{east + little},{north + little})"
    inside = f"POLYGON(({x} {y},{x + little} {y},{x + little} {y + little},{x} {y}))"
    agree(
        client,
        {
            f"S_INTERSECTS(geometry, POINT({x} {y}))": ["2"],
            f"S_INTERSECTS(geometry, BBOX({x},{y},{east + little},{y}))": ["2", "3"],
            f"S_DISJOINT(geometry, POINT({x} {y}))": ["1", "3", "7/2"],
            f"S_WITHIN(geometry, {around})": ["2"],
            f"S_CONTAINS(geometry, {inside})": ["2"],
            f"S_CONTAINS({around}, geometry)": ["2"],
            f"S_OVERLAPS(geometry, {around})": ["1", "3"],
            f"S_CROSSES(LINESTRING({x} {y},{east + little} {y}), geometry)": ["2", "3"],
            f"S_TOUCHES(geometry, POINT({x} {y}))": [],
            f"S_EQUALS(geometry, {inside})": [],
            "S_EQUALS(geometry, geometry)": ALL,
            "S_INTERSECTS(geometry, BBOX(-180,-90,180,90))": ALL,
            "S_WITHIN(geometry, BBOX(-180,-90,180,90))": ALL,
            "S_CONTAINS(geometry, BBOX(-180,-90,180,90))": [],
            "NOT S_CONTAINS(geometry, BBOX(-180,-90,180,90))": ALL,
            "S_INTERSECTS(geometry, BBOX(170,50,-170,60))": [],
            f"S_INTERSECTS(geometry, BBOX({x},{y},{x - 1},{y}))": ["2", "3", "7/2"],
        },
    )


@pytest.mark.usefixtures("village")
def test_every_kind_of_geometry(client: Client) -> None:
    """/req/basic-spatial-functions-plus/spatial-data-types; heights are understood and left out."""
    west, south, east, north = places(client)["2"]
    x, y = (west + east) / 2, (south + north) / 2
    box = f"(({x} {y},{x + 1e-5} {y},{x + 1e-5} {y + 1e-5},{x} {y}))"
    high = f"(({x} {y} 200,{x + 1e-5} {y} 200,{x + 1e-5} {y + 1e-5} 200,{x} {y} 200))"
    line = f"({x} {y},{x} {y + 1e-5})"
    kinds = (
        f"POINT({x} {y})",
        f"POINT Z({x} {y} 200)",
        f"MULTIPOINT(({x} {y}),(22 51))",
        f"LINESTRING{line}",
        f"MULTILINESTRING({line},(22 51,22 52))",
        f"POLYGON{box}",
        f"POLYGON Z{high}",
        f"MULTIPOLYGON({box})",
        f"GEOMETRYCOLLECTION(POINT({x} {y}),LINESTRING{line})",
        f"BBOX({x},{y},100,{x},{y},200)",
    )

    agree(client, {f"S_INTERSECTS(geometry, {kind})": ["2"] for kind in kinds})


@pytest.mark.usefixtures("village")
def test_times_of_instants(client: Client) -> None:
    """/req/temporal-functions/temporal-functions: functions of instants and intervals"""
    agree(
        client,
        {
            "T_AFTER(valid_from, DATE('2019-12-31'))": ALL,
            "T_AFTER(valid_from, DATE('2020-01-01'))": [],
            "T_BEFORE(valid_from, TIMESTAMP('2020-01-01T11:00:01Z'))": ALL,
            "T_BEFORE(DATE('2019-12-31'), valid_from)": ALL,
            "T_EQUALS(valid_from, TIMESTAMP('2020-01-01T11:00:00Z'))": ALL,
            "T_DISJOINT(valid_from, INTERVAL('2021-01-01', '..'))": ALL,
            "T_INTERSECTS(valid_from, INTERVAL('..', '2020-01-01'))": ALL,
            "T_INTERSECTS(valid_from, INTERVAL('2019-01-01', '2019-12-31'))": [],
            "T_INTERSECTS(INTERVAL('2020-01-01T11:00:00Z', '2020-01-01T12:00:00Z'), valid_from)": ALL,
        },
    )


def test_times_of_intervals(client: Client, deliver: Deliver) -> None:
    """/req/temporal-functions/temporal-functions: functions of intervals; the act binds from 2025-04-01."""
    name_and_plan(deliver)
    act = ["Plan ogólny gminy Zmyślonej"]
    a, b = "INTERVAL('2020-01-01', '2021-01-01')", "INTERVAL('2020-06-01', '2020-12-01')"
    first, rest = "INTERVAL('2020-01-01', '2020-06-01')", "INTERVAL('2020-06-01', '2021-01-01')"
    last, late = "INTERVAL('2020-06-01', '2021-01-01')", "INTERVAL('2020-06-01', '2022-01-01')"
    true = (
        f"T_CONTAINS({a}, {b})",
        f"T_DURING({b}, {a})",
        f"T_FINISHEDBY({a}, {last})",
        f"T_FINISHES({last}, {a})",
        f"T_MEETS({first}, {rest})",
        f"T_METBY({rest}, {first})",
        f"T_OVERLAPS({a}, {late})",
        f"T_OVERLAPPEDBY({late}, {a})",
        f"T_STARTEDBY({a}, {first})",
        f"T_STARTS({first}, {a})",
        f"T_EQUALS({a}, {a})",
        "T_INTERSECTS(INTERVAL(in_force_from, in_force_to), INTERVAL('2025-04-01', '..'))",
        "T_INTERSECTS(INTERVAL(in_force_from, in_force_to), DATE('2030-01-01'))",
        "T_AFTER(INTERVAL(in_force_from, in_force_to), DATE('2025-03-31'))",
    )
    false = (
        f"T_CONTAINS({b}, {a})",
        f"T_MEETS({a}, {b})",
        f"T_OVERLAPS({late}, {a})",
        f"T_STARTS({a}, {first})",
        "T_INTERSECTS(INTERVAL(in_force_from, in_force_to), DATE('2025-03-31'))",
        "T_INTERSECTS(INTERVAL(in_force_to, in_force_to), DATE('2025-03-31'))",
    )

    agree(client, {**{text: act for text in true}, **{text: [] for text in false}}, "planning-acts", "title")


def test_lists(client: Client, deliver: Deliver) -> None:
    """/req/array-functions/array-predicates; 1SJ has MN, U and K, 2SU has U and K."""
    name_and_plan(deliver)
    agree(
        client,
        {
            "A_CONTAINS(basic_profiles, ('MN'))": ["1SJ"],
            "A_CONTAINS(basic_profiles, ('K', 'U'))": ["1SJ", "2SU"],
            "A_CONTAINEDBY(basic_profiles, ('U', 'K', 'L'))": ["2SU"],
            "A_EQUALS(basic_profiles, ('K', 'U'))": ["2SU"],
            "A_OVERLAPS(basic_profiles, ('MN', 'L'))": ["1SJ"],
            "A_OVERLAPS(('MN', 'L'), basic_profiles)": ["1SJ"],
            "A_EQUALS(additional_profiles, ())": ["1SJ", "2SU"],
            "A_OVERLAPS(basic_profiles, additional_profiles)": [],
            "A_CONTAINS((1, 2), (2))": ["1SJ", "2SU"],
        },
        "planning-zones",
        "designation",
    )


@pytest.mark.usefixtures("village")
def test_properties_on_either_side(client: Client) -> None:
    """/req/property-property/withdraw-permissions"""
    agree(
        client,
        {
            "'2' = number": ["2"],
            "0.1 < registered_area_ha": ALL,
            "number = identifier": [],
            "precinct_name <> unit_name": [],
            "identifier > precinct": ALL,
            "'x' LIKE number": [],
            "'2' IN (number, 'none')": ["2"],
        },
    )


@pytest.mark.usefixtures("village")
def test_arithmetic(client: Client) -> None:
    """/req/arithmetic/arithmetic; a quotient by nothing is unknown."""
    agree(
        client,
        {
            "registered_area_ha * 10000 = 2000": ALL,
            "registered_area_ha + 1 - 1 > 0.19": ALL,
            "(registered_area_ha + 0.3) * 2 BETWEEN 0.99 AND 1.01": ALL,
            "7 % 4 = 3 AND 7 div 4 = 1 AND 2 ^ 3 = 8 AND 7 / 2 = 3.5": ALL,
            "-registered_area_ha < 0": ALL,
            "registered_area_ha / 0 > 0 OR registered_area_ha / 0 <= 0": [],
            "1 - 2 - 3 = -4": ALL,
        },
    )


def test_every_property_of_a_register_is_compared(client: Client, deliver: Deliver) -> None:
    house = building("1.1_BUD", (2, 2, 10, 10))
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(2), parcel("3", (40, 0, 20, 100)), house))

    assert chosen(client, "kind IS NULL OR kind = 'm'", "buildings", "floors_above")
    assert chosen(client, "floors_above >= 0 OR floors_above IS NULL", "buildings", "floors_above")
    assert chosen(client, "level = 'gmina' AND parent IS NOT NULL", "units", "level") == ["gmina"] * 0


def test_what_a_filter_says_is_never_part_of_the_statement() -> None:
    one = COLLECTIONS["parcels"]
    text = "number = 'secret' AND registered_area_ha > 12345 AND S_INTERSECTS(geometry, POINT(22.123 51.123))"
    found = compiled(tree_of(text), queryables(one), SYSTEMS[CRS84])

    assert not any(word in found.sql for word in ("secret", "12345", "22.123"))
    assert len(found.values) == 3
