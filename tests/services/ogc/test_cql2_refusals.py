"""CQL2: filters that are wrong, hopeless or hostile are refused in words, and none is an error of ours."""

import json
import random
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.services.errors import BadRequest
from sip.services.ogc import selecting
from sip.services.ogc.collections import COLLECTIONS
from sip.services.ogc.cql2.compiling import compiled
from sip.services.ogc.cql2.reading import read
from sip.services.ogc.cql2.text import tree_of
from sip.services.ogc.queryables import queryables
from sip.services.ogc.systems import CRS84, SYSTEMS
from tests.conftest import Deliver
from tests.services.ogc.village import settle

pytestmark = pytest.mark.django_db

PARCELS = "/ogc/collections/parcels/items"
POINT = {"type": "Point", "coordinates": [22, 51]}


def refusal(client: Client, **query: str) -> str:
    answer = client.get(PARCELS, {name.replace("_", "-"): value for name, value in query.items()})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.content[:300]
    return str(answer.json()["detail"])


def within(*given: Any) -> dict[str, Any]:
    return {"op": "s_intersects", "args": [{"property": "geometry"}, *given]}


WRONG = {
    "owner = 'x'": "Queryables: geometry, identifier, number",
    "number = 5": "a text and a number",
    "registered_area_ha = '5'": "a number and a text",
    "valid_from > '2020-01-01'": "DATE('2026-01-31')",
    "valid_from > DATE('2020-13-45')": "is not a day",
    "valid_from > TIMESTAMP('yesterday')": "is not a time",
    "valid_from > DATE('0000-01-01')": "is not a day",
    "number = NULL": "IS NULL",
    "number": "a condition is needed",
    "number LIKE 5": "needs a text",
    "number BETWEEN 'a' AND 'b'": "between is of numbers",
    "number IN (1)": "a text and a number",
    "owner() = 1": "no operation known here",
    "S_DWITHIN(geometry, POINT(22 51), 5)": "no operation known here",
    "S_INTERSECTS(geometry, 'x')": "needs a geometry",
    "S_INTERSECTS(number, POINT(22 51))": "needs a geometry",
    "S_INTERSECTS(geometry, POINT(51 222))": "is not a place",
    "S_INTERSECTS(geometry, POLYGON((22 51,23 51,23 52,22 52)))": "ends where it began",
    "S_INTERSECTS(geometry, POLYGON((22 51,23 52,22 52,23 51,22 51)))": "Self-intersection",
    "S_INTERSECTS(geometry, LINESTRING(22 51))": "LineString",
    "S_INTERSECTS(geometry, POINT EMPTY)": "not understood",
    "S_INTERSECTS(geometry, BBOX(1,2,3))": "",
    "S_INTERSECTS(geometry, BBOX(22,52,23,51))": "lower corner",
    "S_INTERSECTS(geometry, POINT(1e999 51))": "",
    "T_DURING(valid_from, INTERVAL('2020-01-01', '..'))": "two intervals",
    "T_AFTER(number, DATE('2020-01-01'))": "dates, timestamps or intervals",
    "T_AFTER(valid_from, INTERVAL('x', '..'))": "is not a time",
    "A_CONTAINS(number, ('a'))": "needs a list",
    "registered_area_ha = 1e999": "too large",
    "number LIKE 'a\\'": "",
    "geometry = geometry": "does not compare",
    "number = 'unclosed": "never ends",
    "((number = '1'": "never closed",
    "number = '1')": "never opened",
    "number = ": "something is missing at its end",
    "number == '1'": "at \"= '1'\"",
    "number = '1' number": "at 'number'",
    "'a": "never ends",
    "   ": "is empty",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told(client: Client, text: str) -> None:
    """/req/features-filter/response, E"""
    detail = refusal(client, filter=text)

    assert detail.startswith("filter: ")
    assert WRONG[text] in detail


def test_a_number_out_of_all_bounds_is_told(client: Client, deliver: Deliver) -> None:
    settle(deliver)

    assert "out of all bounds" in refusal(client, filter="registered_area_ha ^ 99999 > 1")


def test_a_pattern_that_ends_with_its_escape_character_is_refused(client: Client) -> None:
    body = json.dumps({"op": "like", "args": [{"property": "number"}, "a\\"]})

    assert "pattern" in refusal(client, filter=body, filter_lang="cql2-json")


@pytest.mark.parametrize(
    "tree",
    [
        {},
        [],
        5,
        "number = '1'",
        None,
        {"op": "="},
        {"op": "=", "args": 5},
        {"op": 5, "args": []},
        {"op": "=", "args": [{"property": "number"}]},
        {"op": "=", "args": [{"property": ["number"]}, "1"]},
        {"op": "and", "args": []},
        {"op": "and", "args": [5]},
        {"op": "in", "args": [{"property": "number"}, []]},
        {"op": "in", "args": [{"property": "number"}, "1"]},
        {"op": "not", "args": [{"property": "number"}]},
        {"op": "=", "args": [{"property": "number"}, "\0"]},
        {"op": "=", "args": [{"property": "number"}, {"date": 5}]},
        {"op": "=", "args": [{"property": "number"}, "x" * 3000]},
        {"op": "t_after", "args": [{"property": "valid_from"}, {"interval": ["2020-01-01"]}]},
        {"op": "t_after", "args": [{"property": "valid_from"}, {"interval": [{"property": "number"}, ".."]}]},
        {"op": "a_contains", "args": [["a"], [["b"]]]},
        within(),
        within({"type": "Circle", "coordinates": [22, 51]}),
        within({"type": ["Point"], "coordinates": [22, 51]}),
        within({"type": "Point"}),
        within({"type": "Point", "coordinates": []}),
        within({"type": "Point", "coordinates": ["22", "51"]}),
        within({"type": "Point", "coordinates": [22, True]}),
        within({"type": "Point", "coordinates": [[22, 51]]}),
        within({"type": "Point", "coordinates": [22, 51, 1, 1]}),
        within({"type": "Polygon", "coordinates": [[22, 51]]}),
        within({"type": "Polygon", "coordinates": [[[22, 51], [22, 51]]]}),
        within({"type": "GeometryCollection", "geometries": []}),
        within({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [POINT]}]}),
        within({"bbox": [1, 2]}),
        within({"bbox": "1,2,3,4"}),
        within({"bbox": [1, 2, None, 4]}),
    ],
)
def test_json_that_is_no_filter_is_refused(client: Client, tree: Any) -> None:
    assert refusal(client, filter=json.dumps(tree), filter_lang="cql2-json").startswith("filter: ")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "number = '1'" + ")" * 5000,
        "(" * 5000,
        "NOT " * 4000 + "true",
        "registered_area_ha = " + "+".join(["1"] * 5000),
        "registered_area_ha = " + "-" * 5000 + "1",
        "registered_area_ha" + " = 1" * 4000,
        "CASEI(" * 3000,
        "f(1,NOT " * 2000,
        " AND ".join(["number = '1'"] * 1200),
        "number = '" + "x" * 19_000 + "'",
        "S_INTERSECTS(geometry, LINESTRING(" + ",".join(f"22.{n} 51" for n in range(2400)) + "))",
        "number = '" + "x" * 50_000 + "'",
        "registered_area_ha = " + "9" * 5000,
        "number = '\0'",
        "number = '\ud800'",
        "number = '\ue000'",
    ],
    ids=range(16),
)
def test_what_is_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        compiled(read(text, "cql2-text"), queryables(COLLECTIONS["parcels"]), SYSTEMS[CRS84])


@pytest.mark.parametrize(
    "text",
    [
        '{"op":"not","args":[' * 900 + "true" + "]}" * 900,
        "[" * 5000 + "]" * 5000,
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":'
        + "[" * 900
        + "]" * 900
        + "}]}",
        '{"op":"=","args":[{"property":"registered_area_ha"},1e999]}',
        '{"op":"=","args":[{"property":"registered_area_ha"},NaN]}',
        '{"op":"=","args":[{"property":"registered_area_ha"},' + "9" * 5000 + "]}",
        "{",
        '"\\ud800"',
    ],
    ids=range(8),
)
def test_json_that_is_too_deep_or_broken_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        compiled(read(text, "cql2-json"), queryables(COLLECTIONS["parcels"]), SYSTEMS[CRS84])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"filter": "true", "filter-lang": "cql-text"}, "filter-lang"),
        ({"filter": "true", "filter-crs": "EPSG:2180"}, "filter-crs"),
        ({"filter-lang": "cql-text"}, "filter-lang"),
        ({"filter-crs": "EPSG:2180"}, "filter-crs"),
        ({"registered_area_ha": "much"}, "registered_area_ha"),
        ({"valid_from": "yesterday"}, "valid_from: 'yesterday' is not a time"),
    ],
)
def test_what_goes_with_a_filter_is_read_strictly(client: Client, query: dict[str, str], name: str) -> None:
    """/req/filter/filter-crs-param, C; /req/features-filter/response, E"""
    answer = client.get(PARCELS, query)

    assert answer.status_code == 400
    assert name in answer.json()["detail"]


# Parted by bars, as some have spaces.
WORDS = (
    (
        "(|)|number|=|<>|'1'|1|AND|OR|NOT|IN|LIKE|BETWEEN|CASEI(|ACCENTI(|POLYGON((|,|geometry|IS|NULL|-|+|*|^|/|%|div|T_AFTER("
        "|INTERVAL(|'..'|valid_from|1e999|\\|\0|ą|BBOX(|true|'|\"|registered_area_ha|A_CONTAINS(|22|-1|)|)|POINT(22 51)"
        "|S_INTERSECTS(|DATE('2020-01-01')"
    )
    .replace("|", "\n")
    .splitlines()
)


@pytest.mark.parametrize("seed", range(3))
def test_no_words_in_any_order_are_an_error_of_ours(client: Client, seed: int) -> None:
    """Each is understood or refused, by the database too."""
    words = random.Random(seed)
    for _ in range(400):
        text = " ".join(words.choice(WORDS) for _ in range(words.randint(1, 9)))
        answer = client.get(PARCELS, {"filter": text})
        assert answer.status_code in (200, 400), text


@given(st.text(max_size=60))
def test_no_text_is_an_error_of_ours(text: str) -> None:
    try:
        tree_of(text)
    except BadRequest as refused:
        assert refused.detail


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["op", "args", "property", "type", "coordinates", "bbox", "date", "interval"]),
                inner | st.sampled_from(["and", "=", "number", "Point", "Polygon", "s_within", "in", "casei"]),
                max_size=3,
            )
        ),
        max_leaves=20,
    )
)
def test_no_tree_is_an_error_of_ours(tree: Any) -> None:
    try:
        compiled(tree, queryables(COLLECTIONS["parcels"]), SYSTEMS[CRS84])
    except BadRequest as refused:
        assert refused.detail


def test_filters_never_take_all_threads(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "SECONDS", 0.001)
    monkeypatch.setattr(selecting, "_TURNS", BoundedSemaphore(1))
    with selecting._TURNS:
        answer = client.get(PARCELS, {"filter": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")

    monkeypatch.setattr(selecting, "SECONDS", 5)
    assert client.get(PARCELS, {"filter": "true"}).status_code == 200


def test_a_hopeless_filter_ends(client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(deliver)
    monkeypatch.setattr(selecting, "SECONDS", 0.001)
    ring = ",".join(f"{22 + n / 1000} {51 + (n % 2) / 10}" for n in range(700))

    detail = refusal(client, filter=f"S_DISJOINT(LINESTRING({ring}), geometry) AND number LIKE '%a%b%c%d%'")

    assert "took longer" in detail
