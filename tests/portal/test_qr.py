"""QR codes of this site's addresses, and of nothing else."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree

PATH = "/dzialka/060902_5.0001.154/15/"


def ask(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(f"/kod-qr.svg?do={quote(path, safe='')}")
    return answer.status_code, answer["Content-Type"]


def test_the_code_is_an_image_that_names_the_absolute_address(client: Client) -> None:
    answer = client.get("/kod-qr.svg", {"do": f"{PATH}?a=1&b=ł"})
    drawing = etree.fromstring(answer.content)

    assert answer["Content-Type"] == "image/svg+xml"
    assert drawing.attrib["aria-label"] == f"Kod QR: http://testserver{PATH}?a=1&b=%C5%82"


def test_the_code_keeps_its_quiet_zone(client: Client) -> None:
    """Version 3 and level M: 29 modules and four of white on each side, the first finder pattern after them."""
    drawing: Any = etree.fromstring(client.get("/kod-qr.svg", {"do": "/szukaj/"}).content)
    (path,) = (element for element in drawing if element.tag.endswith("path"))

    assert drawing.attrib["viewBox"] == "0 0 33 33"
    assert str(path.attrib["d"]).startswith("M4 4h7v1h-7z")


def test_the_code_may_be_kept(client: Client) -> None:
    assert "max-age=86400" in client.get("/kod-qr.svg", {"do": PATH})["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "https://elsewhere.example",
        "dzialka/",
        "/a\nb",
        "/\0",
        "/a\r",
    ],
)
def test_only_paths_of_this_site_get_a_code(client: Client, path: str) -> None:
    assert ask(client, path) == (400, "application/problem+json")


@pytest.mark.parametrize("path", ["/" + "a" * 800, "/" + "ż" * 140])
def test_what_no_camera_would_read_is_refused(client: Client, path: str) -> None:
    assert ask(client, path) == (400, "application/problem+json")


@pytest.mark.parametrize("query", ["", "?do=/a&do=/b", "?DO=/a"])
def test_one_path_is_asked_for(client: Client, query: str) -> None:
    assert client.get(f"/kod-qr.svg{query}").status_code == 400


def test_the_longest_address_still_fits(client: Client) -> None:
    assert ask(client, "/" + "a" * 760) == (200, "image/svg+xml")


def test_nothing_is_posted_here(client: Client) -> None:
    assert client.post("/kod-qr.svg", {"do": PATH}).status_code == 405
