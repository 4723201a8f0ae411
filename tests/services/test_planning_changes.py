"""Changes in plans as Atom: valid, stable, and of a parcel's own ground only."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from sip.intake import actions
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, parcel, precinct
from tests.parcels.importing.village import document as village
from tests.plans.actfile import identifier, planning_act
from tests.plans.planfile import ACT, act, document, halves, zone
from tests.services.asking import get
from tests.standing import standing

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
@standing()
def parcels(deliver: Deliver) -> None:
    """1 lies in the western half of the tests' plan, 2 beside it in the eastern, 3 touches the plan from outside."""
    deliver(
        "egib",
        village(
            precinct((0, 0, 600, 200)),
            parcel("1", (100, 0, 100, 100)),
            parcel("2", (200, 0, 100, 100)),
            parcel("3", (400, 0, 100, 100)),
            parcel("4", (0, 0, 50, 50), until=LATER, ended=True),
        ),
    )


def entries(client: Client, path: str) -> list[Any]:
    answer = get(client, path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    assert_valid(feed)
    return feed.findall(f"{ATOM}entry")


def assert_valid(feed: Any) -> None:
    """What RFC 4287 demands of a feed and its entries."""
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.find(f"{ATOM}{name}").text
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").startswith("http://testserver/")
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


def told(client: Client, number: str) -> list[str]:
    found = entries(client, f"/dzialka/{PRECINCT}.{number}/plany.atom")
    return [entry.find(f"{ATOM}summary").text for entry in found]


def test_a_feed_of_nothing_is_a_feed(client: Client) -> None:
    assert entries(client, "/plany/zmiany.atom") == []


def test_each_act_of_a_delivery_is_an_entry(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves(), planning_act("1MPZP", "Plan Wólki")))

    found = {entry.find(f"{ATOM}title").text: entry for entry in entries(client, "/plany/zmiany.atom")}
    assert set(found) == {"Plan ogólny gminy Zmyślonej", "Plan Wólki"}
    whole = found["Plan ogólny gminy Zmyślonej"]
    assert whole.find(f"{ATOM}summary").text == "nowy akt, nowe strefy: 2"
    assert whole.find(f"{ATOM}link").get("href") == f"http://testserver/plany/{ACT}/"


@pytest.mark.usefixtures("parcels")
def test_a_parcel_is_told_of_its_own_ground_only(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    east = zone("2SU", (200, 0, 200, 200), additional=("ZP",), since="2026-01-01T10:00:00Z")
    deliver("app", document(east), partial=True)

    assert told(client, "1") == ["nowy akt, nowa strefa: 1"]
    assert told(client, "2") == ["zmieniona strefa: 1", "nowy akt, nowa strefa: 1"]


@pytest.mark.usefixtures("parcels")
def test_what_only_touches_is_not_meant(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    assert told(client, "3") == []


@pytest.mark.usefixtures("parcels")
def test_a_zone_that_withdraws_has_ended_here(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    moved = zone("1SJ", (0, 100, 200, 100), since="2026-01-01T10:00:00Z")
    deliver("app", document(moved), partial=True)

    assert told(client, "1")[0] == "usunięta strefa: 1"


@pytest.mark.usefixtures("parcels")
def test_a_former_parcel_still_has_its_ground(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))

    assert told(client, "4") == ["nowy akt"]


def test_a_parcel_that_never_was_has_no_feed(client: Client) -> None:
    assert get(client, f"/dzialka/{PRECINCT}.99/plany.atom").status_code == 404


def test_ids_and_times_stay_and_a_validator_spares_the_answer(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))
    first = get(client, "/plany/zmiany.atom")

    assert get(client, "/plany/zmiany.atom").content == first.content
    assert get(client, "/plany/zmiany.atom", **{"If-None-Match": first["ETag"]}).status_code == 304


def test_later_deliveries_leave_earlier_entries_as_they_were(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))
    (before,) = entries(client, "/plany/zmiany.atom")
    deliver("app", document(planning_act("1MPZP")), partial=True)

    after = entries(client, "/plany/zmiany.atom")
    assert len(after) == 2
    assert after[1].find(f"{ATOM}id").text == before.find(f"{ATOM}id").text


def test_what_was_rolled_back_is_not_told(client: Client, deliver: Deliver) -> None:
    actions.rollback(deliver("app", document(act())))

    assert entries(client, "/plany/zmiany.atom") == []


def test_titles_are_escaped(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "A &lt;b&gt; &amp; C")))

    (entry,) = entries(client, "/plany/zmiany.atom")
    assert entry.find(f"{ATOM}title").text == "A <b> & C"
    assert identifier("1MPZP") in entry.find(f"{ATOM}link").get("href")
