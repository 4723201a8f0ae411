"""The parcel's map to take away: one file that reaches nothing."""

import re

import pytest
from django.test import Client

from parcels.models import Parcel
from tests.portal.conftest import Page, page_path, parcel_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

# A namespace is a name, not an address.
NAMESPACES = {"http://www.w3.org/2000/svg"}


def report(client: Client, number: str = "1") -> str:
    return client.get(f"{page_path(number)}raport.html").content.decode()


def test_the_file_names_no_other_host(client: Client) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"'<>)]*", report(client)))

    assert addresses - NAMESPACES == set()


def test_the_file_asks_for_nothing(client: Client) -> None:
    found = Page(report(client).encode())

    assert not [tag for tag, attributes in found.elements if "src" in attributes or tag in ("link", "iframe", "img")]


def test_the_file_may_do_nothing_but_draw(client: Client) -> None:
    answer = client.get(f"{page_path('1')}raport.html")
    policy = answer["Content-Security-Policy"].split("; ")

    assert policy[0] == "default-src 'none'"
    assert "sandbox allow-scripts" in policy
    assert "connect" not in answer["Content-Security-Policy"]
    (inside,) = [meta["content"] for meta in Page(answer.content).all("meta") if "http-equiv" in meta]
    assert inside in answer["Content-Security-Policy"]


def test_other_pages_keep_their_policy(client: Client) -> None:
    assert "unsafe-inline" not in client.get(page_path("1"))["Content-Security-Policy"]


def test_the_file_is_small(client: Client) -> None:
    assert len(report(client)) < 250_000


def test_the_file_says_what_the_register_says(client: Client) -> None:
    text = Page(report(client).encode()).text

    assert parcel_id("1") in text
    assert "0,4800 ha (4 800 m²)" in text
    assert "Polna 7a" in text


def test_markup_in_the_register_stays_text(client: Client) -> None:
    Parcel.objects.filter(identifier=parcel_id("2")).update(number="<img src=x onerror=alert()>")

    assert "<img" not in report(client)


def test_a_former_parcels_report_leads_to_its_page(client: Client) -> None:
    answer = client.get(f"{page_path('4')}raport.html")

    assert (answer.status_code, answer["Location"]) == (302, page_path("4"))


def test_the_report_speaks_the_readers_language(client: Client) -> None:
    answer = client.get(f"{page_path('1')}raport.html", headers={"Accept-Language": "en"})

    assert b'<html lang="en">' in answer.content
