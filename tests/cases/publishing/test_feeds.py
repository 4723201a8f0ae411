"""Feeds for the public bulletin: entries with ids that stay, newest change first, pages, and what was taken back."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cases.models import Case, PublicEntry
from cases.publishing import feeds
from cases.workflow import Act, Outcome
from tests.cases.making import do
from tests.cases.publishing.conftest import Town

pytestmark = pytest.mark.django_db
FEED = "/rejestry/usuwanie-drzew/zmiany.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def read(client: Client, address: str = FEED) -> etree._Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return etree.fromstring(answer.content)


def ids(feed: etree._Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}id")) for entry in feed.findall(f"{ATOM}entry")]


def urn(case: Case) -> str:
    return f"urn:uuid:{PublicEntry.objects.get(case=case).identifier}"


def test_what_changed_last_comes_first_under_the_same_id(client: Client, town: Town) -> None:
    older, newer = town.filed("usuniecie-drzewa"), town.filed("usuniecie-drzewa")
    assert ids(read(client)) == [urn(newer), urn(older)]

    do(town.clerk, do(town.clerk, older, Act.ACCEPT), Act.DECIDE, outcome=Outcome.REFUSED)

    feed = read(client)
    assert ids(feed) == [urn(older), urn(newer)]
    assert feed.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}entry/{ATOM}updated")


def test_an_entry_that_is_gone_is_told_as_deleted(client: Client, town: Town) -> None:
    case = town.filed("usuniecie-drzewa")
    do(town.head, case, Act.VOID, reason="Pomyłka")

    feed = read(client)
    assert ids(feed) == []
    assert [gone.get("ref") for gone in feed.findall(DELETED)] == [urn(case)]


def test_the_feed_of_an_office_has_its_entries_alone(client: Client, town: Town) -> None:
    case = town.filed("usuniecie-drzewa")

    assert ids(read(client, f"/rejestry/usuwanie-drzew/{town.office.slug}/zmiany.atom")) == [urn(case)]
    assert client.get("/rejestry/usuwanie-drzew/starostwo/zmiany.atom").status_code == 404
    assert client.get("/rejestry/nie-ma/zmiany.atom").status_code == 404


def test_pages_of_the_feed_lose_and_repeat_nothing(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    cases = [town.filed("usuniecie-drzewa") for _number in range(5)]
    found, address = [], FEED
    while address:
        feed = read(client, address)
        found += ids(feed)
        links = [link.get("href") or "" for link in feed.findall(f"{ATOM}link") if link.get("rel") == "next"]
        address = links[0].replace("http://testserver", "") if links else ""

    assert found == [urn(case) for case in reversed(cases)]


def test_a_reader_that_has_the_feed_gets_none_again(client: Client, town: Town) -> None:
    town.filed("usuniecie-drzewa")
    etag = client.get(FEED)["ETag"]

    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    town.filed("usuniecie-drzewa")
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_rss_names_each_entry(client: Client, town: Town) -> None:
    case = town.filed("usuniecie-drzewa")
    feed = read(client, "/rejestry/usuwanie-drzew/zmiany.rss")

    assert [item.findtext("guid") for item in feed.iter("item")] == [urn(case)]


@given(text=st.text(min_size=1, max_size=60))
def test_a_page_that_no_link_names_is_refused(client: Client, village: None, services: None, text: str) -> None:
    assert client.get(FEED, {"before": text}).status_code == 400
