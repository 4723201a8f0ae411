"""Backgrounds of the map: read from one setting, refused by name, let through the security policy by host."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from sip.backgrounds import NATIONAL_SCALES, Background, backgrounds
from sip.headers import policy_with

ORTHOPHOTO = {
    "id": "orto",
    "title": "Ortofotomapa",
    "kind": "wmts",
    "url": "https://mapy.example/orto",
    "layer": "ORTOFOTOMAPA",
}


def test_none_are_set_by_default() -> None:
    assert backgrounds("") == ()


def test_a_national_wmts_needs_no_more_than_its_address_and_layer() -> None:
    (found,) = backgrounds(json.dumps([ORTHOPHOTO]))
    assert found == Background("orto", "Ortofotomapa", "wmts", "https://mapy.example/orto", "ORTOFOTOMAPA")
    assert found.scales == NATIONAL_SCALES


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Zdjęcie"}, "entry 1: id"),
        ({"title": ""}, "entry 1: title is missing"),
        ({"kind": "xyz"}, "entry 1: kind"),
        ({"url": "//mapy.example"}, "entry 1: url"),
        ({"url": "https://mapy.example; script-src *"}, "entry 1: url"),
        ({"url": "https://a:b@mapy.example/"}, "entry 1: url"),
        ({"layer": 7}, "entry 1: layer must be text"),
        ({"colour": "red"}, "entry 1: colour"),
        ({"scales": [1, 2]}, "entry 1: scales must fall"),
        ({"scales": ["1"]}, "entry 1: scales must be numbers"),
        ({"scales": []}, "entry 1: scales must be a list"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        backgrounds(json.dumps([{**ORTHOPHOTO, **change}]))


@pytest.mark.parametrize("text", ["orto", "{}", "[1]", "[NaN]"])
def test_what_is_no_list_of_objects_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SIP_BACKGROUNDS"):
        backgrounds(text)


def test_an_id_may_stand_once() -> None:
    with pytest.raises(ImproperlyConfigured, match="twice"):
        backgrounds(json.dumps([ORTHOPHOTO, ORTHOPHOTO]))


def test_the_policy_lets_their_pictures_in_and_nothing_more() -> None:
    plain = policy_with([])
    wider = policy_with([], ["https://mapy.example/orto?a=b", "https://mapy.example/topo"])
    assert wider == plain.replace("img-src 'self'", "img-src 'self' https://mapy.example")


@pytest.mark.django_db(databases=["default", "public"])
def test_the_map_offers_them(client: Client, settings: Settings) -> None:
    settings.BACKGROUNDS = backgrounds(json.dumps([ORTHOPHOTO]))
    assert 'name="background" value="orto"' in client.get("/").content.decode()


@pytest.mark.django_db(databases=["default", "public"])
def test_without_them_the_map_speaks_of_none(client: Client) -> None:
    assert 'name="background"' not in client.get("/").content.decode()
