"""The Atom feeds of planning data sets: valid, one entry a set, links that lead to files."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from plans.models import PlanningAct
from sip.services import layers
from sip.services.planning import datasets
from tests.conftest import Deliver
from tests.plans.planfile import ACT, SET, act, document, halves, zone

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SERVICE, DATASET = "/plany/zbiory.atom", f"/plany/zbiory/{SET}.atom"


def feed(client: Client, path: str = SERVICE) -> etree._Element:
    answer: Any = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return etree.fromstring(answer.content)


def told(element: etree._Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""


def entries(found: etree._Element) -> list[etree._Element]:
    return found.findall(f"{ATOM}entry")


def links(entry: etree._Element, rel: str) -> list[str]:
    return [link.get("href", "") for link in entry.findall(f"{ATOM}link") if link.get("rel") == rel]


def another(number: int, kind: str = "POG") -> str:
    return act().replace("1POG", f"{number}{kind}").replace(f"{SET}<", f"{SET.removesuffix('POG')}{kind}<")


def faults(found: etree._Element) -> Iterator[str]:
    """What RFC 4287 wants of a feed and its entries."""
    for element in (found, *entries(found)):
        for name in ("id", "title", "updated"):
            if len(element.findall(f"{ATOM}{name}")) != 1 or not told(element, name):
                yield f"{element.tag} {name}"
        if datetime.fromisoformat(told(element, "updated")).tzinfo is None:
            yield "updated"
        alternates = [(e.get("type"), e.get("hreflang")) for e in element.findall(f"{ATOM}link[@rel='alternate']")]
        if len(alternates) != len(set(alternates)):
            yield "alternate"
    if found.find(f"{ATOM}author/{ATOM}name") is None or len(links(found, "self")) != 1:
        yield "feed"
    ids = [told(entry, "id") for entry in entries(found)]
    if len(ids) != len(set(ids)):
        yield "ids"


def test_there_is_one_entry_for_each_data_set(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), another(2), another(1, "MPZP")))

    found = feed(client)

    assert list(faults(found)) == []
    assert [told(entry, "spatial_dataset_identifier_code") for entry in entries(found)] == ["060902-MPZP", "060902-POG"]
    assert [len(links(entry, "section")) for entry in entries(found)] == [1, 2]


def test_the_entry_leads_over_the_feed_of_the_set_to_the_file(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    (entry,) = entries(feed(client))
    inner = feed(client, links(entry, "alternate")[0].removeprefix("http://testserver"))
    (file,) = links(entries(inner)[0], "alternate")

    assert list(faults(inner)) == []
    assert links(entry, "section") == [file] == [f"http://testserver/plany/{ACT}/akt.gml"]
    assert client.get(file.removeprefix("http://testserver")).status_code == 200


def test_an_entry_says_where_it_is_and_in_which_system(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))

    (entry,) = entries(feed(client))
    numbers = [float(number) for number in told(entry, "polygon").split()]

    assert entry.find(f"{ATOM}category").get("term") == "http://www.opengis.net/def/crs/EPSG/0/2180"  # type: ignore[union-attr]
    assert numbers[:2] == numbers[-2:]
    assert all(51.0 < latitude < 51.2 for latitude in numbers[::2])
    assert all(22.5 < longitude < 22.7 for longitude in numbers[1::2])


def test_an_act_without_outline_has_no_place(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))
    PlanningAct.objects.update(geom=None)

    assert told(entries(feed(client))[0], "polygon") == ""


def test_a_changed_zone_makes_its_set_newer(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    layers.forget()
    before = told(entries(feed(client))[0], "updated")
    datasets._service_feed.cache_clear()
    delivery = deliver("app", document(zone("1SJ", (0, 0, 200, 200), since="2026-01-01T00:00:00Z")), partial=True)
    assert delivery.concluded_at
    type(delivery).objects.filter(pk=delivery.pk).update(concluded_at="2031-01-01T00:00:00Z")

    assert told(entries(feed(client))[0], "updated") == "2031-01-01T00:00:00Z" > before


def test_the_feed_is_asked_for_again_only_when_it_changed(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))
    layers.forget()
    etag = client.get(SERVICE)["ETag"]

    assert client.get(SERVICE, headers={"If-None-Match": etag}).status_code == 304
    deliver("app", document(act(), another(2)))
    layers.forget()
    assert client.get(SERVICE, headers={"If-None-Match": etag}).status_code == 200


def test_an_empty_register_has_a_valid_feed(client: Client) -> None:
    assert list(faults(feed(client))) == []


def test_texts_of_the_register_cannot_break_the_feed(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))
    PlanningAct.objects.update(title="\x01<&>\ufffe]]>", kind="\x02")

    assert list(faults(feed(client))) == []
    assert list(faults(feed(client, DATASET))) == []


def test_an_act_no_address_can_carry_is_left_out(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), another(2)))
    PlanningAct.objects.filter(identifier=ACT).update(identifier=f"{SET}/../1POG")

    assert [links(entry, "section") for entry in entries(feed(client))] == [
        [f"http://testserver/plany/{SET}/2POG/akt.gml"]
    ]


@pytest.mark.parametrize("path", ["/plany/zbiory/nie-ma.atom", "/plany/zbiory/a\0.atom"])
def test_a_set_that_is_not_there_has_no_feed(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
