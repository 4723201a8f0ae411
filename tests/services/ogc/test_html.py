"""OGC API Features Part 1, HTML: pages say all that the documents say, and hold all their links."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from sip.geo.crs import PL_1992, WGS84, AxisOrder, Reading
from sip.services.ogc import parameters
from sip.services.ogc.drawing import drawing
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT
from tests.services.asking import get
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

ITEMS = "/ogc/collections/{}/items"
RESOURCES = (
    "/ogc/",
    "/ogc/conformance",
    "/ogc/collections",
    "/ogc/collections/parcels",
    "/ogc/collections/parcels/queryables",
    "/ogc/collections/parcels/sortables",
    ITEMS.format("parcels") + "?limit=2",
    ITEMS.format("addresses"),
    ITEMS.format("units"),
    ITEMS.format("planning-zones") + "?crs=http://www.opengis.net/def/crs/EPSG/0/2180",
    ITEMS.format("parcels") + f"/{PRECINCT}.7~2",
    "/ogc/tiles",
    "/ogc/tiles/pl1992",
    "/ogc/tileMatrixSets",
    "/ogc/tileMatrixSets/WebMercatorQuad",
)
# Of each request, not of the document.
FLEETING = {"timeStamp", "type", "rel", "href"}


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)
    name_and_plan(deliver)


def page(client: Client, path: str) -> Any:
    answer = get(client, path, accept="text/html", accept_language="pl")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.content.lstrip().lower().startswith(b"<!doctype html>")
    return html.fromstring(answer.content.decode())


def links(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "href" in part and not part.get("templated"):
            yield part
        for each in part.values():
            yield from links(each)
    elif isinstance(part, list):
        for each in part:
            yield from links(each)


def facts(part: Any, name: str = "") -> Iterator[str]:
    """Texts and numbers of a document, but its links."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in FLEETING and key != "links":
                yield from facts(value, key)
    elif isinstance(part, list):
        for each in part:
            yield from facts(each, name)
    elif part not in (None, ""):
        yield str(part)


def plain(address: str) -> str:
    """Pages name themselves as what they are; but for that their links are the same."""
    return re.sub(r"[?&]f=(html|json)", "", address)


def test_a_page_holds_every_link_of_the_document(client: Client) -> None:
    """/req/html/content: all links in HTML <a> elements in the <body>."""
    for path in RESOURCES:
        wanted = {plain(each["href"]) for each in links(get(client, path, accept="application/json").json())}
        found = {plain(each) for each in page(client, path).xpath("//body//a/@href")}
        assert wanted <= found, path


def test_a_page_says_all_that_the_document_says(client: Client) -> None:
    """/req/html/content: all information of the response's schema; each number of a geometry too."""
    for path in RESOURCES:
        if "/items" in path or path == "/ogc/collections":
            text = page(client, path).xpath("string(//body)").replace(",", ".")
            document = get(client, path, accept="application/geo+json, application/json", accept_language="pl").json()
            missing = [each for each in facts(document) if each.rpartition("/crs/")[2].replace(",", ".") not in text]
            assert not missing, path


def test_each_feature_of_a_page_is_drawn_and_leads_to_it(client: Client) -> None:
    shapes = page(client, ITEMS.format("parcels")).xpath("//svg/a")

    assert [each.get("href").rpartition(".")[2] for each in shapes] == ["1", "2", "3", "7~2"]
    assert all(each.xpath("path/@d")[0].startswith("M") for each in shapes)


def test_a_page_for_people_has_a_hundred_features_at_most(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "LARGEST_READABLE", 2)
    first = page(client, ITEMS.format("parcels") + "?limit=1000")
    (following,) = {each.get("href") for each in first.xpath("//a[contains(@href, 'after=')]")}
    identifiers = [each.get("href").rpartition(".")[2] for each in first.xpath("//svg/a")]

    assert identifiers == ["1", "2"]
    assert len(page(client, following.removeprefix("http://testserver")).xpath("//svg/a")) == 2
    assert get(client, ITEMS.format("parcels") + "?limit=1000").json()["numberReturned"] == 4


def test_points_closer_than_a_picture_shows_are_drawn_once() -> None:
    curve = {"type": "LineString", "coordinates": [[0, 0], *([5 + n / 1e6, 5] for n in range(100)), [10, 10]]}
    drawn = drawing([("", "", curve)], Reading(PL_1992, AxisOrder.EAST_NORTH))

    assert drawn is not None
    assert drawn.shapes[0].path.count("L") == 2


def test_points_are_drawn_as_points(client: Client) -> None:
    assert page(client, ITEMS.format("addresses")).xpath("//svg//circle")


def test_what_has_no_place_has_no_picture(client: Client) -> None:
    assert not page(client, ITEMS.format("units") + "/06").xpath("//main//svg[@class='ogc-drawing']")


def test_north_is_up_in_every_order_of_axes() -> None:
    east_north = {"type": "LineString", "coordinates": [[22.0, 51.0], [22.0, 51.1]]}
    north_east = {"type": "LineString", "coordinates": [[51.0, 22.0], [51.1, 22.0]]}
    metres = {"type": "LineString", "coordinates": [[300_000, 700_000], [310_000, 700_000]]}

    for shape, reading in (
        (east_north, Reading(WGS84, AxisOrder.EAST_NORTH)),
        (north_east, Reading(WGS84, AxisOrder.NORTH_EAST)),
        (metres, Reading(PL_1992, AxisOrder.NORTH_EAST)),
    ):
        drawn = drawing([("", "", shape)], reading)
        assert drawn is not None
        (_, first), (_, second) = (part.split() for part in drawn.shapes[0].path[1:].split("L"))
        assert float(first) > float(second)
