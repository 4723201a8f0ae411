"""OGC API Styles, core (draft 20-009), and the styles of the vector tiles in Mapbox's form with letters of our own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.test import Client

from sip.services.ogc.glyphs import FONTS, RANGES, glyphs, written
from tests.services.asking import get

pytestmark = pytest.mark.django_db

MAPBOX = "application/vnd.mapbox.style+json"
IDS = ("sip", "sip-dark", "sip-pl1992", "sip-pl1992-dark")


def links(body: Any, rel: str) -> list[dict[str, Any]]:
    return [each for each in body["links"] if each["rel"] == rel]


def test_the_landing_page_leads_to_styles(client: Client) -> None:
    """/req/core/base-resource-link"""
    found = links(get(client, "/ogc/").json(), "http://www.opengis.net/def/rel/ogc/1.0/styles")

    assert {get(client, each["href"])["Content-Type"].partition(";")[0] for each in found} == {
        "application/json",
        "text/html",
    }


def test_styles_are_listed_with_stylesheets_and_metadata(client: Client) -> None:
    """/req/core/styles-op, styles-success, style-op, style-success, style-md-op, style-md-success"""
    body = get(client, "/ogc/styles").json()

    assert tuple(each["id"] for each in body["styles"]) == IDS
    assert body["default"] in IDS
    for each in body["styles"]:
        sheet = links(each, "stylesheet")[0]
        assert get(client, sheet["href"])["Content-Type"] == sheet["type"] == MAPBOX
        for described in links(each, "describedby"):
            answer = get(client, described["href"])
            assert answer["Content-Type"].startswith(described["type"])
        assert get(client, links(each, "describedby")[0]["href"]).json()["id"] == each["id"]


@pytest.mark.parametrize("name", IDS)
def test_a_style_draws_layers_that_the_tiles_have(client: Client, name: str) -> None:
    style = get(client, f"/ogc/styles/{name}").json()
    source = style["sources"]["sip"]
    grid = source["tiles"][0].rpartition("/{z}")[0]
    described = get(client, f"{urlsplit(grid).path}.json").json()
    layers = {each["id"]: each for each in described["vector_layers"]}

    assert (style["version"], source["type"]) == (8, "vector")
    assert (source["minzoom"], source["maxzoom"]) == (described["minzoom"], described["maxzoom"])
    assert style["metadata"]["crs"] == described["crs"]
    drawn = [each for each in style["layers"] if "source" in each]
    assert {each["source-layer"] for each in drawn} == set(layers)
    assert len({each["id"] for each in style["layers"]}) == len(style["layers"])
    for each in drawn:
        assert each["minzoom"] == layers[each["source-layer"]]["minzoom"]
        assert set(fields(each)) <= set(layers[each["source-layer"]]["fields"])


def fields(part: Any) -> Iterator[str]:
    """Properties that expressions get."""
    if isinstance(part, dict):
        for each in part.values():
            yield from fields(each)
    elif isinstance(part, list):
        if part[:1] == ["get"]:
            yield part[1]
        for each in part:
            yield from fields(each)


def matches(part: Any) -> Iterator[list[Any]]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        if part[:1] == ["match"]:
            yield part
        for each in part:
            yield from matches(each)


def test_no_value_is_matched_twice(client: Client) -> None:
    """MapLibre refuses a style in which one is."""
    for each in matches(get(client, "/ogc/styles/sip").json()):
        branches = [label for part in each[2:-1:2] for label in (part if isinstance(part, list) else [part])]
        assert len(set(branches)) == len(branches)


@pytest.mark.parametrize("name", IDS)
def test_letters_are_our_own(client: Client, name: str) -> None:
    style = get(client, f"/ogc/styles/{name}").json()
    fonts = {font for each in style["layers"] for font in each.get("layout", {}).get("text-font", ())}

    assert style["glyphs"] == "http://testserver/static/glyphs/{fontstack}/{range}.pbf"
    assert fonts <= set(FONTS)


@pytest.mark.parametrize("path", ["styles", "styles/sip", "styles/sip-pl1992-dark/metadata"])
def test_people_can_read_them(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}?f=html").status_code == 200


@pytest.mark.parametrize("path", ["styles/none", "styles/none/metadata", "styles/sip/none"])
def test_other_styles_are_404(client: Client, path: str) -> None:
    assert get(client, f"/ogc/{path}").status_code == 404


def message(data: bytes) -> Iterator[tuple[int, Any]]:
    """Fields of a protocol buffer: numbers and bytes by their tags."""
    place = 0

    def number() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while place < len(data):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
        else:
            length = number()
            yield key >> 3, data[place : place + length]
            place += length


@pytest.mark.parametrize("font", FONTS)
def test_letters_of_polish_are_among_the_glyphs(font: str) -> None:
    found = {glyph.code: glyph for first in RANGES[:2] for glyph in glyphs(Path(FONTS[font]), first)}

    assert {ord(letter) for letter in "AaĄąĆćĘęŁłŃńÓóŚśŹźŻż0123456789/-. "} <= set(found)
    letter = found[ord("Ł")]
    assert letter.field is not None
    assert letter.field.shape == (letter.height + 6, letter.width + 6)
    # Inside above 191, outside below, and nothing at the picture's edge.
    assert letter.field.max() > 200
    assert max(letter.field[0].max(), letter.field[:, 0].max()) < 192
    # The bar of an L is at its foot.
    assert np.argmax((letter.field > 191).sum(axis=1)) > letter.height / 2


def test_glyphs_are_written_as_maps_read_them() -> None:
    """message glyphs { repeated fontstack stacks = 1 { name = 1; range = 2; repeated glyph glyphs = 3 } }"""
    data = written("DejaVu Sans", "0-255", glyphs(FONTS["DejaVu Sans"], 0))
    ((tag, stack),) = message(data)
    parts = list(message(stack))
    by_code = {dict(message(value))[1]: dict(message(value)) for tag, value in parts if tag == 3}

    assert (tag, dict(parts)[1], dict(parts)[2]) == (1, b"DejaVu Sans", b"0-255")
    letter = by_code[ord("A")]
    assert len(letter[2]) == (letter[3] + 6) * (letter[4] + 6)
    assert 2 not in by_code[ord(" ")]
    assert by_code[ord(" ")][7] > 0
